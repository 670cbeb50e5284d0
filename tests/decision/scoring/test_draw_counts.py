"""Shares of draws, as plain arithmetic on arrays counts them."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.decision.scoring.draw_counts import shares_ahead, shares_within


@pytest.mark.parametrize("kind", [np.float32, np.float64])
def test_shares_are_those_of_plain_arithmetic(kind: type) -> None:
    """In either precision, ties at the least difference included: steps of the grid meet it often."""
    rng = np.random.default_rng(0)
    for _ in range(20):
        draws = (rng.integers(0, 12, size=(7, 500)) / 8).astype(kind)
        mine, least = draws[0], float(rng.choice([-0.25, 0.0, 0.125, 0.25]))
        ahead, within = shares_ahead(mine, draws, least), shares_within(mine, draws, least)
        assert ahead.tolist() == ((mine - draws) >= least).mean(axis=1).tolist()
        assert within.tolist() == ((mine - draws) <= least).mean(axis=1).tolist()
        assert (ahead + within).min() >= 1.0


def test_a_difference_that_the_precision_cannot_tell_counts_as_equal() -> None:
    """The least difference is taken in the precision of the draws, as arrays compare with a plain number."""
    mine = np.full(1, 0.02, dtype=np.float32)
    assert shares_ahead(mine, np.zeros((1, 1), dtype=np.float32), 0.02).tolist() == [1.0]


def test_nobody_is_compared_with_nobody() -> None:
    """No row gives no share."""
    assert shares_ahead(np.zeros(4), np.zeros((0, 4)), 0.0).tolist() == []
