"""The small linear programmes: what the tableau finds is what HiGHS finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.optimize import linprog

from advisor.decision.results.changes.joint_weight_flip import smallest_shift
from advisor.decision.results.changes.simplex import minimum


def _programme(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Random costs of 0 and more, limits of which some are broken at the start, and sparse rows."""
    rng = np.random.default_rng(seed)
    variables, limits = int(rng.integers(1, 9)), int(rng.integers(1, 14))
    rows = rng.normal(size=(limits, variables)) * (rng.random((limits, variables)) < 0.7)
    return rng.random(variables), rows, rng.normal(size=limits)


def test_the_optimum_is_that_of_highs() -> None:
    """Over 400 random programmes: the same cost, no limit broken; where it is unique, the same x."""
    found = none = 0
    for seed in range(400):
        costs, rows, limits = _programme(seed)
        mine, theirs = minimum(costs, rows, limits), linprog(costs, A_ub=-rows, b_ub=limits, method="highs")
        if mine is None:
            assert theirs.status == 2
            none += 1
            continue
        found += 1
        assert costs @ mine.x == pytest.approx(theirs.fun, abs=1e-9)
        assert (mine.x >= 0).all()
        assert mine.slack == pytest.approx(np.maximum(rows @ mine.x + limits, 0), abs=1e-9)
        if mine.unique:
            assert mine.x == pytest.approx(theirs.x, abs=1e-7)
    assert found > 120
    assert none > 50


def test_an_optimum_with_others_as_good_is_not_called_unique() -> None:
    """Two variables of one cost that serve one limit alike."""
    costs, rows, limits = np.ones(2), np.array([[1.0, 1.0]]), np.array([-1.0])
    equal = minimum(costs, rows, limits)
    assert equal is not None
    assert not equal.unique
    assert equal.x.sum() == pytest.approx(1.0)
    better = minimum(np.array([1.0, 2.0]), rows, limits)
    assert better is not None
    assert better.unique
    assert better.x.tolist() == pytest.approx([1.0, 0.0])


def test_no_weights_that_put_it_first_move_less(kit: Any) -> None:
    """Over 200 random cases: the shift against all rivals at once, as HiGHS finds it."""
    found = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        values = kit.matrix(rng, 70, 5, uncertain=False).value
        weights = rng.dirichlet(np.ones(5))
        challenger = int(np.argsort(-(values @ weights))[3])
        gaps = values[challenger] - np.delete(values, challenger, axis=0)
        theirs = linprog(
            np.ones(10),
            A_ub=-np.hstack([gaps, -gaps]),
            b_ub=gaps @ weights - 1e-9,
            A_eq=np.concatenate([np.ones(5), -np.ones(5)])[None, :],
            b_eq=[0.0],
            bounds=[(0, None)] * 5 + [(0, float(weight)) for weight in weights],
            method="highs",
        )
        mine = smallest_shift(values, weights, challenger)
        assert (mine is None) == (not theirs.success)
        if mine is not None:
            found += 1
            assert mine.moved == pytest.approx(theirs.fun / 2, abs=1e-7)
    assert found > 60
