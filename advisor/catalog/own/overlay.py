"""The user's own rows beside the shipped catalog: read, checked and merged, never written here.

Precedence: a row of the overlay with the identity of a shipped row takes its place; every other row is added. Within
one file of the overlay the first row of an identity counts. A row that cannot be validated, or that names a model,
provider, licence, GPU, board or source which nothing has, is left out and told as a problem; the file is not changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, Final, cast

from advisor.catalog.audit.check_references import bad_sources, dangling, key_of
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.parse import parse_table
from advisor.catalog.tables.schema import TABLES, Source
from advisor.errors import Problem

OVERLAY_TABLES: Final = (
    "sources",
    "licences",
    "providers",
    "model_catalog",
    "offers",
    "price_history",
    "benchmarks",
    "gpu_offers",
    "aliases",
)
"""Tables the user may add to, in order of reference. Boards, GPUs, grids and fitted estimates are only shipped."""

OWN_ENTRY: Final = "own-entry"
HUB_IMPORT: Final = "hub-import"
FOLDER: Final = "overlay/"
CURRENT_EDITION: Final = "refreshed/current"
"""The file in the overlay's folder that names the edition of the refresh in force (``catalog.refresh.editions``)."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """The user's own rows by table, with what is wrong in the files and a digest over their bytes (blank: no rows)."""

    tables: Mapping[str, tuple[Row, ...]]
    problems: tuple[Problem, ...]
    digest: str


def read_overlay(folder: Path) -> Overlay:
    """Read the overlay's tables; a missing folder is an empty overlay, bad rows are problems."""
    problems: list[Problem] = []
    tables: dict[str, tuple[Row, ...]] = {}
    digest = hashlib.sha256()
    empty = True
    for table in OVERLAY_TABLES:
        path = folder / f"{table}.csv"
        content = path.read_bytes() if path.is_file() else b""
        empty = empty and not content.strip()
        digest.update(table.encode() + b"\0" + content + b"\0")
        rows = parse_table(content, table, TABLES[table], problems, folder=FOLDER, partial=True)
        tables[table] = _first_of_each(rows, table, problems)
    return Overlay(tables, tuple(problems), "" if empty else digest.hexdigest())


def overlay_stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Name, time of change (ns) and size of every table: cheap to read, different whenever the overlay was written.

    The edition of the refresh that is in force beneath it counts too.
    """
    stamps = []
    for name, path in (("refreshed", folder / CURRENT_EDITION), *((t, folder / f"{t}.csv") for t in OVERLAY_TABLES)):
        if path.is_file():
            status = path.stat()
            stamps.append((name, status.st_mtime_ns, status.st_size))
    return tuple(stamps)


def merge(catalog: Catalog, overlay: Overlay) -> Catalog:
    """The catalog with the overlay's usable rows; its digest covers both, its marks say what is the user's own."""
    if not overlay.digest:
        return catalog
    problems = list(overlay.problems)
    tables = {name: list(rows) for name, rows in overlay.tables.items()}
    merged = _merged(catalog, tables)
    while bad := list(_unusable(merged, tables)):
        for table, row, problem in bad:
            problems.append(problem)
            tables[table] = [other for other in tables[table] if other is not row]
        merged = _merged(catalog, tables)
    return replace(
        merged,
        digest=hashlib.sha256(f"{catalog.digest}\0{overlay.digest}".encode()).hexdigest(),
        own_model_ids=frozenset(key_of(row, "model_catalog") for row in tables["model_catalog"]),
        own_offer_ids=frozenset(key_of(row, "offers") for row in tables["offers"]),
        own_problems=tuple(problems),
    )


def _first_of_each(rows: Sequence[Row], table: str, problems: list[Problem]) -> tuple[Row, ...]:
    first: dict[str, Row] = {}
    for row in rows:
        key = key_of(row, table)
        if key in first:
            problems.append(Problem(f"{FOLDER}{table}.csv row {key}", "stands twice", "each identity once"))
        first.setdefault(key, row)
    return tuple(first.values())


def with_rows(
    catalog: Catalog, tables: Mapping[str, Sequence[Row]], gone: Mapping[str, Collection[str]] | None = None
) -> Catalog:
    """A catalog whose tables have the given rows in place of, or after, their own, and none whose key is ``gone``."""
    given: dict[str, Any] = {field.name: getattr(catalog, field.name) for field in fields(catalog)}
    for table in {**tables, **(gone or {})}:
        name = "models" if table == "model_catalog" else table
        own = {key_of(row, table): row for row in tables.get(table, ())}
        leave = (gone or {}).get(table, ())
        present = cast("tuple[Row, ...]", given[name])
        kept = list(present)
        if own or leave:
            keyed = [(key_of(row, table), row) for row in present]
            kept = [own.pop(key, row) for key, row in keyed if key not in leave or key in own]
        given[name] = (*kept, *own.values())
    return Catalog(**given)


def _merged(catalog: Catalog, tables: Mapping[str, Sequence[Row]]) -> Catalog:
    """The catalog with the overlay's rows, and with the two sources that every overlay may cite."""
    known = {source.source_id for source in catalog.sources} | {key_of(s, "sources") for s in tables.get("sources", ())}
    built_in = [source for source in _built_in(catalog, tables) if source.source_id not in known]
    return with_rows(catalog, {**tables, "sources": (*tables.get("sources", ()), *built_in)})


def _built_in(catalog: Catalog, tables: Mapping[str, Sequence[Row]]) -> tuple[Source, Source]:
    """The two sources that every overlay may cite without listing them, dated by its newest row."""
    days = [
        day
        for rows in tables.values()
        for row in rows
        for name in ("checked_on", "priced_on")
        if isinstance(day := getattr(row, name, None), date)
    ]
    return own_source(max(days, default=catalog.dated)), hub_source(max(days, default=catalog.dated))


def own_source(day: date) -> Source:
    """The source of what the user typed in or uploaded."""
    return Source(
        source_id=OWN_ENTRY,
        name="Your own entry",
        version="private",
        dated=day,
        licence="private",
        attribution="entered by the user",
        link="",
        kind="own",
    )


def hub_source(day: date) -> Source:
    """The source of what was imported from the Hub; the key of a citation names repository and revision."""
    return Source(
        source_id=HUB_IMPORT,
        name="Hugging Face Hub, imported repository",
        version="as imported",
        dated=day,
        licence="that of each repository",
        attribution="the repository's authors",
        link="https://huggingface.co",
        kind="own",
    )


def _unusable(merged: Catalog, tables: Mapping[str, Sequence[Row]]) -> list[tuple[str, Row, Problem]]:
    """The overlay's rows that refer to what nothing has, with why."""
    found = []
    for table, rows in tables.items():
        by_key = {key_of(row, table): row for row in rows}
        told: set[str] = set()
        for finding in (*dangling(table, rows, merged), *bad_sources(table, rows, merged)):
            place = f"{FOLDER}{table}.csv row {finding.row} column {finding.column}"
            problem = Problem(place, finding.value, finding.allowed)
            if finding.row not in told:
                found.append((table, by_key[finding.row], problem))
            told.add(finding.row)
    return found
