"""The additive score and the ranking: score = sum over criteria of weight x value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats

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
    scores = contributions.cumsum(axis=1)[:, -1] if values.shape[1] else np.zeros(len(values))
    order = _by_score(scores, ids)
    rank, tied = np.ones(len(scores), dtype=np.int64), np.zeros(len(scores), dtype=np.bool_)
    ordered, start = scores[order].tolist(), 0
    level = [False] * len(ordered)
    first = [0] * len(ordered)
    for row, score in enumerate(ordered):
        if row and ordered[start] - score <= TIE:
            level[row - 1] = level[row] = True
        else:
            start = row
        first[row] = start
    rank[order], tied[order] = np.array(first, dtype=np.int64) + 1, level
    return Ranking(scores, contributions, order, rank, tied)


def _by_score(scores: Floats, ids: Sequence[str]) -> NDArray[np.int64]:
    """The order of falling scores; those that agree to twelve decimals go by id."""
    rounded = np.round(scores, 12)
    order = np.argsort(-rounded, kind="stable")
    starts = np.flatnonzero(np.diff(rounded[order], prepend=np.nan))
    sizes = np.diff(starts, append=len(order))
    for start, size in zip(starts[sizes > 1].tolist(), sizes[sizes > 1].tolist(), strict=True):
        order[start : start + size] = sorted(order[start : start + size].tolist(), key=lambda row: ids[row])
    return order


def dominated_by(values: Floats, scores: Floats) -> NDArray[np.int64]:
    """For each alternative the best-scored one that is at least as good on every criterion and better on one, or -1."""
    by_score = np.argsort(-scores, kind="stable")
    mine, others = values[:, None], values[by_score][None]
    better = (others >= mine).all(axis=2) & (others > mine).any(axis=2)
    return np.where(np.any(better, axis=1), by_score[better.argmax(axis=1)], -1)
