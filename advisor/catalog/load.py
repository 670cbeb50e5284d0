"""Read the catalog's tables; every bad row of every table is reported at once."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.rows import TABLES, Row
from advisor.catalog.rows_hosting import HOSTING_TABLES
from advisor.errors import CatalogError, Problem

SHIPPED = Path(__file__).resolve().parents[2] / "data"


def load_catalog(data_dir: Path | None = None) -> Catalog:
    """Load the tables in ``data_dir`` (the shipped ones by default); raises CatalogError listing every bad cell."""
    folder = data_dir or SHIPPED
    problems: list[Problem] = []
    tables: dict[str, tuple[Row, ...]] = {}
    digest = hashlib.sha256()
    for table, row_type in (TABLES | HOSTING_TABLES).items():
        path = folder / f"{table}.csv"
        content = path.read_bytes() if path.is_file() else b""
        if not content and table == "model_catalog":
            problems.append(Problem(str(path), "missing or empty", "a CSV file with a header line"))
        digest.update(table.encode() + b"\0" + content + b"\0")
        tables[table] = tuple(
            read_rows(content.decode("utf-8-sig", errors="replace").splitlines(), row_type, path.name, problems)
        )
    if problems:
        raise CatalogError(f"The catalog in {folder} cannot be used:", problems)
    return Catalog.from_tables(tables, digest=digest.hexdigest())


def read_rows(lines: Iterable[str], row_type: type[Row], file_name: str, problems: list[Problem]) -> Iterable[Row]:
    """Validate CSV lines into rows; problems are appended with file, line, column, value and what is allowed."""
    reader = csv.DictReader(lines)
    for line, cells in enumerate(reader, start=2):
        try:
            yield row_type.model_validate(_known(cells))
        except ValidationError as error:
            for item in error.errors():
                column = ".".join(str(part) for part in item["loc"]) or "row"
                problems.append(
                    Problem(f"{file_name} line {line} column {column}", repr(item["input"])[:120], item["msg"])
                )


def _known(cells: Mapping[str | None, object]) -> dict[str, object]:
    """Blank cells become None (unknown); surplus cells keep the name ``surplus`` so that they are refused."""
    return {key if key is not None else "surplus": (value or None) for key, value in cells.items()}
