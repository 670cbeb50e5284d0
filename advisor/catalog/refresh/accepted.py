"""From accepted proposals to rows: whole rows in place of those that stand, and the sources that they cite.

A row that no table may hold, or that would give the audit something new to find, is left out and told; the others are
taken.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from advisor.catalog.audit.check_references import bad_sources, dangling, key_of
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.overlay import with_rows
from advisor.catalog.refresh.names import family_of
from advisor.catalog.refresh.records import APPENDED, ROW, AcceptedRows, Proposal, problem_of
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.standing import RULES, rows_of, standing
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.every_table import ALL_TABLES
from advisor.catalog.tables.parse import cell_problems, row_key
from advisor.catalog.tables.schema import PricePoint
from advisor.errors import Problem

HISTORY: Final = "price_history"


def accepted_rows(
    accepted: Sequence[Proposal], catalog: Catalog, *, sources: Mapping[str, RefreshSource] = BY_NAME
) -> AcceptedRows:
    """Make the rows of accepted proposals for the catalog that they were made for."""
    by_row: defaultdict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for proposal in accepted:
        by_row[proposal.table, proposal.key].append(proposal)
    tables: defaultdict[str, list[Row]] = defaultdict(list)
    gone: defaultdict[str, set[str]] = defaultdict(set)
    problems: list[Problem] = []
    taken: list[Proposal] = []
    index = {table: {key_of(row, table): row for row in rows_of(catalog, table)} for table in {t for t, _ in by_row}}
    older = {table: _by_name(table, catalog) for table in index if RULES[table].replaces}
    for (table, key), proposals in by_row.items():
        stands = index[table].get(key)
        row = _row(table, key, proposals, stands, problems)
        if row is None:
            continue
        tables[table].append(row)
        taken += proposals
        if key_of(row, table) != key:
            gone[table].add(key)
        if table in older:
            gone[table] |= older[table][_name_of(row, table)] - {key_of(row, table)}
        if table == "offers" and stands is not None:
            tables[HISTORY] += _past_price(stands, row, catalog)
    tables["sources"] += _cited(taken, catalog, sources)
    return _sound(
        AcceptedRows(dict_of(tables), {t: frozenset(k) for t, k in gone.items() if k}, tuple(problems), tuple(taken)),
        catalog,
    )


def dict_of(tables: Mapping[str, Iterable[Row]]) -> dict[str, tuple[Row, ...]]:
    """Tables with rows, each identity once, the last counting."""
    found = {table: {key_of(row, table): row for row in rows} for table, rows in tables.items()}
    return {table: tuple(rows.values()) for table, rows in found.items() if rows}


def moves(rows: AcceptedRows, catalog: Catalog) -> bool:
    """Whether the rows differ from what stands: lists that correct one another in turn may end where they began."""
    if any(rows.gone.values()):
        return True
    for table, found in rows.tables.items():
        stands = {key_of(row, table): row for row in rows_of(catalog, table)}
        if any(stands.get(key_of(row, table)) != row for row in found):
            return True
    return False


def joined(first: AcceptedRows, then: AcceptedRows) -> AcceptedRows:
    """The rows of two rounds as one: of a row that both made, the later counts."""
    names = first.tables.keys() | then.tables.keys()
    gone = {
        table: first.gone.get(table, frozenset()) | then.gone.get(table, frozenset())
        for table in first.gone.keys() | then.gone.keys()
    }
    return AcceptedRows(
        dict_of({name: (*first.tables.get(name, ()), *then.tables.get(name, ())) for name in sorted(names)}),
        gone,
        (*first.problems, *then.problems),
        (*first.proposals, *then.proposals),
    )


def catalog_with(catalog: Catalog, rows: AcceptedRows) -> Catalog:
    """The catalog with accepted rows in place."""
    merged = with_rows(catalog, rows.tables, rows.gone)
    return replace(merged, digest=_digest_beside(catalog, rows.tables, rows.gone))


def with_whole_tables(catalog: Catalog, tables: Mapping[str, tuple[Row, ...]]) -> Catalog:
    """The catalog with some tables changed for others altogether."""
    given: dict[str, Any] = {field.name: getattr(catalog, field.name) for field in fields(catalog)}
    given |= {"models" if table == "model_catalog" else table: rows for table, rows in tables.items()}
    return Catalog(**{**given, "digest": _digest_beside(catalog, tables, {})})


def _digest_beside(catalog: Catalog, tables: Mapping[str, tuple[Row, ...]], gone: Mapping[str, frozenset[str]]) -> str:
    """A digest of the catalog with these rows: what is worked out once per digest must not be of other rows."""
    text = "\0".join(
        [
            catalog.digest,
            *(f"{table}\0{row.model_dump_json()}" for table in sorted(tables) for row in tables[table]),
            *(f"{table}\0-{key}" for table in sorted(gone) for key in sorted(gone[table])),
        ]
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _row(
    table: str, key: str, proposals: Sequence[Proposal], stands: Row | None, problems: list[Problem]
) -> Row | None:
    cells = {} if stands is None else dict(standing(stands, table).cells)
    # What a later list says of the whole row counts: its day and its citations.
    for proposal in sorted(proposals, key=lambda proposal: proposal.proposed_on):
        if proposal.field != ROW:
            cells[proposal.field] = proposal.proposed
        for name, cell in proposal.cells.items():
            if name == APPENDED:
                note = cells.get("note", "")
                cells["note"] = note if cell in note else f"{note} {cell}".strip()
            else:
                cells[name] = cell
    if table == "offers" and any(p.blocked == "conflict" for p in proposals):
        cells |= _settled(cells, proposals)
    row_type = ALL_TABLES[table]
    full = {name: cells.get(name) or None for name in row_type.model_fields}
    if table == "retirements" and full.get("dated") is None:
        full["dated"] = proposals[0].proposed_on
    try:
        return row_type.model_validate(full)
    except ValidationError as error:
        problems += cell_problems(error, f"{table}.csv row {key or row_key(full, table)}", full)
        return None


def _settled(cells: Mapping[str, str], proposals: Sequence[Proposal]) -> dict[str, str]:
    """What a settled conflict leaves in an offer: the flag, and what the other sources say."""
    others = "; ".join(dict.fromkeys(text for p in proposals for text in p.against))
    return {
        "agreement": "conflict",
        "conflict": f"also seen: {others}",
        "second_source": cells.get("second_source", ""),
    }


def _by_name(table: str, catalog: Catalog) -> defaultdict[tuple[str, ...], set[str]]:
    """The keys of a table's rows by what names them: a new row takes the place of the older ones of its list."""
    found: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in rows_of(catalog, table):
        found[_name_of(row, table)].add(key_of(row, table))
    return found


def _name_of(row: Row, table: str) -> tuple[str, ...]:
    """List and columns that name a row of a table whose newer rows replace the older."""
    rule = RULES[table]
    return family_of(getattr(row, rule.source)), *(str(getattr(row, column)) for column in rule.matched_by)


def _past_price(before: Row, now: Row, catalog: Catalog) -> list[PricePoint]:
    """A changed price of the plain tier leaves the one before in the history of prices, and enters the new one."""
    changed = any(
        getattr(before, column) is not None and getattr(before, column) != getattr(now, column)
        for column in ("input_usd_per_mtok", "output_usd_per_mtok")
    )
    if not changed or getattr(now, "tier", "") != "standard":
        return []
    known = {(p.model_id, p.provider_id, p.dated) for p in catalog.price_history}
    points = [_price_point(row) for row in (before, now)]
    return [p for p in points if (p.model_id, p.provider_id, p.dated) not in known]


def _price_point(row: Row) -> PricePoint:
    names = ("model_id", "provider_id", "input_usd_per_mtok", "output_usd_per_mtok", "source")
    return PricePoint(dated=getattr(row, "priced_on"), **{name: getattr(row, name) for name in names})  # noqa: B009


def _cited(taken: Sequence[Proposal], catalog: Catalog, sources: Mapping[str, RefreshSource]) -> list[Row]:
    """Rows of ``sources.csv`` for the editions that the accepted proposals cite."""
    wanted: dict[str, Row] = {}
    for proposal in taken:
        references = (proposal.proposed_source, proposal.cells.get("second_source", ""), *proposal.cells.values())
        for reference in references:
            name = reference.partition("#")[0]
            source = next((s for s in sources.values() if name.startswith(f"{s.family}-")), None)
            if source is not None and name not in catalog.source and family_of(name) == source.family:
                wanted[name] = source.source_row(date.fromisoformat(name.removeprefix(f"{source.family}-")))
    return list(wanted.values())


def _sound(rows: AcceptedRows, catalog: Catalog) -> AcceptedRows:
    """Leave out rows that refer to what nothing has."""
    tables = dict(rows.tables)
    problems = list(rows.problems)
    while True:
        merged = with_rows(catalog, tables, rows.gone)
        bad: dict[str, set[str]] = {}
        for table, found in tables.items():
            for finding in (*dangling(table, found, merged), *bad_sources(table, found, merged)):
                bad.setdefault(table, set()).add(finding.row)
                problems.append(problem_of(finding))
        if not bad:
            return replace(rows, tables=tables, problems=tuple(problems))
        tables = {t: tuple(r for r in found if key_of(r, t) not in bad.get(t, set())) for t, found in tables.items()}
        tables = {table: found for table, found in tables.items() if found}
