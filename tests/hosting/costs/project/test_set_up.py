"""What setting a plan up takes, beside its figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.case import Case
from advisor.hosting.costs.project.set_up import DAYS_OF, setup_days, usd_per_day
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, Planner


@pytest.fixture(scope="module", name="table")
def planned(planner: Planner) -> PlanTable:
    """One model on everything, for a fleet of 40 devices."""
    return planner(GPT_OSS, hosting={"edge_devices": 40})


@pytest.fixture(scope="module", name="case")
def case_of_table(table: PlanTable) -> Case:
    """Its case."""
    return table.case


def test_a_range_holds_what_is_stated_in_every_way_of_hosting(case: Case) -> None:
    """Low, stated, high."""
    for kind in DAYS_OF:
        days = setup_days(kind, case)
        assert 0 < days.low < days.days < days.high


def test_a_fleet_takes_a_part_for_every_device(case: Case) -> None:
    """Twenty days for the first of a kind and a tenth for each."""
    one = setup_days("edge", replace(case, devices=1))
    assert setup_days("edge", case).days - one.days == pytest.approx(39 * case.assume("setup_days_device"))


def test_an_api_takes_more_where_more_depends_on_it(case: Case) -> None:
    """With the root of the daily tokens, from a tenth to twice."""
    load = case.load
    often = replace(case, load=load.model_copy(update={"requests_per_month": load.requests_per_month * 1e6}))
    seldom = replace(case, load=load.model_copy(update={"requests_per_month": 1.0}))
    stated = case.assume("setup_days_api")
    assert setup_days("provider_api", often).days == pytest.approx(2 * stated)
    assert setup_days("provider_api", seldom).days == pytest.approx(0.1 * stated)


def test_what_the_user_states_has_no_range(case: Case, catalog: Catalog) -> None:
    """Nor is anything left of what is switched off."""
    own = replace(case, assume=assumptions_of(catalog, changed={"setup_days_own": 40.0}))
    off = replace(case, assume=assumptions_of(catalog, switched={"setup_days_own": False}))
    assert setup_days("on_prem", own) == (40.0, 40.0, 40.0)
    assert setup_days("on_prem", off) == (0.0, 0.0, 0.0)


def test_it_stands_beside_every_plan_and_in_no_total(table: PlanTable) -> None:
    """Its days are worth a person's working day each; no line of the plan holds them."""
    seen = set()
    for row in range(len(table)):
        kind = table.alternatives[row].deployment.kind
        if kind in seen or table.cost_usd[row, 1] != table.cost_usd[row, 1]:
            continue
        seen.add(kind)
        plan = table.record(row)
        assert plan.set_up is not None
        assert plan.monthly_cost_usd is not None
        assert plan.set_up.usd == pytest.approx(setup_days(kind, table.case).days * usd_per_day(table.case))
        assert sum(part.usd_per_month for part in plan.components) == pytest.approx(plan.monthly_cost_usd.p50)
    assert {"provider_api", "cloud_gpu", "on_prem"} <= seen
