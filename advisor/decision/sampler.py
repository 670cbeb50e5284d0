"""Scores of many alternatives in many draws, exact and repeatable: whole numbers in units of 1/4096 squared.

Which alternatives reach a bar in which draws is found in two steps. The first step adds the criteria that hold most of
the uncertainty, for every alternative and draw, and gives the rest the benefit of every doubt: what stays below the
bar even so is out. Only the few pairs of alternative and draw that are left are computed to the end.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from advisor.decision.draws import GRID, FactDraws, Light, draw_weights, on_grid
from advisor.decision.matrix import Matrix
from advisor.decision.values import Floats

Index = NDArray[np.int64]
Knowledge = Literal["around", "order", "none"]
UNIT: Final = int(GRID * GRID)
CACHED: Final = 64
"""Rows that are worked on at a time, so that they stay in the processor's cache."""
BLOCK: Final = 250_000
"""Multiplications after which the linear algebra library would start threads of its own."""
HELD: Final = 0.9
"""The first step adds criteria until they hold this share of the upward uncertainty."""


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


@dataclass(frozen=True, slots=True)
class _Terms:
    """The uncertain part of a score as a sparse sum: alternatives x (criterion, fact, sign) terms."""

    criterion: Index
    fact: Index
    sign: Index
    matrix: csr_array


def _terms(up: Light, down: Light, fact: Index) -> _Terms:
    """Uncertain terms of every alternative: sign 0 for a symmetric spread, 1 for the upper side, -1 for the lower."""
    width = fact.shape[1]
    rows, columns = np.nonzero((fact >= 0) & ((up > 0) | (down > 0)))
    facts, up, down = fact[rows, columns], up[rows, columns], down[rows, columns]
    even = up == down
    row = np.concatenate([rows[even], rows[~even], rows[~even]])
    column = np.concatenate([columns[even], columns[~even], columns[~even]])
    hung = np.concatenate([facts[even], facts[~even], facts[~even]])
    ones = np.ones(int((~even).sum()), dtype=np.int64)
    sign = np.concatenate([np.zeros(int(even.sum()), dtype=np.int64), ones, -ones])
    size = np.concatenate([up[even], up[~even], -down[~even]]).astype(np.float32)
    distinct, term = np.unique((hung * width + column) * 3 + sign + 1, return_inverse=True)
    pairs = distinct // 3
    sparse = csr_array((size, (row, term)), shape=(len(fact), len(distinct)))
    return _Terms(pairs % width, pairs // width, distinct % 3 - 1, sparse)


class Sampler:
    """Scores of chosen alternatives in chosen draws; n alternatives, c criteria.

    ``values``, ``up`` and ``down`` are (n, c) on the grid, ``weights`` (c, samples), ``stated`` (c,).
    """

    def __init__(self, matrix: Matrix, weights: Floats, samples: int, seed: int, knowledge: Knowledge) -> None:
        self.values, self.up, self.down = on_grid(matrix.value), on_grid(matrix.up), on_grid(matrix.down)
        self.fact = matrix.fact
        self.weights = np.ascontiguousarray(draw_weights(weights, samples, seed, knowledge=knowledge).T)
        self.stated = on_grid(weights)
        self.samples = samples
        uniform = np.array([fact.kind == "unknown" for fact in matrix.facts], dtype=np.bool_)
        self._facts = FactDraws(uniform, samples, seed)
        self._terms = _terms(self.up, self.down, self.fact)
        first = _first_step(self.up, self.fact, self.stated)
        spread = self.up.sum(axis=0) * self.stated * ~first
        self._late = np.argsort(-spread, kind="stable")[: np.count_nonzero(spread)]
        self._early = _terms(self.up * first, self.down * first, self.fact)
        hopeful = csr_array(self.values + self.up * ~first)
        self._reach = hstack([self._early.matrix, hopeful], format="csr")

    def scores(self, rows: Index, start: int, stop: int, *, stated: bool = False) -> Light:
        """(len(rows), stop - start) scores; ``stated`` holds the weights at the stated ones."""
        weights = self.stated[:, None] if stated else self.weights[:, start:stop]
        return self._add(self._terms, rows, product(self.values[rows], weights), weights, start, stop)

    def reaching(self, rows: Index, bar: Light, start: int, stop: int) -> tuple[Index, Index, Light]:
        """Positions in ``rows``, draws (from 0) and scores of the pairs whose score is at least the draw's ``bar``."""
        weights = self.weights[:, start:stop]
        part = self._reach[rows]
        used = np.arange(len(self._early.fact))
        most = part.dot(np.vstack([self._factors(self._early, used, weights, start, stop), weights]))
        place, draw = np.divmod(np.flatnonzero(most >= bar), stop - start)
        score, floor = most[place, draw], bar[draw]
        for criterion in self._late.tolist():
            row = rows[place]
            up, down, fact = self.up[row, criterion], self.down[row, criterion], self.fact[row, criterion]
            factor = weights[criterion][draw] * self._facts.pairs(fact, start + draw)
            np.rint(factor, out=factor)
            score += np.where(factor > 0, factor * up, factor * down) - weights[criterion][draw] * up
            kept = score >= floor
            place, draw, score, floor = place[kept], draw[kept], score[kept], floor[kept]
        return place, draw, score

    def _add(self, terms: _Terms, rows: Index, base: Light, weights: Light, start: int, stop: int) -> Light:  # noqa: PLR0917 - the columns of one sum
        """``base`` and the uncertain terms of ``rows``."""
        part = terms.matrix[rows]
        used = np.unique(part.indices).astype(np.int64)
        if len(used) == 0:
            return np.array(np.broadcast_to(base, (len(rows), stop - start)))
        noise: Light = part[:, used].dot(self._factors(terms, used, weights, start, stop))
        noise += base
        return noise

    def _factors(self, terms: _Terms, used: Index, weights: Light, start: int, stop: int) -> Light:
        """(terms, draws) weight x t, or its upper or lower side, on the grid."""
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


def _first_step(up: Light, fact: Index, stated: Light) -> NDArray[np.bool_]:
    """(c,) the criteria of the first step: the most uncertain ones, if their facts are shared by several alternatives.

    A fact of one alternative alone costs as much for all draws as for the few that are left.
    """
    count, width = up.shape
    spread = (up.mean(axis=0) if count else np.zeros(width)) * stated
    alone = np.array([len(np.unique(column)) > max(count / 2, 8) for column in fact.T])
    order = np.lexsort((-spread, alone))
    before = np.concatenate([[0.0], np.cumsum(spread[order])[:-1]])
    chosen = np.zeros(width, dtype=np.bool_)
    chosen[order[before < HELD * spread.sum()]] = True
    return chosen
