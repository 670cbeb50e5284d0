"""Why a figure that a source states differs from the one that stands, and what is held back for somebody to look at."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from statistics import median
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import family_of
from advisor.catalog.refresh.reading import number_of
from advisor.catalog.refresh.records import Blocked, Reason, Statement
from advisor.catalog.refresh.sources.source import Edition
from advisor.catalog.refresh.standing import StandingRow
from advisor.catalog.tables.parse import Cells
from advisor.catalog.tables.schema import LANGUAGE_KINDS

SAME: Final = Decimal("0.001")
"""Share within which two figures are one, written with more or fewer digits."""
LARGE: Final = Decimal(3)
"""A change by this factor or more is looked at first: more often a unit or a name was mistaken than a price moved."""
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


def reason_of(statement: Statement, row: StandingRow, column: str, edition: Edition, catalog: Catalog) -> Reason:
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


def held_back(
    row: StandingRow, column: str, edition: Edition, catalog: Catalog, *, reason: Reason, stated: str
) -> Blocked | None:
    """What keeps a proposed cell out of "all"; None where nothing does."""
    stands = row.cells.get(column, "")
    if not stands:
        # An end that has passed, of what another list still prices, is looked at first; so is a price per token of
        # what hears, speaks or draws: lists give it per second or per picture in the same field.
        passed = column == "retires_on" and stated <= edition.day.isoformat()
        return "suspicious" if passed or (row.table == "offers" and _other_unit(row, column, catalog)) else None
    same_list = family_of(row.source_of(column)) == edition.family
    if row.table == "model_catalog" and not same_list:
        return "conflict"
    if weaker(row.source_of(column), edition, catalog):
        return "weaker_source"
    one, other = number_of(stated), number_of(stands)
    if row.table == "offers" and one is not None and other is not None and not (one and other):
        return "suspicious"
    factor = None if not one or not other else max(one, other) / min(one, other)
    if reason in ("unit", "currency", "router") or (factor is not None and factor >= LARGE):
        return "suspicious"
    return None


def _other_unit(row: StandingRow, column: str, catalog: Catalog) -> bool:
    kind = catalog.model[row.cells["model_id"]].kind
    return column != "retires_on" and kind not in LANGUAGE_KINDS | {"embedding", "rerank"}


def weaker(reference: str, edition: Edition, catalog: Catalog) -> bool:
    """Whether a list weighs less than the source that stands."""
    stands = catalog.source.get(reference.partition("#")[0])
    return stands is not None and _WEIGHT[edition.source.kind] < _WEIGHT[stands.kind]


def unlike(cells: Cells, catalog: Catalog) -> bool:
    """Whether a price of a new offer is far from the model's other offers."""
    for column in ("input_usd_per_mtok", "output_usd_per_mtok"):
        stated = number_of(cells.get(column, ""))
        others = [p for o in catalog.offers_of.get(cells["model_id"], ()) if (p := getattr(o, column))]
        if stated and others:
            middle = median(others)
            if not middle / LARGE <= stated <= middle * LARGE:
                return True
    return False


def same_figure(one: str, other: str, within: Decimal = SAME) -> bool:
    """Whether two cells say the same: the same text or list in any order, or numbers as near as ``within``."""
    if one == other or ("|" in one and set(one.split("|")) == set(other.split("|"))):
        return True
    first, second = number_of(one), number_of(other)
    return first is not None and second is not None and abs(first - second) <= within * max(abs(first), abs(second))
