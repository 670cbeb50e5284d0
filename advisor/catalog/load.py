"""Read the catalog's tables; every bad row of every table is reported at once."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.rows import KEYS, TABLES, Row
from advisor.catalog.rows_hosting import HOSTING_TABLES
from advisor.errors import CatalogError, Problem

SHIPPED: Final = Path(__file__).resolve().parents[2] / "data"
REQUIRED: Final = frozenset({"model_catalog", "sources"})
_SHOWN = 120


def load_catalog(data_dir: Path | None = None) -> Catalog:
    """Load the tables in ``data_dir`` (the shipped ones by default); raises CatalogError listing every bad cell.

    The digest is SHA-256 over the names and bytes of the tables in a fixed order.
    """
    folder = data_dir or SHIPPED
    problems: list[Problem] = []
    tables: dict[str, tuple[Row, ...]] = {}
    digest = hashlib.sha256()
    for table, row_type in (TABLES | HOSTING_TABLES).items():
        path = folder / f"{table}.csv"
        content = path.read_bytes() if path.is_file() else b""
        if not content.strip() and table in REQUIRED:
            problems.append(Problem(path.name, "missing or empty", "a CSV file with a header line"))
        digest.update(table.encode() + b"\0" + content + b"\0")
        tables[table] = parse_table(content, table, row_type, problems)
    if problems:
        raise CatalogError(f"The catalog in {folder} cannot be used:", problems)
    return Catalog.from_tables(tables, digest=digest.hexdigest())


def parse_table(content: bytes, table: str, row_type: type[Row], problems: list[Problem]) -> tuple[Row, ...]:
    """Validate the bytes of one table; problems are appended with file, line, row, column, value, what is allowed."""
    name = f"{table}.csv"
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(Problem(name, f"byte {error.start} is not UTF-8", "UTF-8 text"))
        return ()
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        wrong = list(_header_problems(header, row_type, name)) if header else []
        problems.extend(wrong)
        return () if wrong else tuple(_rows(reader, header, table, row_type, problems))
    except csv.Error as error:
        problems.append(Problem(f"{name} line {reader.line_num}", str(error), "comma-separated values"))
        return ()


def _header_problems(header: list[str], row_type: type[Row], name: str) -> Iterator[Problem]:
    expected = list(row_type.model_fields)
    for column in expected:
        if column not in header:
            yield Problem(f"{name} line 1", f"column {column} is missing", "the columns " + ", ".join(expected))
    for column in header:
        if column not in expected:
            yield Problem(f"{name} line 1", f"unknown column {column!r}", "the columns " + ", ".join(expected))
        elif header.count(column) > 1:
            yield Problem(f"{name} line 1", f"column {column} stands twice", "each column once")


def _rows(
    reader: Iterator[list[str]], header: list[str], table: str, row_type: type[Row], problems: list[Problem]
) -> Iterator[Row]:
    validate = row_type.model_validate
    for line, cells in enumerate(reader, start=2):
        if len(cells) != len(header):
            found = f"{len(cells)} cells"
            problems.append(Problem(f"{table}.csv line {line}", found, f"{len(header)} cells, one per column"))
            continue
        values = {column: cell or None for column, cell in zip(header, cells, strict=True)}
        try:
            yield validate(values)
        except ValidationError as error:
            place = f"{table}.csv line {line} row {row_key(values, table)}"
            problems.extend(_cell_problems(error, place, values))


def _cell_problems(error: ValidationError, place: str, values: Mapping[str, object]) -> Iterator[Problem]:
    for item in error.errors():
        column = str(item["loc"][0]) if item["loc"] else "row"
        yield Problem(f"{place} column {column}", repr(values.get(column))[:_SHOWN], str(item["msg"]))


def row_key(values: Mapping[str, object], table: str) -> str:
    """The identity of a row in words: its key columns joined by ``/``."""
    return "/".join(str(values.get(column) or "") for column in KEYS.get(table, ()))
