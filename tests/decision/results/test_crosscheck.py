"""The cross-check's methods are those of pymcdm, its rank correlations the textbook ones."""

from __future__ import annotations

import numpy as np
import pytest
from pymcdm.methods import PROMETHEE_II, TOPSIS
from scipy.stats import kendalltau, spearmanr

from advisor.decision.results.crosscheck import INDIFFERENCE, PREFERENCE, promethee_ii, rank_correlations, topsis


def as_it_is(column: np.ndarray, cost: bool = False) -> np.ndarray:  # noqa: FBT001, FBT002 -- pymcdm's signature
    """A normalisation that leaves values on their fixed anchors."""
    return 1.0 - column if cost else column


@pytest.mark.parametrize("seed", range(20))
def test_both_methods_give_what_pymcdm_gives(seed: int) -> None:
    """On random values with ties, at random weights."""
    rng = np.random.default_rng(seed)
    count, criteria = int(rng.integers(2, 60)), int(rng.integers(2, 12))
    values = rng.integers(0, 21, size=(count, criteria)) / 20
    weights = rng.dirichlet(np.ones(criteria))
    more = np.ones(criteria)
    assert topsis(values, weights) == pytest.approx(
        TOPSIS(as_it_is)(values, weights, more, validation=False), abs=1e-12
    )
    outranking = PROMETHEE_II("vshape_2", p=[PREFERENCE] * criteria, q=[INDIFFERENCE] * criteria)
    assert promethee_ii(values, weights) == pytest.approx(
        outranking(values, weights, more, validation=False), abs=1e-12
    )


def test_rank_correlations_are_rho_and_tau_b_with_ties() -> None:
    """Over 200 random pairs of series, most with ties, against scipy."""
    compared = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        one, other = rng.integers(0, rng.integers(2, 30), size=(2, int(rng.integers(2, 60)))).astype(float)
        rho, tau = rank_correlations(one, other)
        if rho is None or tau is None:
            assert np.ptp(one) == 0 or np.ptp(other) == 0
            continue
        compared += 1
        assert rho == pytest.approx(spearmanr(one, other).statistic, abs=1e-9)
        assert tau == pytest.approx(kendalltau(one, other).statistic, abs=1e-9)
    assert compared > 150


def test_a_series_that_is_all_alike_correlates_with_nothing() -> None:
    """Neither coefficient is defined."""
    assert rank_correlations(np.ones(4), np.arange(4.0)) == (None, None)
    assert rank_correlations(np.arange(4.0), np.ones(4)) == (None, None)
    assert rank_correlations(np.arange(4.0), np.arange(4.0) ** 3) == (1.0, 1.0)
    assert rank_correlations(np.arange(4.0), -np.arange(4.0)) == (-1.0, -1.0)
