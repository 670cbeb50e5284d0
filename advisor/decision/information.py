"""Value of information: which uncertain fact, once known, could change the winner, and what knowing it is worth.

The value of knowing a fact g is E_t[max_i score_i(t) - score_leader(t)]: the points of score that switching after
asking would gain on average over sticking with the leader (expected value of perfect information, Raiffa & Schlaifer
1961), with every other uncertain fact at its middle. Scores are linear in a fact, so score_i(t) is exact; the
expectation is taken over 200 equal slices of probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.decision.draws import quantiles
from advisor.decision.matrix import Fact, Matrix
from advisor.decision.values import Floats

SLICES: Final = 200


@dataclass(frozen=True, slots=True)
class FactValue:
    """What knowing a fact is worth.

    Expected gain in score, probability that the winner changes, and the likeliest new winner.
    """

    fact: Fact
    gain: float
    probability: float
    winner: int


def _slices(kind: str) -> Floats:
    table = quantiles("unknown" if kind == "unknown" else "estimate").astype(np.float64)
    step = len(table) // SLICES
    return table[step // 2 :: step][:SLICES]


def facts_worth(matrix: Matrix, weights: Floats, leader: int) -> list[FactValue]:
    """Facts whose resolution could change the winner, most valuable first."""
    scores = matrix.value @ weights
    up = np.where(matrix.fact >= 0, matrix.up * weights, 0.0)
    down = np.where(matrix.fact >= 0, matrix.down * weights, 0.0)
    touched = _Touched.of(matrix)
    best_first = np.argsort(-scores, kind="stable")
    found = [
        _worth(matrix, fact, scores, touched.swings(fact, up, down), best_first, leader)
        for fact in _candidates(matrix, scores, up, leader)
    ]
    kept = [item for item in found if item is not None and item.gain > 1e-9]  # noqa: PLR2004
    return sorted(kept, key=lambda item: (-item.gain, item.fact.label))


Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Touched:
    """The cells of the matrix that hang on a fact, fact after fact; those of fact g start at ``starts[g]``."""

    row: Index
    column: Index
    starts: Index

    @classmethod
    def of(cls, matrix: Matrix) -> _Touched:
        row, column = np.nonzero(matrix.fact >= 0)
        order = np.argsort(matrix.fact[row, column], kind="stable")
        row, column = row[order], column[order]
        return cls(row, column, np.searchsorted(matrix.fact[row, column], np.arange(len(matrix.facts) + 1)))

    def swings(self, fact: int, up: Floats, down: Floats) -> tuple[Index, Floats, Floats]:
        """The alternatives that hang on a fact, and how far it lifts and lowers each."""
        cells = slice(int(self.starts[fact]), int(self.starts[fact + 1]))
        row, column = self.row[cells], self.column[cells]
        rows, place = np.unique(row, return_inverse=True)
        lift, drop = (np.bincount(place, side[row, column], minlength=len(rows)) for side in (up, down))
        return rows, np.asarray(lift, dtype=np.float64), np.asarray(drop, dtype=np.float64)


def _candidates(matrix: Matrix, scores: Floats, up: Floats, leader: int) -> list[int]:
    """Facts that touch the leader, or that alone could lift somebody to the leader's score."""
    row, column = np.nonzero(matrix.fact >= 0)
    pair = row * len(matrix.facts) + matrix.fact[row, column]
    distinct, place = np.unique(pair, return_inverse=True)
    rise = np.bincount(place, up[row, column], minlength=len(distinct))
    reached = scores[distinct // len(matrix.facts)] + rise >= scores[leader]
    mine = matrix.fact[leader][matrix.fact[leader] >= 0]
    return sorted({int(fact) for fact in distinct[reached] % len(matrix.facts)} | {int(fact) for fact in mine})


def _worth(  # noqa: PLR0917 - what a fact is worth depends on
    matrix: Matrix,
    fact: int,
    scores: Floats,
    swings: tuple[Index, Floats, Floats],
    best_first: Index,
    leader: int,
) -> FactValue | None:
    rows, rise, fall = swings
    away = np.ones(len(matrix), dtype=np.bool_)
    away[rows] = False
    rival = int(best_first[np.argmax(away[best_first])]) if len(rows) < len(matrix) else -1
    # Whoever stays below what somebody is sure of cannot win, whatever the fact turns out to be.
    sure = max(float((scores[rows] - fall).max()), float(scores[rival]) if rival >= 0 else -np.inf)
    able = scores[rows] + rise >= sure
    rows, rise, fall = rows[able], rise[able], fall[able]
    t = _slices(matrix.facts[fact].kind)
    known = scores[rows][:, None] + np.outer(rise, np.maximum(t, 0)) - np.outer(fall, np.maximum(-t, 0))
    best, winners = known.max(axis=0), rows[np.argmax(known, axis=0)]
    if rival >= 0:
        winners = np.where(best >= scores[rival], winners, rival)
        best = np.maximum(best, scores[rival])
    keep = known[int(np.flatnonzero(rows == leader)[0])] if leader in rows else np.full(len(t), scores[leader])
    changed = (winners != leader) & (best > keep + 1e-12)
    if not changed.any():
        return None
    names, counts = np.unique(winners[changed], return_counts=True)
    return FactValue(
        matrix.facts[fact], float((best - keep).mean()), float(changed.mean()), int(names[np.argmax(counts)])
    )
