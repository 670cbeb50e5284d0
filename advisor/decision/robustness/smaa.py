"""Robustness by sampling: how often each alternative takes each rank when weights and uncertain facts vary together.

SMAA-2 (Lahdelma & Salminen 2001, Operations Research 49(3), 444-454) over an additive value model. Weights vary around
the stated ones; every uncertain fact is one draw shared by all alternatives and criteria it touches. The standard
error of a share p is sqrt(p (1 - p) / samples).

Every alternative is scored in every draw, so that the first ten ranks are exact for the samples drawn.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np

from advisor.arrays import Floats, Index
from advisor.decision.criteria.criterion import Fact
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.records import RANKS
from advisor.decision.robustness.draws import Knowledge, draw_facts, on_grid, weights_by_criterion
from advisor.decision.robustness.sampling_kernels import GRID, FactDraws, Light, ScoreGrid, leaders, mean_ranks, scores
from advisor.decision.scoring.draw_counts import shares_ahead, shares_within

UNIT: Final = int(GRID * GRID)
"""A score of 1 on the grid."""
CORE: Final = 96
NEAR: Final = 0.02
"""Two points of a hundred: a difference that few would pay to switch for."""
COUNTED_SCORES: Final = 200_000
INTERVAL_DRAWS: Final = 4_000
"""Draws behind the 5th and 95th percentile of a score: enough for a third of a percentile."""
THREADS: Final = 2


def in_score(found: Light) -> Light:
    """Sampled scores from whole steps of the grid to [0, 1]: exact, since the step is a power of two."""
    return found / np.float32(UNIT)


@dataclass(frozen=True, slots=True)
class Robustness:
    """What sampling says of n alternatives.

    (n, 10) rank acceptability, expected rank over ``rank_draws`` draws, 5th and 95th percentile of the score at the
    stated weights (NaN for alternatives that were not asked for). ``near_best`` is the share of draws in which an
    alternative is within ``NEAR`` of the best score (counted for the leading 96 only).
    """

    acceptability: Floats
    near_best: Floats
    expected_rank: Floats
    low: Floats
    high: Floats
    samples: int
    rank_draws: int

    @property
    def first(self) -> Floats:
        """Share of first ranks."""
        return np.asarray(self.acceptability[:, 0], dtype=np.float64)

    def standard_error(self, share: float) -> float:
        """Sampling error of a share."""
        return float(np.sqrt(max(share * (1 - share), 0.0) / max(self.samples, 1)))


@dataclass(frozen=True, slots=True)
class Sampler:
    """Scores of chosen alternatives in chosen draws; n alternatives, c criteria.

    ``weights`` are (c, samples) and ``stated`` (c,), all on the grid.
    """

    grid: ScoreGrid
    facts: FactDraws
    weights: Light
    stated: Light

    @classmethod
    def of(cls, matrix: Matrix, weights: Floats, samples: int, seed: int, knowledge: Knowledge = "around") -> Sampler:
        """Draw weights and facts for a matrix."""
        unknown = np.array([fact.kind == "unknown" for fact in matrix.facts], dtype=np.bool_)
        return cls(
            ScoreGrid(on_grid(matrix.value), on_grid(matrix.up), on_grid(matrix.down), matrix.fact),
            draw_facts(unknown, samples, seed),
            weights_by_criterion(weights, samples, seed, knowledge),
            on_grid(weights),
        )

    def drawn(self, start: int, stop: int) -> Light:
        """(c, stop - start) the weights of some draws."""
        return np.ascontiguousarray(self.weights[:, start:stop])

    def scores(self, rows: Index, start: int, stop: int, *, stated: bool = False) -> Light:
        """(len(rows), stop - start) scores; ``stated`` holds the weights at the stated ones."""
        weights = np.repeat(self.stated[:, None], stop - start, axis=1) if stated else self.drawn(start, stop)
        return scores(self.grid.plain, rows, weights, self.facts.plain, start)


def robustness(
    matrix: Matrix, weights: Floats, *, samples: int, seed: int, shown: Index, knowledge: Knowledge = "around"
) -> Robustness:
    """Rank acceptability of all alternatives; expected rank and score interval of those in ``shown``.

    Alternatives that agree in every value, spread and fact share their ranks evenly.
    """
    return sampling(matrix, weights, samples=samples, seed=seed, shown=shown, knowledge=knowledge)()


def sampling(
    matrix: Matrix, weights: Floats, *, samples: int, seed: int, shown: Index, knowledge: Knowledge = "around"
) -> Callable[[], Robustness]:
    """Begin ``robustness`` on other threads; what is returned waits for it and gives it."""
    count = len(matrix)
    blank = np.full(count, np.nan)
    if count == 0 or samples == 0:
        nothing = np.zeros((count, RANKS))
        return lambda: Robustness(nothing, np.zeros(count), blank, blank.copy(), blank.copy(), samples, 0)
    pool = _pool(os.getpid())
    begun = pool.submit(_begin, matrix, weights, samples, seed, knowledge)
    draws = min(samples, max(COUNTED_SCORES // count, 50))
    ends = [samples * part // THREADS for part in range(THREADS + 1)]
    parts = [pool.submit(_first_ranks, begun, *part) for part in itertools.pairwise(ends)]
    interval = pool.submit(_interval, begun, shown, samples, blank)
    ranks = pool.submit(_expected_rank, begun, shown, count, draws)

    def gathered() -> Robustness:
        start = begun.result()
        taken, close = zip(*(part.result() for part in parts), strict=True)
        acceptability, near_best = np.zeros((len(start.twins), RANKS)), np.zeros(len(start.twins))
        acceptability[start.best_first] = sum(taken) / start.stands_for[:, None] / samples
        near_best[start.best_first[:CORE]] = sum(close) / samples
        low, high = interval.result()
        which = start.twin_of
        return Robustness(acceptability[which], near_best[which], ranks.result(), low, high, samples, draws)

    return gathered


@lru_cache(maxsize=1)
def _pool(process: int) -> ThreadPoolExecutor:
    """The threads that sample, shared by all decisions of a process (a forked one inherits none)."""
    return ThreadPoolExecutor(THREADS, thread_name_prefix=f"sampling-{process}")


@dataclass(frozen=True, slots=True)
class _Begun:
    """A sampler, representatives of alternatives that agree in everything, and their order at the stated weights.

    ``twin_of`` says whose each alternative is, ``stands_for`` for how many each representative stands, best first.
    """

    sampler: Sampler
    twins: Index
    twin_of: Index
    best_first: Index
    stands_for: Index


def _begin(matrix: Matrix, weights: Floats, samples: int, seed: int, knowledge: Knowledge) -> _Begun:
    sampler = Sampler.of(matrix, weights, samples, seed, knowledge)
    points = sampler.grid.value @ sampler.stated
    twins, twin_of, multiplicity = _twins(sampler.grid, points)
    best_first = np.argsort(-points[twins], kind="stable")
    return _Begun(sampler, twins, twin_of, best_first, multiplicity[best_first])


def _first_ranks(begun: Future[_Begun], start: int, stop: int) -> tuple[Index, Index]:
    """Waits for what an earlier task of the same pool begins, which a thread has therefore taken up already."""
    of = begun.result()
    rows, near = of.twins[of.best_first], np.float32(NEAR * UNIT)
    grid, facts = of.sampler.grid.plain, of.sampler.facts.plain
    return leaders(grid, rows, of.sampler.weights, facts, start, stop, near, CORE, of.stands_for)


def _twins(grid: ScoreGrid, points: Light) -> tuple[Index, Index, Index]:
    """Representatives of alternatives that agree in everything, whose each is, and how many it stands for.

    Twins have the same ``points`` at the stated weights, so that only those with the same are compared.
    """
    member = np.arange(len(points))
    _, level, sizes = np.unique(points, return_inverse=True, return_counts=True)
    seen: dict[tuple[tuple[float, ...], ...], int] = {}
    for row in np.flatnonzero(sizes[level] > 1).tolist():
        member[row] = seen.setdefault(tuple(tuple(part[row].tolist()) for part in grid), row)
    twins, twin_of, multiplicity = np.unique(member, return_inverse=True, return_counts=True)
    return twins, twin_of, multiplicity


def _interval(begun: Future[_Begun], shown: Index, samples: int, blank: Floats) -> tuple[Floats, Floats]:
    """5th and 95th percentile of the score at the stated weights."""
    low, high = blank.copy(), blank.copy()
    if len(shown):
        draws = min(samples, INTERVAL_DRAWS)
        found = begun.result().sampler.scores(shown, 0, draws, stated=True)
        percentiles = [int(0.05 * (draws - 1)), int(np.ceil(0.95 * (draws - 1)))]
        # Two places in the order are wanted; the draws between them need not be sorted.
        ends = np.partition(found, percentiles, axis=1)
        low[shown], high[shown] = ends[:, percentiles[0]] / UNIT, ends[:, percentiles[1]] / UNIT
    return low, high


def _expected_rank(begun: Future[_Begun], shown: Index, count: int, draws: int) -> Floats:
    """Mean over draws of 1 + the number of strictly better alternatives (+ half the others that tie)."""
    expected = np.full(count, np.nan)
    if len(shown):
        expected[shown] = mean_ranks(begun.result().sampler.scores(np.arange(count), 0, draws), shown)
    return expected


def warm_up() -> None:
    """Compile the loops (a few seconds), or load what an earlier process compiled, before somebody waits for them."""
    half = np.full((2, 1), 0.5)
    facts = (Fact("one", "estimate"), Fact("other", "unknown"))
    pair = Matrix(("a", "b"), ("fitness",), half, half, half, half, np.array([[0], [1]]), facts)
    robustness(pair, np.ones(1), samples=2, seed=0, shown=np.arange(2))
    drawn = np.zeros((2, 2), dtype=np.float32)
    for share in (shares_ahead, shares_within):
        share(drawn[0], drawn, 0.0)
