"""What a plan takes beyond the GPUs that it starts with: bought ones, a spare, growth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from advisor.hosting.planning.choosing.added_machines import machines_of, replicas_in_all, unspared
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.records import HostingPlan, Machines
from tests.hosting.conftest import LLAMA, Planner

ONE_SERVER = {"gpus_owned": [{"gpu": "h100-sxm-80gb", "count": 8, "servers": 1}]}
OWN = {"allowed": ["on_prem"], "team": {"people": 2}}


def planned(
    planner: Planner, *, growth: float = 0.0, per_day: int = 4_000, months: int = 36, **hosting: Any
) -> PlanTable:
    """Plans of one model on own machines."""
    load = {"requests_per_day": per_day, "growth_per_year": growth}
    return planner(LLAMA, load=load, hosting=OWN | hosting, budget={"horizon_months": months})


def on_own(table: PlanTable) -> Iterator[tuple[HostingPlan, Machines | None]]:
    """The plans on GPUs that are there, with what each takes beyond."""
    for row, one in enumerate(table.alternatives):
        if one.deployment.commitment == "owned" and not np.isnan(table.cost_usd[row, 1]):
            yield table.record(row), one.deployment.machines


def test_a_spare_beside_a_single_own_server_is_told_with_its_price(planner: Planner) -> None:
    """GPUs, money, and what the machines that are there would cost alone: the same as the plan's own accounts say."""
    found = list(on_own(planned(planner, **ONE_SERVER, high_availability=True)))
    assert found
    for plan, machines in found:
        assert machines is not None
        assert plan.hardware is not None
        assert plan.availability is not None
        assert machines.bought == sum(year.gpus_bought or 0 for year in plan.years) > 0
        assert machines.usd == pytest.approx(plan.hardware.purchase_usd)
        assert machines.spare_usd == pytest.approx(plan.availability.usd_per_month)
    assert all(machines is None for _, machines in on_own(planned(planner, **ONE_SERVER, high_availability=False)))


def test_two_own_servers_spare_each_other(planner: Planner) -> None:
    """Nothing is bought."""
    there = {"gpus_owned": [{"gpu": "h100-sxm-80gb", "count": 16, "servers": 2}]}
    found = list(on_own(planned(planner, **there, high_availability=True)))
    assert found
    assert all(machines is None for _, machines in found)


def test_beside_given_servers_nothing_is_bought(planner: Planner) -> None:
    """Then a failure is survived where they suffice for that, else it is said that there is no spare."""
    table = planned(planner, **ONE_SERVER, high_availability=True, hardware_given="all")
    found = list(on_own(table))
    assert found
    for plan, machines in found:
        assert machines is not None
        assert (machines.bought, machines.unspared, machines.short) == (0, True, 0)
        assert plan.hardware is not None
        assert plan.hardware.purchase_usd == 0
        assert plan.availability is not None
        assert (plan.availability.survives, plan.availability.servers_spare) == ("nothing", 0)
        assert plan.alternative.deployment.gpus == plan.hardware.owned_gpus_used
    fleet, case = table.candidates.fleet, table.case
    assert unspared(fleet, case).any()
    assert machines_of(fleet, table.candidates.deals, case) == [
        one.deployment.machines for one in table.candidates.alternatives
    ]


def test_given_servers_that_do_not_carry_the_load_say_how_many_gpus_are_missing(planner: Planner) -> None:
    """They are counted at what they are, and a gate rules them out."""
    few = {"gpus_owned": [{"gpu": "h100-sxm-80gb", "count": 1, "servers": 1}]}
    found = list(on_own(planned(planner, **few, per_day=2_000_000, high_availability=False, hardware_given="all")))
    assert found
    assert all(machines is not None and machines.short > 0 and not machines.bought for _, machines in found)


def test_growth_is_told_by_the_gpus_at_the_end(planner: Planner) -> None:
    """Where they become more; a load that stays needs what it starts with."""
    table = planned(planner, growth=1.0, per_day=300_000, allowed=["on_prem", "cloud_gpu"])
    grown = [one.deployment for one in table.candidates.alternatives if one.deployment.machines]
    more = [one for one in grown if one.machines and one.machines.grown]
    assert more
    assert all(one.machines and one.machines.grown and one.machines.grown > one.gpus for one in more)
    assert all(f" → {one.machines.grown}" in one.hardware for one in more if one.machines)
    still = planned(planner, per_day=300_000)
    assert not any(one.deployment.machines and one.deployment.machines.grown for one in still.candidates.alternatives)
    fleet, case = still.candidates.fleet, still.case
    assert (replicas_in_all(fleet, case) == [one.deployment.replicas for one in still.candidates.alternatives]).all()
