"""Sobol points, scrambled: the fixed low-discrepancy set that the cost bands are drawn from.

The same points as ``scipy.stats.qmc.Sobol``, which a test holds them to. Importing ``scipy.stats`` for them took 0.45 s
of every command, a quarter of what a whole assessment takes.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats

BITS: Final = 30
# Degree, coefficients and first direction numbers of the primitive polynomials of dimensions 2 to 8; the first has none
# (Joe & Kuo 2008, "Constructing Sobol sequences with better two-dimensional projections", new-joe-kuo-6.21201).
POLYNOMIALS: Final = (
    (1, 0, (1,)),
    (2, 1, (1, 3)),
    (3, 1, (1, 3, 1)),
    (3, 2, (1, 1, 1)),
    (4, 1, (1, 1, 3, 3)),
    (4, 4, (1, 3, 5, 13)),
    (5, 2, (1, 1, 5, 5, 17)),
)
DIMENSIONS: Final = 1 + len(POLYNOMIALS)


def sobol(count: int, seed: int) -> Floats:
    """The first ``count`` points of shape (count, 8) in [0, 1), randomised by ``seed``.

    Randomised by a random lower triangular matrix of bits and a random digital shift per dimension (Matousek 1998).
    """
    random = np.random.default_rng(seed)
    weights = 2 ** np.arange(BITS, dtype=np.uint32)
    shift = random.integers(2, size=(DIMENSIONS, BITS), dtype=np.uint32) @ weights
    triangles = np.tril(random.integers(2, size=(DIMENSIONS, BITS, BITS), dtype=np.uint32))
    directions = _scrambled(_directions(), triangles)
    points = np.empty((count, DIMENSIONS), dtype=np.uint32)
    point = shift
    for index in range(count):
        points[index] = point
        lowest_zero = (~index & (index + 1)).bit_length() - 1  # Gray code: each point differs from the last by one bit
        point = point ^ directions[:, lowest_zero]
    return np.asarray(points * 2.0**-BITS)


def _directions() -> NDArray[np.uint32]:
    """Direction numbers of shape (8, 30), the first in the highest bit."""
    rows = [[1] * BITS]
    for degree, coefficients, first in POLYNOMIALS:
        row = list(first)
        for bit in range(degree, BITS):
            value = row[bit - degree] ^ (row[bit - degree] << degree)
            for back in range(1, degree):
                if coefficients >> (degree - 1 - back) & 1:
                    value ^= row[bit - back] << back
            row.append(value)
        rows.append(row)
    return np.array([[value << (BITS - 1 - bit) for bit, value in enumerate(row)] for row in rows], dtype=np.uint32)


def _scrambled(directions: NDArray[np.uint32], triangles: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Each direction number, bits from the highest, times its dimension's lower triangular matrix, modulo 2.

    The diagonal counts as ones, so that no bit is lost.
    """
    bit_numbers = np.arange(BITS - 1, -1, -1, dtype=np.uint32)
    bits = directions[:, :, None] >> bit_numbers & 1
    unit = np.maximum(triangles, np.eye(BITS, dtype=np.uint32))
    mixed = np.einsum("dij,dkj->dki", unit, bits) & 1
    return np.asarray((mixed << bit_numbers).sum(axis=-1), dtype=np.uint32)
