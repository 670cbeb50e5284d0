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
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from advisor.decision.draws import GRID, FactDraws, Light, draw_weights, on_grid
from advisor.decision.matrix import Matrix
from advisor.decision.values import Floats

RANKS: Final = 10
CORE: Final = 96
UNIT: Final = int(GRID * GRID)
NEAR: Final = 0.02
"""Two points of a hundred: a difference that few would pay to switch for."""
COUNTED_SCORES: Final = 200_000
INTERVAL_DRAWS: Final = 4_000
"""Draws behind the 5th and 95th percentile of a score: enough for a third of a percentile."""
THREADS: Final = 2
CACHED: Final = 64
"""Rows that are worked on at a time, so that they stay in the processor's cache."""
WIDE: Final = 1_000
"""With more alternatives than this half as many draws are worked on at a time: scores stay nearer the processor."""
BLOCK: Final = 250_000
"""Expected ranks use as many of the draws as keep alternatives x draws below this (at least 50)."""


Knowledge = Literal["around", "order", "none"]


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


@dataclass(frozen=True, slots=True)
class _Terms:
    """The score as a sparse sum: alternatives x (criterion, fact, sign) terms."""

    criterion: NDArray[np.int64]
    fact: NDArray[np.int64]
    sign: NDArray[np.int64]
    matrix: csr_array


def _terms(matrix: Matrix) -> _Terms:
    """Uncertain terms of every alternative: sign 0 for a symmetric spread, 1 for the upper side, -1 for the lower."""
    rows, columns = np.nonzero(matrix.fact >= 0)
    fact, up, down = matrix.fact[rows, columns], on_grid(matrix.up[rows, columns]), on_grid(matrix.down[rows, columns])
    kept = (up > 0) | (down > 0)
    rows, columns, fact, up, down = rows[kept], columns[kept], fact[kept], up[kept], down[kept]
    even = up == down
    row = np.concatenate([rows[even], rows[~even], rows[~even]])
    column = np.concatenate([columns[even], columns[~even], columns[~even]])
    facts = np.concatenate([fact[even], fact[~even], fact[~even]])
    ones = np.ones(int((~even).sum()), dtype=np.int64)
    sign = np.concatenate([np.zeros(int(even.sum()), dtype=np.int64), ones, -ones])
    size = np.concatenate([up[even], up[~even], -down[~even]]).astype(np.float32)
    keys = (facts * matrix.value.shape[1] + column) * 3 + sign + 1
    distinct, term = np.unique(keys, return_inverse=True)
    sparse = csr_array((size, (row, term)), shape=(len(matrix), len(distinct)))
    pairs = distinct // 3
    return _Terms(pairs % matrix.value.shape[1], pairs // matrix.value.shape[1], distinct % 3 - 1, sparse)


class Sampler:
    """Scores of chosen alternatives in chosen draws, exact and repeatable: whole numbers in units of 1/4096 squared."""

    def __init__(self, matrix: Matrix, weights: Floats, samples: int, seed: int, knowledge: Knowledge) -> None:
        self.values = on_grid(matrix.value)
        self.reach = self.values + on_grid(matrix.up)
        self.weights = np.ascontiguousarray(draw_weights(weights, samples, seed, knowledge=knowledge).T)
        self.stated = on_grid(weights)
        uniform = np.array([fact.kind == "unknown" for fact in matrix.facts], dtype=np.bool_)
        self._facts = FactDraws(uniform, samples, seed)
        self._terms = _terms(matrix)
        self.samples = samples

    def _factors(self, used: NDArray[np.int64], weights: Light, start: int, stop: int) -> Light:
        """(terms, draws) weight x t, or its upper or lower side, on the grid."""
        terms = self._terms
        facts, place = np.unique(terms.fact[used], return_inverse=True)
        drawn = self._facts.rows(facts, start, stop)
        sign, criterion = terms.sign[used], terms.criterion[used]
        factors = np.empty((len(used), stop - start), dtype=np.float32)
        for block in (slice(first, first + CACHED) for first in range(0, len(used), CACHED)):
            part, side = drawn[place[block]], sign[block]
            upper, lower = np.flatnonzero(side > 0), np.flatnonzero(side < 0)
            if len(upper):
                part[upper] = np.maximum(part[upper], 0)
            if len(lower):
                part[lower] = np.maximum(-part[lower], 0)
            part *= weights[criterion[block]]
            np.rint(part, out=factors[block])
        return factors

    def scores(self, rows: NDArray[np.int64], start: int, stop: int, *, stated: bool = False) -> Light:
        """(len(rows), stop - start) scores; ``stated`` holds the weights at the stated ones."""
        weights = self.stated[:, None] if stated else self.weights[:, start:stop]
        base = product(self.values[rows], weights)
        part = self._terms.matrix[rows]
        used = np.unique(part.indices).astype(np.int64)
        if len(used) == 0:
            return np.array(np.broadcast_to(base, (len(rows), stop - start)))
        noise: Light = part[:, used].dot(self._factors(used, weights, start, stop))
        noise += base
        return noise


def robustness(
    matrix: Matrix,
    weights: Floats,
    *,
    samples: int,
    seed: int,
    shown: NDArray[np.int64],
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
    with ThreadPoolExecutor(THREADS) as pool:
        parts = list(
            pool.map(lambda start: _leaders(sampler, twins[best_first], start, min(start + step, samples)), starts)
        )
    for draw, place, close in parts:
        _add_ranks(best_first[place], draw, multiplicity, counts)
        near[best_first[: len(close)]] += close
    low, high = _interval(sampler, shown, samples, blank)
    draws = min(samples, max(COUNTED_SCORES // count, 50))
    return Robustness(
        acceptability=counts[twin_of] / samples,
        near_best=near[twin_of] / samples,
        expected_rank=_expected_rank(sampler, shown, count, draws),
        low=low,
        high=high,
        samples=samples,
        rank_draws=draws,
    )


def product(left: Light, right: Light) -> Light:
    """``left @ right`` in blocks of rows so small that the linear algebra library stays on the calling thread.

    Its own threads would fight those of the pool for two cores (OpenBLAS goes parallel above 262,144 multiplications).
    """
    count, inner = left.shape
    rows = max(BLOCK // max(inner * right.shape[1], 1), 1)
    padded = np.zeros((-(-count // rows) * rows, inner), dtype=np.float32)
    padded[:count] = left
    blocks = np.matmul(padded.reshape(-1, rows, inner), right)
    return np.asarray(blocks.reshape(-1, right.shape[1])[:count], dtype=np.float32)


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


def _twins(matrix: Matrix) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
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


def _leaders(
    sampler: Sampler, leading: NDArray[np.int64], start: int, stop: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """The first ten of every draw: the draw, and the position in ``leading``, draw by draw and best first.

    And in how many draws each of the core is near the best.
    """
    core, rest = leading[:CORE], leading[CORE:]
    scores = sampler.scores(core, start, stop)
    kth = max(len(core) - RANKS, 0)
    bar = np.partition(scores, kth, axis=0)[kth]
    places = np.arange(len(core))
    if len(rest):
        reach = product(sampler.reach[rest], sampler.weights[:, start:stop])
        near = np.flatnonzero((reach >= bar).any(axis=1))
        if len(near):
            scores = np.vstack([scores, sampler.scores(rest[near], start, stop)])
            places = np.concatenate([places, near + len(core)])
    row, draw = np.divmod(np.flatnonzero(scores >= bar), stop - start)
    order = np.argsort(draw * np.int64(2 * UNIT) - scores[row, draw].astype(np.int64), kind="stable")
    row, draw = row[order], draw[order]
    first = np.searchsorted(draw, np.arange(stop - start))
    rank = np.arange(len(draw)) - first[draw]
    kept = rank < RANKS
    close = (scores[: len(core)] >= scores.max(axis=0) - NEAR * UNIT).sum(axis=1)
    return draw[kept], places[row[kept]], close


def _add_ranks(
    ranked: NDArray[np.int64], draw: NDArray[np.int64], multiplicity: NDArray[np.int64], counts: Floats
) -> None:
    """Count representatives, draw by draw and best first; m equals take m ranks and share each of them."""
    width = multiplicity[ranked]
    behind = np.cumsum(width) - width
    first = behind - behind[np.searchsorted(draw, draw)]
    for shift in range(min(int(width.max(initial=0)), RANKS)):
        rank = first + shift
        takes = (shift < width) & (rank < RANKS)
        flat = ranked[takes] * RANKS + rank[takes]
        counts += np.bincount(flat, 1.0 / width[takes], minlength=counts.size).reshape(counts.shape)


def _interval(sampler: Sampler, shown: NDArray[np.int64], samples: int, blank: Floats) -> tuple[Floats, Floats]:
    """5th and 95th percentile of the score at the stated weights."""
    low, high = blank.copy(), blank.copy()
    if len(shown):
        draws = min(samples, INTERVAL_DRAWS)
        scores = sampler.scores(shown, 0, draws, stated=True)
        places = [int(0.05 * (draws - 1)), int(np.ceil(0.95 * (draws - 1)))]
        ends = np.partition(scores, places, axis=1)
        low[shown], high[shown] = ends[:, places[0]] / UNIT, ends[:, places[1]] / UNIT
    return low, high


def _expected_rank(sampler: Sampler, shown: NDArray[np.int64], count: int, draws: int) -> Floats:
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
