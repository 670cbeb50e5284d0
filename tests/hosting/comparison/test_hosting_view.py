"""The best plan of each way of hosting, side by side."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view, one_of_each
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.records import WAYS_TO_HOST
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner, decision


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Two open models, planned on everything."""
    return planner(LLAMA, GPT_OSS)


def kinds(table: PlanTable, rows: tuple[int, ...]) -> list[str]:
    """The ways of hosting of some rows."""
    return [table.alternatives[row].deployment.kind for row in rows]


def test_the_cheapest_of_each_way_is_cheaper_than_all_others_of_it(table: PlanTable) -> None:
    """In the order of the ways; what cannot be planned or priced is none."""
    rows = cheapest_of_each(table)
    found = kinds(table, rows)
    assert found == [kind for kind in WAYS_TO_HOST if kind in found]
    for row, kind in zip(rows, found, strict=True):
        same = [index for index in range(len(table)) if table.alternatives[index].deployment.kind == kind]
        assert table.cost_usd[row, 1] == np.nanmin(table.cost_usd[same, 1])


def test_one_of_each_way_is_the_first_named(table: PlanTable) -> None:
    """Whatever it costs."""
    every = tuple(reversed(range(len(table))))
    rows = one_of_each(table, every)
    assert len(set(kinds(table, rows))) == len(rows)
    assert rows[0] == every[0]


def test_only_what_is_compared_is_set_against_each_other(table: PlanTable) -> None:
    """The other plans are shown without a curve."""
    rows = cheapest_of_each(table)
    view = hosting_view(table, rows, decision(), compared=rows[:2])
    assert len(view.plans) == len(rows)
    assert len(view.break_evens) == 1
    assert {spoke.hosting for spoke in view.tradeoff} - {"hybrid"} == set(kinds(table, rows[:2]))


def test_a_view_of_nothing_is_empty(table: PlanTable) -> None:
    """No trade-off between no ways of hosting."""
    view = hosting_view(table, (), decision())
    assert (view.plans, view.break_evens, view.tradeoff) == ((), (), ())
