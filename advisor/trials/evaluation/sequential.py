"""Looking before the end: intervals of a difference that hold at every look, and the rule that ends an evaluation.

An interval made for one look is wrong when it is looked at until it pleases. These are confidence sequences: with
probability 95% they hold the true difference at all looks together, however many there are and whenever somebody
stops. They come from bets on each prompt (Waudby-Smith and Ramdas, "Estimating means of bounded random variables by
betting", Journal of the Royal Statistical Society B 86, 2024: the hedged capital process with predictable plug-in
bets, theorem 3); nothing is assumed but that the prompts come in an order drawn by lot and scores lie in [0, 1].
A prompt is one observation, however often it was repeated: its scores are averaged first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.trials.evaluation.statistics import PairedTest

LEVEL: Final = 0.05
METHOD: Final = "confidence sequence by betting"
_GRID: Final = np.linspace(0.0025, 0.9975, 399)
"""Candidate means of (difference + 1) / 2: steps of half a per cent of the difference."""
_STEP: Final = 0.005
_MOST_OF_ALL: Final = 0.5
"""The share of the capital that is put on one prompt at most, as in the paper."""
_LOOKS_APART: Final = 10
"""A look waits for a tenth more prompts, at the least: looks cost time, and late ones change little."""


@dataclass(frozen=True, slots=True)
class Sequence95:
    """The limits of a difference in [-1, 1] that hold at every look, and the p-value of "no difference" that does."""

    low: float
    high: float
    p_value: float

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


def confidence_sequence(gaps: Sequence[float], *, level: float = LEVEL) -> Sequence95:
    """The limits after these differences (each in [-1, 1], in the order they were drawn); all of them without any."""
    values = (np.asarray(gaps, dtype=float) + 1) / 2
    if not values.size:
        return Sequence95(-1.0, 1.0, 1.0)
    bets = _bets(values, level)
    wealth = _best_wealth(values, bets, _GRID)
    inside = _GRID[wealth < math.log(1 / level)]
    p_value = math.exp(-max(0.0, float(_best_wealth(values, bets, np.array([0.5]))[0])))
    if not inside.size:  # between two points of the grid
        middle = float(2 * values.mean() - 1)
        return Sequence95(middle - _STEP, middle + _STEP, p_value)
    low, high = 2 * float(inside.min()) - 1 - _STEP, 2 * float(inside.max()) - 1 + _STEP
    return Sequence95(max(-1.0, low), min(1.0, high), p_value)


def _bets(values: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    """How much is put on each prompt, known before it is asked: from the spread of those before it."""
    number = np.arange(1, values.size + 1)
    means = (0.5 + np.cumsum(values)) / (number + 1)
    spreads = (0.25 + np.cumsum((values - means) ** 2)) / (number + 1)
    before = np.concatenate([[0.25], spreads[:-1]])
    return np.sqrt(2 * math.log(2 / level) / (before * number * np.log(number + 1)))


def _best_wealth(
    values: NDArray[np.float64], bets: NDArray[np.float64], means: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The logarithm of the most that a bettor against each mean ever had, half of the stake on either side."""
    apart = values[:, None] - means[None, :]
    up = np.minimum(bets[:, None], _MOST_OF_ALL / means[None, :])
    down = np.minimum(bets[:, None], _MOST_OF_ALL / (1 - means[None, :]))
    above = np.cumsum(np.log1p(up * apart), axis=0)
    below = np.cumsum(np.log1p(-down * apart), axis=0)
    return np.asarray(np.maximum(above, below).max(axis=0) - math.log(2))


def sequential_test(gaps: Sequence[float], *, names: tuple[str, str], pairs: int) -> PairedTest:
    """First minus second as a test that may be looked at anytime, its level shared by all ``pairs`` of columns."""
    found = confidence_sequence(gaps, level=LEVEL / max(1, pairs))
    mean = float(np.mean(gaps)) if len(gaps) else 0.0
    return PairedTest(
        names[0],
        names[1],
        len(gaps),
        mean,
        found.low,
        found.high,
        found.p_value,
        METHOD,
        min(1.0, found.p_value * max(1, pairs)),
    )


def pairs_of(columns: int) -> int:
    """How many pairs of columns there are, any of which may turn out to be the one of interest."""
    return len(list(combinations(range(columns), 2)))


def enough(tests: Sequence[PairedTest], *, within: float) -> bool:
    """Whether every difference to the best is surely not 0, or is known to within so much."""
    return bool(tests) and all(test.low > 0 or test.high < 0 or (test.high - test.low) / 2 <= within for test in tests)


def next_look(prompts: int, *, every: int) -> int:
    """After how many prompts the next look is due, when there was one after ``prompts``."""
    return prompts + max(every, prompts // _LOOKS_APART)


def drawn_order(prompts: int, *, lot: str) -> tuple[int, ...]:
    """The numbers of the prompts in an order drawn by lot: always the same for one evaluation, so that it goes on."""
    seed = int.from_bytes(lot.encode("utf-8", "surrogatepass")[-16:].rjust(16, b"\0"), "big")
    return tuple(int(number) for number in np.random.default_rng(seed).permutation(prompts))
