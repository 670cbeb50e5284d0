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
from scipy.optimize import linprog

from advisor.decision.values import Floats, Scale

NUDGE: Final = 1e-7
"""Flips are reported this relative step beyond the exact point, so that the change is enough after rounding."""
MARGIN: Final = 1e-9
_SMALL: Final = 1e-12
STRONGEST: Final = 40
"""Rivals that a linear programme starts with: nearly always all that matter."""


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


def first_interval(now: Floats, then: Floats) -> tuple[float, float] | None:
    """The part of [0, 1] on which all lines from ``now`` (at 0) to ``then`` (at 1) are at least 0, or None."""
    slope = then - now
    with np.errstate(divide="ignore", invalid="ignore"):
        root = -now / slope
    rising, falling = slope > _SMALL, slope < -_SMALL
    flat_below = ~rising & ~falling & (now < -_SMALL)
    if flat_below.any():
        return None
    low = float(np.max(root[rising], initial=0.0))
    high = float(np.min(root[falling], initial=1.0))
    return (low, high) if low <= high else None


def weight_flip(values: Floats, weights: Floats, challenger: int) -> WeightFlip | None:
    """The smallest change of one weight, the others scaled in proportion, that makes ``challenger`` first."""
    gaps, ends = _rivals(values, challenger), _ends(weights)
    now = gaps @ weights
    then = gaps @ np.array([target for _, target in ends]).reshape(-1, len(weights)).T
    best: WeightFlip | None = None
    for (criterion, target), reach in zip(ends, then.T, strict=True):
        reached = _reach(gaps, weights, target, now, reach)
        if reached is None:
            continue
        moved = abs(reached[criterion] - weights[criterion])
        if best is None or moved < best.moved - _SMALL:
            best = WeightFlip(criterion, reached, float(moved))
    return best


def _ends(weights: Floats) -> list[tuple[int, Floats]]:
    """Per criterion the weights when its own is 0 and when it is all there is, the others scaled in proportion."""
    found = []
    for criterion in range(len(weights)):
        rest = weights.copy()
        rest[criterion] = 0.0
        others = float(rest.sum())
        for end in (0.0, 1.0):
            if (end < 0.5 and others <= _SMALL) or abs(end - weights[criterion]) <= _SMALL:  # noqa: PLR2004
                continue
            target = rest * ((1.0 - end) / others) if others > _SMALL else rest.copy()
            target[criterion] = end
            found.append((criterion, target))
    return found


def _rivals(values: Floats, challenger: int) -> Floats:
    """What the challenger has ahead of every other alternative on every criterion.

    Those alike in all of them are no rivals.
    """
    gaps = values[challenger] - np.delete(values, challenger, axis=0)
    return np.asarray(gaps[np.abs(gaps).max(axis=1, initial=0.0) > _SMALL], dtype=np.float64)


def _reach(gaps: Floats, weights: Floats, target: Floats, now: Floats, then: Floats) -> Floats | None:
    """The nearest weights on the way to ``target`` at which all gaps are above 0; None where it could only tie.

    ``now`` and ``then`` are the scores' gaps at both ends.
    """
    interval = first_interval(now, then)
    if interval is None:
        return None
    low, high = interval
    step = min(low + max(low, 1e-3) * NUDGE, (low + high) / 2 if high > low else low)
    reached = np.asarray(weights + step * (target - weights), dtype=np.float64)
    return reached if (gaps @ reached).min(initial=1.0) > _SMALL else None


def smallest_shift(values: Floats, weights: Floats, challenger: int) -> WeightFlip | None:
    """The weights with the smallest sum of absolute changes that make ``challenger`` first, or None.

    A linear programme (HiGHS) with a margin of 1e-9 of score, so that the challenger is strictly first after rounding;
    rivals are added as constraints as they turn up, which leaves the optimum exact.
    """
    gaps = _rivals(values, challenger)
    if not len(gaps):
        return None
    for margin in (MARGIN, 100 * MARGIN):
        target = _from_lowest(gaps, weights, margin)
        if target is None or (gaps @ target).min() <= 0:
            target = _shifted(gaps, weights, margin)
        if target is None:
            return None
        if (gaps @ target).min() > 0:
            return WeightFlip(-1, target, float(np.abs(target - weights).sum() / 2))
    return None


def _from_lowest(gaps: Floats, weights: Floats, margin: float) -> Floats | None:
    """The optimum against the strongest rival alone, in closed form.

    Weight moves from where the challenger is weakest to where it is strongest. Where it also beats everybody else it
    is the optimum of the whole problem.
    """
    gap = gaps[int(np.argmin(gaps @ weights))]
    need = margin - float(gap @ weights)
    target, best = weights.copy(), int(np.argmax(gap))
    for index in np.argsort(gap, kind="stable").tolist():
        gain = float(gap[best] - gap[index])
        if need <= 0 or gain <= _SMALL:
            break
        step = min(float(target[index]), need / gain)
        target[index] -= step
        target[best] += step
        need -= step * gain
    return target if need <= 0 else None


def _shifted(gaps: Floats, weights: Floats, margin: float) -> Floats | None:
    count = len(weights)
    active = np.argsort(gaps @ weights, kind="stable")[:STRONGEST].tolist()
    while True:
        block = gaps[active]
        answer = linprog(
            np.ones(2 * count),
            A_ub=-np.hstack([block, -block]),
            b_ub=block @ weights - margin,
            A_eq=np.hstack([np.ones(count), -np.ones(count)])[None, :],
            b_eq=[0.0],
            bounds=[(0, None)] * count + [(0, float(weight)) for weight in weights],
            method="highs",
            options={"primal_feasibility_tolerance": 1e-10},
        )
        if not answer.success:
            return None
        moves = np.asarray(answer.x, dtype=np.float64)
        target = np.maximum(weights + moves[:count] - moves[count:], 0.0)
        target = target / target.sum()
        short = gaps @ target
        worst = int(np.argmin(short))
        if short[worst] > 0 or worst in active:
            return np.asarray(target, dtype=np.float64)
        active.append(worst)


def level_flip(
    scale: Scale, weight: float, *, current: float, value: float, gap: float, better: Literal["up", "down"]
) -> LevelFlip | None:
    """The raw performance at which a value has changed by ``gap / weight``, or None when the scale ends before.

    ``up``: a challenger ``gap`` behind improves. ``down``: a leader ``gap`` ahead gets worse.
    """
    if weight <= _SMALL or not np.isfinite(current):
        return None
    change = gap / weight * (1 + NUDGE)
    needed = value + change if better == "up" else value - change
    if not 0.0 <= needed <= 1.0:
        return None
    return LevelFlip(current, scale.raw(needed))


def lines(values: Floats, weights: Floats, criterion: int, shares: Floats) -> Floats:
    """Scores (n, k) when one weight takes each of k ``shares``, the others scaled in proportion."""
    rest = weights.copy()
    rest[criterion] = 0.0
    total = float(rest.sum())
    base = values @ (rest / total if total > _SMALL else rest)
    return np.asarray(np.outer(base, 1.0 - shares) + np.outer(values[:, criterion], shares), dtype=np.float64)


def crossings(values: Floats, weights: Floats, criterion: int, first: int) -> NDArray[np.float64]:
    """The weights of one criterion, in order, at which the first place passes from ``first`` to somebody else."""
    ends = lines(values, weights, criterion, np.array([0.0, 1.0]))
    gaps = np.delete(ends[first] - ends, first, axis=0)
    interval = first_interval(gaps[:, 0], gaps[:, 1])
    return np.array([] if interval is None else [point for point in interval if 0.0 < point < 1.0])
