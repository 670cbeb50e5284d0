"""What must hold of every plan, whatever is asked: availability, GPUs that are there, and time never pay twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.hosting.costs.case import Case
from advisor.hosting.costs.draws import draws_of
from advisor.hosting.costs.monthly_costs import monthly_costs
from advisor.hosting.planning.plan_table import drawn_costs
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner

SHARED = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])


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
@given(growth=st.floats(-0.9, 3.0), months=st.integers(1, 72), more=st.integers(1, 36))
def test_a_longer_horizon_never_lowers_what_is_paid(table: PlanTable, growth: float, months: int, more: int) -> None:
    """Every further month is paid for: what is bought fetches less, whatever the volume does."""
    case = replace(table.case, load=table.load.model_copy(update={"growth_per_year": growth}))
    short, long = (paid(table, replace(case, horizon_months=each)) for each in (months, months + more))
    assert never_below(long, short)


def test_a_longer_horizon_never_lowers_what_an_api_is_paid(planner: Planner) -> None:
    """Announced prices and falling ones included."""
    totals = [
        planner("google/gemini-3.6-flash", LLAMA, budget={"horizon_months": months}, load={"growth_per_year": -0.4})
        for months in (1, 6, 12, 13, 24, 25, 36, 60)
    ]
    for shorter, longer in pairwise(totals):
        for row in range(0, len(shorter.offer_rows), 7):
            pair = [drawn_costs(each, row)[1] for each in (shorter, longer)]
            assert (np.isnan(pair[0]) | (pair[1] >= pair[0] * (1 - 1e-9))).all()


@pytest.mark.parametrize("availability", [False, True], ids=["plain", "highly available"])
@pytest.mark.parametrize("volume", [2_000, 60_000, 600_000])
def test_owning_more_gpus_never_costs_more(planner: Planner, volume: int, *, availability: bool) -> None:
    """The cheapest plan on own premises costs no more with every further GPU that is there."""
    cheapest = []
    for count in (0, 1, 2, 4, 6, 8, 16, 64):
        owned = [{"gpu": "H100 SXM", "count": count}] if count else []
        table = planner(
            GPT_OSS, load={"requests_per_day": volume}, hosting={"gpus_owned": owned, "high_availability": availability}
        )
        own = [row for row in range(len(table)) if table.alternatives[row].deployment.kind == "on_prem"]
        cheapest.append(min(float(table.cost_usd[row, 1]) for row in own if not np.isnan(table.cost_usd[row, 1])))
    assert (np.diff(cheapest) <= 1e-6).all()
