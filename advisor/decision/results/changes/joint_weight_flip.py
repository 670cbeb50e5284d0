"""The smallest shift of several weights at once that puts another alternative first."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy.optimize import linprog

from advisor.arrays import Floats
from advisor.decision.results.changes.single_flips import SMALL, WeightFlip, alike

MARGIN: Final = 1e-9
STRONGEST: Final = 40
"""Rivals that a linear programme starts with: nearly always all that matter."""


def smallest_shift(values: Floats, weights: Floats, challenger: int) -> WeightFlip | None:
    """The weights with the smallest sum of absolute changes that make ``challenger`` first, or None.

    A linear programme with a margin of 1e-9 of score, so that the challenger is strictly first after rounding; rivals
    are added as constraints as they turn up, which leaves the optimum exact.
    """
    field = _Field(values, weights, challenger)
    if len(field.same) == len(values):
        return None
    for margin in (MARGIN, 100 * MARGIN):
        target = field.from_strongest(margin)
        if target is None or field.lead(target)[1] <= 0:
            target = field.shifted(margin)
        if target is None:
            return None
        if field.lead(target)[1] > 0:
            return WeightFlip(-1, target, float(np.abs(target - weights).sum() / 2))
    return None


class _Field:
    """A challenger among its rivals; those alike in every value are none."""

    def __init__(self, values: Floats, weights: Floats, challenger: int) -> None:
        self.values, self.weights, self.challenger = values, weights, challenger
        now = values @ weights
        self.ahead = now[challenger] - now
        self.same = alike(values, self.ahead, challenger)
        self.ahead[self.same] = np.inf

    def lead(self, target: Floats) -> tuple[int, float]:
        """The strongest rival under other weights, and how far the challenger is ahead of it."""
        scores = self.values @ target
        mine = float(scores[self.challenger])
        scores[self.same] = -np.inf
        rival = int(np.argmax(scores))
        return rival, mine - float(scores[rival])

    def from_strongest(self, margin: float) -> Floats | None:
        """The optimum against the strongest rival alone, in closed form.

        Weight moves from where the challenger is weakest to where it is strongest. Where it also beats everybody else
        it is the optimum of the whole problem.
        """
        weights = self.weights
        gap = self.values[self.challenger] - self.values[int(np.argmin(self.ahead))]
        need = margin - float(gap @ weights)
        target, best = weights.copy(), int(np.argmax(gap))
        for index in np.argsort(gap, kind="stable").tolist():
            gain = float(gap[best] - gap[index])
            if need <= 0 or gain <= SMALL:
                break
            step = min(float(target[index]), need / gain)
            target[index] -= step
            target[best] += step
            need -= step * gain
        return target if need <= 0 else None

    def shifted(self, margin: float) -> Floats | None:
        """The optimum against all rivals, or None where no weights put the challenger first."""
        active = np.argsort(self.ahead, kind="stable")[: min(STRONGEST, len(self.ahead) - len(self.same))].tolist()
        while True:
            target = _solved(self.values[self.challenger] - self.values[active], self.weights, margin)
            if target is None:
                return None
            rival, lead = self.lead(target)
            if lead > 0 or rival in active:
                return target
            active.append(rival)


def _solved(gaps: Floats, weights: Floats, margin: float) -> Floats | None:
    """The nearest weights at which every gap is at least ``margin``, or None where no weights keep to all."""
    count = len(weights)
    answer = linprog(
        np.ones(2 * count),
        A_ub=-np.hstack([gaps, -gaps]),
        b_ub=gaps @ weights - margin,
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
    return np.asarray(target / target.sum(), dtype=np.float64)
