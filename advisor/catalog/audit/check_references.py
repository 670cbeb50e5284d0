"""Audit rules on identity and reference: no duplicates, nothing dangling, nothing unsourced."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from advisor.catalog.audit.finding import Finding
from advisor.catalog.browse.note_sources import read_note
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import ALL_KEYS, ALL_TABLES, SOURCE_GROUPS


def reference_findings(catalog: Catalog) -> Iterator[Finding]:
    """Every duplicate, dangling or unsourced row of every table."""
    for table in ALL_TABLES:
        rows: tuple[Row, ...] = getattr(catalog, "models" if table == "model_catalog" else table)
        yield from _duplicates(table, rows)
        yield from bad_sources(table, rows, catalog)
        yield from dangling(table, rows, catalog)
    yield from _bad_notes(catalog)
    yield from _unsourced(catalog)
    yield from _same_model_twice(catalog)


def key_of(row: Row, table: str) -> str:
    """The identity of a row: its key columns (the first column where the table names none) joined by ``/``."""
    columns = ALL_KEYS.get(table) or tuple(type(row).model_fields)[:1]
    return "/".join("" if (value := getattr(row, column)) is None else str(value) for column in columns)


def _duplicates(table: str, rows: Iterable[Row]) -> Iterator[Finding]:
    seen: set[str] = set()
    if table not in ALL_KEYS:
        return
    for row in rows:
        key = key_of(row, table)
        if key in seen:
            yield Finding(
                file=f"{table}.csv",
                row=key,
                column=ALL_KEYS[table][-1],
                value="stands twice",
                allowed="each identity once",
                rule="duplicate",
            )
        seen.add(key)


def bad_sources(table: str, rows: Iterable[Row], catalog: Catalog) -> Iterator[Finding]:
    """Source cells that name no row of the sources."""
    known = catalog.source
    columns = [name for name in ALL_TABLES[table].model_fields if name == "source" or name.endswith("_source")]
    for row in rows:
        for column in columns:
            reference = getattr(row, column)
            if isinstance(reference, str) and reference.partition("#")[0] not in known:
                yield Finding(
                    file=f"{table}.csv",
                    row=key_of(row, table),
                    column=column,
                    value=reference,
                    allowed="an id of sources.csv",
                    rule="dangling",
                )


def _bad_notes(catalog: Catalog) -> Iterator[Finding]:
    """Notes that cite a source of a single cell which no row of the sources has, or of a cell that is blank."""
    for model in catalog.models:
        for column, reference in read_note(model.note).sources.items():
            unknown = reference.partition("#")[0] not in catalog.source
            if unknown or getattr(model, column) in (None, ()):
                allowed = "an id of sources.csv" if unknown else f"a source of {column} only where it is known"
                yield Finding(
                    file="model_catalog.csv",
                    row=model.model_id,
                    column="note",
                    value=f"{column}: {reference}",
                    allowed=allowed,
                    rule="dangling",
                )


def dangling(table: str, rows: Iterable[Row], catalog: Catalog) -> Iterator[Finding]:
    """Cells that name a model, provider, licence, GPU or board which no table has."""
    targets: dict[str, tuple[Collection[str], str]] = {
        "model_id": (catalog.model, "model_catalog.csv"),
        "predecessor_id": (catalog.model, "model_catalog.csv"),
        "successor_id": (catalog.model, "model_catalog.csv"),
        "from_model_id": (catalog.model, "model_catalog.csv"),
        "provider_id": (catalog.provider, "providers.csv"),
        "seller_id": (catalog.provider, "providers.csv"),
        "licence_id": (catalog.licence, "licences.csv"),
        "gpu_id": (catalog.gpu, "gpus.csv"),
        "board_id": (catalog.board, "boards.csv"),
        "announced_offer_id": (catalog.offer, "offers.csv"),
        "vendor_id": (catalog.vendor, "vendors.csv"),
    }
    own = ALL_KEYS.get(table, ())[:1] if len(ALL_KEYS.get(table, ())) == 1 else ()
    columns = [c for c in ALL_TABLES[table].model_fields if c in targets and c not in own]
    for row in rows:
        for column in columns:
            value = getattr(row, column)
            allowed, file = targets[column]
            if value is not None and value not in allowed:
                yield Finding(
                    file=f"{table}.csv",
                    row=key_of(row, table),
                    column=column,
                    value=str(value),
                    allowed=f"an id of {file}",
                    rule="dangling",
                )


def _unsourced(catalog: Catalog) -> Iterator[Finding]:
    for model in catalog.models:
        for source, columns in SOURCE_GROUPS.items():
            given = [column for column in columns if getattr(model, column) is not None]
            if given and getattr(model, source) is None:
                yield Finding(
                    file="model_catalog.csv",
                    row=model.model_id,
                    column=source,
                    value="blank",
                    allowed=f"a source, since {', '.join(given)} is given",
                    rule="unsourced",
                )
    for grid in catalog.grids:
        if grid.usd_per_kwh is not None and grid.tariff_source is None:
            yield Finding(
                file="grids.csv",
                row=grid.country,
                column="tariff_source",
                value="blank",
                allowed="a source, since usd_per_kwh is given",
                rule="unsourced",
            )


def _same_model_twice(catalog: Catalog) -> Iterator[Finding]:
    names: dict[str, str] = {}
    repositories: dict[str, str] = {}
    for model in catalog.models:
        spelled = f"{model.vendor}/{re.sub(r'[^a-z0-9+]', '', model.name.lower())}"
        repository = (model.hub_id or "").lower()
        for column, seen, value in (("name", names, spelled), ("hub_id", repositories, repository)):
            if value and value in seen:
                yield Finding(
                    file="model_catalog.csv",
                    row=model.model_id,
                    column=column,
                    value=str(getattr(model, column)),
                    allowed=f"a value of its own; {seen[value]} has it too",
                    rule="duplicate",
                )
            seen.setdefault(value, model.model_id)
