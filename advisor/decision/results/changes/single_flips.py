"""The smallest changes that put another alternative first: weights, a price, an ability. All exact.

Scores are linear in the weights, so the weights under which one alternative is first form a convex set; along any
straight line they form an interval, whose near end is the flip. Just inside it the alternative is first, anything less
leaves it behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.decision.criteria.value_functions import ValueFunction

NUDGE: Final = 1e-7
"""Flips are reported this relative step beyond the exact point, so that the change is enough after rounding."""
SMALL: Final = 1e-12


@dataclass(frozen=True, slots=True)
class WeightFlip:
    """New weights that put an alternative first; ``criterion`` is the one that moves, -1 when several do."""

    criterion: int
    weights: Floats
    moved: float


@dataclass(frozen=True, slots=True)
class LevelFlip:
    """A new raw performance of one alternative's (or model's) criterion that changes the first place."""

    current: float
    needed: float


@dataclass(frozen=True, slots=True)
class Ways:
    """The straight ways from the weights to where one criterion's is 0 or all there is, the others in proportion.

    ``criteria`` (k) move to ``ends`` (k, c); every alternative's score is ``now`` (n) and ``then`` (k, n).
    """

    criteria: tuple[int, ...]
    ends: Floats
    now: Floats
    then: Floats


def ways_of(values: Floats, weights: Floats) -> Ways:
    """Every way that changes a weight."""
    found = _ends(weights)
    ends = np.array([target for _, target in found]).reshape(-1, len(weights))
    return Ways(tuple(criterion for criterion, _ in found), ends, values @ weights, ends @ values.T)


def _ends(weights: Floats) -> list[tuple[int, Floats]]:
    """Per criterion the weights when its own is 0 and when it is all there is, the others scaled in proportion."""
    found = []
    for criterion in range(len(weights)):
        rest = weights.copy()
        rest[criterion] = 0.0
        others = float(rest.sum())
        for end in (0.0, 1.0):
            if (end < 0.5 and others <= SMALL) or abs(end - weights[criterion]) <= SMALL:  # noqa: PLR2004
                continue
            target = rest * ((1.0 - end) / others) if others > SMALL else rest.copy()
            target[criterion] = end
            found.append((criterion, target))
    return found


def alike(values: Floats, ahead: Floats, challenger: int) -> NDArray[np.int64]:
    """Places of the alternatives with the challenger's values, itself included; they are no rivals.

    ``ahead`` is what it scores more than each.
    """
    level = np.flatnonzero(np.abs(ahead) <= 2 * SMALL)
    same = np.abs(values[level] - values[challenger]).max(axis=1, initial=0.0) <= SMALL
    return np.asarray(level[same], dtype=np.int64)


def weight_flip(values: Floats, weights: Floats, challenger: int, ways: Ways | None = None) -> WeightFlip | None:
    """The smallest change of one weight, the others scaled in proportion, that makes ``challenger`` first.

    ``ways`` are those of ``ways_of``, for several challengers of the same decision.
    """
    ways = ways or ways_of(values, weights)
    now = ways.now[challenger] - ways.now
    same = alike(values, now, challenger)
    now[same] = 1.0
    able, steps = _steps(ways, values[challenger] - values[now < 0], weights, now, same, challenger)
    reached = weights + steps[:, None] * (ways.ends[able] - weights)
    scores = reached @ values.T
    mine = scores[:, challenger].copy()
    scores[:, same] = -np.inf
    best: WeightFlip | None = None
    for place in np.flatnonzero(mine - scores.max(axis=1) > SMALL).tolist():
        criterion = ways.criteria[able[place]]
        moved = float(abs(reached[place, criterion] - weights[criterion]))
        if best is None or moved < best.moved - SMALL:
            best = WeightFlip(criterion, reached[place], moved)
    return best


def _steps(  # noqa: PLR0917 - what a way is judged by
    ways: Ways, gaps: Floats, weights: Floats, now: Floats, same: NDArray[np.int64], challenger: int
) -> tuple[NDArray[np.int64], Floats]:
    """The ways on which the challenger is first somewhere, and the share of each to go until it is.

    ``gaps`` are to the few that are ahead of it: they say where that may begin, and only the ways that are left are
    compared with everybody else (``now`` ahead by so much).
    """
    low, high = first_intervals(gaps @ weights, ways.ends @ gaps.T)
    able = np.flatnonzero(low <= high)
    then = ways.then[able, challenger, None] - ways.then[able]
    then[:, same] = 1.0
    low, high = low[able], np.minimum(high[able], _caught(now, then))
    able, low, high = able[low <= high], low[low <= high], high[low <= high]
    return able, np.minimum(low + np.maximum(low, 1e-3) * NUDGE, np.where(high > low, (low + high) / 2, low))


def _caught(now: Floats, then: Floats) -> Floats:
    """Where the first of n lines that start at 0 or above (``now``) falls below 0 on the way to ``then`` (k, n)."""
    fall = now - then
    falling = (now >= 0) & (then < 0) & (fall > SMALL)
    caught = np.divide(now, fall, out=np.ones_like(then), where=falling)
    return np.asarray(caught.min(axis=1, initial=1.0), dtype=np.float64)


def first_intervals(now: Floats, then: Floats) -> tuple[Floats, Floats]:
    """The part of [0, 1] on which all n lines from ``now`` (n) to ``then`` (k, n) are at least 0: low and high (k, k).

    High is below low where there is none.
    """
    slope = then - now
    with np.errstate(divide="ignore", invalid="ignore"):
        root = -now / slope
    rising, falling = slope > SMALL, slope < -SMALL
    never = (~rising & ~falling & (now < -SMALL)).any(axis=1)
    low = np.where(rising, root, 0.0).max(axis=1, initial=0.0)
    high = np.where(falling, root, 1.0).min(axis=1, initial=1.0)
    return low, np.where(never, -1.0, high)


def first_interval(now: Floats, then: Floats) -> tuple[float, float] | None:
    """The part of [0, 1] on which all lines from ``now`` (at 0) to ``then`` (at 1) are at least 0, or None."""
    (low,), (high,) = first_intervals(now, then[None, :])
    return (float(low), float(high)) if low <= high else None


def level_flip(
    scale: ValueFunction,
    weight: float,
    *,
    current: float,
    value: float,
    gap: float,
    better: Literal["up", "down"],
    deviation: float = 0.0,
) -> LevelFlip | None:
    """The raw performance at which a value has changed by ``gap / weight``, or None when the scale ends before.

    ``up``: a challenger ``gap`` behind improves. ``down``: a leader ``gap`` ahead gets worse.
    """
    if weight <= SMALL or not np.isfinite(current):
        return None
    change = gap / weight * (1 + NUDGE)
    needed = value + change if better == "up" else value - change
    if not 0.0 <= needed <= 1.0:
        return None
    return LevelFlip(current, scale.raw(needed, deviation))


def lines(values: Floats, weights: Floats, criterion: int, shares: Floats) -> Floats:
    """Scores (n, k) when one weight takes each of k ``shares``, the others scaled in proportion."""
    rest = weights.copy()
    rest[criterion] = 0.0
    total = float(rest.sum())
    base = values @ (rest / total if total > SMALL else rest)
    return np.asarray(np.outer(base, 1.0 - shares) + np.outer(values[:, criterion], shares), dtype=np.float64)


def crossings(values: Floats, weights: Floats, criterion: int, first: int) -> NDArray[np.float64]:
    """The weights of one criterion, in order, at which the first place passes from ``first`` to somebody else."""
    ends = lines(values, weights, criterion, np.array([0.0, 1.0]))
    gaps = np.delete(ends[first] - ends, first, axis=0)
    interval = first_interval(gaps[:, 0], gaps[:, 1])
    return np.array([] if interval is None else [point for point in interval if 0.0 < point < 1.0])
