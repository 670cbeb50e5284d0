"""The additive score and the ranking: score = sum over criteria of weight x value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.decision.values import Floats

TIE = 1e-9
"""Scores closer than this are a tie: far below any difference in the figures, far above rounding."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Scores with their workings; ``order`` sorts by score (ties by id) and ``rank`` is shared by tied alternatives."""

    scores: Floats
    contributions: Floats
    order: NDArray[np.int64]
    rank: NDArray[np.int64]
    tied: NDArray[np.bool_]


def normalised(weights: Mapping[str, float], criteria: Sequence[str]) -> Floats:
    """Weights of the criteria in their order, summing to 1; missing ones are 0. All zero gives equal weights."""
    numbers = np.array([max(float(weights.get(name, 0.0)), 0.0) for name in criteria])
    total = float(numbers.sum())
    return numbers / total if total > 0 else np.full(len(criteria), 1.0 / max(len(criteria), 1))


def rank_alternatives(values: Floats, weights: Floats, ids: Sequence[str]) -> Ranking:
    """Rank n alternatives by their (n, c) values; equal scores share a rank ("1, 2, 2, 4") and are marked."""
    contributions = values * weights
    totals = [float(sum(row)) for row in contributions.tolist()]
    scores = np.array(totals)
    order = np.array(sorted(range(len(totals)), key=lambda i: (-round(totals[i], 12), ids[i])), dtype=np.int64)
    rank = np.zeros(len(scores), dtype=np.int64)
    tied = np.zeros(len(scores), dtype=np.bool_)
    start = 0
    for place, index in enumerate(order):
        if place and scores[order[start]] - scores[index] <= TIE:
            tied[index] = tied[order[place - 1]] = True
        else:
            start = place
        rank[index] = start + 1
    return Ranking(scores, contributions, order, rank, tied)


def dominated_by(values: Floats, scores: Floats) -> NDArray[np.int64]:
    """For each alternative the best-scored one that is at least as good on every criterion and better on one, or -1."""
    found = np.full(len(values), -1, dtype=np.int64)
    by_score = np.argsort(-scores, kind="stable")
    for index in range(len(values)):
        others = values[by_score]
        better = (others >= values[index]).all(axis=1) & (others > values[index]).any(axis=1)
        if better.any():
            found[index] = by_score[int(np.argmax(better))]
    return found
