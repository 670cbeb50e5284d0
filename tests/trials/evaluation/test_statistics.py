"""Intervals, tests and sample sizes against published and hand-worked values."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.trials.evaluation.statistics import holm, mean_of, paired, prompts_for_width


def test_mean_intervals() -> None:
    """Right-or-wrong by Wilson; all right is still uncertain; graded scores by bootstrap around the mean."""
    all_right = mean_of([1.0] * 10, binary=True)
    assert all_right is not None
    assert (all_right.mean, all_right.high) == (1.0, 1.0)
    assert all_right.low == pytest.approx(0.7225, abs=5e-4)
    assert all_right.standard_error > 0.05
    graded = mean_of([0.2, 0.4, 0.6, 0.8], binary=False)
    assert graded is not None
    assert graded.low < 0.5 < graded.high
    assert mean_of([], binary=True) is None


def test_mcnemar_against_a_hand_computed_value() -> None:
    """8 wins against 1 loss: 2 x (1 + 9) / 512 = 0.0390625."""
    first, second = [1.0] * 8 + [0.0] + [1.0] * 11, [0.0] * 8 + [1.0] + [1.0] * 11
    found = paired(first, second, names=("a", "b"), binary=True)
    assert found is not None
    assert found.p_value == pytest.approx(20 / 512)
    assert found.difference == pytest.approx(7 / 20)
    assert found.low > 0


@pytest.mark.parametrize("binary", [True, False])
def test_a_few_prompts_prove_nothing(binary: bool) -> None:  # noqa: FBT001
    """Three out of three is far from certain: the interval says so as the test does."""
    found = paired([1.0] * 3, [0.0] * 3, names=("a", "b"), binary=binary)
    assert found is not None
    assert found.p_value >= 0.2
    assert found.low < 0 < found.difference <= found.high <= 1


@pytest.mark.parametrize("wins", range(15))
@pytest.mark.parametrize("losses", range(6))
def test_an_interval_without_zero_is_significant(wins: int, losses: int) -> None:
    """Where McNemar's test finds nothing, the interval holds 0; it always holds what was seen."""
    first, second = [1.0] * wins + [0.0] * losses + [1.0] * 5, [0.0] * wins + [1.0] * losses + [1.0] * 5
    found = paired(first, second, names=("a", "b"), binary=True)
    assert found is not None
    assert found.low <= found.difference <= found.high
    assert found.p_value < 0.05 or found.low <= 0 <= found.high


def test_no_disagreement_leaves_room_for_some() -> None:
    """Twenty prompts on which both are right: up to 16% may yet differ, by Wilson's limit of none in twenty."""
    level = paired([1.0] * 20, [1.0] * 20, names=("a", "b"), binary=True)
    assert level is not None
    assert (level.low, level.high) == pytest.approx((-0.1611, 0.1611), abs=1e-4)


def test_paired_tests_see_what_is_there_and_nothing_else() -> None:
    """A clear graded difference is found; none is found between equals."""
    generator = np.random.default_rng(3)
    base = generator.uniform(0.2, 0.6, 40)
    better = paired(list(base + 0.2), list(base), names=("a", "b"), binary=False)
    same = paired(list(base), list(base), names=("a", "b"), binary=False)
    assert better is not None
    assert same is not None
    assert better.p_value < 0.001
    assert same.p_value == 1.0


def test_holm_by_hand() -> None:
    """Three p-values, 0.01, 0.04 and 0.03, become 0.03, 0.06, 0.06."""
    base = paired([1.0, 0.0], [0.0, 0.0], names=("a", "b"), binary=True)
    assert base is not None
    tests = [base.__class__("a", "b", 2, 0, 0, 0, p, "m") for p in (0.01, 0.04, 0.03)]
    assert [one.p_adjusted for one in holm(tests)] == pytest.approx([0.03, 0.06, 0.06])


def test_planner_against_a_published_value() -> None:
    """385 for +-5% (Cochran, 1977)."""
    assert prompts_for_width(0.05) == 385
