"""The additive score, ranks and dominance, by hand and against plain Python."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.decision.scoring.score import dominated_by, normalised, rank_alternatives


def test_weights_are_brought_to_one_in_the_order_of_the_criteria() -> None:
    """Missing and negative ones are 0; all zero gives equal weights."""
    assert normalised({"a": 3, "c": 1, "b": -2}, ("a", "b", "c", "d")).tolist() == [0.75, 0.0, 0.25, 0.0]
    assert normalised({}, ("a", "b")).tolist() == [0.5, 0.5]


def test_equal_scores_share_a_rank_and_are_marked() -> None:
    """1, 2, 2, 4; ties stand in the order of their ids."""
    values = np.array([[0.2], [0.5], [0.9], [0.5]])
    found = rank_alternatives(values, np.array([1.0]), ("w", "z", "x", "y"))
    assert found.rank.tolist() == [4, 2, 1, 2]
    assert found.tied.tolist() == [False, True, False, True]
    assert found.order.tolist() == [2, 3, 1, 0]


@given(st.integers(0, 10_000))
def test_contributions_sum_to_the_score(seed: int) -> None:
    """For any values and weights, and the first has the greatest."""
    rng = np.random.default_rng(seed)
    values, weights = rng.random((7, 4)), rng.dirichlet(np.ones(4))
    found = rank_alternatives(values, weights, [f"a{row}" for row in range(7)])
    assert found.contributions.sum(axis=1) == pytest.approx(found.scores)
    assert found.scores == pytest.approx(values @ weights)
    assert found.scores[found.order[0]] == found.scores.max()


@given(st.integers(0, 10_000))
def test_only_who_is_beaten_or_met_everywhere_is_dominated(seed: int) -> None:
    """Against the definition: another is nowhere worse, and somewhere better."""
    rng = np.random.default_rng(seed)
    values = rng.integers(0, 4, size=(8, 3)) / 4
    beater = dominated_by(values, values.sum(axis=1))
    for row, by in enumerate(beater.tolist()):
        better = [
            other for other in range(8) if (values[other] >= values[row]).all() and (values[other] > values[row]).any()
        ]
        assert (by in better) == bool(better)
