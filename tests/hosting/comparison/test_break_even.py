"""Where two cost curves meet: the search, the payback, and pairs of plans."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from advisor.hosting.comparison.break_even import break_even, break_evens, narrow, payback_months, volumes_of
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.planning.selected_plans import SelectedPlans


def test_a_change_of_sign_is_found_within_a_billionth() -> None:
    """A line through 1,234.5 and a jump at 77.7, side by side."""
    zeros = np.array([1_234.5, 77.7])

    def gaps(volumes: np.ndarray, which: np.ndarray) -> np.ndarray:
        smooth = volumes - zeros[which][:, None]
        return np.where(which[:, None] == 0, smooth, np.where(smooth < 0, -100.0, 5.0))

    found = narrow(gaps, np.array([10.0, 10.0]), np.array([1e5, 1e5]))
    assert found == pytest.approx(zeros, rel=1e-8)


def test_an_investment_pays_back_by_what_is_saved() -> None:
    """Nothing saved, never paid back."""
    assert payback_months(12_000, 1_000) == 12.0
    assert payback_months(12_000, 0) is None
    assert payback_months(12_000, -5) is None


def test_below_the_meeting_one_is_cheaper_and_above_the_other(planner: Callable[..., PlanTable]) -> None:
    """Of every pair that meets, checked on the costs themselves on both sides of it."""
    table = planner()
    costed = [row for row in range(len(table)) if not np.isnan(table.cost_usd[row, 1])]
    rows = [costed[0], *[row for row in costed if row >= len(table.offer_rows)][::5]]
    chosen = SelectedPlans.of(table, rows)
    found = break_evens(chosen, range(len(rows)), list(chosen.at(volumes_of(table))))
    meet = [one for one in found if one.told["note"].key == "break_even.once"]
    assert meet
    for one in meet:
        ids = {table.alternatives[row].alternative_id: place for place, row in enumerate(rows)}
        sides = chosen.at(np.array([one.requests_per_month * (1 - 1e-6), one.requests_per_month * (1 + 1e-6)]))
        below, above = (sides[ids[name]] for name in (one.cheaper_below, one.cheaper_above))
        assert below[0] <= above[0]
        assert above[1] <= below[1]


def test_a_pair_is_the_same_whichever_is_named_first(planner: Callable[..., PlanTable]) -> None:
    """The meeting is at the same volume."""
    table = planner()
    api = next(row for row in range(len(table)) if not np.isnan(table.cost_usd[row, 1]))
    own = next(
        row
        for row in range(len(table.offer_rows), len(table))
        if not np.isnan(table.cost_usd[row, 1]) and break_even(table, api, row).requests_per_month is not None
    )
    one, other = break_even(table, api, own), break_even(table, own, api)
    assert one.requests_per_month == pytest.approx(other.requests_per_month, rel=1e-6)
    assert (one.cheaper_below, one.cheaper_above) == (other.cheaper_below, other.cheaper_above)
