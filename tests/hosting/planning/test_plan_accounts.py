"""What stands beside the lines of a plan."""

from __future__ import annotations

import pytest

from advisor.hosting.planning.plan_accounts import accounts_of, staff_of
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.planning.selected_plans import SelectedPlans
from tests.hosting.conftest import GPT_OSS, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """One open model at providers and on bought servers."""
    return planner(GPT_OSS, hosting={"allowed": ["provider_api", "on_prem"]})


def test_years_cover_the_horizon_and_add_up_to_the_stated_case(table: PlanTable) -> None:
    """Each with its months."""
    for row in (0, len(table.offer_rows)):
        record = table.record(row)
        assert sum(year.months for year in record.years) == pytest.approx(table.case.horizon_months)
        assert record.stated_usd_per_month is not None
        paid = sum(sum(year.parts.values()) for year in record.years)
        assert paid == pytest.approx(record.stated_usd_per_month * table.case.horizon_months, rel=1e-6)


def test_only_bought_hardware_is_in_the_accounts(table: PlanTable) -> None:
    """A provider's is not ours, and takes no server and no spare."""
    first = len(table.offer_rows)
    kinds = [alternative.deployment.kind for alternative in table.alternatives]
    own = next(row for row in range(first, len(table)) if kinds[row] == "on_prem" and table.cost_usd[row, 1] > 0)
    rows = SelectedPlans.of(table, [0, own])
    accounts = accounts_of(rows, range(len(rows.rows)))
    api, bought = accounts[rows.rows.index(0)], accounts[rows.rows.index(own)]
    assert (api["hardware"], api["staff"], api["availability"], api["smaller"]) == (None, None, None, ())
    assert bought["hardware"] is not None
    assert bought["hardware"].servers >= 1
    assert bought["availability"] is not None
    assert all(item.servers < bought["hardware"].servers for item in bought["smaller"])


def test_people_by_themselves_are_those_of_the_record(table: PlanTable) -> None:
    """Of a provider's API there are none."""
    own = len(table.offer_rows)
    assert staff_of(table, own) is not None
    for row in (0, own):
        assert staff_of(table, row) == table.record(row).staff
