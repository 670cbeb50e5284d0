"""What must hold of every plan, whatever is asked: availability, GPUs that are there, and time never pay twice."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.hosting.planning.plan_table import drawn_costs
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner
from tests.hosting.costs.conftest import SHARED, never_below, paid


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
