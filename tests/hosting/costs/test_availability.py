"""More availability never costs less."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.hosting.costs.availability import Availability, AvailabilityLevel
from advisor.hosting.costs.case import Case
from advisor.hosting.costs.draws import draws_of
from advisor.hosting.costs.monthly_costs import monthly_costs
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner

SHARED = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
LEVELS: tuple[AvailabilityLevel, ...] = ("none", "another_server", "second_site")


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Llama and gpt-oss planned on everything."""
    return planner(LLAMA, GPT_OSS, hosting={"gpus_owned": [{"gpu": "H100 SXM", "count": 12}], "edge_devices": 30})


def paid(table: PlanTable, case: Case) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """What every self-hosted row pays over the horizon, in every draw; nan where it would need more than can be had."""
    return np.asarray(monthly_costs(table.candidates.fleet, case, draws_of(case.assume)) * case.horizon_months)


def never_below(
    more: np.ndarray[tuple[int, ...], np.dtype[np.float64]], less: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
) -> bool:
    """Whether no known cost lies below another; most are known."""
    known = ~np.isnan(more) & ~np.isnan(less)
    assert known.mean() > 0.5
    return bool((more[known] >= less[known] * (1 - 1e-9)).all())


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
