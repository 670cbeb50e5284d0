"""Value functions: a raw performance to [0, 1] on fixed anchors.

Anchors come from the answers or from a criterion's definition, never from the alternatives at hand, so that adding or
removing an alternative cannot reorder the others (von Winterfeldt & Edwards 1986; Belton & Stewart 2002, ch. 5).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from advisor.arrays import Floats

_BISECTIONS: Final = 80
"""Halvings of an interval of a few hundred points: to the last digit of a float."""


@dataclass(frozen=True, slots=True)
class ValueFunction:
    """A monotone value function: value 0 at ``worst``, 1 at ``best``, flat outside.

    ``linear`` and ``log`` run straight between the two; ``curve`` runs straight from knot to knot, each a raw
    performance with its value, ``worst`` and ``best`` included.
    """

    worst: float
    best: float
    shape: Literal["linear", "log", "curve"] = "linear"
    knots: tuple[tuple[float, float], ...] = ()

    def __post_init__(self) -> None:
        """Refuse anchors that define no function."""
        if self.worst == self.best or (self.shape == "log" and min(self.worst, self.best) <= 0):
            raise ValueError(f"anchors {self.worst} and {self.best} (two different numbers, positive on a log scale)")
        if self.shape == "curve":
            raws, values = zip(*self.knots, strict=True) if self.knots else ((), ())
            rising = all(a < b for a, b in itertools.pairwise(raws))
            better = all(a < b for a, b in itertools.pairwise(values))
            if len(raws) < 2 or not (rising and better) or (values[0], values[-1]) != (0.0, 1.0):  # noqa: PLR2004 - a line has two ends
                raise ValueError(f"knots {self.knots} (rising in both, from value 0 to value 1)")

    @property
    def objective(self) -> Literal["min", "max"]:
        """Whether less or more of the raw performance is better."""
        return "max" if self.best > self.worst else "min"

    def value(self, raw: ArrayLike) -> Floats:
        """Values in [0, 1]; NaN stays NaN (unknown)."""
        numbers = np.asarray(raw, dtype=np.float64)
        if self.shape == "curve":
            return np.asarray(np.interp(numbers, *self._ends), dtype=np.float64)
        worst, best = self.worst, self.best
        if self.shape == "log":
            tiny = min(worst, best) * 1e-12
            numbers = np.log(np.maximum(numbers, tiny))
            worst, best = float(np.log(worst)), float(np.log(best))
        return np.asarray(np.clip((numbers - worst) / (best - worst), 0.0, 1.0), dtype=np.float64)

    def expected(self, middle: ArrayLike, deviation: ArrayLike) -> Floats:
        """The mean value of normally distributed performances; exact on a ``curve``, elsewhere that of the middle.

        On a curve that levels off, a vague claim to the top is worth less than a sure "enough". With slopes s_k
        between knots the value is a sum of hinges, and E max(X - k, 0) = (m - k) Phi(z) + d phi(z), z = (m - k) / d.
        """
        mean, spread = np.asarray(middle, dtype=np.float64), np.asarray(deviation, dtype=np.float64)
        if self.shape != "curve":
            return self.value(mean)
        raws, values = self._ends
        slopes = np.diff(values) / np.diff(raws)
        bends = np.diff(np.concatenate([[0.0], slopes, [0.0]]))
        gap = mean[..., None] - raws
        width = np.maximum(spread, 1e-12)[..., None]
        z = gap / width
        hinges = gap * ndtr(z) + width * np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
        found = (hinges * bends).sum(axis=-1)
        return np.asarray(np.clip(np.where(spread > 0, found, self.value(mean)), 0.0, 1.0), dtype=np.float64)

    def raw(self, value: float, deviation: float = 0.0) -> float:
        """The raw performance that has a value in [0, 1] (the anchors themselves at 0 and 1).

        With a ``deviation`` the middle whose expected value it is.
        """
        share = min(max(value, 0.0), 1.0)
        if self.shape == "curve":
            return self._middle(share, deviation) if deviation > 0 else float(np.interp(share, *self._ends[::-1]))
        if self.shape == "log":
            return float(np.exp(np.log(self.worst) + share * (np.log(self.best) - np.log(self.worst))))
        return self.worst + share * (self.best - self.worst)

    def slope(self, raw: float, deviation: float = 0.0) -> float:
        """Change of (expected) value per unit of the raw performance, at it."""
        step = max(abs(self.best - self.worst), abs(raw), 1e-6) * 1e-6
        ends = self.expected(np.array([raw - step, raw + step]), np.full(2, deviation))
        return float(ends[1] - ends[0]) / (2 * step)

    @property
    def _ends(self) -> tuple[Floats, Floats]:
        raws, values = zip(*self.knots, strict=True)
        return np.array(raws, dtype=np.float64), np.array(values, dtype=np.float64)

    def _middle(self, value: float, deviation: float) -> float:
        low, high = self.worst - 8 * deviation, self.best + 8 * deviation
        for _ in range(_BISECTIONS):
            middle = (low + high) / 2
            below = float(self.expected(np.array([middle]), np.array([deviation]))[0]) < value
            low, high = (middle, high) if below else (low, middle)
        return high
