"""Value of information: which uncertain fact, once known, could change the winner, and what knowing it is worth.

The value of knowing a fact g is E_t[max_i score_i(t) - score_leader(t)]: the points of score that switching after
asking would gain on average over sticking with the leader (expected value of perfect information, Raiffa & Schlaifer
1961), with every other uncertain fact at its middle. Scores are linear in a fact, so score_i(t) is exact; the
expectation is taken over 200 equal slices of probability.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats, Index
from advisor.decision.criteria.criterion import Fact
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.robustness.draws import quantiles

SLICES: Final = 200


@dataclass(frozen=True, slots=True)
class FactValue:
    """What knowing a fact is worth.

    Expected gain in score, probability that the choice changes, and the likeliest new one.
    """

    fact: Fact
    gain: float
    probability: float
    winner: int


@dataclass(frozen=True, slots=True)
class _Swings:
    """Pairs of a fact and an alternative that hangs on it, fact after fact: how far it lifts and lowers the score."""

    fact: Index
    row: Index
    rise: Floats
    fall: Floats

    def take(self, keep: NDArray[np.bool_]) -> _Swings:
        """Some of the pairs."""
        return _Swings(self.fact[keep], self.row[keep], self.rise[keep], self.fall[keep])

    @property
    def starts(self) -> Index:
        """Where the pairs of each of the facts begin."""
        return np.flatnonzero(np.diff(self.fact, prepend=-1))

    @property
    def owner(self) -> Index:
        """Which of the facts, counted from 0, each pair belongs to."""
        return np.cumsum(np.diff(self.fact, prepend=-1) > 0) - 1


def facts_worth(
    matrix: Matrix, weights: Floats, leader: int, most: int | None = None, margin: float = 0.0
) -> list[FactValue]:
    """Facts whose resolution could change the choice, most valuable first; the first ``most`` of them.

    It changes where another is ahead of ``leader``, the choice, by more than ``margin`` (of score) once a fact is
    known; what is gained counts there alone.
    """
    scores = matrix.value @ weights
    swings = _swings(matrix, weights, scores, leader) if matrix.facts else None
    if swings is None or not len(swings.fact):
        return []
    rivals = _rivals(swings, scores)
    # Whoever stays below what somebody is sure of cannot win, whatever the fact turns out to be.
    level = np.append(scores, -np.inf)[rivals]
    sure = np.maximum(np.maximum.reduceat(scores[swings.row] - swings.fall, swings.starts), level)
    able = (scores[swings.row] + swings.rise >= sure[swings.owner]) | (swings.row == leader)
    left = np.unique(swings.owner[able])  # of the others the fact lifts nobody
    swings, level, rivals = swings.take(able), level[left], rivals[left]
    facts = swings.fact[swings.starts]
    known = _known(swings, matrix, scores)
    best = np.maximum(np.maximum.reduceat(known, swings.starts, axis=0), level[:, None])
    keep = np.full(best.shape, scores[leader])
    mine = swings.row == leader
    keep[swings.owner[mine]] = known[mine]
    changed = best > keep + margin + 1e-12
    gain = np.where(changed, best - keep, 0.0).mean(axis=1)
    worth = [number for number in np.flatnonzero(changed.any(axis=1)).tolist() if gain[number] > 1e-9]  # noqa: PLR2004
    worth.sort(key=lambda number: (-gain[number], matrix.facts[facts[number]].label))
    found = []
    for number in worth[:most]:
        own = swings.owner == number
        rows, cases = np.append(swings.row[own], rivals[number]), known[own][:, changed[number]]
        first = np.vstack([cases, np.full(cases.shape[1], level[number])]).argmax(axis=0)
        names, counts = np.unique(rows[first], return_counts=True)
        winner = int(names[np.argmax(counts)])
        found.append(FactValue(matrix.facts[facts[number]], float(gain[number]), float(changed[number].mean()), winner))
    return found


def ability_worth(matrix: Matrix, weights: Floats, model_id: str) -> float:
    """What knowing one model's ability is worth: E max_i score_i(t) - max_i E score_i(t), in score.

    Every other uncertain fact is at its middle; the expectation is over 200 equal slices of probability.
    """
    numbers = [at for at, fact in enumerate(matrix.facts) if fact.topic == "capability" and fact.subject == model_id]
    if not numbers:
        return 0.0
    scores = matrix.value @ weights
    hangs = matrix.fact == numbers[0]
    own = hangs.any(axis=1)
    if not own.any():  # whatever its ability is, it is worth the same
        return 0.0
    t = _slices(matrix.facts[numbers[0]].kind)
    rise = np.where(hangs, matrix.up * weights, 0.0).sum(axis=1)[own]
    fall = np.where(hangs, matrix.down * weights, 0.0).sum(axis=1)[own]
    known = scores[own][:, None] + rise[:, None] * np.maximum(t, 0) - fall[:, None] * np.maximum(-t, 0)
    others = float(scores[~own].max(initial=-np.inf))
    informed = float(np.maximum(known.max(axis=0), others).mean())
    return informed - max(float(known.mean(axis=1).max()), others)


def _slices(kind: str) -> Floats:
    table = quantiles("unknown" if kind == "unknown" else "estimate").astype(np.float64)
    step = len(table) // SLICES
    return table[step // 2 :: step][:SLICES]


def _known(swings: _Swings, matrix: Matrix, scores: Floats) -> Floats:
    """(pairs, slices) what every alternative scores in each slice of its fact."""
    tables = np.stack([_slices("estimate"), _slices("unknown")])
    t = tables[[int(matrix.facts[fact].kind == "unknown") for fact in swings.fact.tolist()]]
    lifted = swings.rise[:, None] * np.maximum(t, 0)
    return np.asarray(scores[swings.row, None] + lifted - swings.fall[:, None] * np.maximum(-t, 0), dtype=np.float64)


def _swings(matrix: Matrix, weights: Floats, scores: Floats, leader: int) -> _Swings:
    """The pairs that can matter.

    Of facts that touch the leader, or that alone could lift somebody to the leader's score: those that a fact can lift
    to where the leader may fall by it.
    """
    hung = matrix.fact >= 0
    first = hung.copy()
    up, down = np.where(hung, matrix.up * weights, 0.0), np.where(hung, matrix.down * weights, 0.0)
    rise, fall = up.copy(), down.copy()
    lowest = np.where(hung, matrix.fact, len(matrix.facts)).min(axis=0)
    highest = matrix.fact.max(axis=0)
    for one, other in combinations(range(hung.shape[1]), 2):
        if highest[one] < lowest[other] or highest[other] < lowest[one]:
            continue
        same = np.flatnonzero((matrix.fact[:, one] == matrix.fact[:, other]) & hung[:, one])
        rise[same, one] += up[same, other]
        fall[same, one] += down[same, other]
        first[same, other] = False
    reached = scores[:, None] + rise
    own = matrix.fact[leader][first[leader]]
    floor = np.full(len(matrix.facts), np.inf)
    floor[matrix.fact[first & (reached >= scores[leader])]] = scores[leader]
    floor[own] = scores[leader] - fall[leader][first[leader]]
    row, column = np.nonzero(first & (reached >= floor[matrix.fact]))
    order = np.argsort(matrix.fact[row, column], kind="stable")
    row, column = row[order], column[order]
    return _Swings(matrix.fact[row, column], row, rise[row, column], fall[row, column])


def _rivals(swings: _Swings, scores: Floats) -> Index:
    """For each of the facts the best alternative that does not hang on it (-1: all that matter do)."""
    best_first = np.argsort(-scores, kind="stable")
    rank_of = np.empty(len(scores), dtype=np.int64)
    rank_of[best_first] = np.arange(len(scores))
    # In order of their scores, those that hang on the fact lead without a gap up to the first that does not.
    ranks = rank_of[swings.row][np.lexsort((rank_of[swings.row], swings.fact))]
    leading = ranks == np.arange(len(ranks)) - swings.starts[swings.owner]
    return np.append(best_first, -1)[np.add.reduceat(leading.astype(np.int64), swings.starts)]
