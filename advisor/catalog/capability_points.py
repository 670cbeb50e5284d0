"""The scale of capability estimates, 0 to 100 points, and the interval of an estimate on it."""

from __future__ import annotations

from typing import Final

from advisor.arrays import Z_90

HIGHEST: Final = 100.0


def interval_90(estimate: float, standard_error: float) -> tuple[float, float]:
    """Low and high end of the 90% interval in points, kept on the scale."""
    reach = Z_90 * standard_error
    return max(estimate - reach, 0.0), min(estimate + reach, HIGHEST)
