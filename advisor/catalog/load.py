"""Read the catalog's tables, and the user's own beside them; every bad row of every table is reported at once."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.own.overlay import merge, read_overlay
from advisor.catalog.refresh.editions import read_edition, with_edition
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import ALL_TABLES
from advisor.catalog.tables.governance import GovernanceRule
from advisor.catalog.tables.parse import parse_table
from advisor.catalog.tables.schema_decision import Judgement
from advisor.catalog.tables.schema_hosting import EnergyModelSize
from advisor.errors import CatalogError, Problem
from advisor.lazy_rows import Rows

SHIPPED: Final = Path(__file__).resolve().parents[2] / "data"
REQUIRED: Final = frozenset({"model_catalog", "sources"})
OF_THE_METHOD: Final = {
    "judgements": "judgement",
    "cost_defaults": "component",
    "age_limits": "table",
    "governance_rules": "rule_id",
}
"""Tables that a folder of facts need not repeat, with the column that names their rows: what it lacks is as shipped."""
ASKED_BY_NAME: Final = ("judgements", "cost_defaults")
"""Of these the method asks for every row: a table that is there must have them all."""


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


def shipped_governance_rules() -> tuple[GovernanceRule, ...]:
    """The duties as shipped, for a catalog from when they stood in the program."""
    problems: list[Problem] = []
    path = SHIPPED / "governance_rules.csv"
    rows = parse_table(path.read_bytes(), path.stem, GovernanceRule, problems)
    return tuple(row for row in rows if isinstance(row, GovernanceRule))


SELDOM_READ: Final = frozenset({"benchmarks", "aliases", "price_history"})
"""Tables that no assessment reads, the 23,000 public scores among them: half of all rows' time."""


def _none(_digest: str) -> bool:
    """No tables were read before."""
    return False


def load_catalog(
    data_dir: Path | None = None, *, overlay: Path | None = None, sound: Callable[[str], bool] = _none
) -> Catalog:
    """Load the tables in ``data_dir`` (the shipped ones by default); raises CatalogError listing every bad cell.

    A table that is missing or empty says nothing; models and sources must be there. The digest is SHA-256 over the
    names and bytes of the tables in a fixed order. With ``overlay``, the edition of the refresh in that folder and then
    the user's own rows are merged in (see ``catalog.own.overlay``); a bad row there is left out and told in
    ``own_problems``. ``sound`` says of a digest whether these tables were read without a problem before: those that are
    seldom read then become rows only when somebody reads them.
    """
    folder = data_dir or SHIPPED
    problems: list[Problem] = []
    tables: dict[str, Sequence[Row]] = {}
    contents = _contents(folder, problems)
    digest = _digest(contents)
    later = SELDOM_READ if sound(digest) else frozenset()
    for table, row_type in ALL_TABLES.items():
        if table in later:
            tables[table] = Rows(partial(parse_table, contents[table], table, row_type, []))
        else:
            tables[table] = parse_table(contents[table], table, row_type, problems)
    for table in ASKED_BY_NAME if folder != SHIPPED else ():
        problems.extend(_missing(table, tables[table]))
    if problems:
        raise CatalogError(f"The catalog in {folder} cannot be used:", problems)
    catalog = Catalog.from_tables(tables, digest=digest)
    if overlay is None:
        return catalog
    return merge(with_edition(catalog, read_edition(overlay)), read_overlay(overlay))


def _has_rows(path: Path) -> bool:
    """Whether there is more in a file than its header."""
    return path.is_file() and len(path.read_bytes().strip().splitlines()) > 1


def _missing(table: str, rows: Sequence[Row]) -> Iterator[Problem]:
    """The rows of the shipped table that a folder's own lacks."""
    shipped: list[Problem] = []
    names = parse_table((SHIPPED / f"{table}.csv").read_bytes(), table, ALL_TABLES[table], shipped)
    column = OF_THE_METHOD[table]
    held = {getattr(row, column) for row in rows}
    for name in sorted({getattr(row, column) for row in names} - held if rows else ()):
        yield Problem(
            f"{table}.csv column {column}", f"no row {name}", "every row of the shipped table, or no such file"
        )


def _contents(folder: Path, problems: list[Problem]) -> dict[str, bytes]:
    """The bytes of every table; one that is missing is empty, and a problem where it is required."""
    contents = {}
    for table in ALL_TABLES:
        path = folder / f"{table}.csv"
        if table in OF_THE_METHOD and not _has_rows(path):
            path = SHIPPED / path.name
        contents[table] = path.read_bytes() if path.is_file() else b""
        if not contents[table].strip() and table in REQUIRED:
            problems.append(Problem(path.name, "missing or empty", "a CSV file with a header line"))
    return contents


def digest_of(data_dir: Path | None = None) -> str:
    """The digest that the catalog in a folder (the shipped one by default) has, without making its rows."""
    return _digest(_contents(data_dir or SHIPPED, []))


def _digest(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for table, content in contents.items():
        digest.update(table.encode() + b"\0" + content + b"\0")
    return digest.hexdigest()
