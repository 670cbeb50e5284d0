"""The alternatives of one use case in columns."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.hosting.costs.case import stated
from advisor.hosting.costs.draws import band
from advisor.hosting.planning.plan_table import components_of, drawn_costs
from advisor.hosting.planning.planner import PlanTable
from tests.hosting.conftest import GPT_OSS, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """One open model at providers and on GPUs."""
    return planner(GPT_OSS)


def test_a_row_is_found_by_its_alternative(table: PlanTable) -> None:
    """And what was not planned is none."""
    for row in (0, len(table) // 2, len(table) - 1):
        assert table.index(table.alternatives[row].alternative_id) == row
    with pytest.raises(KeyError):
        table.index("nobody@nowhere")


def test_the_percentiles_of_a_row_are_those_of_its_draws(table: PlanTable) -> None:
    """So that page and workbook show one figure."""
    for row in (0, len(table.offer_rows)):
        monthly, whole = drawn_costs(table, row)
        assert band(monthly) == pytest.approx(table.cost_usd[row])
        assert whole == pytest.approx(monthly * table.case.horizon_months)


def test_the_horizon_is_so_many_months(table: PlanTable) -> None:
    """Of the same figure."""
    known = ~np.isnan(table.cost_usd)
    assert table.horizon_usd[known] == pytest.approx(table.cost_usd[known] * table.case.horizon_months)


def test_only_own_servers_stand_whatever_the_requests(table: PlanTable) -> None:
    """No more than their whole cost; a provider's API is paid by the request."""
    assert table.standing(0) is None
    row = len(table.offer_rows)
    found = table.standing(row)
    assert found is not None
    assert 0 < found[0] <= table.cost_usd[row, 1] * (1 + 1e-9)
    assert 0 < found[1] <= 1


def test_components_of_the_stated_case_are_those_of_the_table(table: PlanTable) -> None:
    """For a provider's row and for an own one."""
    for row in (0, len(table.offer_rows)):
        mine = table.components(row)
        again = components_of(table, row, table.case, stated())
        assert mine.keys() == again.keys()
