"""Draws for the Monte Carlo bands: a fixed low-discrepancy set, so that the same inputs give the same bands."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from advisor.arrays import Floats
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs.case import Case, Draws
from advisor.hosting.costs.staffing import pay_sigma
from advisor.hosting.prices.gpu_market import PRICE_SIGMA
from advisor.hosting.sobol_points import sobol

TABLE_DRAWS = 64
POWER_SIGMA = 0.2
STAFF_SIGMA = 0.3
OTHER_SIGMA = 0.3


@lru_cache(maxsize=8)
def normals(count: int, seed: int = 0) -> Floats:
    """Standard normal draws of shape (8, count), scrambled Sobol, mean removed; ``count`` a power of two."""
    z = ndtri(np.clip(sobol(count, seed), 1e-9, 1 - 1e-9)).T
    return np.asarray(z - z.mean(axis=1, keepdims=True))


@lru_cache(maxsize=8)
def shuffled(count: int, seed: int = 0) -> Floats:
    """The middles of ``count`` equal slices of the standard normal in a fixed random order; shape (1, count).

    Apart from ``normals``, whose draws stay what they were when an input is added.
    """
    order = np.random.default_rng(seed + 1).permutation(count)
    return np.asarray(ndtri((order + 0.5) / count)[None, :])


def draws_for(case: Case) -> Draws:
    """Draws of everything uncertain in a case: what people earn is wider where nobody states it."""
    return draws_of(case.assume, staff_sigma=max(STAFF_SIGMA, pay_sigma(case.team, case.assume)))


def draws_of(
    assume: Assumptions, count: int = TABLE_DRAWS, seed: int = 0, *, staff_sigma: float = STAFF_SIGMA
) -> Draws:
    """Draws of everything uncertain; multipliers have median 1."""
    z = normals(count, seed)
    return Draws(
        volume=np.exp(assume("volume_uncertainty") * z[0:1]),
        price=np.exp(PRICE_SIGMA * z[1:2]),
        token_z=z[2:3],
        speed_z=z[3:4],
        power=np.exp(POWER_SIGMA * z[4:5]),
        staff=np.exp(staff_sigma * z[5:6]),
        other=np.exp(OTHER_SIGMA * z[6:7]),
        thinking_z=shuffled(count, seed),
        decline_z=z[7:8],
        life_z=shuffled(count, seed + 1),
        migration_z=shuffled(count, seed + 2),
    )


def band(values: Floats) -> Floats:
    """The 10th, 50th and 90th percentile over the last axis; (n, draws) -> (n, 3).

    All three are nan where one is: what in a bad tenth needs hardware that nobody sells has no price that can be told.
    """
    ordered = np.sort(values, axis=-1)  # nan stand last
    found = np.stack([ordered[..., number] for number in percentile_numbers(ordered.shape[-1])], axis=-1)
    found[np.isnan(found[..., -1])] = np.nan
    return found


def percentile_numbers(count: int) -> tuple[int, int, int]:
    """Which of ``count`` draws in order (from 0) stand for the 10th, 50th and 90th percentile."""
    low, middle, high = (round((count - 1) * q) for q in (0.1, 0.5, 0.9))
    return low, middle, high
