"""Read the catalog's tables, and the user's own beside them; every bad row of every table is reported at once."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.overlay import merge, read_overlay
from advisor.catalog.refresh.editions import read_edition, with_edition
from advisor.catalog.tables.every_table import ALL_TABLES
from advisor.catalog.tables.parse import parse_table
from advisor.catalog.tables.schema import Row
from advisor.catalog.tables.schema_decision import DECISION_TABLES, Judgement
from advisor.catalog.tables.schema_hosting import EnergyModelSize
from advisor.errors import CatalogError, Problem

SHIPPED: Final = Path(__file__).resolve().parents[2] / "data"
REQUIRED: Final = frozenset({"model_catalog", "sources"})


def shipped_judgements() -> tuple[Judgement, ...]:
    """The method's judgements as shipped, for a catalog that was kept before there was such a table."""
    problems: list[Problem] = []
    rows = parse_table((SHIPPED / "judgements.csv").read_bytes(), "judgements", Judgement, problems)
    return tuple(row for row in rows if isinstance(row, Judgement))


def shipped_energy_sizes() -> tuple[EnergyModelSize, ...]:
    """The sizes behind the energy of closed models as shipped, for a catalog from when they came out of a package."""
    problems: list[Problem] = []
    path = SHIPPED / "energy_model_sizes.csv"
    rows = parse_table(path.read_bytes(), path.stem, EnergyModelSize, problems)
    return tuple(row for row in rows if isinstance(row, EnergyModelSize))


def load_catalog(data_dir: Path | None = None, *, overlay: Path | None = None) -> Catalog:
    """Load the tables in ``data_dir`` (the shipped ones by default); raises CatalogError listing every bad cell.

    The digest is SHA-256 over the names and bytes of the tables in a fixed order. With ``overlay``, the edition of the
    refresh in that folder and then the user's own rows are merged in (see ``catalog.own.overlay``); a bad row there is
    left out and told in ``own_problems``.
    """
    folder = data_dir or SHIPPED
    problems: list[Problem] = []
    tables: dict[str, tuple[Row, ...]] = {}
    digest = hashlib.sha256()
    for table, row_type in ALL_TABLES.items():
        path = folder / f"{table}.csv"
        if table in DECISION_TABLES and not path.is_file():
            path = SHIPPED / path.name  # a folder of facts need not repeat the method's judgements
        content = path.read_bytes() if path.is_file() else b""
        if not content.strip() and table in REQUIRED:
            problems.append(Problem(path.name, "missing or empty", "a CSV file with a header line"))
        digest.update(table.encode() + b"\0" + content + b"\0")
        tables[table] = parse_table(content, table, row_type, problems)
    if problems:
        raise CatalogError(f"The catalog in {folder} cannot be used:", problems)
    catalog = Catalog.from_tables(tables, digest=digest.hexdigest())
    if overlay is None:
        return catalog
    return merge(with_edition(catalog, read_edition(overlay)), read_overlay(overlay))
