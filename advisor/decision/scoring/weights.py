"""Weights: derived from the answers, or elicited by swing, by pairwise comparison, or from an order alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np

from advisor.arrays import Floats
from advisor.questionnaire.answers import Answers, CriterionId, UseCase

CRITERIA: Final[tuple[CriterionId, ...]] = get_args(CriterionId)
POINTS: Final[tuple[float, ...]] = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0)
"""Importance 0 to 5 in points: each step counts double (importance is judged in ratios, not in differences)."""
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


@dataclass(frozen=True, slots=True)
class DerivedWeight:
    """An importance 0 to 5, the weight it comes to (all weights sum to 1) and the reason in words."""

    importance: int
    weight: float
    reason: str


def derive_weights(answers: Answers, use_case: UseCase) -> dict[CriterionId, DerivedWeight]:
    """Weights from the answers: the user's own weights.

    Else the stated priorities; else a usual importance, raised by what the answers reveal. Each carries its reason. A
    priority that the user states is never adjusted.
    """
    if answers.weights is not None:
        total = sum(answers.weights.values())
        return {name: DerivedWeight(0, answers.weights.get(name, 0.0) / total, "set by hand") for name in CRITERIA}
    raised = _raised(answers, use_case)
    importance: dict[CriterionId, tuple[int, str]] = {}
    for name in CRITERIA:
        if name in answers.priorities:
            importance[name] = (answers.priorities[name], "your stated priority")
        else:
            step = USUAL[name] + sum(change for change, _ in raised.get(name, ()))
            why = "; ".join(reason for _, reason in raised.get(name, ()))
            importance[name] = (min(max(step, 0), 5), f"usual importance{', changed because ' + why if why else ''}")
    points = {name: POINTS[step] for name, (step, _) in importance.items()}
    total = sum(points.values()) or float(len(points))
    return {
        name: DerivedWeight(
            step, (points[name] or (0.0 if sum(points.values()) else 1.0)) / total, f"{why} ({step} of 5)"
        )
        for name, (step, why) in importance.items()
    }


def _raised(answers: Answers, use_case: UseCase) -> dict[CriterionId, list[tuple[int, str]]]:
    """What the answers add to (or take from) the usual importance of each criterion, with the reason."""
    data, hosting, load, latency = answers.data, answers.hosting, use_case.workload, use_case.latency
    sensitive = {"confidential": 1, "restricted": 2}.get(data.classification, 0)
    rules: list[tuple[CriterionId, int, bool, str]] = [
        ("data_control", sensitive, sensitive > 0, f"the data is {data.classification}"),
        ("data_control", -1, data.classification == "public", "the data is public"),
        ("data_control", 1, data.health_data, "health data is involved"),
        ("latency", 1, bool(latency.ttft_p95_ms or latency.itl_ms or latency.total_s), "you set a latency limit"),
        ("latency", -1, load.batch_share >= 0.5, "at least half of the load is batch work"),  # noqa: PLR2004 - the limit that the words beside it state
        ("cost", 1, load.requests_per_day >= 100_000, "the volume is large"),  # noqa: PLR2004 - the limit that the words beside it state
        ("customisation", 2, answers.customisation.fine_tuning == "required", "fine-tuning is required"),
        ("customisation", 1, answers.customisation.fine_tuning == "useful", "fine-tuning is useful to you"),
        ("operations", 1, hosting.operations_skills == "none", "nobody runs GPU servers"),
        ("operations", -1, hosting.operations_skills == "strong", "your team runs GPU servers"),
        ("scalability", 1, load.growth_per_year >= 0.5 or load.peak_factor >= 8, "the load grows or peaks strongly"),  # noqa: PLR2004 - the limit that the words beside it state
        ("transparency", 2, answers.governance.eu_ai_act_risk == "high", "the use is high-risk under the EU AI Act"),
        ("transparency", 1, answers.governance.eu_ai_act_risk == "limited", "the EU AI Act sets transparency duties"),
        ("lifecycle", 1, answers.budget.horizon_months >= 36, "the horizon is three years or more"),  # noqa: PLR2004 - the limit that the words beside it state
    ]
    raised: dict[CriterionId, list[tuple[int, str]]] = {}
    for name, change, holds, reason in rules:
        if holds and change:
            raised.setdefault(name, []).append((change, reason))
    return raised


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
