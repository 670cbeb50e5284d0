"""The smallest joint shift of weights is real: it flips, and 99% of it does not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.results.changes.joint_weight_flip import smallest_shift
from advisor.decision.results.changes.single_flips import weight_flip


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
def test_the_smallest_shift_flips_and_99_percent_does_not(kit: Any, start: int) -> None:
    """Over 1,000 random cases; and it never moves more weight than changing one criterion alone."""
    found = 0
    for seed in range(start, start + 250):
        values, weights, challenger = _case(kit, seed)
        shift = smallest_shift(values, weights, challenger)
        if shift is None:
            continue
        found += 1
        assert _first(values, shift.weights) == challenger
        assert _first(values, weights + 0.99 * (shift.weights - weights)) != challenger
        one = weight_flip(values, weights, challenger)
        if one is not None:
            assert shift.moved <= one.moved * (1 + 1e-6) + 1e-9
    assert found > 100


def test_no_weights_help_an_alternative_that_is_beaten_everywhere(kit: Any) -> None:
    """A dominated alternative has no weight flip."""
    values = np.array([[0.9, 0.8, 0.7], [0.5, 0.4, 0.3]])
    weights = np.array([0.5, 0.3, 0.2])
    assert weight_flip(values, weights, 1) is None
    assert smallest_shift(values, weights, 1) is None
