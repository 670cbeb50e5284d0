"""More availability never costs less."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from advisor.hosting.costs.availability import Availability, AvailabilityLevel
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.costs.conftest import SHARED, never_below, paid

LEVELS: tuple[AvailabilityLevel, ...] = ("none", "another_server", "second_site")


@SHARED
@given(growth=st.floats(-0.5, 3.0), months=st.integers(1, 72), volume=st.floats(0.01, 30.0))
def test_high_availability_never_costs_less(table: PlanTable, growth: float, months: int, volume: float) -> None:
    """Another server costs at least as much as none, a second site at least as much as another server."""
    load = table.load
    moved = load.model_copy(
        update={
            "growth_per_year": growth,
            "requests_per_month": load.requests_per_month * volume,
            "peak_requests_per_s": load.peak_requests_per_s * volume,
            "mean_requests_per_s": load.mean_requests_per_s * volume,
        }
    )
    case = replace(table.case, load=moved, horizon_months=months)
    none, server, site = (paid(table, replace(case, availability=Availability(level))) for level in LEVELS)
    assert never_below(server, none)
    assert never_below(site, server)
