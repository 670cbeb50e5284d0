"""The low-discrepancy points are scipy's, made without importing its statistics."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from advisor.hosting.sobol_points import DIMENSIONS, sobol


@pytest.mark.parametrize("seed", [0, 1, 7, 2**40])
@pytest.mark.parametrize("count", [1, 64, 4096])
def test_the_points_are_those_of_scipy_bit_for_bit(count: int, seed: int) -> None:
    """Figures that were published with its draws stay what they were."""
    assert np.array_equal(sobol(count, seed), qmc.Sobol(d=DIMENSIONS, seed=seed).random(count))
