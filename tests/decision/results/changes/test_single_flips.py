"""Flips are real: the reported change makes the other first, 99% of it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.results.changes.single_flips import crossings, first_interval, level_flip, lines, weight_flip


def _case(kit: Any, seed: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Random values and weights, and a challenger that is not first."""
    rng = np.random.default_rng(seed)
    matrix = kit.matrix(rng, int(rng.integers(2, 9)), int(rng.integers(2, 7)), uncertain=False)
    weights = rng.dirichlet(np.ones(matrix.value.shape[1]))
    order = np.argsort(-(matrix.value @ weights))
    return matrix.value, weights, int(rng.choice(order[1:]))


def _first(values: np.ndarray, weights: np.ndarray) -> int:
    return int(np.argmax(values @ weights))


@pytest.mark.parametrize("start", range(0, 1000, 250))
def test_moving_one_weight_as_reported_flips_and_99_percent_does_not(kit: Any, start: int) -> None:
    """Over 1,000 random cases."""
    found = 0
    for seed in range(start, start + 250):
        values, weights, challenger = _case(kit, seed)
        flip = weight_flip(values, weights, challenger)
        if flip is None:
            continue
        found += 1
        assert flip.weights.sum() == pytest.approx(1.0)
        assert (flip.weights >= -1e-12).all()
        assert _first(values, flip.weights) == challenger
        assert _first(values, weights + 0.99 * (flip.weights - weights)) != challenger
    assert found > 60


def test_a_price_flip_is_enough_and_99_percent_of_it_is_not() -> None:
    """Over 1,000 random prices and gaps on linear and logarithmic scales."""
    rng = np.random.default_rng(2)
    found = 0
    for _ in range(1_000):
        scale = ValueFunction(10_000, 0) if rng.random() < 0.5 else ValueFunction(20_000, 10, "log")
        price, weight, gap = rng.uniform(50, 9_000), rng.uniform(0.05, 0.5), rng.uniform(0.001, 0.2)
        value = float(scale.value(price))
        flip = level_flip(scale, weight, current=price, value=value, gap=gap, better="up")
        if flip is None:
            assert value + gap / weight > 1 - 1e-6
            continue
        found += 1
        assert flip.needed < price
        assert weight * (float(scale.value(flip.needed)) - value) >= gap
        nearly = price + 0.99 * (flip.needed - price)
        assert weight * (float(scale.value(nearly)) - value) < gap
    assert found > 300


def test_a_leader_that_gets_weaker_flips_downwards() -> None:
    """A falling ability is reported below the present one."""
    flip = level_flip(ValueFunction(0, 100), 0.5, current=80.0, value=0.8, gap=0.1, better="down")
    assert flip is not None
    assert flip.needed == pytest.approx(60.0, abs=1e-3)
    assert level_flip(ValueFunction(0, 100), 0.5, current=10.0, value=0.1, gap=0.1, better="down") is None
    assert level_flip(ValueFunction(0, 100), 0.0, current=10.0, value=0.1, gap=0.1, better="down") is None


def test_first_interval_is_where_all_lines_are_above_zero() -> None:
    """Rising lines bound it from below, falling ones from above; a flat one below zero leaves nothing."""
    assert first_interval(np.array([-1.0, 0.5]), np.array([1.0, 0.2])) == (0.5, 1.0)
    assert first_interval(np.array([-1.0]), np.array([-1.0])) is None
    assert first_interval(np.array([-1.0, 1.0]), np.array([1.0, -3.0])) is None


def test_crossings_are_where_the_lines_cross() -> None:
    """The first place passes at the weight at which both score the same."""
    values = np.array([[1.0, 0.0], [0.0, 1.0]])
    weights = np.array([0.7, 0.3])
    assert crossings(values, weights, 0, 0).tolist() == pytest.approx([0.5])
    at = lines(values, weights, 0, np.array([0.5]))
    assert at[0, 0] == pytest.approx(at[1, 0])
