"""Values that no entry of one's own may have: what the audit refuses of shipped rows, in the same bounds.

A private price may lie further from the list prices than a shipped one, and a private model need not be licensed;
so only what cannot be is refused here: impossible sizes and dates, and prices in another unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from advisor.catalog.audit.check_models import impossible_cells
from advisor.catalog.audit.check_prices import PLAUSIBLE
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.schema import Model, Offer
from advisor.errors import Problem

_LEAST: Final = 0
"""One's own price may be nothing at all (an allowance); dearer than any list price of its unit it may not be."""


def impossible(row: Row, place: str, *, today: date) -> Iterator[Problem]:
    """One problem per cell of a row that cannot be true, with what is allowed."""
    if isinstance(row, Model):
        for column, allowed in impossible_cells(row, as_of=today):
            yield Problem(f"{place} column {column}", _shown(getattr(row, column)), allowed)
    if isinstance(row, Offer):
        for column, (_, high) in PLAUSIBLE.items():
            price = getattr(row, column)
            if price is not None and not _LEAST <= price <= high:
                yield Problem(f"{place} column {column}", f"{price}", f"0 to {high:g} USD; is the unit right?")
        if row.priced_on > today:
            yield Problem(f"{place} column priced_on", row.priced_on.isoformat(), f"not after {today}")


def _shown(value: object) -> str:
    return "blank" if value is None else str(value)
