"""Weights: derived from the answers, or elicited by swing, by pairwise comparison, or from an order alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.decision.criteria.criterion import OBJECTIVES, Criterion, Judgements, Objective
from advisor.decision.criteria.of_money import middle_price_usd
from advisor.decision.criteria.registry import criteria_for
from advisor.questionnaire.answers import Answers, CriterionId, UseCase
from advisor.units import Told, ToldValue, told

LARGE_FROM_USD: Final = 1_000.0
"""A load worth less a month at middle prices is not large; a hundred times as much moves all that volume may move."""
RANDOM_INDEX: Final[tuple[float, ...]] = (
    0.0,
    0.0,
    0.0,
    0.58,
    0.90,
    1.12,
    1.24,
    1.32,
    1.41,
    1.45,
    1.49,
    1.51,
    1.48,
    1.56,
    1.57,
    1.59,
)
"""Mean consistency index of random reciprocal matrices of order 0 to 15 (Saaty 1980, The Analytic Hierarchy Process,
p. 21).
"""


BY_HAND: Final = told("weight.by_hand")
HOUSE_WEIGHT: Final = "house-weight-"
"""What the judgement is called that holds a criterion's weight by the policy of the house."""


@dataclass(frozen=True, slots=True)
class DerivedWeight:
    """An importance 0 to 5, the weight it comes to (all weights sum to 1) and the reason."""

    importance: int
    weight: float
    reason: Told


def derive_weights(answers: Answers, use_case: UseCase, judged: Judgements) -> dict[CriterionId, DerivedWeight]:
    """Weights from the answers: the user's own; else the usual ones of the value tree, moved by what the answers say.

    The usual weights are those of swings from the least to the best that is realistic here: objectives first, then the
    criteria under each. A stated priority (0 to 5) makes its criterion's weight a factor larger or smaller for every
    step above or below the usual importance; 0 takes it out. Where the policy of the house has weights, they stand in
    for the usual ones. Every weight carries its reason.
    """
    entries = criteria_for(answers)
    if answers.weights is not None:
        own = {one.id: answers.weights.get(one.id, 0.0) for one in entries}
        total = sum(own.values())
        return {
            name: DerivedWeight(0, weight / total if total else 1 / len(own), BY_HAND) for name, weight in own.items()
        }
    of_the_house = {one.id: judged.get(f"{HOUSE_WEIGHT}{one.id}", 0.0) for one in entries}
    if sum(of_the_house.values()) > 0:
        return _derived(answers, entries, of_the_house, dict.fromkeys(of_the_house, told("weight.house")), judged)
    points, moved = objective_points(answers, use_case, judged)
    shares = {one.id: one.share(answers, use_case, judged) for one in entries}
    raw: dict[CriterionId, float] = {}
    reasons: dict[CriterionId, Told] = {}
    for one in entries:
        name, objective = one.id, one.objective
        share = shares[name] / sum(shares[other.id] for other in entries if other.objective == objective)
        raw[name] = points[objective] * share
        reasons[name] = _part(objective, share, points[objective], moved[objective])
    return _derived(answers, entries, raw, reasons, judged)


def _derived(
    answers: Answers,
    entries: Sequence[Criterion],
    raw: dict[CriterionId, float],
    reasons: dict[CriterionId, Told],
    judged: Judgements,
) -> dict[CriterionId, DerivedWeight]:
    """Usual weights, each moved by the priority that is stated for it, and normalised."""
    for one in entries:
        name, stated = one.id, answers.priorities.get(one.id)
        if stated is not None:
            raw[name] *= judged["priority-step"] ** (stated - one.usual) if stated else 0.0
            reasons[name] = told("weight.stated", part=reasons[name], stated=stated, usual=one.usual)
    total = sum(raw.values())
    return {
        one.id: DerivedWeight(
            answers.priorities.get(one.id, one.usual), raw[one.id] / total if total else 1 / len(raw), reasons[one.id]
        )
        for one in entries
    }


def _part(objective: str, share: float, points: float, moved: Sequence[Told]) -> Told:
    """Which part of its objective a criterion has, what the objective has, and what moved that."""
    values: dict[str, ToldValue] = {
        "share": ("share", share),
        "objective": told(f"objective.{objective}"),
        "points": ("points", points),
    }
    return told("weight.part_moved", **values, moved=moved) if moved else told("weight.part", **values)


def objective_points(
    answers: Answers, use_case: UseCase, judged: Judgements
) -> tuple[dict[Objective, float], dict[Objective, list[Told]]]:
    """Points of weight per objective, summing to 100, and what moved each from its usual weight."""
    points = {name: judged[f"objective-{name}"] for name in OBJECTIVES}
    moved: dict[Objective, list[Told]] = {name: [] for name in OBJECTIVES}
    data = answers.data
    sensitive = "restricted" if data.classification == "restricted" or data.health_data else data.classification
    if sensitive in ("confidential", "restricted"):
        points["control"] += judged[f"shift-{sensitive}"]
        moved["control"].append(told(f"moved.{sensitive}"))
    if answers.hosting.operations_skills == "none":
        points["effort"] += judged["shift-skills"]
        moved["effort"].append(told("moved.skills"))
    volume = min(max(math.log10(max(middle_price_usd(use_case), 1.0) / LARGE_FROM_USD) / 2, 0.0), 1.0)
    if volume > 0:
        points["money"] += judged["shift-volume"] * volume
        moved["money"].append(told("moved.volume"))
    total = sum(points.values())
    return {name: 100 * value / total for name, value in points.items()}, moved


def swing_weights(swings: Mapping[str, float]) -> dict[str, float]:
    """Swing weighting: points (the largest swing 100) for moving each criterion from worst to best anchor, normalised.

    Source: von Winterfeldt & Edwards 1986, Decision Analysis and Behavioral Research, ch. 8.
    """
    total = sum(max(points, 0.0) for points in swings.values())
    if total <= 0:
        raise ValueError("swing points are all 0 (at least one swing must be above 0)")
    return {name: max(points, 0.0) / total for name, points in swings.items()}


def rank_order_centroid(count: int) -> Floats:
    """Weights when only the order of importance is known, first the most important: the centroid of all that agree.

    w_k = (1/n) sum over i = k..n of 1/i. Source: Barron & Barrett 1996, Management Science 42(11), 1515-1523.
    """
    shares = 1.0 / np.arange(1, count + 1)
    return np.asarray(np.cumsum(shares[::-1])[::-1] / count, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Pairwise:
    """Weights from pairwise comparison with the consistency ratio and the judgement that fits worst.

    ``worst`` is (row, column, given ratio, ratio that the weights imply), or None when all judgements agree.
    """

    weights: Floats
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    worst: tuple[int, int, float, float] | None

    @property
    def acceptable(self) -> bool:
        """Whether the consistency ratio is at most 0.10 (Saaty's limit)."""
        return self.consistency_ratio <= 0.10  # noqa: PLR2004 - Saaty's limit


def pairwise_weights(ratios: Floats) -> Pairwise:
    """Weights from an (n, n) reciprocal matrix of judgements: its principal eigenvector (Saaty 1980).

    ``ratios[i, j]`` says how many times as important i is as j. Raises ValueError unless positive and reciprocal.
    """
    matrix = np.asarray(ratios, dtype=np.float64)
    count = len(matrix)
    if matrix.shape != (count, count) or not (matrix > 0).all() or not np.allclose(matrix * matrix.T, 1.0, rtol=1e-3):
        raise ValueError("judgements must be a square matrix of positive numbers with a[j, i] = 1 / a[i, j]")
    weights = np.full(count, 1.0 / count)
    for _ in range(1_000):
        stepped = matrix @ weights
        stepped /= stepped.sum()
        done = bool(np.abs(stepped - weights).max() < 1e-14)  # noqa: PLR2004 - machine precision
        weights = stepped
        if done:
            break
    lambda_max = float(np.mean((matrix @ weights) / weights))
    index = max((lambda_max - count) / (count - 1), 0.0) if count > 1 else 0.0
    random_index = RANDOM_INDEX[min(count, len(RANDOM_INDEX) - 1)]
    ratio = index / random_index if random_index > 0 else 0.0
    misfit = np.abs(np.log(matrix) - np.log(weights[:, None] / weights[None, :]))
    row, column = (int(part) for part in np.unravel_index(int(np.argmax(np.triu(misfit, 1))), misfit.shape))
    worst = None
    if misfit[row, column] > 1e-9:  # noqa: PLR2004 - rounding
        worst = (row, column, float(matrix[row, column]), float(weights[row] / weights[column]))
    return Pairwise(weights, lambda_max, index, ratio, worst)


def judgement_matrix(count: int, upper: Sequence[float]) -> Floats:
    """The reciprocal matrix of the judgements above its diagonal, row by row."""
    matrix = np.eye(count)
    rows, columns = np.triu_indices(count, 1)
    matrix[rows, columns] = upper
    matrix[columns, rows] = 1.0 / np.asarray(upper, dtype=np.float64)
    return matrix
