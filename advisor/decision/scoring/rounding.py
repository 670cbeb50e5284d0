"""Reported numbers have ten significant digits: the same bytes on every machine."""

from __future__ import annotations

from typing import Final

import numpy as np

from advisor.arrays import Floats

DIGITS: Final = 10
_POWERS: Final = np.array([float(f"1e{power}") for power in range(23)])
"""The powers of ten that are exact in binary."""


def digits(number: float) -> float:
    """Ten significant digits of one number."""
    return float(f"{number:.{DIGITS}g}")


def all_digits(numbers: Floats) -> Floats:
    """Ten significant digits of every number of an array; NaN and infinity stay what they are.

    A whole number of at most ten digits over (or times) an exact power of ten: the quotient is the double nearest to
    the decimal, as ``digits`` gives it.
    """
    size = np.abs(numbers)
    usual = (size >= 1e-12) & (size < 1e12)  # noqa: PLR2004 - within the exact powers
    decimals = DIGITS - 1 - np.floor(np.log10(np.where(usual, size, 1.0))).astype(np.int64)
    scale = _POWERS[np.abs(decimals)]
    fine = decimals >= 0
    found = np.where(fine, np.rint(numbers * scale) / scale, np.rint(numbers / scale) * scale)
    for at in zip(*np.nonzero(~usual), strict=True):
        found[at] = digits(float(numbers[at]))
    return np.asarray(found, dtype=np.float64)
