"""Differences between groups: a planted one is found, a fair table is not accused."""

from __future__ import annotations

import numpy as np
import pytest
from fairlearn.metrics import demographic_parity_difference, equal_opportunity_difference

from advisor.trials.fairness.differences import (
    GroupRate,
    difference_interval,
    differences_of,
    fairness_of,
    holm_adjusted,
)


def planted(seed: int, *, rows: int, rates: dict[str, float]) -> tuple[list[str], list[bool], list[bool]]:
    """Cases of groups, predicted positive at these rates whatever is true."""
    draw = np.random.default_rng(seed)
    groups = draw.choice(list(rates), size=rows)
    predicted = draw.random(rows) < np.array([rates[group] for group in groups])
    return groups.tolist(), predicted.tolist(), (draw.random(rows) < 0.5).tolist()


def test_a_planted_bias_is_found_with_its_interval() -> None:
    """40 against 60 of 100 in 800 cases: found under both measures, the interval holds the truth, and no other pair."""
    groups, predicted, true = planted(3, rows=1_200, rates={"a": 0.6, "b": 0.4, "c": 0.6})
    for one in fairness_of(groups, predicted, true):
        assert {(pair.first, pair.second) for pair in one.found} == {("a", "b"), ("c", "b")}
        for pair in one.found:
            assert pair.low <= 0.2 <= pair.high


def test_a_fair_table_is_accused_in_at_most_one_of_twenty() -> None:
    """Over 200 simulated sets of 2 to 6 groups, both measures, all pairs of groups together."""
    accused = 0
    for seed in range(200):
        names = "abcdef"[: 2 + seed % 5]
        rate = (0.1, 0.3, 0.5, 0.9)[seed % 4]
        groups, predicted, true = planted(seed, rows=100 + 40 * (seed % 10), rates=dict.fromkeys(names, rate))
        accused += any(one.found for one in differences_of(groups, predicted, true))
    assert accused <= 10


def test_the_greatest_differences_are_fairlearns() -> None:
    """The pair that stands first is the one that fairlearn measures."""
    groups, predicted, true = planted(8, rows=300, rates={"a": 0.5, "b": 0.45, "c": 0.7})
    parity, opportunity = fairness_of(groups, predicted, true)
    assert parity.greatest == pytest.approx(demographic_parity_difference(true, predicted, sensitive_features=groups))
    assert parity.pairs[0].difference == pytest.approx(parity.greatest)
    theirs = equal_opportunity_difference(true, predicted, sensitive_features=groups)
    assert opportunity.greatest == pytest.approx(theirs)
    assert opportunity.pairs[0].difference == pytest.approx(theirs)


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [((56, 70), (48, 80), 0.0524, 0.3339), ((9, 10), (3, 10), 0.1705, 0.8090), ((10, 10), (0, 10), 0.6075, 1.0)],
)
def test_the_interval_is_newcombes(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    """Examples (a), (b) and (h) of his table II, method 10."""
    rates = [GroupRate(group=str(count), count=count, positive=positive) for positive, count in (first, second)]
    assert difference_interval(*rates) == pytest.approx((low, high), abs=5e-5)


def test_small_groups_are_shown_and_not_judged() -> None:
    """Four of a group say nothing."""
    (one,) = fairness_of(["a"] * 50 + ["b"] * 4, [True] * 50 + [False] * 4)
    assert [rate.count for rate in one.rates] == [50, 4]
    assert one.pairs == ()


def test_holms_adjustment() -> None:
    """The worked example: the smallest times the number, and never less than one before it."""
    assert holm_adjusted([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))


def test_columns_of_different_length_are_refused() -> None:
    """Nothing is guessed."""
    with pytest.raises(ValueError, match="same number"):
        fairness_of(["a"], [True, False])
