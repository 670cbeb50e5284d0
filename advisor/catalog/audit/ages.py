"""How old the tables are: per table its limit, how many of its rows are past it, and what would bring newer ones.

Age is never a fault of the tables as shipped: it comes with time. The audit tells it apart from what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Final

from advisor.catalog.audit.check_references import key_of
from advisor.catalog.audit.finding import Finding
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.cells import Row
from advisor.catalog.tables.schema import SERVED
from advisor.catalog.tables.schema_decision import AgeLimit
from advisor.units import Record

PRICE_UNKNOWN: Final = "price unknown"
"""How the remark of an offer begins that is known to exist, and whose price is not."""


class TableAge(Record):
    """The age of one table on a day: rows that can grow old, how many have, and the sources that renew them.

    ``limit_days`` is blank for a table that does not age; ``typical_days`` is the median of its rows.
    """

    table: str
    rows: int
    limit_days: int | None
    stale: int
    typical_days: int
    oldest_days: int
    newest_days: int
    refreshed_by: tuple[str, ...]


def table_ages(catalog: Catalog, *, as_of: date, stale_after: int | None = None) -> tuple[TableAge, ...]:
    """The age of every table that has a limit or a column of days, in the order of ``age_limits.csv``."""
    found = []
    for limit in catalog.age_limits:
        days = [(as_of - day).days for row in ageing(catalog, limit.table) if (day := _day(row, limit.column))]
        if not days:
            continue
        most = None if limit.days is None else (stale_after or limit.days)
        found.append(
            TableAge(
                table=limit.table,
                rows=len(days),
                limit_days=most,
                stale=0 if most is None else sum(age > most for age in days),
                typical_days=round(median(days)),
                oldest_days=max(days),
                newest_days=min(days),
                refreshed_by=limit.refreshed_by,
            )
        )
    return tuple(found)


def stale_findings(catalog: Catalog, *, as_of: date, stale_after: int | None = None) -> Iterator[Finding]:
    """Every row that is older than its table's limit (than ``stale_after`` days where that is given)."""
    for limit in catalog.age_limits:
        if limit.days is not None:
            newest = _before(as_of, limit.refused_days)
            yield from _older(catalog, limit, as_of - timedelta(days=stale_after or limit.days), newest, "it is stale")


def refused_findings(catalog: Catalog, *, as_of: date) -> Iterator[Finding]:
    """Every row that is so old that it is no evidence any more."""
    for limit in catalog.age_limits:
        if limit.refused_days is not None:
            oldest = as_of - timedelta(days=limit.refused_days)
            yield from _older(catalog, limit, oldest, None, "it is too old to be used")


def _before(as_of: date, days: int | None) -> date | None:
    return None if days is None else as_of - timedelta(days=days)


def _older(catalog: Catalog, limit: AgeLimit, oldest: date, not_before: date | None, why: str) -> Iterator[Finding]:
    """The rows before a day, and not before another."""
    for row in ageing(catalog, limit.table):
        day = _day(row, limit.column)
        if day is not None and day < oldest and (not_before is None or day >= not_before):
            yield Finding(
                file=f"{limit.table}.csv",
                row=key_of(row, limit.table),
                column=limit.column,
                value=str(day),
                allowed=f"{oldest} or later; {why}",
                rule="stale",
            )


def days_past_limit(catalog: Catalog, table: str, day: date, *, as_of: date) -> int | None:
    """How many days old something of a table is, where that is past the table's limit; None where it is not."""
    limit = next((row.days for row in catalog.age_limits if row.table == table), None)
    age = (as_of - day).days
    return age if limit is not None and age > limit else None


def ageing(catalog: Catalog, table: str) -> Iterator[Row]:
    """The rows of a table whose age matters: prices and facts of what can still be had."""
    served = {model.model_id for model in catalog.models if model.status in SERVED}
    rows: tuple[Row, ...] = getattr(catalog, "models" if table == "model_catalog" else table)
    for row in rows:
        if table == "offers":
            if getattr(row, "model_id", "") in served and not (getattr(row, "conflict", "") or "").startswith(
                PRICE_UNKNOWN
            ):
                yield row
        elif table == "model_catalog":
            if getattr(row, "model_id", "") in served:
                yield row
        elif table != "gpu_offers" or getattr(row, "commitment", "") != "purchase":
            yield row


def _day(row: Row, column: str) -> date | None:
    day = getattr(row, column)
    return day if isinstance(day, date) else None
