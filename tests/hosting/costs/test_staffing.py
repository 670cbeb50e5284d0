"""The people that own servers take."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.arrays import Z_80
from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.availability import Availability, AvailabilityLevel
from advisor.hosting.costs.case import stated
from advisor.hosting.costs.staffing import (
    ServiceHours,
    Team,
    hired_alone,
    least_index,
    pay_guessed,
    pay_sigma,
    salary_index,
    staff_need,
    team_of,
)
from advisor.hosting.costs.usage import usage_of
from advisor.hosting.planning.planner import PlanTable
from advisor.questionnaire.load import check_answers
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Llama and gpt-oss planned on everything."""
    return planner(LLAMA, GPT_OSS, hosting={"gpus_owned": [{"gpu": "H100 SXM", "count": 12}], "edge_devices": 30})


@pytest.mark.parametrize(
    ("team", "hours", "paid_fte"),
    [
        (Team(), "business_hours", 0.5),  # nothing is known: the time is paid
        (Team(people=0.0), "business_hours", 0.75),  # nobody is there: a service, with its margin
        (Team(people=0.0, closed=True), "business_hours", 2.0),  # nobody else gets in: whole people
        (Team(people=3.0), "business_hours", 0.0),  # who is there costs nothing more
        (Team(people=3.0, counted=True), "business_hours", 0.5),
        (Team(people=3.0), "around_the_clock", 0.75 * 5 / 8 * 1.5),  # eight for a rota: a service has one for many
        (Team(people=3.0, counted=True), "around_the_clock", 0.75 * (5 / 8 * 1.5 + 3 / 8)),
        (Team(people=3.0, closed=True), "around_the_clock", 5.0),
        (Team(people=7.8), "around_the_clock", 0.75 * 0.2 / 8 * 1.5),
        (Team(people=3.0, on_call=True), "around_the_clock", 0.0),  # they have one
        (Team(people=2.5), "extended_hours", 0.5 * 1.5 / 4 * 1.5),
        (Team(people=2.5, closed=True), "extended_hours", 1.5),
        (Team(people=1.0), "business_hours", 0.25),  # half of the two it takes; another stands in for the other half
        (Team(people=1.8), "business_hours", 0.05),
        (Team(people=0.3), "business_hours", 0.425),
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


@pytest.mark.parametrize(("country", "basis"), [("DE", None), ("IT", "labour_cost"), ("BR", "survey"), ("MX", "none")])
def test_pay_that_no_source_states_is_said(planner: Planner, country: str, basis: str | None) -> None:
    """A country without a stated pay is named on the plan, with what stands in for it; one with it is not."""
    table = planner(GPT_OSS, hosting={"country": country})
    found = [fact.values["basis"] for fact in table.record(0).facts if fact.code == "pay_assumed"]
    assert found == ([] if basis is None else [basis])
    own = next(row for row in range(len(table)) if table.alternatives[row].deployment.kind == "on_prem")
    staff = next(part for part in table.record(own).components if part.component == "staff")
    assert staff.basis == ("published" if basis is None else "estimated")


def test_pay_follows_labour_costs_where_no_salary_is_known(catalog: Catalog) -> None:
    """By hand: 101,216 USD at 43.4 EUR an hour in Germany, 81,412 at 43.7 in France, 30.9 EUR in Italy."""
    italy = 30.9 * (101_216 / 43.4 * 81_412 / 43.7) ** 0.5 / 127_301
    assert salary_index(catalog, "IT") == (pytest.approx(italy), "labour_cost")
    assert salary_index(catalog, "DE") == (pytest.approx(101_216 / 127_301), "salary")
    assert salary_index(catalog, None) == (1.0, "unsaid")
    assert salary_index(catalog, "IN") == (pytest.approx(30_364 / 154_000), "survey")
    assert salary_index(catalog, "BG")[0] < salary_index(catalog, "ES")[0] < salary_index(catalog, "NL")[0] < 1


def test_pay_that_nobody_states_is_no_pay_of_the_united_states_and_as_wide_as_what_is_known(catalog: Catalog) -> None:
    """The middle of the countries that are known, and one in ten below the least of them."""
    index, basis = salary_index(catalog, "MX")
    assert basis == "none"
    assert least_index(catalog) < index < 0.8
    asked = check_answers(
        {"title": "t", "use_cases": [{"task": "chat_assistant"}], "hosting": {"country": "MX"}}, name="answers"
    )
    team, assume = team_of(asked, catalog), assumptions_of(catalog)
    assert pay_guessed(asked, catalog)
    assert index * math.exp(-Z_80 * pay_sigma(team, assume)) == pytest.approx(least_index(catalog))
    own = assumptions_of(catalog, changed={"staff_usd_per_year": 50_000.0})
    assert pay_sigma(team, own) == 0.0


@pytest.mark.parametrize(
    ("given", "code", "paid_as"),
    [
        ({"managed_service": True}, None, "managed"),
        ({"air_gapped": True}, "hires", "hired"),
        ({}, "cover", "covered"),
        ({"team": {"people": 3.0, "on_call": True}}, None, "there"),
    ],
    ids=["a service for all", "nobody from outside", "a service for the rest", "a rota is there"],
)
def test_whole_people_are_hired_only_where_no_cheaper_way_is_open(
    planner: Planner, given: dict[str, Any], code: str | None, paid_as: str
) -> None:
    """The plan says which way is counted and what the other would be: by hand 5/8 of the time, half as much again."""
    around = {"service_hours": "around_the_clock", "team": {"people": 3.0}, "allowed": ["on_prem"]}
    table = planner(GPT_OSS, hosting={**around, **given})
    row = next(i for i in range(len(table)) if table.alternatives[i].deployment.kind == "on_prem")
    plan = table.record(row)
    said = {fact.code: fact.values for fact in plan.facts if fact.code in ("hires", "cover")}
    assert plan.staff is not None
    assert (list(said), plan.staff.paid_as) == ([code] if code else [], paid_as)
    month = plan.staff.usd_per_fte_year / 12
    other = {"hires": "managed_usd_per_month", "cover": "hired_usd_per_month"}.get(code or "")
    sums = {"hires": plan.staff.time_fte * 1.5 * month, "cover": 5 * month}
    assert [values[other] for values in said.values()] == ([pytest.approx(sums[code])] if code else [])
    if paid_as == "covered":
        assert plan.staff.paid_fte == pytest.approx(plan.staff.time_fte * 5 / 8 * 1.5)
        assert plan.staff.existing_fte == pytest.approx(plan.staff.time_fte * 3 / 8)


@given(
    people=st.lists(st.floats(0.01, 20), min_size=2, max_size=2).map(sorted),
    hours=st.sampled_from(get_args(ServiceHours)),
    servers=st.integers(0, 60),
    cloud=st.booleans(),
    on_call=st.booleans(),
    counted=st.booleans(),
    closed=st.booleans(),
    level=st.sampled_from(get_args(AvailabilityLevel)),
)
def test_who_is_there_never_makes_a_plan_dearer(
    table: PlanTable,
    people: list[float],
    hours: ServiceHours,
    servers: int,
    level: AvailabilityLevel,
    *,
    cloud: bool,
    on_call: bool,
    counted: bool,
    closed: bool,
) -> None:
    """More people there never cost more than fewer; where no rota is to be filled, none more than nothing said."""

    def paid(there: float | None) -> float:
        team = Team(people=there, hours=hours, on_call=on_call, counted=counted, closed=closed)
        rented = np.array([[cloud]])
        need = staff_need(
            team,
            table.case.assume,
            cloud=rented,
            on_prem=~rented,
            servers=np.array([[float(servers)]]),
            there=np.zeros((1, 1)),
            availability=Availability(level),
        )
        return float(need.paid[0, 0])

    nobody, fewer, more, unsaid = paid(0.0), paid(people[0]), paid(people[1]), paid(None)
    assert nobody >= fewer - 1e-9
    assert fewer >= more - 1e-9
    rota = hours == "extended_hours" or (hours == "around_the_clock" and not on_call)
    assert rota or fewer <= unsaid + 1e-9
