"""Performances of every alternative on every criterion, with what is uncertain about them.

The decision matrix's columns.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from advisor.arrays import Z_80, Z_90, Codes, Floats
from advisor.catalog.catalog import Catalog
from advisor.decision.alternatives.codes import by_first
from advisor.decision.alternatives.joined import ASPECT, Context, codes_of, ledger_of
from advisor.decision.alternatives.planned import Plans, Setting
from advisor.decision.criteria import constructed_scales as points
from advisor.decision.criteria.constructed_scales import Points
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.criteria.registry import anchors, limits_of
from advisor.decision.matrix.ledger import Entry, Ledger, Table
from advisor.decision.matrix.matrix import Column, Fact, Matrix, build_matrix
from advisor.geography import meets
from advisor.hosting.records import SELF_HOSTED
from advisor.questionnaire.answers import CriterionId, UseCase
from advisor.units import DAYS_PER_MONTH

PointRule = Callable[[Context, Setting], Points]


def _pinned(context: Context, setting: Setting) -> bool | None:
    """Whether processing is pinned to a zone, by the offer or by what the provider states; None is unknown."""
    zone = context.deployment.zone or (context.offer.zone if context.offer else None)
    if zone == "global":
        return False
    if zone not in (None, "unspecified"):
        return True
    zones = set(context.provider.residency_zones) if context.provider else set()
    if not zones:
        return None
    return any(meets(name, setting.answers.data.residency) for name in zones)


POINT_RULES: Mapping[CriterionId, PointRule] = {
    "data_control": lambda c, s: points.data_control(c.deployment.kind, c.provider, pinned=_pinned(c, s)),
    "customisation": lambda c, _: points.customisation(c.deployment.kind, c.model, c.licence),
    "operations": lambda c, s: points.operations(
        c.deployment.kind, c.provider, (c.deployment.gpu_count or 1) * (c.deployment.replicas or 1), s.answers
    ),
    "scalability": lambda c, _: points.scalability(c.deployment.kind, c.provider),
    "transparency": lambda c, _: points.transparency(c.deployment.kind, c.model, c.licence, c.provider, c.scores),
    "lifecycle": lambda c, s: points.lifecycle(c.deployment.kind, c.model, c.offer, s.answers, s.as_of),
}
_DEPENDS: Mapping[CriterionId, str] = {
    "data_control": "place",
    "customisation": "terms",
    "operations": "fleet",
    "scalability": "keeper",
    "transparency": "disclosure",
    "lifecycle": "offer",
}
"""The aspect that a point rule reads."""


def _point_fact(criterion: CriterionId, context: Context) -> Fact:
    """The one fact on which a constructed performance hangs."""
    kind = context.deployment.kind
    provider = context.deployment.provider or "unknown provider"
    if criterion == "data_control":
        return Fact(f"data policy of {provider}", "unknown", provider, "policy")
    if criterion == "customisation":
        return Fact(f"fine-tuning of {context.model.model_id}", "unknown", context.model.model_id, "fine_tuning")
    if criterion == "lifecycle":
        return Fact(f"lifecycle policy of {context.model.vendor}", "unknown", context.model.vendor, "lifecycle")
    return Fact(f"{criterion} of {kind.replace('_', ' ')}", "estimate", kind, "effort")


def _speed_fact(context: Context) -> Fact:
    deployment = context.deployment
    if deployment.kind in SELF_HOSTED:
        return Fact(
            f"speed of {deployment.gpu or deployment.kind}", "estimate", deployment.gpu or deployment.kind, "speed"
        )
    provider = deployment.provider or "unknown provider"
    return Fact(f"speed at {provider}", "estimate", provider, "speed")


def _cost_fact(context: Context) -> Fact:
    if context.deployment.kind in SELF_HOSTED:
        return _speed_fact(context)
    subject = f"{context.model.model_id} at {context.deployment.provider}"
    return Fact(f"cost of {subject}", "estimate", subject, "price")


def _energy_fact(context: Context) -> Fact:
    if context.deployment.kind in SELF_HOSTED:
        return _speed_fact(context)
    return Fact(f"energy of {context.model.model_id}", "estimate", context.model.model_id, "energy")


def latency_shares(plans: Plans, use_case: UseCase) -> Floats:
    """Value, low and high (n, 3) of the wait as a share of the limit: the worst of the limits that are known."""
    shares = np.stack([getattr(plans, name) / limit for name, limit in limits_of(use_case).items()])
    known = ~np.isnan(shares)
    worst = np.where(known, shares, -np.inf).max(axis=0)
    return np.asarray(np.where(known.any(axis=0), worst, np.nan), dtype=np.float64)


def _fitness_fact(context: Context) -> Fact:
    return Fact(f"fitness of {context.model.model_id}", "estimate", context.model.model_id, "capability")


_MEASURED: Mapping[CriterionId, tuple[str, Callable[[Context], Fact], float]] = {
    "fitness": ("model", _fitness_fact, Z_90),
    "cost": ("price", _cost_fact, Z_80),
    "latency": ("speed", _speed_fact, Z_90),
    "energy": ("energy", _energy_fact, Z_90),
}
"""The aspect on which a measured performance hangs, its fact, and how far its low and high reach."""


@dataclass(frozen=True)
class Material:
    """What the performances of a plan's n alternatives are made of; ``codes`` are (n, aspects)."""

    contexts: Sequence[Context]
    codes: Codes
    plans: Plans
    fitness: Mapping[str, Fitness]
    setting: Setting
    ledger: Ledger


def material_of(
    contexts: Sequence[Context], plans: Plans, fitness: Mapping[str, Fitness], setting: Setting, catalog: Catalog
) -> Material:
    """Contexts with their codes, and what is known already for every answer that a point rule reads."""
    hosting, budget = setting.answers.hosting, setting.answers.budget
    wanted = tuple(sorted(set(setting.answers.data.residency)))
    key = (wanted, hosting.operations_skills, budget.horizon_months, setting.as_of)
    return Material(contexts, codes_of(contexts), plans, fitness, setting, ledger_of(catalog, key))


def matrix_of(material: Material, rows: Codes) -> Matrix:
    """The decision matrix of the plan's ``rows``, its criteria in the order of the registry."""
    columns = {}
    for criterion, anchor in anchors(material.setting.answers, material.setting.use_case).items():
        codes, table = _table(criterion, material, rows)
        reach = _MEASURED[criterion][2] if criterion in _MEASURED else Z_90
        columns[str(criterion)] = Column(anchor.scale, _numbers(criterion, material, rows), table.fact[codes], reach)
    ids = [material.contexts[row].alternative.alternative_id for row in rows.tolist()]
    return build_matrix(ids, columns, material.ledger.facts)


def values_of(material: Material, rows: Codes) -> Floats:
    """(n, c) the values of ``matrix_of`` alone, without what is uncertain about them."""
    found = []
    for criterion, anchor in anchors(material.setting.answers, material.setting.use_case).items():
        value = anchor.scale.value(_numbers(criterion, material, rows)[:, 0])
        found.append(np.where(np.isnan(value), 0.5, value))
    return np.stack(found, axis=1)


def points_of(criterion: CriterionId, material: Material, rows: Codes) -> list[Points]:
    """The points of some alternatives on a constructed criterion."""
    codes, table = _table(criterion, material, rows)
    return [table.points[code] for code in codes.tolist()]


def _table(criterion: CriterionId, material: Material, rows: Codes) -> tuple[Codes, Table]:
    """The codes of some alternatives by which a criterion goes, and the table that covers them."""
    aspect = _DEPENDS[criterion] if criterion in POINT_RULES else _MEASURED[criterion][0]
    codes = material.codes[rows, ASPECT[aspect]]

    def entry(place: int) -> Entry:
        context = material.contexts[int(rows[place])]
        if criterion in POINT_RULES:
            return POINT_RULES[criterion](context, material.setting), _point_fact(criterion, context)
        return None, _MEASURED[criterion][1](context)

    return codes, material.ledger.table(criterion, codes, entry)


def _numbers(criterion: CriterionId, material: Material, rows: Codes) -> Floats:
    """Middle, low and high (n, 3) of the raw performances of some alternatives on a criterion."""
    plans, case = material.plans, material.setting.use_case
    if criterion == "cost":
        return plans.cost_usd[rows][:, (1, 0, 2)]
    if criterion == "latency":
        return latency_shares(plans, case)[rows]
    if criterion == "energy":
        return plans.energy_kwh[rows] * 1000 / (case.workload.requests_per_day * DAYS_PER_MONTH)
    codes, table = _table(criterion, material, rows)
    if criterion != "fitness":
        return np.asarray(table.numbers[codes], dtype=np.float64)
    index, firsts = by_first(codes)
    known = [material.fitness[material.contexts[rows[first]].model.model_id] for first in firsts]
    scores = np.array([(one.points, one.low, one.high) for one in known], dtype=np.float64).reshape(-1, 3)
    return np.asarray(scores[index], dtype=np.float64)
