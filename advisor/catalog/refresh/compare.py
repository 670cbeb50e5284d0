"""From what a source states to what is proposed: new values, blanks filled, values seen again, and new rows.

Nothing older than what stands is proposed, except to fill a blank. A value equal to a tenth of a per cent is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.ends import END, others_who_state
from advisor.catalog.refresh.names import family_of
from advisor.catalog.refresh.reading import number_of
from advisor.catalog.refresh.reasons import SAME, held_back, reason_of, same_figure, unlike, weaker
from advisor.catalog.refresh.records import APPENDED, ROW, Blocked, Kind, Proposal, Reason, Statement, identity_of
from advisor.catalog.refresh.sources.new_models import still_blank
from advisor.catalog.refresh.sources.source import Edition, RefreshSource
from advisor.catalog.refresh.standing import GROUP_SOURCES, RULES, Finder, StandingRow
from advisor.catalog.tables.parse import Cells, row_key

AGREES: Final = Decimal("0.01")
"""Share within which two sources agree on a price (docs/catalog.md, "The price rule")."""
WORTH_ADDING: Final = frozenset({"current", "preview"})
"""Status of the models for which a new offer is proposed: one more host of an older model adds nothing."""
WITHIN: Final = {"total_params_b": Decimal("0.02"), "active_params_b": Decimal("0.02")}
"""Parameters are stated in round numbers: as near as this they are one figure (own judgement)."""
WRITES_NOTHING: Final = frozenset({"embedding", "rerank"})
MAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "offers": ("input_usd_per_mtok", "output_usd_per_mtok"),
    "gpu_offers": ("usd_per_gpu_hour",),
}
"""The figures that stand for the whole of a row: a list that says them confirms it."""
OTHER_UNITS: Final = ("usd_per_image", "usd_per_audio_minute", "usd_per_mchar", "usd_per_1k_searches")
"""What an offer may cost besides tokens: a list of token prices does not confirm such a row."""
FIGURES_APART: Final = frozenset({"offers", "model_catalog"})
"""Tables in which one cell may have another source than its neighbours."""

CellAddress = tuple[str, str, str]
"""Table, row and column."""


def proposals_of(statements: Sequence[Statement], edition: Edition, catalog: Catalog) -> list[Proposal]:
    """What the statements of one edition propose, in their order, each cell of each row once.

    Where the list has several entries for one row, the entry that the row cites counts, else those that name the model
    itself and no dated snapshot of it; of several of these only what they agree on.
    """
    # A new model is proposed by its plain name where the list has one beside its dated versions.
    ordered = sorted(statements, key=lambda statement: statement.snapshot)
    meant = _meant(ordered, Finder(catalog, edition.family))
    unclear = _unclear(meant)
    found: dict[CellAddress, Proposal] = {}
    for statement, rows, known in meant:
        for proposal in _of_statement(statement, rows, edition, catalog, known=known):
            other = found.setdefault(proposal.cell, proposal)
            if other.proposed != proposal.proposed and proposal.blocked != "incomplete":
                unclear.add(proposal.cell)
    torn = {(table, key) for table, key, _ in unclear}
    return [
        proposal
        for cell, proposal in found.items()
        if cell not in unclear and not (proposal.kind == "confirmed" and (proposal.table, proposal.key) in torn)
    ]


Meant = list[tuple[Statement, list[StandingRow], bool]]
"""Statements with the standing rows that each speaks of, and whether the catalog knows what is meant at all."""


def _meant(statements: Sequence[Statement], finder: Finder) -> Meant:
    found = [(statement, *finder.find(statement)) for statement in statements]
    cited = {(row.table, row.key) for _, rows, surely in found if surely for row in rows}
    exact = {(row.table, row.key) for one, rows, _ in found if not one.snapshot for row in rows}

    def usable(statement: Statement, row: StandingRow) -> bool:
        name = (row.table, row.key)
        return not (statement.table == "offers" and name in cited) and not (statement.snapshot and name in exact)

    return [
        (statement, [row for row in rows if surely or usable(statement, row)], bool(rows) or surely)
        for statement, rows, surely in found
    ]


def _unclear(meant: Meant) -> set[CellAddress]:
    """The cells of which several entries of one list say different things, be it what stands."""
    said: dict[CellAddress, str] = {}
    unclear = set()
    for statement, rows, _ in meant:
        for row in rows:
            for column in RULES[statement.table].compared:
                if stated := statement.cells.get(column, ""):
                    cell = (row.table, row.key, column)
                    if not same_figure(said.setdefault(cell, stated), stated):
                        unclear.add(cell)
    return unclear


def _of_statement(
    statement: Statement, rows: Sequence[StandingRow], edition: Edition, catalog: Catalog, *, known: bool
) -> Iterator[Proposal]:
    for row in rows:
        yield from _of_row(statement, row, edition, catalog)
    if not known and statement.whole and (proposal := _new_row(statement, edition, catalog)):
        yield proposal


def _of_row(statement: Statement, row: StandingRow, edition: Edition, catalog: Catalog) -> list[Proposal]:
    """Proposals about one standing row."""
    rule = RULES[statement.table]
    day = _day_of(statement, edition)
    newer = row.day is None or day > row.day
    same_edition = family_of(row.source_of(rule.compared[0])) == edition.family and row.day == day
    other = [
        column
        for column in rule.compared
        if (stated := statement.cells.get(column, ""))
        and not same_figure(stated, row.cells.get(column, ""), WITHIN.get(column, SAME))
    ]
    changed = [column for column in other if row.cells.get(column) and (newer or same_edition)]
    # Another end of the offer does not make its prices another.
    agrees = not any(row.cells.get(column) for column in other if column != "retires_on")
    blank = [column for column in other if not row.cells.get(column)]
    if row.table == "offers":
        says_who = (newer or same_edition) and _says_who(statement, row, edition, agrees=agrees)
        blank = [column for column in blank if _fills(statement, row, column, catalog, says_who=says_who)]
    made = [_cell_proposal(statement, row, column, edition, catalog) for column in (*changed, *blank)]
    held = next((p.blocked for p in made if p.blocked in ("weaker_source", "conflict")), None)
    if row.table not in FIGURES_APART and held:
        # One source stands for the whole row: what it fills cannot be taken without what it would overrule.
        made = [proposal.model_copy(update={"blocked": held}) for proposal in made]
    if agrees and newer and row.day is not None and _confirmable(statement, row):
        made.append(_confirmation(statement, row, edition, catalog))
    return made


def _says_who(statement: Statement, row: StandingRow, edition: Edition, *, agrees: bool) -> bool:
    """Whether an offer's citations say who states a cell that is filled: the list is cited, or will be with this."""
    cited = {family_of(row.cells.get(name, "")) for name in ("source", "second_source")}
    return edition.family in cited or ("" in cited and agrees and _confirmable(statement, row))


def _fills(statement: Statement, row: StandingRow, column: str, catalog: Catalog, *, says_who: bool) -> bool:
    """Whether a blank cell of an offer is filled.

    A price of nothing is unknown, and a model that writes nothing has no price of output. The end of an offer that a
    notice states is cited by the row of ``retirements.csv``.
    """
    if statement.cells[column] == "0":
        return False
    if "output" in column and catalog.model[row.cells["model_id"]].kind in WRITES_NOTHING:
        return False
    return says_who or not any(statement.cells.get(name) for name in MAIN["offers"])


def _confirmable(statement: Statement, row: StandingRow) -> bool:
    """Whether the statement says the main figure of the row, and that is all that it costs."""
    if row.table == "offers" and any(row.cells.get(column) for column in OTHER_UNITS):
        return False
    return any(row.cells.get(c) and statement.cells.get(c) for c in MAIN.get(row.table, ()))


def _cell_proposal(statement: Statement, row: StandingRow, column: str, edition: Edition, catalog: Catalog) -> Proposal:
    stated, stands = statement.cells[column], row.cells.get(column, "")
    day = _day_of(statement, edition)
    reason = reason_of(statement, row, column, edition, catalog) if stands else "unknown_before"
    made = _made(
        edition,
        statement,
        row,
        column,
        kind="changed" if stands else "filled",
        reason=reason,
        proposed=stated,
        cells=_taken_along(statement, row, column, edition, day),
        relative=_relative(stated, stands),
        blocked=held_back(row, column, edition, catalog, reason=reason, stated=stated),
    )
    others = others_who_state(row, edition, catalog) if column == END and stands else None
    if others is None:
        return made
    against = tuple(f"{stands} ({reference})" for reference in others) or (stands,)
    said_by = others[0] if others else made.stands_source
    return made.model_copy(update={"blocked": made.blocked or "conflict", "against": against, "stands_source": said_by})


def _confirmation(statement: Statement, row: StandingRow, edition: Edition, catalog: Catalog) -> Proposal:
    rule = RULES[statement.table]
    day = _day_of(statement, edition)
    cells = {rule.source: edition.reference(statement.source_key)}
    first, second = row.cells.get("source", ""), row.cells.get("second_source", "")
    if statement.table == "offers":
        other = next((ref for ref in (first, second) if ref and family_of(ref) not in _one_source(edition.source)), "")
        agreed = bool(other) and row.cells.get("agreement") != "conflict"
        cells["second_source"] = other
        if agreed:
            cells["agreement"] = "agreed"
        elif not other and row.cells.get("agreement") == "agreed":
            cells["agreement"] = "single"
    return _made(
        edition,
        statement,
        row,
        rule.dated,
        kind="confirmed",
        reason="seen_again",
        proposed=day.isoformat(),
        cells=cells,
        relative=None,
        blocked="weaker_source" if weaker(first, edition, catalog) else None,
    ).model_copy(update={"repeats": _repeated(statement, row)})


def _repeated(statement: Statement, row: StandingRow) -> tuple[str, ...]:
    """The columns of which a statement says what stands."""
    stated = {column: cell for column in RULES[row.table].compared if (cell := statement.cells.get(column, ""))}
    return tuple(column for column, cell in stated.items() if same_figure(cell, row.cells.get(column, "")))


def _one_source(source: RefreshSource) -> frozenset[str]:
    return frozenset((source.family, *source.copied_by))


def _new_row(statement: Statement, edition: Edition, catalog: Catalog) -> Proposal | None:
    """A row that the table does not have; None where the table would have no use for it."""
    day = _day_of(statement, edition)
    rule = RULES[statement.table]
    cells = {**statement.match, **statement.cells, rule.dated: statement.cells.get(rule.dated) or day.isoformat()}
    if rule.source and statement.table != "model_catalog":
        cells[rule.source] = edition.reference(statement.source_key)
    blocked: Blocked | None = None
    if statement.table == "offers":
        cells |= {"offer_id": _offer_id(cells), "agreement": "single"}
        if not _worth_adding(cells, catalog, day):
            return None
        priced = any(cells.get(name) for name in (*MAIN["offers"], *OTHER_UNITS))
        blocked = ("suspicious" if unlike(cells, catalog) else None) if priced else "incomplete"
    if statement.table == "model_catalog":
        cells |= _group_sources(cells, edition.reference(statement.source_key))
        blocked = "incomplete"
    key = row_key(cells, statement.table)
    proposed = " ".join(f"{name}={cell}" for name, cell in statement.cells.items() if name not in (rule.dated, "note"))
    return Proposal(
        proposal_id=identity_of(statement.table, key, ROW, proposed, edition.family),
        source=edition.source.name,
        table=statement.table,
        key=key,
        field=ROW,
        kind="new",
        reason="new_row",
        stands="",
        stands_source="",
        stands_on="",
        proposed=proposed,
        proposed_source=edition.reference(statement.source_key),
        proposed_on=day.isoformat(),
        cells={name: cell for name, cell in cells.items() if cell},
        blocked=blocked,
        missing=still_blank(cells) if statement.table == "model_catalog" else (),
    )


def _worth_adding(cells: Cells, catalog: Catalog, day: date) -> bool:
    """Whether the table has a use for an offer: its model is sold, it has not ended, and no row has its id.

    A row of that id which was not meant holds a derived price, or one of several, and is no list's to change.
    """
    ends = cells.get("retires_on", "")
    over = bool(ends) and ends <= day.isoformat()
    return (
        catalog.model[cells["model_id"]].status in WORTH_ADDING and not over and cells["offer_id"] not in catalog.offer
    )


def _group_sources(cells: Cells, reference: str) -> dict[str, str]:
    """The source columns of a new model: of every group of which something is stated."""
    stated = {GROUP_SOURCES[column] for column, cell in cells.items() if cell and column in GROUP_SOURCES}
    return dict.fromkeys({"identity_source", "features_source", *stated}, reference)


def _made(
    edition: Edition,
    statement: Statement,
    row: StandingRow,
    column: str,
    *,
    kind: Kind,
    reason: Reason,
    proposed: str,
    cells: dict[str, str],
    relative: float | None,
    blocked: Blocked | None,
) -> Proposal:
    return Proposal(
        proposal_id=identity_of(row.table, row.key, column, proposed, edition.family),
        source=edition.source.name,
        table=row.table,
        key=row.key,
        field=column,
        kind=kind,
        reason=reason,
        stands=row.cells.get(column, ""),
        stands_source=row.source_of(column),
        stands_second_source=row.cells.get("second_source", ""),
        stands_on="" if row.day is None else row.day.isoformat(),
        proposed=proposed,
        proposed_source=edition.reference(statement.source_key),
        proposed_on=_day_of(statement, edition).isoformat(),
        cells=cells,
        relative=relative,
        blocked=blocked,
    )


def _taken_along(statement: Statement, row: StandingRow, column: str, edition: Edition, day: date) -> dict[str, str]:
    """The cells that change with one: day and source of the row (of the cell's group for a model), and what agrees."""
    reference = edition.reference(statement.source_key)
    if row.table == "model_catalog":
        group = GROUP_SOURCES.get(column, "features_source")
        return {group: reference} if not row.cells.get(group) else {APPENDED: f"{column}: {reference}."}
    rule = RULES[row.table]
    unpriced = row.table == "offers" and not any(row.cells.get(name) for name in (*MAIN["offers"], *OTHER_UNITS))
    if row.table == "offers" and (column == "retires_on" or not (row.cells.get(column) or unpriced)):
        return {}
    cells = {rule.source: reference} if rule.source else {}
    cells[rule.dated] = day.isoformat()
    if row.table == "offers":
        cells |= {"second_source": "", "agreement": "single", "conflict": ""}
    return cells


def _offer_id(cells: Cells) -> str:
    """The id of a new offer, in the pattern of those that stand."""
    tier = "" if cells["tier"] == "standard" else f":{cells['tier']}"
    return f"{cells['provider_id']}:{cells['model_id'].partition('/')[2]}:{cells['zone']}{tier}"


def _day_of(statement: Statement, edition: Edition) -> date:
    """The day of a statement: its own where the list dates its entries, never after the edition's."""
    own = statement.cells.get(RULES[statement.table].dated, "")
    return min(date.fromisoformat(own), edition.day) if own else edition.day


def _relative(stated: str, stands: str) -> float | None:
    """By which share a figure would change; None where one is no number."""
    one, other = number_of(stated), number_of(stands)
    return None if one is None or not other else float((one - other) / other)
