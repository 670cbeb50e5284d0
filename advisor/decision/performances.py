"""Performances of every alternative on every criterion, with what is uncertain about them.

The decision matrix's columns.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

import numpy as np

from advisor.catalog.catalog import Catalog
from advisor.decision import points
from advisor.decision.contexts import ASPECT, ASPECTS, Codes, Context, by_first
from advisor.decision.criteria import anchors, limits_of
from advisor.decision.fitness import Fitness
from advisor.decision.gates_hosting import SELF_HOSTED
from advisor.decision.matrix import Z_80, Z_90, Column, Fact, Matrix, build_matrix
from advisor.decision.points import Points
from advisor.decision.same import SameCatalog
from advisor.decision.values import Floats, Scale
from advisor.hosting.records import Alternative, HostingPlan
from advisor.questionnaire.answers import Answers, CriterionId, UseCase
from advisor.units import DAYS_PER_MONTH, Basis


class Plans(Protocol):
    """What the decision needs of hosting's plan of n alternatives: columns of (n, 3), NaN unknown."""

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The alternatives, in the order of every column."""

    @property
    def problems(self) -> tuple[str | None, ...]:
        """Why an alternative cannot be sized, or None."""

    @property
    def cost_usd(self) -> Floats:
        """p10, p50 and p90 in US dollars per month."""

    @property
    def ttft_ms(self) -> Floats:
        """Value, low and high of the time to first token."""

    @property
    def itl_ms(self) -> Floats:
        """Value, low and high of the gap between tokens."""

    @property
    def total_s(self) -> Floats:
        """Value, low and high of the whole answer."""

    @property
    def energy_kwh(self) -> Floats:
        """Value, low and high per month."""

    @property
    def bases(self) -> Mapping[str, tuple[Basis, ...]]:
        """What each column's figures rest on."""

    def record(self, index: int) -> HostingPlan:
        """The full plan of one alternative."""

    def standing(self, index: int) -> tuple[float, float] | None:
        """What a self-hosted alternative costs a month whatever the requests, and its utilisation."""


@dataclass(frozen=True)
class Setting:
    """What every performance is measured against."""

    use_case: UseCase
    answers: Answers
    as_of: date


PointRule = Callable[[Context, Setting], Points]


def _pinned(context: Context, setting: Setting) -> bool | None:
    """Whether processing is pinned to a zone, by the offer or by what the provider states; None is unknown."""
    zone = context.deployment.zone or (context.offer.zone if context.offer else None)
    if zone == "global":
        return False
    if zone not in (None, "unspecified"):
        return True
    zones = set(context.provider.residency_zones) if context.provider else set()
    wanted = set(setting.answers.data.residency)
    if not zones:
        return None
    return bool(zones & wanted) if wanted else True


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


Memo = dict[tuple[CriterionId, Hashable], tuple[Points, Fact]]
"""Points and the fact they hang on, by criterion and by what they depend on."""


def memo_of(catalog: Catalog, answers: Answers, as_of: date) -> Memo:
    """The points already known for a catalog and every answer that a point rule reads (the last four are kept)."""
    hosting, budget = answers.hosting, answers.budget
    wanted = tuple(sorted(set(answers.data.residency)))
    return _memo((SameCatalog(catalog), wanted, hosting.operations_skills, budget.horizon_months, as_of))


@lru_cache(maxsize=4)
def _memo(key: Hashable) -> Memo:  # noqa: ARG001 -- the key tells memos apart
    return {}


def point_column(  # noqa: PLR0917 - what a column is made of
    criterion: CriterionId, contexts: Sequence[Context], codes: Codes, setting: Setting, scale: Scale, memo: Memo
) -> Column:
    """The column of a constructed criterion; alternatives that agree in what its rule reads have the same points."""
    index, rows = _points(criterion, contexts, codes, setting, memo)
    labels: dict[Fact, int] = {}
    fact = np.array([labels.setdefault(hung, len(labels)) for _, hung in rows], dtype=np.int64)[index]
    numbers = [(given.middle, given.low, given.high) for given, _ in rows]
    table = np.array(numbers, dtype=np.float64).reshape(-1, 3)[index]
    return Column(scale, table[:, 0], table[:, 1], table[:, 2], fact, tuple(labels))


def _points(
    criterion: CriterionId, contexts: Sequence[Context], codes: Codes, setting: Setting, memo: Memo
) -> tuple[Codes, list[tuple[Points, Fact]]]:
    """Distinct points of a constructed criterion, and which of them every alternative has."""
    index, firsts = by_first(codes[:, ASPECT[_DEPENDS[criterion]]])
    return index, [_remembered(criterion, contexts[first], setting, memo) for first in firsts]


def points_of(criterion: CriterionId, context: Context, setting: Setting, memo: Memo) -> Points:
    """The points of one alternative on a constructed criterion."""
    return _remembered(criterion, context, setting, memo)[0]


def _remembered(criterion: CriterionId, context: Context, setting: Setting, memo: Memo) -> tuple[Points, Fact]:
    key = (criterion, ASPECTS[_DEPENDS[criterion]](context))
    known = memo.get(key)
    if known is None:
        known = memo[key] = (POINT_RULES[criterion](context, setting), _point_fact(criterion, context))
    return known


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


def columns_of(  # noqa: PLR0917 - what a column is made of
    contexts: Sequence[Context],
    codes: Codes,
    plans: Plans,
    rows: Codes,
    fitness: Mapping[str, Fitness],
    setting: Setting,
    memo: Memo,
) -> dict[CriterionId, Column]:
    """Every criterion's column, in the order of the registry, of the plan's ``rows`` (whose ``contexts`` are given)."""
    scales = {name: anchor.scale for name, anchor in anchors(setting.answers, setting.use_case).items()}
    columns: dict[CriterionId, Column] = {}
    for criterion, scale in scales.items():
        if criterion in POINT_RULES:
            columns[criterion] = point_column(criterion, contexts, codes, setting, scale, memo)
        else:
            numbers = _measured(criterion, contexts, codes, plans, rows, fitness, setting)
            aspect, of, reach = _MEASURED[criterion]
            index, firsts = by_first(codes[:, ASPECT[aspect]])
            labels = tuple(of(contexts[first]) for first in firsts)
            columns[criterion] = Column(scale, numbers[:, 0], numbers[:, 1], numbers[:, 2], index, labels, reach)
    return columns


def _measured(  # noqa: PLR0917 - what a column is made of
    criterion: CriterionId,
    contexts: Sequence[Context],
    codes: Codes,
    plans: Plans,
    rows: Codes,
    fitness: Mapping[str, Fitness],
    setting: Setting,
) -> Floats:
    """Middle, low and high (n, 3) of a criterion that is not constructed."""
    if criterion == "fitness":
        return _fitness_numbers(contexts, codes, fitness)
    if criterion == "cost":
        return plans.cost_usd[rows][:, (1, 0, 2)]
    if criterion == "latency":
        return latency_shares(plans, setting.use_case)[rows]
    return plans.energy_kwh[rows] * 1000 / (setting.use_case.workload.requests_per_day * DAYS_PER_MONTH)


def _fitness_numbers(contexts: Sequence[Context], codes: Codes, fitness: Mapping[str, Fitness]) -> Floats:
    """Points, low and high (n, 3) of every alternative's model."""
    index, firsts = by_first(codes[:, ASPECT["model"]])
    known = [fitness[contexts[first].model.model_id] for first in firsts]
    table = np.array([(one.points, one.low, one.high) for one in known], dtype=np.float64).reshape(-1, 3)
    return np.asarray(table[index], dtype=np.float64)


def _fitness_fact(context: Context) -> Fact:
    return Fact(f"fitness of {context.model.model_id}", "estimate", context.model.model_id, "capability")


_MEASURED: Mapping[CriterionId, tuple[str, Callable[[Context], Fact], float]] = {
    "fitness": ("model", _fitness_fact, Z_90),
    "cost": ("price", _cost_fact, Z_80),
    "latency": ("speed", _speed_fact, Z_90),
    "energy": ("energy", _energy_fact, Z_90),
}
"""The aspect on which a measured performance hangs, its fact, and how far its low and high reach."""


def matrix_of(  # noqa: PLR0917 - what a matrix is made of
    contexts: Sequence[Context],
    codes: Codes,
    plans: Plans,
    rows: Codes,
    fitness: Mapping[str, Fitness],
    setting: Setting,
    memo: Memo,
) -> Matrix:
    """The decision matrix of the plan's ``rows``; ``contexts`` and ``codes`` are those of the whole plan."""
    chosen = [contexts[row] for row in rows.tolist()]
    columns = columns_of(chosen, codes[rows], plans, rows, fitness, setting, memo)
    ids = [context.alternative.alternative_id for context in chosen]
    return build_matrix(ids, {str(name): column for name, column in columns.items()})


def values_of(  # noqa: PLR0917 - what values are made of
    contexts: Sequence[Context],
    codes: Codes,
    plans: Plans,
    rows: Codes,
    fitness: Mapping[str, Fitness],
    setting: Setting,
    memo: Memo,
) -> Floats:
    """(n, c) the values of ``matrix_of`` alone, without what is uncertain about them."""
    chosen, own = [contexts[row] for row in rows.tolist()], codes[rows]
    found = []
    for criterion, anchor in anchors(setting.answers, setting.use_case).items():
        if criterion in POINT_RULES:
            index, known = _points(criterion, chosen, own, setting, memo)
            raw = np.array([given.middle for given, _ in known], dtype=np.float64)[index]
        else:
            raw = _measured(criterion, chosen, own, plans, rows, fitness, setting)[:, 0]
        value = anchor.scale.value(raw)
        found.append(np.where(np.isnan(value), 0.5, value))
    return np.stack(found, axis=1)
