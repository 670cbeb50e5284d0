"""Weights: derived from the answers, or elicited by swing, by pairwise comparison, or from an order alone."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from advisor.arrays import Floats
from advisor.decision.criteria.registry import middle_price_usd
from advisor.decision.criteria.task_needs import NEEDS
from advisor.questionnaire.answers import Answers, CriterionId, LatencyAnswers, UseCase
from advisor.units import Given, Told, told

CRITERIA: Final[tuple[CriterionId, ...]] = get_args(CriterionId)
USUAL: Final[Mapping[CriterionId, int]] = {
    "fitness": 4,
    "cost": 3,
    "latency": 2,
    "data_control": 2,
    "customisation": 1,
    "operations": 2,
    "scalability": 1,
    "transparency": 1,
    "lifecycle": 1,
    "energy": 1,
}
"""The usual importance, 0 to 5, against which a stated priority is read: each step above doubles the weight."""
OBJECTIVE: Final[Mapping[CriterionId, str]] = {
    "fitness": "quality",
    "latency": "quality",
    "cost": "money",
    "data_control": "control",
    "transparency": "control",
    "customisation": "control",
    "operations": "effort",
    "scalability": "effort",
    "lifecycle": "effort",
    "energy": "effort",
}
"""The objective that each criterion stands under; no fact counts in two criteria."""
OBJECTIVES: Final = ("quality", "money", "control", "effort")
LARGE_FROM_USD: Final = 1_000.0
"""A load worth less a month at middle prices is not large; a hundred times as much moves all that volume may move."""
MOSTLY_BATCH: Final = 0.5
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


@dataclass(frozen=True, slots=True)
class DerivedWeight:
    """An importance 0 to 5, the weight it comes to (all weights sum to 1) and the reason."""

    importance: int
    weight: float
    reason: Told


def derive_weights(
    answers: Answers, use_case: UseCase, judged: Mapping[str, float]
) -> dict[CriterionId, DerivedWeight]:
    """Weights from the answers: the user's own; else the usual ones of the value tree, moved by what the answers say.

    The usual weights are those of swings from the least to the best that is realistic here: objectives first, then the
    criteria under each. A stated priority (0 to 5) doubles or halves its criterion's weight for every step above or
    below the usual importance; 0 takes it out. Every weight carries its reason.
    """
    if answers.weights is not None:
        total = sum(answers.weights.values())
        return {name: DerivedWeight(0, answers.weights.get(name, 0.0) / total, BY_HAND) for name in CRITERIA}
    points, moved = objective_points(answers, use_case, judged)
    shares = _shares(answers, use_case, judged)
    raw: dict[CriterionId, float] = {}
    reasons: dict[CriterionId, Told] = {}
    for name in CRITERIA:
        objective = OBJECTIVE[name]
        share = shares[name] / sum(shares[other] for other in CRITERIA if OBJECTIVE[other] == objective)
        raw[name] = points[objective] * share
        reasons[name] = _part(objective, share, points[objective], moved[objective])
        stated = answers.priorities.get(name)
        if stated is not None:
            raw[name] *= judged["priority-step"] ** (stated - USUAL[name]) if stated else 0.0
            reasons[name] = told("weight.stated", part=reasons[name], stated=stated, usual=USUAL[name])
    total = sum(raw.values())
    return {
        name: DerivedWeight(
            answers.priorities.get(name, USUAL[name]), raw[name] / total if total else 1 / len(raw), reasons[name]
        )
        for name in CRITERIA
    }


def _part(objective: str, share: float, points: float, moved: Sequence[Told]) -> Told:
    """Which part of its objective a criterion has, what the objective has, and what moved that."""
    values: dict[str, Given] = {
        "share": ("share", share),
        "objective": told(f"objective.{objective}"),
        "points": ("points", points),
    }
    return told("weight.part_moved", **values, moved=moved) if moved else told("weight.part", **values)


def objective_points(
    answers: Answers, use_case: UseCase, judged: Mapping[str, float]
) -> tuple[dict[str, float], dict[str, list[Told]]]:
    """Points of weight per objective, summing to 100, and what moved each from its usual weight."""
    points = {name: judged[f"objective-{name}"] for name in OBJECTIVES}
    moved: dict[str, list[Told]] = {name: [] for name in OBJECTIVES}
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


def _shares(answers: Answers, use_case: UseCase, judged: Mapping[str, float]) -> dict[CriterionId, float]:
    """The share of each criterion in its objective, before normalising."""
    tuning = answers.customisation.fine_tuning
    waits = use_case.latency != LatencyAnswers() or NEEDS[use_case.task].usual_ttft_ms is not None
    batch = use_case.workload.batch_share >= MOSTLY_BATCH
    return {
        "fitness": judged["share-fitness"],
        "latency": judged["share-latency"] * (0.5 if batch or not waits else 1.0),
        "cost": 1.0,
        "data_control": judged["share-exposure"],
        "transparency": judged["share-transparency"],
        "customisation": 0.0 if tuning == "not_needed" else judged[f"share-customisation-{tuning}"],
        "operations": judged["share-operations"],
        "scalability": judged["share-scalability"],
        "lifecycle": judged["share-permanence"],
        "energy": judged["share-energy"],
    }


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
