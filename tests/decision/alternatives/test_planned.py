"""What the decision asks of hosting's plan."""

from __future__ import annotations

import inspect
from typing import Any

from advisor.decision.alternatives.planned import Plans
from advisor.hosting.planning.planner import PlanTable


def test_the_plan_of_hosting_has_everything_that_the_decision_asks_for(kit: Any) -> None:
    """And so has the one that the tests make by hand."""
    asked = {name for name in vars(Plans) if not name.startswith("_")}
    fake = kit.plans([], cost=[])
    assert asked
    for name in asked:
        assert hasattr(PlanTable, name) or name in inspect.signature(PlanTable).parameters, name
        assert hasattr(fake, name), name
