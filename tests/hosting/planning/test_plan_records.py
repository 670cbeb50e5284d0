"""One row of a plan table as a full record."""

from __future__ import annotations

import pytest

from advisor.hosting.costs.components import COMPONENTS
from advisor.hosting.planning.plan_records import planned
from advisor.hosting.planning.planner import PlanTable
from advisor.words.written import written
from tests.hosting.conftest import GPT_OSS, Planner


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """One open model at providers and on GPUs."""
    return planner(GPT_OSS)


@pytest.mark.parametrize("own", [False, True], ids=["api", "own"])
def test_the_lines_of_a_plan_add_up_to_its_figure(table: PlanTable, own: bool) -> None:  # noqa: FBT001 - the case
    """To the cent, the contingency included."""
    row = len(table.offer_rows) if own else 0
    assert planned(table, row)
    record = table.record(row)
    assert record.monthly_cost_usd is not None
    assert sum(part.usd_per_month for part in record.components) == pytest.approx(record.monthly_cost_usd.p50, abs=0.01)


def test_every_line_has_a_name_a_basis_and_where_it_comes_from(table: PlanTable) -> None:
    """In words once they are written."""
    for row in (0, len(table.offer_rows)):
        for part in written(table.record(row)).components:
            assert part.component in COMPONENTS
            assert part.label
            assert part.low <= part.usd_per_month + 1e-9
            assert part.usd_per_month <= part.high + 1e-9
            assert part.source or part.basis in ("stated", "estimated")
