"""Announced price changes: the horizon costs what an offer will cost from the month of the change on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Offer
from advisor.catalog.tables.schema_hosting import AnnouncedPrice
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.prices.token_prices import OfferTable, TokenCosts, offer_table, token_costs
from advisor.hosting.workload import Workload
from advisor.units import DAYS_PER_MONTH, Told, told

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "input": "input_usd_per_mtok",
        "cached": "cached_input_usd_per_mtok",
        "output": "output_usd_per_mtok",
        "batch_input": "batch_input_usd_per_mtok",
        "batch_output": "batch_output_usd_per_mtok",
    }
)
"""Columns of the offer table and the fields of an announcement that change them."""


@dataclass(frozen=True, slots=True)
class AnnouncedChange:
    """Rows whose price changes ``months`` after the start: positions among the wanted rows, costs before and after."""

    months: float
    positions: NDArray[np.intp]
    before: TokenCosts
    after: TokenCosts

    def share(self, start: float, months: float) -> float:
        """The share of a span of months (from ``start``) that the new price is in force; 0 to 1."""
        return float(np.clip((start + months - self.months) / months, 0.0, 1.0))


@dataclass(frozen=True, slots=True)
class _Step:
    """The offer table from one date on, with the table before it and the rows that change."""

    valid_from: date
    rows: NDArray[np.intp]
    before: OfferTable
    after: OfferTable


def changes_of(
    catalog: Catalog, rows: NDArray[np.intp], load: Workload, assume: Assumptions
) -> tuple[AnnouncedChange, ...]:
    """The announced changes of the wanted rows of the offer table, in the order of their dates."""
    changes = []
    for step in _steps(catalog):
        positions = np.flatnonzero(np.isin(rows, step.rows))
        if positions.size:
            months = (step.valid_from - catalog.dated).days / DAYS_PER_MONTH
            before, after = (
                token_costs(table, load, assume=assume).take(rows[positions]) for table in (step.before, step.after)
            )
            changes.append(AnnouncedChange(max(months, 0.0), positions, before, after))
    return tuple(changes)


@derived(by="digest")
def _steps(catalog: Catalog) -> tuple[_Step, ...]:
    """One step per date, each upon the table of the one before."""
    table = offer_table(catalog)
    row_of = {offer.offer_id: row for row, offer in enumerate(table.offers)}
    known = sorted(
        (price for price in catalog.announced_prices if price.announced_offer_id in row_of),
        key=lambda price: (price.valid_from, price.announced_offer_id),
    )
    steps = []
    for valid_from, group in groupby(known, key=lambda price: price.valid_from):
        prices = list(group)
        rows = np.array([row_of[price.announced_offer_id] for price in prices], dtype=np.intp)
        changed = _changed(table, rows, prices)
        steps.append(_Step(valid_from, rows, table, changed))
        table = changed
    return tuple(steps)


def _changed(table: OfferTable, rows: NDArray[np.intp], prices: list[AnnouncedPrice]) -> OfferTable:
    """The table with the announced prices; batch prices that are not stated become unknown."""
    columns = {}
    for column, field in COLUMNS.items():
        values = getattr(table, column).copy()
        for row, price in zip(rows, prices, strict=True):
            cell = getattr(price, field)
            if cell is not None or column.startswith("batch"):
                values[row] = np.nan if cell is None else float(cell)
        columns[column] = values
    return replace(table, **columns)


def announced_told(catalog: Catalog, offer: Offer) -> Told | None:
    """What is announced for an offer; None where nothing is."""
    prices = [price for price in catalog.announced_prices if price.announced_offer_id == offer.offer_id]
    if not prices:
        return None
    steps = [
        told(
            "announced.step",
            day=price.valid_from,
            input=_usd(price.input_usd_per_mtok),
            output=_usd(price.output_usd_per_mtok),
        )
        for price in sorted(prices, key=lambda price: price.valid_from)
    ]
    today = {"input": _usd(offer.input_usd_per_mtok), "output": _usd(offer.output_usd_per_mtok)}
    return told("announced", steps=steps, **today)


def _usd(amount: Decimal | None) -> Told:
    return told("announced.unchanged") if amount is None else told("announced.usd", usd=("number", float(amount)))
