"""Value functions: a raw performance to [0, 1] on fixed anchors.

Anchors come from the answers or from a criterion's definition, never from the alternatives at hand, so that adding or
removing an alternative cannot reorder the others (von Winterfeldt & Edwards 1986; Belton & Stewart 2002, ch. 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from advisor.arrays import Floats


@dataclass(frozen=True, slots=True)
class Scale:
    """A monotone value function: value 0 at ``worst``, 1 at ``best``, linear or logarithmic between, flat outside."""

    worst: float
    best: float
    shape: Literal["linear", "log"] = "linear"

    def __post_init__(self) -> None:
        """Refuse anchors that define no function."""
        if self.worst == self.best or (self.shape == "log" and min(self.worst, self.best) <= 0):
            raise ValueError(f"anchors {self.worst} and {self.best} (two different numbers, positive on a log scale)")

    @property
    def objective(self) -> Literal["min", "max"]:
        """Whether less or more of the raw performance is better."""
        return "max" if self.best > self.worst else "min"

    def value(self, raw: ArrayLike) -> Floats:
        """Values in [0, 1]; NaN stays NaN (unknown)."""
        numbers = np.asarray(raw, dtype=np.float64)
        worst, best = self.worst, self.best
        if self.shape == "log":
            tiny = min(worst, best) * 1e-12
            numbers = np.log(np.maximum(numbers, tiny))
            worst, best = float(np.log(worst)), float(np.log(best))
        return np.asarray(np.clip((numbers - worst) / (best - worst), 0.0, 1.0), dtype=np.float64)

    def raw(self, value: float) -> float:
        """The raw performance that has a value in [0, 1] (the anchors themselves at 0 and 1)."""
        share = min(max(value, 0.0), 1.0)
        if self.shape == "log":
            return float(np.exp(np.log(self.worst) + share * (np.log(self.best) - np.log(self.worst))))
        return self.worst + share * (self.best - self.worst)
