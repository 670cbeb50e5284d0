"""From what a source states to what is proposed: new values, blanks filled, values seen again, and new rows.

Nothing older than what stands is proposed, except to fill a blank. A value equal to a tenth of a per cent is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import median
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import family_of
from advisor.catalog.refresh.reading import number_of
from advisor.catalog.refresh.records import (
    APPENDED,
    ROW,
    Blocked,
    Cells,
    Kind,
    Proposal,
    Reason,
    Statement,
    identity_of,
)
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.standing import GROUP_SOURCES, RULES, Finder, StandingRow
from advisor.catalog.tables.parse import row_key

SAME: Final = Decimal("0.001")
"""Share within which two figures are one, written with more or fewer digits."""
AGREES: Final = Decimal("0.01")
"""Share within which two sources agree on a price (docs/catalog.md, "The price rule")."""
LARGE: Final = Decimal(3)
"""A change by this factor or more is looked at first: more often a unit or a name was mistaken than a price moved."""
WORTH_ADDING: Final = frozenset({"current", "preview"})
"""Status of the models for which a new offer is proposed: one more host of an older model adds nothing."""
_UNITS: Final = (Decimal(10) ** 2, Decimal(10) ** 3, Decimal(10) ** 6)
_CNY_PER_USD: Final = (Decimal("6.5"), Decimal("7.5"))
"""Between these the yuan has stood for years: a ratio inside is a price in yuan (own judgement)."""
_WEIGHT: Final[Mapping[str, int]] = {
    "vendor": 3,
    "own": 3,
    "measured": 2,
    "published": 2,
    "aggregator": 1,
    "derived": 1,
}
"""What a source weighs by its kind: a vendor's own page is not overruled by a list unasked."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A list on the day that its file is dated."""

    source: RefreshSource
    day: date

    @property
    def family(self) -> str:
        """The list behind the edition."""
        return self.source.family

    def reference(self, key: str) -> str:
        """How a cell cites a key of this edition."""
        return f"{self.source.edition(self.day)}#{key}"


def proposals_of(statements: Sequence[Statement], edition: Edition, catalog: Catalog) -> list[Proposal]:
    """What the statements of one edition propose, in their order, each cell of each row once.

    Where the list has several entries for one row, the entry that the row cites counts; of others only those that
    agree.
    """
    finder = Finder(catalog, edition.family)
    meant = [(statement, *finder.find(statement)) for statement in statements]
    cited = {row.key for _, rows, surely in meant if surely for row in rows}
    found: dict[tuple[str, str, str], Proposal] = {}
    unclear: set[tuple[str, str, str]] = set()
    for statement, rows, surely in meant:
        usable = rows if surely or statement.table != "offers" else [row for row in rows if row.key not in cited]
        for proposal in _of_statement(statement, usable, edition, catalog, known=bool(rows) or surely):
            other = found.setdefault(proposal.cell, proposal)
            if other.proposed != proposal.proposed or (proposal.field == ROW and other.cells != proposal.cells):
                unclear.add(proposal.cell)
    return [proposal for cell, proposal in found.items() if cell not in unclear]


def _of_statement(
    statement: Statement, rows: Sequence[StandingRow], edition: Edition, catalog: Catalog, *, known: bool
) -> Iterator[Proposal]:
    for row in rows:
        yield from _of_row(statement, row, edition, catalog)
    if not known and statement.whole and (proposal := _new_row(statement, edition, catalog)):
        yield proposal


def _of_row(statement: Statement, row: StandingRow, edition: Edition, catalog: Catalog) -> Iterator[Proposal]:
    """Proposals about one standing row."""
    rule = RULES[statement.table]
    day = _day_of(statement, edition)
    same_edition = family_of(row.source_of(rule.compared[0])) == edition.family and row.day == day
    differs = False
    for column in rule.compared:
        stated, stands = statement.cells.get(column, ""), row.cells.get(column, "")
        if not stated or same_figure(stated, stands) or (stated == "0" and not stands):
            continue
        newer = row.day is None or day > row.day
        if stands and not newer and not same_edition:
            continue
        if not stands and statement.table == "offers" and not newer and not same_edition and column != "retires_on":
            continue
        differs = differs or bool(stands)
        yield _cell_proposal(statement, row, column, edition, catalog)
    stated_all = any(statement.cells.get(column) for column in rule.compared)
    if not differs and stated_all and row.day is not None and day > row.day and _confirmable(statement, row):
        yield _confirmation(statement, row, edition, catalog)


def _confirmable(statement: Statement, row: StandingRow) -> bool:
    """Whether the statement says the main figure of the row, so that it stands for the whole of it."""
    main = {"offers": ("input_usd_per_mtok", "output_usd_per_mtok"), "gpu_offers": ("usd_per_gpu_hour",)}
    return any(row.cells.get(c) and statement.cells.get(c) for c in main.get(statement.table, ()))


def _cell_proposal(statement: Statement, row: StandingRow, column: str, edition: Edition, catalog: Catalog) -> Proposal:
    stated, stands = statement.cells[column], row.cells.get(column, "")
    day = _day_of(statement, edition)
    reason = _reason(statement, row, column, edition, catalog) if stands else "unknown_before"
    return _made(
        edition,
        statement,
        row,
        column,
        kind="changed" if stands else "filled",
        reason=reason,
        proposed=stated,
        cells=_taken_along(statement, row, column, edition, day),
        relative=_relative(stated, stands),
        blocked=_blocked(row, column, edition, catalog, reason=reason, stated=stated),
    )


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
        blocked="weaker_source" if _weaker(first, edition, catalog) else None,
    )


def _one_source(source: RefreshSource) -> frozenset[str]:
    return frozenset((source.family, *source.copied_by))


def _new_row(statement: Statement, edition: Edition, catalog: Catalog) -> Proposal | None:
    """A row that the table does not have; None where the table would have no use for it."""
    day = _day_of(statement, edition)
    rule = RULES[statement.table]
    cells = {**statement.match, **statement.cells, rule.dated: statement.cells.get(rule.dated) or day.isoformat()}
    if rule.source:
        cells[rule.source] = edition.reference(statement.source_key)
    blocked: Blocked | None = None
    if statement.table == "offers":
        model = catalog.model[cells["model_id"]]
        ends = cells.get("retires_on", "")
        if model.status not in WORTH_ADDING or (ends and ends <= day.isoformat()):
            return None
        cells |= {"offer_id": _offer_id(cells), "agreement": "single"}
        blocked = "suspicious" if _unlike(cells, catalog) else None
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
    )


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
    if row.table == "offers" and (column == "retires_on" or not row.cells.get(column)):
        return {}
    cells = {rule.source: reference} if rule.source else {}
    cells[rule.dated] = day.isoformat()
    if row.table == "offers":
        cells |= {"second_source": "", "agreement": "single", "conflict": ""}
    return cells


def _reason(statement: Statement, row: StandingRow, column: str, edition: Edition, catalog: Catalog) -> Reason:
    """Why a figure differs from the one that stands, as far as the figures themselves tell."""
    stated, stands = number_of(statement.cells[column]), number_of(row.cells.get(column, ""))
    if stated and stands:
        ratio = max(stated, stands) / min(stated, stands)
        if any(abs(ratio / unit - 1) < Decimal("0.02") for unit in _UNITS):
            return "unit"
        if row.cells.get("zone") == "cn" and _CNY_PER_USD[0] <= ratio <= _CNY_PER_USD[1]:
            return "currency"
        if row.table == "offers" and (sibling := _sibling(row, column, stated, catalog)):
            return sibling
    return "newer" if family_of(row.source_of(column)) == edition.family else "value"


def _sibling(row: StandingRow, column: str, stated: Decimal, catalog: Catalog) -> Reason | None:
    """Whether the stated price is the one that stands for another zone or tier, or at a router."""
    for offer in catalog.offers_of.get(row.cells["model_id"], ()):
        price = getattr(offer, column, None)
        if offer.offer_id == row.key or not isinstance(price, Decimal) or not same_figure(str(price), str(stated)):
            continue
        provider = catalog.provider.get(offer.provider_id)
        if offer.provider_id == row.cells["provider_id"]:
            return "tier" if offer.tier != row.cells["tier"] else "zone"
        if provider is not None and provider.kind == "gateway":
            return "router"
    return None


def _blocked(
    row: StandingRow, column: str, edition: Edition, catalog: Catalog, *, reason: Reason, stated: str
) -> Blocked | None:
    stands = row.cells.get(column, "")
    if not stands:
        # An end that has passed, of what another list still prices, is looked at first.
        return "suspicious" if column == "retires_on" and stated <= edition.day.isoformat() else None
    same_list = family_of(row.source_of(column)) == edition.family
    if row.table == "model_catalog" and not same_list:
        return "conflict"
    if _weaker(row.source_of(column), edition, catalog):
        return "weaker_source"
    one, other = number_of(stated), number_of(stands)
    factor = None if not one or not other else max(one, other) / min(one, other)
    if reason in ("unit", "currency", "router") or (factor is not None and factor >= LARGE):
        return "suspicious"
    return None


def _weaker(reference: str, edition: Edition, catalog: Catalog) -> bool:
    stands = catalog.source.get(reference.partition("#")[0])
    return stands is not None and _WEIGHT[edition.source.kind] < _WEIGHT[stands.kind]


def _unlike(cells: Cells, catalog: Catalog) -> bool:
    """Whether a price of a new offer is far from the model's other offers."""
    for column in ("input_usd_per_mtok", "output_usd_per_mtok"):
        stated = number_of(cells.get(column, ""))
        others = [p for o in catalog.offers_of.get(cells["model_id"], ()) if (p := getattr(o, column))]
        if stated and others:
            middle = median(others)
            if not middle / LARGE <= stated <= middle * LARGE:
                return True
    return False


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


def same_figure(one: str, other: str, within: Decimal = SAME) -> bool:
    """Whether two cells say the same: the same text, or numbers as near as ``within``."""
    if one == other:
        return True
    first, second = number_of(one), number_of(other)
    return first is not None and second is not None and abs(first - second) <= within * max(abs(first), abs(second))
