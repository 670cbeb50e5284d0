"""Where labels stand, so that none is printed over another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Places moved apart to at least ``gap``, in their order and as near to where they were as that allows."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + gap)
    if order:
        excess = (moved[order[-1]] - places[order[-1]]) / 2
        moved = [place - excess for place in moved]
    return moved


def apart(points: Sequence[tuple[float, float]], *, wide: float, high: float) -> list[bool]:
    """Which points can be named: one that lies within ``wide`` and ``high`` of a named one before it cannot."""
    named: list[tuple[float, float]] = []
    found = []
    for x, y in points:
        free = all(abs(x - other_x) >= wide or abs(y - other_y) >= high for other_x, other_y in named)
        found.append(free)
        if free:
            named.append((x, y))
    return found
