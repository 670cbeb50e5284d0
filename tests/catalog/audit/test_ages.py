"""The age of the tables: limits of their own, and what would bring newer rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from advisor.catalog.audit.ages import days_past_limit, stale_findings, table_ages
from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.registry import BY_NAME
from advisor.catalog.tables.every_table import ALL_TABLES

DAY = date(2026, 11, 29)


def test_every_limit_names_a_table_a_column_and_sources_that_there_are(catalog: Catalog) -> None:
    """Rents have 60 days, prices 90, policies 180; scores do not age."""
    limits = {row.table: row for row in catalog.age_limits}
    assert {name: limits[name].days for name in ("gpu_offers", "offers", "providers", "benchmarks")} == {
        "gpu_offers": 60,
        "offers": 90,
        "providers": 180,
        "benchmarks": None,
    }
    for row in catalog.age_limits:
        assert row.column in ALL_TABLES[row.table].model_fields
        assert set(row.refreshed_by) <= set(BY_NAME)


@pytest.mark.parametrize(("days", "stale"), [(90, False), (91, True)])
def test_a_price_is_stale_from_the_day_after_its_limit(catalog: Catalog, days: int, *, stale: bool) -> None:
    """Ninety days are not yet too old."""
    offer = next(o for o in catalog.offers if catalog.model[o.model_id].status == "current" and not o.conflict)
    old = offer.model_copy(update={"priced_on": DAY - timedelta(days=days)})
    changed = replace(catalog, offers=(old,))
    rows = [f.row for f in stale_findings(changed, as_of=DAY) if f.file == "offers.csv"]
    assert rows == ([offer.offer_id] if stale else [])
    assert days_past_limit(catalog, "offers", old.priced_on, as_of=DAY) == (days if stale else None)


def test_the_age_of_a_table_says_how_much_of_it_is_old(catalog: Catalog) -> None:
    """Count, median and extremes; a table that does not age has no stale rows."""
    ages = {age.table: age for age in table_ages(catalog, as_of=DAY)}
    rents = ages["gpu_offers"]
    assert 0 < rents.stale < rents.rows
    assert rents.newest_days <= rents.typical_days <= rents.oldest_days
    assert (ages["benchmarks"].limit_days, ages["benchmarks"].stale) == (None, 0)
    assert "litellm" in ages["offers"].refreshed_by
