"""What the tests of costs share: two models planned on everything, and what is paid for them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, settings

from advisor.hosting.costs.case import Case
from advisor.hosting.costs.draws import draws_of
from advisor.hosting.costs.monthly_costs import monthly_costs
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
