"""What moves a cost most."""

from __future__ import annotations

import pytest

from advisor.hosting.comparison.sensitivity import tornado
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Llama and gpt-oss planned on everything."""
    return planner(LLAMA, GPT_OSS)


def test_the_tornado_is_sorted_and_starts_from_the_stated_cost(table: PlanTable) -> None:
    """The largest swing is first and every swing spans the stated cost."""
    row = next(i for i in range(len(table)) if table.alternatives[i].deployment.kind == "on_prem")
    swings = tornado(table, row)
    sizes = [abs(swing.usd_at_high - swing.usd_at_low) for swing in swings]
    assert sizes == sorted(sizes, reverse=True)
    assert {"staff"} <= {swing.factor for swing in swings}
