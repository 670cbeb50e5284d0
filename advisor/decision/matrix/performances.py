"""Performances of every alternative on every criterion, with what is uncertain about them.

The decision matrix's columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Z_80, Z_90, Codes, Floats
from advisor.decision.alternatives.codes import by_first
from advisor.decision.alternatives.joined import ASPECT, JoinedAlternative, codes_of
from advisor.decision.alternatives.planned import Demand, Plans
from advisor.decision.criteria import constructed_scales as points
from advisor.decision.criteria.constructed_scales import Points
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.registry import anchors, limits_of
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.matrix.matrix import Z_REACH, Fact, Matrix, MatrixColumn, build_matrix
from advisor.geography import meets
from advisor.hosting.records import SELF_HOSTED
from advisor.questionnaire.answers import CriterionId, UseCase
from advisor.units import DAYS_PER_MONTH

PointRule = Callable[[JoinedAlternative, Demand], Points]


def _pinned(context: JoinedAlternative, setting: Demand) -> bool | None:
    """Whether processing is pinned to a zone, by the offer or by what the provider states; None is unknown."""
    zone = context.deployment.zone or (context.offer.zone if context.offer else None)
    if zone == "global":
        return False
    if zone not in (None, "unspecified"):
        return True
    zones = {*context.served, *(context.provider.residency_zones if context.provider else ())}
    if not zones:
        return None
    return any(meets(name, setting.answers.data.residency) for name in zones)


POINT_RULES: Mapping[CriterionId, PointRule] = {
    "data_control": lambda c, s: points.data_control(
        c.deployment.kind,
        c.provider,
        pinned=_pinned(c, s),
        public=s.answers.data.classification == "public",
        judged=s.judged,
    ),
    "customisation": lambda c, _: points.customisation(c.deployment.kind, c.model, c.licence),
    "operations": lambda c, s: points.operations(
        c.deployment.kind, (c.deployment.gpu_count or 1) * (c.deployment.replicas or 1), s.answers
    ),
    "scalability": lambda c, s: points.scalability(c.deployment.kind, s.use_case.workload.growth_per_year),
    "transparency": lambda c, _: points.transparency(c.disclosed),
    "lifecycle": lambda c, s: points.lifecycle(
        c.deployment.kind,
        c.model,
        c.offer,
        others=c.other_providers,
        horizon_months=s.answers.budget.horizon_months,
        as_of=s.as_of,
        judged=s.judged,
    ),
}
_DEPENDS: Mapping[CriterionId, str] = {
    "data_control": "place",
    "customisation": "terms",
    "operations": "fleet",
    "scalability": "keeper",
    "transparency": "model",
    "lifecycle": "offer",
}
"""The aspect that a point rule reads."""


def _point_fact(criterion: CriterionId, context: JoinedAlternative) -> Fact:
    """The one fact on which a constructed performance hangs."""
    kind = context.deployment.kind
    provider = context.deployment.provider or "unknown provider"
    if criterion == "data_control":
        return Fact(f"data policy of {provider}", "unknown", provider, "policy", "fact.policy")
    if criterion == "customisation":
        return Fact(
            f"fine-tuning of {context.model.model_id}",
            "unknown",
            context.model.model_id,
            "fine_tuning",
            "fact.fine_tuning",
        )
    if criterion == "lifecycle":
        return Fact(
            f"lifecycle policy of {context.model.vendor}",
            "unknown",
            context.model.vendor,
            "lifecycle",
            "fact.lifecycle",
        )
    return Fact(f"{criterion} of {kind.replace('_', ' ')}", "estimate", kind, "effort", f"fact.{criterion}")


def _speed_fact(context: JoinedAlternative) -> Fact:
    deployment = context.deployment
    if deployment.kind in SELF_HOSTED:
        subject = deployment.gpu or deployment.kind
        return Fact(f"speed of {subject}", "estimate", subject, "speed", "fact.speed.of")
    provider = deployment.provider or "unknown provider"
    return Fact(f"speed at {provider}", "estimate", provider, "speed", "fact.speed.at")


def _cost_fact(context: JoinedAlternative) -> Fact:
    if context.deployment.kind in SELF_HOSTED:
        return _speed_fact(context)
    subject = f"{context.model.model_id} at {context.deployment.provider}"
    return Fact(f"cost of {subject}", "estimate", subject, "price", "fact.cost")


def _energy_fact(context: JoinedAlternative) -> Fact:
    if context.deployment.kind in SELF_HOSTED:
        return _speed_fact(context)
    return Fact(f"energy of {context.model.model_id}", "estimate", context.model.model_id, "energy", "fact.energy")


def _share(wait: Floats, name: str, limit: float, judged: Mapping[str, float]) -> Floats:
    """A wait as a share of its limit; one that people no longer notice is as good as one with margin."""
    noticed = judged.get(f"noticed-{name.replace('_', '-')}", 0.0)
    share = wait / limit
    return np.where(wait <= noticed, np.minimum(share, judged["latency-full-share"]), share)


def latency_shares(plans: Plans, use_case: UseCase, judged: Mapping[str, float]) -> Floats:
    """Value, low and high (n, 3) of the wait as a share of the limit: the worst of the limits that are known."""
    shares = np.stack(
        [_share(getattr(plans, name), name, limit, judged) for name, limit in limits_of(use_case).items()]
    )
    known = ~np.isnan(shares)
    worst = np.where(known, shares, -np.inf).max(axis=0)
    return np.asarray(np.where(known.any(axis=0), worst, np.nan), dtype=np.float64)


def _fitness_fact(context: JoinedAlternative) -> Fact:
    return Fact(
        f"fitness of {context.model.model_id}", "estimate", context.model.model_id, "capability", "fact.fitness"
    )


_MEASURED: Mapping[CriterionId, tuple[str, Callable[[JoinedAlternative], Fact], float]] = {
    "fitness": ("model", _fitness_fact, Z_REACH),
    "cost": ("price", _cost_fact, Z_80),
    "latency": ("speed", _speed_fact, Z_90),
    "energy": ("energy", _energy_fact, Z_90),
}
"""The aspect on which a measured performance hangs, its fact, and how far its low and high reach."""


@dataclass(frozen=True)
class Material:
    """What the performances of a plan's n alternatives are made of; ``codes`` are (n, aspects)."""

    contexts: Sequence[JoinedAlternative]
    codes: Codes
    plans: Plans
    fitness: Mapping[str, Fitness]
    setting: Demand


def material_of(
    contexts: Sequence[JoinedAlternative], plans: Plans, fitness: Mapping[str, Fitness], setting: Demand
) -> Material:
    """Alternatives with their codes, and what they are measured against."""
    return Material(contexts, codes_of(contexts), plans, fitness, setting)


def matrix_of(material: Material, rows: Codes) -> Matrix:
    """The decision matrix of the plan's ``rows``, its criteria in the order of the registry."""
    columns: dict[str, MatrixColumn] = {}
    numbered: dict[Fact, int] = {}
    for criterion, anchor in anchors(
        material.setting.answers, material.setting.use_case, material.setting.judged
    ).items():
        index, firsts = _alike(criterion, material, rows)
        facts = [_fact(criterion, context) for context in firsts]
        number = np.array([numbered.setdefault(fact, len(numbered)) for fact in facts], dtype=np.int64)
        reach = _MEASURED[criterion][2] if criterion in _MEASURED else Z_90
        numbers = _numbers(criterion, material, rows)
        spread = _deviation(criterion, numbers, reach)
        mean = _mean_value(criterion, anchor.scale, numbers, spread)
        columns[str(criterion)] = MatrixColumn(anchor.scale, numbers, number[index], reach, spread, mean)
    ids = [material.contexts[row].alternative.alternative_id for row in rows.tolist()]
    return build_matrix(ids, columns, list(numbered))


def values_of(material: Material, rows: Codes) -> Floats:
    """(n, c) the values of ``matrix_of`` alone, without what is uncertain about them."""
    found = []
    for criterion, anchor in anchors(
        material.setting.answers, material.setting.use_case, material.setting.judged
    ).items():
        numbers = _numbers(criterion, material, rows)
        reach = _MEASURED[criterion][2] if criterion in _MEASURED else Z_90
        value = _mean_value(criterion, anchor.scale, numbers, _deviation(criterion, numbers, reach))
        found.append(np.where(np.isnan(value), 0.5, value))
    return np.stack(found, axis=1)


def _deviation(criterion: CriterionId, numbers: Floats, reach: float) -> Floats | None:
    """(n,) standard deviations of performances whose error is normal and whose scale bends; None for the others."""
    if criterion != "fitness":
        return None
    return np.asarray((numbers[:, 2] - numbers[:, 1]) / (2 * reach), dtype=np.float64)


TUKEY: Final = (0.63, 0.185)
"""Weights of the median and of the 5th and 95th percentile in a mean (Keefer & Bodily 1983, Manag. Sci. 29(5))."""


def _mean_value(criterion: CriterionId, scale: ValueFunction, numbers: Floats, spread: Floats | None) -> Floats:
    """(n,) values by the mean over what an uncertain performance may be, where the scale bends within its reach.

    A vague claim to be good enough is worth less than a sure one. NaN where nobody knows.
    """
    if spread is not None:
        return scale.expected(numbers[:, 0], spread)
    if criterion != "latency":
        return scale.value(numbers[:, 0])
    values = scale.value(np.where(np.isnan(numbers), numbers[:, :1], numbers))
    return np.asarray(TUKEY[0] * values[:, 0] + TUKEY[1] * (values[:, 1] + values[:, 2]), dtype=np.float64)


def points_of(criterion: CriterionId, material: Material, rows: Codes) -> list[Points]:
    """The points of some alternatives on a constructed criterion."""
    index, firsts = _alike(criterion, material, rows)
    each = [POINT_RULES[criterion](context, material.setting) for context in firsts]
    return [each[number] for number in index.tolist()]


def _alike(criterion: CriterionId, material: Material, rows: Codes) -> tuple[Codes, list[JoinedAlternative]]:
    """Which of the alternatives agree in all that a criterion goes by (n,), and the first of each that do.

    A rule is then worked out once for all that agree: a tenth of the rows, or fewer.
    """
    aspect = _DEPENDS[criterion] if criterion in POINT_RULES else _MEASURED[criterion][0]
    index, firsts = by_first(material.codes[rows, ASPECT[aspect]])
    return index, [material.contexts[row] for row in rows[firsts].tolist()]


def _fact(criterion: CriterionId, context: JoinedAlternative) -> Fact:
    """The fact on which a performance hangs."""
    return _point_fact(criterion, context) if criterion in POINT_RULES else _MEASURED[criterion][1](context)


def _numbers(criterion: CriterionId, material: Material, rows: Codes) -> Floats:
    """Middle, low and high (n, 3) of the raw performances of some alternatives on a criterion."""
    plans, case = material.plans, material.setting.use_case
    if criterion == "cost":
        return plans.cost_usd[rows][:, (1, 0, 2)]
    if criterion == "latency":
        return latency_shares(plans, case, material.setting.judged)[rows]
    if criterion == "energy":
        return plans.energy_kwh[rows] * 1000 / (case.workload.requests_per_day * DAYS_PER_MONTH)
    index, firsts = _alike(criterion, material, rows)
    if criterion != "fitness":
        points = [POINT_RULES[criterion](context, material.setting) for context in firsts]
        ends = np.array([(one.middle, one.low, one.high) for one in points], dtype=np.float64).reshape(-1, 3)
        return np.asarray(ends[index], dtype=np.float64)
    known = [material.fitness[context.model.model_id] for context in firsts]
    spread = Z_REACH
    scores = np.array(
        [
            (one.points, one.points - spread * one.standard_error, one.points + spread * one.standard_error)
            for one in known
        ],
        dtype=np.float64,
    ).reshape(-1, 3)
    return np.asarray(scores[index], dtype=np.float64)
