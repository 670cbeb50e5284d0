"""The loops behind the sampling, compiled by numba: scores, leaders and ranks of many alternatives in many draws.

All numbers are whole (see ``draws``): values, spreads and weights in units of 1/4096, scores in units of 1/4096
squared, draws ``t`` as 16-bit integers in units of 1/4096. Sums below 2^24 are exact in float32 whatever the order in
which a processor adds them, so that compiled code gives the same counts on every machine.

The compiled code is kept beside this file (or in the user's cache folder) and loaded from there by the next process.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Index
from advisor.compiled import compiled
from advisor.decision.records import RANKS

Light = NDArray[np.float32]
Drawn = NDArray[np.int16]
GRID: Final = 4096.0
"""Steps from 0 to 1."""
_STEP: Final = np.float32(1 / GRID)
_ZERO: Final = np.float32(0)
_NOBODY: Final = np.float32(-1e9)
_PART: Final = 1_000
"""Draws that are worked on at a time, so that their weights and scores stay near the processor."""
_BLOCK: Final = 32


# The loops take these two as plain tuples: numba keeps the types of arguments on disk, and could not read one that a
# later version of this file calls something else.
DrawnFacts = tuple[Drawn, Drawn, NDArray[np.bool_]]
LightGrid = tuple[Light, Light, Light, Index]


class FactDraws(NamedTuple):
    """Draws of g facts, (g, samples) each: as an estimate and as an unknown fact, and which of the two a fact is."""

    estimates: Drawn
    unknowns: Drawn
    unknown: NDArray[np.bool_]

    @property
    def plain(self) -> DrawnFacts:
        """As the loops take them."""
        return self.estimates, self.unknowns, self.unknown


class ScoreGrid(NamedTuple):
    """n alternatives x c criteria on the grid: values, how far they may rise and fall, and the fact each hangs on."""

    value: Light
    up: Light
    down: Light
    fact: Index

    @property
    def plain(self) -> LightGrid:
        """As the loops take it."""
        return self.value, self.up, self.down, self.fact


@compiled
def _weigh(score: Light, value: Light, weights: Light) -> None:
    """``score`` = the weighted sum of one alternative's values in every draw; weights are (c, draws)."""
    score[:] = _ZERO
    for criterion in range(len(value)):
        points, weight = value[criterion], weights[criterion]
        for draw in range(len(score)):
            score[draw] += points * weight[draw]


@compiled
def _vary(score: Light, weight: Light, t: Drawn, up: np.float32, down: np.float32) -> None:
    """Add one uncertain term to every draw: weight x t, to the grid, times the rise or the fall."""
    for draw in range(len(score)):
        share = np.rint(weight[draw] * (np.float32(t[draw]) * _STEP))
        score[draw] += share * (up if share > _ZERO else down)


@compiled
def _score(score: Light, grid: LightGrid, row: int, weights: Light, facts: DrawnFacts, start: int) -> None:  # noqa: PLR0917
    """The scores of one alternative in the draws from ``start`` on; weights are those of these draws."""
    stop = start + len(score)
    values, rises, falls, hangs_on = grid
    estimates, unknowns, unknown = facts
    _weigh(score, values[row], weights)
    for criterion in range(values.shape[1]):
        fact, up, down = hangs_on[row, criterion], rises[row, criterion], falls[row, criterion]
        if fact < 0 or (up == 0 and down == 0):
            continue
        if unknown[fact]:
            _vary(score, weights[criterion], unknowns[fact, start:stop], up, down)
        else:
            _vary(score, weights[criterion], estimates[fact, start:stop], up, down)


@compiled
def scores(grid: LightGrid, rows: Index, weights: Light, facts: DrawnFacts, start: int) -> Light:
    """(len(rows), draws) scores in the draws from ``start`` on; weights (c, draws) are those of these draws."""
    found = np.empty((len(rows), weights.shape[1]), dtype=np.float32)
    for row in range(len(rows)):
        _score(found[row], grid, rows[row], weights, facts, start)
    return found


@compiled
def leaders(  # noqa: PLR0917 - the arrays of one loop
    grid: LightGrid,
    rows: Index,
    weights: Light,
    facts: DrawnFacts,
    start: int,
    stop: int,
    near: np.float32,
    core: int,
    stands_for: Index,
) -> tuple[Index, Index]:
    """How often each of ``rows`` takes each rank, and each of the first ``core`` of them comes near the best.

    ``weights`` are (c, samples), of which the draws from ``start`` to ``stop`` count. ``rows`` are taken in their order
    where scores tie; row i takes as many ranks as it ``stands_for``. Returns counts (len(rows), 10) and (core,).
    """
    core = min(core, len(rows))
    taken, close = np.zeros((len(rows), RANKS), dtype=np.int64), np.zeros(core, dtype=np.int64)
    for first in range(start, stop, _PART):
        part = np.ascontiguousarray(weights[:, first : min(first + _PART, stop)])
        _lead(grid, rows, part, facts, first, near, stands_for, taken, close)
    return taken, close


@compiled
def _lead(  # noqa: PLR0917 - the arrays of one loop
    grid: LightGrid,
    rows: Index,
    weights: Light,
    facts: DrawnFacts,
    start: int,
    near: np.float32,
    stands_for: Index,
    taken: Index,
    close: Index,
) -> None:
    """Count the leaders of some draws."""
    core, draws = len(close), weights.shape[1]
    best, who = np.full((draws, RANKS), _NOBODY), np.full((draws, RANKS), -1)
    bar, score = np.full(draws, _NOBODY), np.empty(draws, dtype=np.float32)
    kept = np.empty((core, draws), dtype=np.float32)
    for row in range(len(rows)):
        _score(score, grid, rows[row], weights, facts, start)
        if row < core:
            kept[row] = score
        _enter(best, who, bar, score, row)
    for draw in range(draws):
        _count(taken, who[draw], stands_for)
    level = best[:, 0] - near
    for row in range(core):
        close[row] += np.sum(kept[row] >= level)


@compiled
def _enter(best: Light, who: Index, bar: Light, score: Light, row: int) -> None:
    """Enter one alternative into the first ten of every draw in which it is better than the tenth, the ``bar``.

    Draws are looked at in blocks, since in most blocks it is not. It stands behind those that it equals.
    """
    for start in range(0, len(score), _BLOCK):
        mine, tenth = score[start : start + _BLOCK], bar[start : start + _BLOCK]
        better = np.int32(0)
        for draw in range(len(mine)):
            better += np.int32(mine[draw] > tenth[draw])
        if better == 0:
            continue
        for draw in range(len(mine)):
            if mine[draw] > tenth[draw]:
                scores_of, held_by = best[start + draw], who[start + draw]
                rank = RANKS - 1
                while rank > 0 and scores_of[rank - 1] < mine[draw]:
                    scores_of[rank], held_by[rank] = scores_of[rank - 1], held_by[rank - 1]
                    rank -= 1
                scores_of[rank], held_by[rank] = mine[draw], row
                tenth[draw] = scores_of[RANKS - 1]


@compiled
def _count(taken: Index, who: Index, stands_for: Index) -> None:
    """Count the ranks of one draw."""
    rank = 0
    for row in who:
        if row < 0 or rank >= RANKS:
            return
        behind = rank + stands_for[row]
        for held in range(rank, min(behind, RANKS)):
            taken[row, held] += 1
        rank = behind


@compiled
def mean_ranks(found: Light, shown: Index) -> NDArray[np.float64]:
    """Mean rank of each of ``shown`` among all rows of (n, draws) scores; those that tie share their ranks."""
    count, draws = found.shape
    ranks = np.empty(len(shown))
    for row in range(len(shown)):
        mine, doubled = found[shown[row]], np.int64(0)
        for other in range(count):
            theirs, held = found[other], np.int32(0)
            for draw in range(draws):
                held += np.int32(theirs[draw] > mine[draw]) + np.int32(theirs[draw] >= mine[draw])
            doubled += held
        ranks[row] = 1 + (doubled - draws) / 2 / draws
    return ranks
