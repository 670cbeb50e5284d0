"""Plans on GPUs that are there, beside the same ones that would have to be bought."""

from __future__ import annotations

import numpy as np
import pytest

from tests.hosting.conftest import GPT_OSS, LLAMA, Planner


def cheapest(planner: Planner, **hosting: object) -> dict[tuple[str, str], float]:
    """The least middle cost per month of every model and GPU on own premises."""
    table = planner(GPT_OSS, LLAMA, load={"requests_per_day": 2_500}, hosting={"allowed": ["on_prem"], **hosting})
    found: dict[tuple[str, str], float] = {}
    for row, item in enumerate(table.alternatives):
        cost = float(table.cost_usd[row, 1])
        if item.deployment.gpu and not np.isnan(cost):
            key = item.model_id, item.deployment.gpu
            found[key] = min(found.get(key, np.inf), cost)
    return found


@pytest.mark.parametrize("available", [False, True], ids=["plain", "highly available"])
@pytest.mark.parametrize("people", [None, 1.0])
@pytest.mark.parametrize(
    ("gpu_id", "count", "servers"), [("l40s-48gb", 4, 1), ("l40s-48gb", 8, 2), ("rtx-pro-6000-max-q-96gb", 8, 2)]
)
def test_what_is_there_is_never_dearer_than_the_same_bought(
    planner: Planner, gpu_id: str, count: int, servers: int, people: float | None, *, available: bool
) -> None:
    """Whatever part of a stated server a plan takes, and whoever is there: each model on this GPU costs no more."""
    house = {"high_availability": available, "team": {"people": people}}
    bought = cheapest(planner, **house)
    owned = cheapest(planner, **house, gpus_owned=[{"gpu": gpu_id, "count": count, "servers": servers}])
    both = [key for key in bought if key[1] == gpu_id and key in owned]
    assert both
    assert all(owned[key] <= bought[key] * (1 + 1e-9) for key in both)


def test_a_plan_pays_for_the_gpus_it_takes_of_a_server_that_is_there(planner: Planner) -> None:
    """One L40S of a server of four costs less in support, power and other use than all four: as one alone."""
    alone, part = (
        cheapest(planner, high_availability=False, gpus_owned=[{"gpu": "L40S", "count": count, "servers": 1}])
        for count in (2, 4)
    )
    on_it = [key for key in alone if key[1] == "l40s-48gb"]
    assert on_it
    assert all(part[key] <= alone[key] * (1 + 1e-9) for key in on_it)
