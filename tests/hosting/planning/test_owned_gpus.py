"""Plans on GPUs that are there, beside the same ones that would have to be bought."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.hosting.costs.case import stated
from advisor.hosting.costs.replicas import whole_replicas
from advisor.hosting.costs.usage import ServerUsage, usage_of
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner

SMALL = "google/gemma-4-12b-it"


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


def run_on(planner: Planner, *models: str, per_day: int, **hosting: object) -> tuple[PlanTable, ServerUsage]:
    """The plans on own premises, and what they run as stated."""
    asked = {"allowed": ["on_prem"]} | hosting
    table = planner(*models, load={"requests_per_day": per_day}, hosting=asked)
    return table, usage_of(table.candidates.fleet, table.case, stated())


@pytest.mark.parametrize(
    ("servers", "second_site", "there", "bought"),
    [
        (1, False, (1, 1), (1, 4)),  # the other server is new metal: the smallest that is sold
        (2, False, (2, 2), (0, 0)),  # one GPU of each of them, and nothing is bought
        (None, False, (2, 2), (0, 0)),  # taken to stand in more than one, which the plan says
        (1, True, (1, 1), (1, 4)),  # one site has a server, the other none
        (2, True, (2, 2), (0, 0)),
    ],
)
def test_eight_owned_gpus_serve_first_and_the_spare_is_other_metal(
    planner: Planner, servers: int | None, there: tuple[int, int], bought: tuple[int, int], *, second_site: bool
) -> None:
    """A model on one GPU: servers and GPUs that are taken of eight H100, and those that are bought beside them."""
    owned = [{"gpu": "H100 SXM", "count": 8} | ({"servers": servers} if servers else {})]
    asked = {"gpus_owned": owned, "high_availability": True, "second_site": second_site}
    table, usage = run_on(planner, GPT_OSS, per_day=20_000, **asked)
    (row,) = (at for at, deal in enumerate(table.candidates.deals) if deal.gpu_id == "h100-sxm-80gb")
    assert (usage.own_servers[row, 0], usage.own_gpus[row, 0]) == there
    assert (usage.servers[row, 0] - there[0], usage.gpus[row, 0] - there[1]) == bought
    said = {fact.code for fact in table.record(len(table.offer_rows) + row).facts}
    assert ("owned_layout_assumed" in said) == (servers is None)
    assert ("lead_time" in said) == (bought != (0, 0))


@pytest.mark.parametrize(("count", "servers"), [(8, 1), (8, 2), (4, 4), (16, 2)])
@pytest.mark.parametrize("available", [False, True], ids=["plain", "highly available"])
@pytest.mark.parametrize("per_day", [2_000, 60_000, 900_000])
def test_no_plan_buys_what_stands_idle(
    planner: Planner, count: int, servers: int, per_day: int, *, available: bool
) -> None:
    """New GPUs of a kind only where all that are there work, one that fails needs another, or none holds so many."""
    owned = [{"gpu": "H100 SXM", "count": count, "servers": servers}]
    asked = {"gpus_owned": owned, "high_availability": available}
    table, usage = run_on(planner, GPT_OSS, LLAMA, per_day=per_day, **asked)
    fleet = table.candidates.fleet
    seen = 0
    for row, deal in enumerate(table.candidates.deals):
        if deal.gpu_id == "h100-sxm-80gb" and deal.kind == "on_prem":
            seen += 1
            need = int(whole_replicas(table.load.peak_requests_per_s * table.case.token_overhead / fleet.capacity[row]))
            replica, size = int(fleet.gpu_count[row]), count // servers
            new, each = usage.gpus[row, 0] - usage.own_gpus[row, 0], max(deal.unit // replica, 1)
            fewest = fewest_new(need, [size // replica] * servers, each, spare=available)
            assert new == fewest * -(-replica // deal.unit) * deal.unit
            assert deal.owned == (count if replica <= size else 0)
    assert seen


def fewest_new(need: int, there: list[int], each: int, *, spare: bool) -> int:
    """New servers of ``each`` replicas that it takes at the least beside those that are there, tried one by one."""
    for new in range(10_000):
        servers = [*there, *[each] * new]
        if sum(servers) - (max(servers, default=0) if spare else 0) >= need:
            return new
    message = "no number of servers carries it"
    raise AssertionError(message)


def fleet(planner: Planner, **hosting: object) -> tuple[PlanTable, ServerUsage]:
    """Plans of a small model on 300 devices at the edge, and what they run as stated."""
    asked = {"allowed": ["edge"], "edge_devices": 300, "high_availability": False} | hosting
    table = planner(SMALL, load={"requests_per_day": 3_000}, hosting=asked)
    return table, usage_of(table.candidates.fleet, table.case, stated())


def test_devices_that_are_there_are_looked_after_already(planner: Planner) -> None:
    """By hand: 300 devices take 1.5 of a person where they are new, and a quarter of that where they are there."""
    new = fleet(planner)[1]
    on_new = np.flatnonzero(new.servers[:, 0] == 300)
    assert on_new.size
    assert new.staff.time[on_new, 0] == pytest.approx(300 * 0.005)
    table, there = fleet(planner, gpus_owned=[{"gpu": "jetson-agx-orin-64gb", "count": 300}])
    on_owned = [item.deployment.gpu == "jetson-agx-orin-64gb" for item in table.candidates.alternatives]
    assert any(on_owned)
    assert there.staff.time[np.flatnonzero(on_owned), 0] == pytest.approx(300 * 0.005 * 0.25)


def test_no_cap_is_held_against_what_machines_that_are_there_could_fetch(planner: Planner) -> None:
    """It counts as a cost, but nobody pays it; of what is bought every part is paid."""
    table = planner(
        LLAMA, hosting={"allowed": ["on_prem"], "gpus_owned": [{"gpu": "H100 SXM", "count": 8, "servers": 1}]}
    )
    fetched = []
    for row, item in enumerate(table.alternatives):
        if np.isnan(table.cost_usd[row, 1]) or item.deployment.kind == "provider_api":
            continue
        lines = {part.component: part.usd_per_month for part in table.record(row).components}
        assert table.outside_cap_usd[row] == pytest.approx(lines.get("alternative_use", 0.0), rel=0.1)
        fetched.append(float(table.outside_cap_usd[row]))
    assert max(fetched) > 0


def test_devices_that_are_built_in_could_fetch_nothing_otherwise(planner: Planner) -> None:
    """They stay at their places whatever runs on them: every dollar that they cost is paid."""
    table, _ = fleet(planner, gpus_owned=[{"gpu": "jetson-agx-orin-64gb", "count": 300}])
    planned = np.flatnonzero(~np.isnan(table.cost_usd[:, 1])).tolist()
    there = [row for row in planned if table.alternatives[row].deployment.gpu == "jetson-agx-orin-64gb"]
    assert there
    for row in there:
        lines = {part.component: part.usd_per_month for part in table.record(row).components}
        assert lines.get("alternative_use", 0.0) == table.unpaid_usd[row] == 0.0
        assert lines.get("purchase", 0.0) == 0.0
