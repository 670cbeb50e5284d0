"""Scores as lines: how they run when one weight moves and the others stay in proportion."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats

SMALL: Final = 1e-12


def first_interval(now: Floats, then: Floats) -> tuple[float, float] | None:
    """The part of [0, 1] on which all lines from ``now`` (at 0) to ``then`` (at 1) are at least 0, or None."""
    slope = then - now
    with np.errstate(divide="ignore", invalid="ignore"):
        root = -now / slope
    rising, falling = slope > SMALL, slope < -SMALL
    if (~rising & ~falling & (now < -SMALL)).any():
        return None
    low = float(np.where(rising, root, 0.0).max(initial=0.0))
    high = float(np.where(falling, root, 1.0).min(initial=1.0))
    return (low, high) if low <= high else None


def lines(values: Floats, weights: Floats, criterion: int, shares: Floats) -> Floats:
    """Scores (n, k) when one weight takes each of k ``shares``, the others scaled in proportion."""
    rest = weights.copy()
    rest[criterion] = 0.0
    total = float(rest.sum())
    base = values @ (rest / total if total > SMALL else rest)
    return np.asarray(np.outer(base, 1.0 - shares) + np.outer(values[:, criterion], shares), dtype=np.float64)


def crossings(values: Floats, weights: Floats, criterion: int, first: int) -> NDArray[np.float64]:
    """The weights of one criterion, in order, at which the best score passes from ``first`` to somebody else."""
    ends = lines(values, weights, criterion, np.array([0.0, 1.0]))
    gaps = np.delete(ends[first] - ends, first, axis=0)
    interval = first_interval(gaps[:, 0], gaps[:, 1])
    return np.array([] if interval is None else [point for point in interval if 0.0 < point < 1.0])
