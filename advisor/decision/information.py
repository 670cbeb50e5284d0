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
    candidates = _candidates(matrix, scores, up, leader)
    found = [_worth(matrix, int(fact), scores, up, down, leader) for fact in candidates]
    kept = [item for item in found if item is not None and item.gain > 1e-9]  # noqa: PLR2004
    return sorted(kept, key=lambda item: (-item.gain, item.fact.label))


def _candidates(matrix: Matrix, scores: Floats, up: Floats, leader: int) -> list[int]:
    """Facts that touch the leader, or that alone could lift somebody to the leader's score."""
    row, column = np.nonzero(matrix.fact >= 0)
    pair = row * len(matrix.facts) + matrix.fact[row, column]
    distinct, place = np.unique(pair, return_inverse=True)
    rise = np.bincount(place, up[row, column], minlength=len(distinct))
    reached = scores[distinct // len(matrix.facts)] + rise >= scores[leader]
    mine = matrix.fact[leader][matrix.fact[leader] >= 0]
    return sorted({int(fact) for fact in distinct[reached] % len(matrix.facts)} | {int(fact) for fact in mine})


def _worth(matrix: Matrix, fact: int, scores: Floats, up: Floats, down: Floats, leader: int) -> FactValue | None:  # noqa: PLR0917
    hit = matrix.fact == fact
    touched = hit.any(axis=1)
    rows = np.flatnonzero(touched)
    away = np.where(touched, -np.inf, scores)
    rival = int(np.argmax(away)) if len(rows) < len(matrix) else -1
    rise, fall = np.where(hit[rows], up[rows], 0.0).sum(axis=1), np.where(hit[rows], down[rows], 0.0).sum(axis=1)
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
