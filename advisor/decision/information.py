"""Value of information: which uncertain fact, once known, could change the winner, and what knowing it is worth.

The expected value of perfect information on a fact g is E_t[max_i E(score_i | t)] - max_i E(score_i): the points of score that a
decision taken after asking would gain on average (Raiffa & Schlaifer 1961). Facts are independent and scores are linear in
them, so the inner expectation is exact; the outer one is taken over 200 equal slices of probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.decision.draws import _quantiles
from advisor.decision.matrix import Fact, Matrix
from advisor.decision.values import Floats

SLICES: Final = 200


@dataclass(frozen=True, slots=True)
class FactValue:
    """What knowing a fact is worth: expected gain in score, probability that the winner changes, and the likeliest new winner."""

    fact: Fact
    gain: float
    probability: float
    winner: int


def _slices(kind: str) -> Floats:
    table = _quantiles("unknown" if kind == "unknown" else "estimate")
    step = len(table) // SLICES
    return table[step // 2 :: step][:SLICES]


def _effects(matrix: Matrix, weights: Floats, kind: str) -> tuple[Floats, Floats]:
    """(n, c) expected effect on the score of every uncertain term, and the most it can add."""
    t = _slices(kind)
    mean = np.maximum(t, 0).mean() * matrix.up - np.maximum(-t, 0).mean() * matrix.down
    return np.asarray(mean * weights), np.asarray(matrix.up * weights)


def facts_worth(matrix: Matrix, weights: Floats, leader: int) -> list[FactValue]:
    """Facts whose resolution could change the winner, most valuable first."""
    uniform = np.array([fact.kind == "unknown" for fact in matrix.facts] or [False])[np.maximum(matrix.fact, 0)]
    means = np.where(uniform, _effects(matrix, weights, "unknown")[0], _effects(matrix, weights, "estimate")[0])
    means = np.where(matrix.fact >= 0, means, 0.0)
    expected = matrix.value @ weights + means.sum(axis=1)
    ahead = float(expected.max())
    upside = np.where(matrix.fact >= 0, matrix.up * weights - means, 0.0)
    could = (expected + upside.sum(axis=1) >= ahead) | (np.arange(len(matrix)) == leader)
    candidates = np.unique(matrix.fact[could])
    found = [_worth(matrix, weights, int(fact), expected, means, leader) for fact in candidates if fact >= 0]
    kept = [item for item in found if item is not None and item.gain > 1e-9]
    return sorted(kept, key=lambda item: (-item.gain, item.fact.label))


def _worth(
    matrix: Matrix, weights: Floats, fact: int, expected: Floats, means: Floats, leader: int
) -> FactValue | None:
    hit = matrix.fact == fact
    rows = np.flatnonzero(hit.any(axis=1))
    away = np.delete(np.arange(len(matrix)), rows)
    rival = int(away[np.argmax(expected[away])]) if len(away) else -1
    t = _slices(matrix.facts[fact].kind)
    here = hit[rows]
    known = expected[rows] - np.where(here, means[rows], 0.0).sum(axis=1)
    up = np.where(here, matrix.up[rows], 0.0) @ weights
    down = np.where(here, matrix.down[rows], 0.0) @ weights
    scores = known[:, None] + np.outer(up, np.maximum(t, 0)) - np.outer(down, np.maximum(-t, 0))
    best = scores.max(axis=0)
    winners = rows[np.argmax(scores, axis=0)]
    if rival >= 0:
        winners = np.where(best >= expected[rival], winners, rival)
        best = np.maximum(best, expected[rival])
    changed = winners != leader
    if not changed.any():
        return None
    names, counts = np.unique(winners[changed], return_counts=True)
    gain = float(best.mean() - expected.max())
    return FactValue(matrix.facts[fact], gain, float(changed.mean()), int(names[np.argmax(counts)]))
