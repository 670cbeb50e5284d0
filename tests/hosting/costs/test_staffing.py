"""The people that own servers take."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.hosting.costs.case import stated
from advisor.hosting.costs.staffing import ServiceHours, Team, hired_alone
from advisor.hosting.costs.usage import usage_of
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Llama and gpt-oss planned on everything."""
    return planner(LLAMA, GPT_OSS, hosting={"gpus_owned": [{"gpu": "H100 SXM", "count": 12}], "edge_devices": 30})


@pytest.mark.parametrize(
    ("team", "hours", "paid_fte"),
    [
        (Team(), "business_hours", 0.5),  # nothing is known: the time is paid
        (Team(people=0.0), "business_hours", 2.0),  # nobody is there: whole people
        (Team(people=3.0), "business_hours", 0.0),  # who is there costs nothing more
        (Team(people=3.0, counted=True), "business_hours", 0.5),
        (Team(people=3.0), "around_the_clock", 5.0),  # eight for a rota from one site
        (Team(people=3.0, on_call=True), "around_the_clock", 0.0),  # they have one
        (Team(people=2.5), "extended_hours", 1.5),
        (Team(people=0.0, managed=True), "business_hours", 0.75),  # a service is paid, with its margin
    ],
)
def test_the_team_that_one_own_server_takes(planner: Planner, team: Team, hours: ServiceHours, paid_fte: float) -> None:
    """Time, least people and who is there decide what is paid."""
    table = planner(GPT_OSS, hosting={"high_availability": False})
    row = next(
        i
        for i in range(len(table))
        if table.alternatives[i].deployment.kind == "on_prem" and table.alternatives[i].deployment.replicas == 1
    )
    own = row - len(table.offer_rows)
    fleet = table.candidates.fleet.take(np.array([own], dtype=np.intp))
    case = replace(table.case, team=replace(team, hours=hours))
    assert float(usage_of(fleet, case, stated()).staff.paid[0, 0]) == pytest.approx(paid_fte)


@pytest.mark.parametrize(
    ("hours", "cloud", "on_prem", "people"),
    [
        ("business_hours", False, True, 2.0),
        ("business_hours", True, False, 1.0),
        ("around_the_clock", False, True, 8.0),
        ("business_hours", False, False, 1.0),
    ],
    ids=["own servers", "rented", "around the clock", "devices"],
)
def test_a_team_for_one_plan_alone_is_of_whole_people(
    table: PlanTable, hours: ServiceHours, *, cloud: bool, on_prem: bool, people: float
) -> None:
    """At the least those that the hours take, though a rota is there for other work."""
    team = Team(people=3.0, on_call=True, hours=hours)
    alone = hired_alone(
        team, table.case.assume, cloud=cloud, on_prem=on_prem, time=0.6, availability=table.case.availability
    )
    assert alone == people


def test_the_pay_of_the_united_states_is_said_where_it_stands_in(planner: Planner) -> None:
    """A country without a stated pay is named on the plan; one with it is not."""
    for country, said in (("IT", True), ("DE", False)):
        table = planner(GPT_OSS, hosting={"country": country})
        codes = {fact.code for fact in table.record(0).facts}
        assert ("pay_assumed" in codes) == said


def test_a_managed_service_hires_nobody(planner: Planner) -> None:
    """Where people must be hired the plan says what a service would be counted at; with one nobody is."""
    around = {"service_hours": "around_the_clock", "team": {"people": 3.0}, "allowed": ["on_prem"]}
    for managed in (False, True):
        table = planner(GPT_OSS, hosting={**around, "managed_service": managed})
        row = next(i for i in range(len(table)) if table.alternatives[i].deployment.kind == "on_prem")
        hires = [fact for fact in table.record(row).facts if fact.code == "hires"]
        assert bool(hires) is not managed
        assert all(0 < float(fact.values["managed_usd_per_month"] or 0) < 50_000 for fact in hires)
