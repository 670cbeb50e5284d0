"""Robustness by sampling: how often each alternative takes each rank when weights and uncertain facts vary together.

SMAA-2 (Lahdelma & Salminen 2001, Operations Research 49(3), 444-454) over an additive value model. Weights vary around
the stated ones; every uncertain fact is one draw shared by all alternatives and criteria it touches. The standard
error of a share p is sqrt(p (1 - p) / samples).

The first ten ranks and the first-rank shares are exact for the samples drawn: an alternative is left out of the
sorting only when even its best possible score stays below the tenth best score of the leading alternatives in every
sample.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.decision.draws import on_grid
from advisor.decision.matrix import Matrix
from advisor.decision.sampler import UNIT, Index, Knowledge, Sampler
from advisor.decision.values import Floats

RANKS: Final = 10
CORE: Final = 96
NEAR: Final = 0.02
"""Two points of a hundred: a difference that few would pay to switch for."""
COUNTED_SCORES: Final = 200_000
INTERVAL_DRAWS: Final = 4_000
"""Draws behind the 5th and 95th percentile of a score: enough for a third of a percentile."""
THREADS: Final = 2
WIDE: Final = 1_000
"""With more alternatives than this half as many draws are worked on at a time: scores stay nearer the processor."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """Of n alternatives.

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


def robustness(
    matrix: Matrix,
    weights: Floats,
    *,
    samples: int,
    seed: int,
    shown: Index,
    knowledge: Knowledge = "around",
    chunk: int = 1_250,
) -> Robustness:
    """Rank acceptability of all alternatives; expected rank and score interval of those in ``shown``.

    Alternatives that agree in every value, spread and fact share their ranks evenly.
    """
    count = len(matrix)
    blank = np.full(count, np.nan)
    if count == 0 or samples == 0:
        return Robustness(np.zeros((count, RANKS)), np.zeros(count), blank, blank.copy(), blank.copy(), samples, 0)
    sampler = Sampler(matrix, weights, samples, seed, knowledge)
    twins, twin_of, multiplicity = _twins(matrix)
    best_first = np.argsort(-(sampler.values[twins] @ sampler.stated), kind="stable")
    counts, near = np.zeros((len(twins), RANKS)), np.zeros(len(twins))
    step = chunk if count <= WIDE else max(chunk // 2, 1)
    starts = range(0, samples, step)
    draws = min(samples, max(COUNTED_SCORES // count, 50))
    with ThreadPoolExecutor(THREADS) as pool:
        ranks = pool.submit(_expected_rank, sampler, shown, count, draws)
        interval = pool.submit(_interval, sampler, shown, samples, blank)
        parts = list(
            pool.map(lambda start: _leaders(sampler, twins[best_first], start, min(start + step, samples)), starts)
        )
        (low, high), expected = interval.result(), ranks.result()
    for draw, place, close in parts:
        _add_ranks(best_first[place], draw, multiplicity, counts)
        near[best_first[: len(close)]] += close
    return Robustness(
        acceptability=counts[twin_of] / samples,
        near_best=near[twin_of] / samples,
        expected_rank=expected,
        low=low,
        high=high,
        samples=samples,
        rank_draws=draws,
    )


def acceptability_of(scores: Floats) -> Floats:
    """(n, 10) rank acceptability of n alternatives from their (n, draws) scores, best first.

    Ties go to the earlier row.
    """
    count, draws = scores.shape
    order = np.argsort(-scores, axis=0, kind="stable")[:RANKS]
    found = np.zeros((count, RANKS))
    for rank, row in enumerate(order):
        found[:, rank] = np.bincount(row, minlength=count) / draws
    return found


def _twins(matrix: Matrix) -> tuple[Index, Index, Index]:
    """Representatives of alternatives that agree in everything, whose each is, and how many it stands for."""
    rows = np.hstack([on_grid(matrix.value), on_grid(matrix.up), on_grid(matrix.down), matrix.fact.astype(np.float64)])
    seen: dict[bytes, int] = {}
    firsts: list[int] = []
    member = np.empty(len(rows), dtype=np.int64)
    for index, row in enumerate(np.ascontiguousarray(rows)):
        place = seen.setdefault(row.tobytes(), len(seen))
        if place == len(firsts):
            firsts.append(index)
        member[index] = place
    return np.array(firsts, dtype=np.int64), member, np.bincount(member, minlength=len(firsts))


def _leaders(sampler: Sampler, leading: Index, start: int, stop: int) -> tuple[Index, Index, Index]:
    """The first ten of every draw: the draw, and the position in ``leading``, draw by draw and best first.

    And in how many draws each of the core is near the best.
    """
    core, rest = leading[:CORE], leading[CORE:]
    scores = sampler.scores(core, start, stop)
    kth = max(len(core) - RANKS, 0)
    bar = np.partition(scores, kth, axis=0)[kth]
    best = scores.max(axis=0)
    place, draw = np.divmod(np.flatnonzero(scores >= bar), stop - start)
    score = scores[place, draw]
    if len(rest):
        far, late, more = sampler.reaching(rest, bar, start, stop)
        np.maximum.at(best, late, more)
        place, draw = np.concatenate([place, far + len(core)]), np.concatenate([draw, late])
        score = np.concatenate([score, more])
    # One number per pair, so that sorting them sorts by draw, then by score from the best, then by place.
    keys = np.sort((draw * (2 * UNIT) + (UNIT - score.astype(np.int64))) * len(leading) + place)
    draw, place = keys // (2 * UNIT * len(leading)), keys % len(leading)
    first = np.searchsorted(draw, np.arange(stop - start))
    kept = np.arange(len(draw)) - first[draw] < RANKS
    close = (scores >= best - NEAR * UNIT).sum(axis=1)
    return draw[kept], place[kept], close


def _add_ranks(ranked: Index, draw: Index, multiplicity: Index, counts: Floats) -> None:
    """Count representatives, draw by draw and best first; m equals take m ranks and share each of them."""
    width = multiplicity[ranked]
    behind = np.cumsum(width) - width
    first = behind - behind[np.searchsorted(draw, draw)]
    for shift in range(min(int(width.max(initial=0)), RANKS)):
        rank = first + shift
        takes = (shift < width) & (rank < RANKS)
        flat = ranked[takes] * RANKS + rank[takes]
        counts += np.bincount(flat, 1.0 / width[takes], minlength=counts.size).reshape(counts.shape)


def _interval(sampler: Sampler, shown: Index, samples: int, blank: Floats) -> tuple[Floats, Floats]:
    """5th and 95th percentile of the score at the stated weights."""
    low, high = blank.copy(), blank.copy()
    if len(shown):
        draws = min(samples, INTERVAL_DRAWS)
        scores = sampler.scores(shown, 0, draws, stated=True)
        places = [int(0.05 * (draws - 1)), int(np.ceil(0.95 * (draws - 1)))]
        ends = np.partition(scores, places, axis=1)
        low[shown], high[shown] = ends[:, places[0]] / UNIT, ends[:, places[1]] / UNIT
    return low, high


def _expected_rank(sampler: Sampler, shown: Index, count: int, draws: int) -> Floats:
    """Mean over draws of 1 + the number of strictly better alternatives (+ half the others that tie)."""
    expected = np.full(count, np.nan)
    if len(shown) == 0:
        return expected
    scores = sampler.scores(np.arange(count), 0, draws)
    for place in shown.tolist():
        mine = scores[place]
        better, level = np.count_nonzero(scores > mine), np.count_nonzero(scores == mine)
        expected[place] = 1 + (better + (level - draws) / 2) / draws
    return expected
