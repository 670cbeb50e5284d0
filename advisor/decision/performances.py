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
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.catalog.rows import Licence, Model, Offer, Provider
from advisor.decision import points
from advisor.decision.criteria import anchors, limits_of
from advisor.decision.fitness import Fitness
from advisor.decision.gates_hosting import SELF_HOSTED
from advisor.decision.matrix import Z_80, Z_90, Column, Fact, Matrix, build_matrix
from advisor.decision.points import Points
from advisor.decision.values import Floats, Scale
from advisor.hosting.records import Alternative, Deployment, HostingPlan
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


@dataclass(frozen=True)
class Context:
    """One alternative with everything the catalog says about it."""

    model: Model
    deployment: Deployment
    provider: Provider | None
    offer: Offer | None
    licence: Licence | None
    scores: int


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
_KEYS: Mapping[CriterionId, Callable[[Context], Hashable]] = {
    "data_control": lambda c: (c.deployment.kind, c.deployment.provider, c.deployment.zone, c.offer and c.offer.zone),
    "customisation": lambda c: (c.deployment.kind == "provider_api", c.model.model_id),
    "operations": lambda c: (c.deployment.kind, c.deployment.provider, c.deployment.gpu_count, c.deployment.replicas),
    "scalability": lambda c: (c.deployment.kind, c.deployment.provider),
    "transparency": lambda c: (c.deployment.kind == "provider_api", c.model.model_id, c.deployment.provider),
    "lifecycle": lambda c: (c.deployment.kind == "provider_api", c.model.model_id, c.deployment.offer_id),
}


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


def contexts_of(alternatives: Sequence[Alternative], catalog: Catalog) -> tuple[Context, ...]:
    """Join every alternative with its rows of the catalog."""
    offers, scores = catalog.offer, catalog.independent_scores
    found = []
    for alternative in alternatives:
        model = catalog.model[alternative.model_id]
        deployment = alternative.deployment
        found.append(
            Context(
                model,
                deployment,
                catalog.provider.get(deployment.provider or ""),
                offers.get(deployment.offer_id or ""),
                catalog.licence.get(model.licence_id or ""),
                scores.get(model.model_id, 0),
            )
        )
    return tuple(found)


Memo = dict[tuple[CriterionId, Hashable], tuple[float, float, float, Fact]]
"""Points (middle, low, high) and the fact they hang on, by criterion and by what they depend on."""


class _Same:
    """A catalog that equals itself alone: what is kept for it never serves another with the same digest."""

    __slots__ = ("catalog",)

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __hash__(self) -> int:
        return id(self.catalog)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.catalog is self.catalog


def memo_of(catalog: Catalog, answers: Answers, as_of: date) -> Memo:
    """The points already known for a catalog and every answer that a point rule reads (the last four are kept)."""
    hosting, budget = answers.hosting, answers.budget
    wanted = tuple(sorted(set(answers.data.residency)))
    return _memo((_Same(catalog), wanted, hosting.operations_skills, budget.horizon_months, as_of))


@lru_cache(maxsize=4)
def _memo(key: Hashable) -> Memo:  # noqa: ARG001 -- the key tells memos apart
    return {}


def point_column(
    criterion: CriterionId, contexts: Sequence[Context], setting: Setting, scale: Scale, memo: Memo
) -> Column:
    """The column of a constructed criterion; alternatives with the same key have the same points."""
    rule, key = POINT_RULES[criterion], _KEYS[criterion]
    names = [key(context) for context in contexts]
    first = dict(zip(reversed(names), reversed(contexts), strict=True))
    place = {name: number for number, name in enumerate(dict.fromkeys(names))}
    index = np.array([place[name] for name in names], dtype=np.int64)
    rows: list[tuple[float, float, float, Fact]] = []
    for name in place:
        known = memo.get((criterion, name))
        if known is None:
            given = rule(first[name], setting)
            known = (given.middle, given.low, given.high, _point_fact(criterion, first[name]))
            memo[criterion, name] = known
        rows.append(known)
    labels: dict[Fact, int] = {}
    fact = np.array([labels.setdefault(row[3], len(labels)) for row in rows], dtype=np.int64)[index]
    table = np.array([row[:3] for row in rows], dtype=np.float64).reshape(-1, 3)[index]
    return Column(scale, table[:, 0], table[:, 1], table[:, 2], fact, tuple(labels))


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


def _facts(
    contexts: Sequence[Context], key: Callable[[Context], Hashable], of: Callable[[Context], Fact]
) -> tuple[NDArray[np.int64], tuple[Fact, ...]]:
    """The fact of every alternative; ``key`` is a cheap identity of the fact."""
    place: dict[Hashable, int] = {}
    index = np.array([place.setdefault(key(context), len(place)) for context in contexts], dtype=np.int64)
    firsts = np.unique(index, return_index=True)[1]
    return index, tuple(of(contexts[first]) for first in firsts)


def _model_key(context: Context) -> Hashable:
    return context.model.model_id


def _speed_key(context: Context) -> Hashable:
    return (context.deployment.kind in SELF_HOSTED, context.deployment.gpu or context.deployment.provider)


def _cost_key(context: Context) -> Hashable:
    owned = context.deployment.kind in SELF_HOSTED
    return (owned, context.deployment.gpu if owned else (context.deployment.provider, context.model.model_id))


def _energy_key(context: Context) -> Hashable:
    owned = context.deployment.kind in SELF_HOSTED
    return (owned, context.deployment.gpu if owned else context.model.model_id)


def latency_shares(plans: Plans, use_case: UseCase) -> Floats:
    """Value, low and high (n, 3) of the wait as a share of the limit: the worst of the limits that are known."""
    shares = np.stack([getattr(plans, name) / limit for name, limit in limits_of(use_case).items()])
    known = ~np.isnan(shares)
    worst = np.where(known, shares, -np.inf).max(axis=0)
    return np.asarray(np.where(known.any(axis=0), worst, np.nan), dtype=np.float64)


def columns_of(  # noqa: PLR0917
    contexts: Sequence[Context],
    plans: Plans,
    rows: NDArray[np.int64],
    fitness: Mapping[str, Fitness],
    setting: Setting,
    memo: Memo,
) -> dict[CriterionId, Column]:
    """Every criterion's column, in the order of the registry, of the plan's ``rows`` (whose ``contexts`` are given)."""
    scales = {name: anchor.scale for name, anchor in anchors(setting.answers, setting.use_case).items()}
    fit = [fitness[context.model.model_id] for context in contexts]
    table = np.array([(one.points, one.low, one.high) for one in fit], dtype=np.float64).reshape(-1, 3)
    share = latency_shares(plans, setting.use_case)[rows]
    energy = plans.energy_kwh[rows] * 1000 / (setting.use_case.workload.requests_per_day * DAYS_PER_MONTH)
    measured = {
        "fitness": (table, _model_key, _fitness_fact, Z_90),
        "cost": (plans.cost_usd[rows][:, (1, 0, 2)], _cost_key, _cost_fact, Z_80),
        "latency": (share, _speed_key, _speed_fact, Z_90),
        "energy": (energy, _energy_key, _energy_fact, Z_90),
    }
    columns: dict[CriterionId, Column] = {}
    for criterion, scale in scales.items():
        if criterion in POINT_RULES:
            columns[criterion] = point_column(criterion, contexts, setting, scale, memo)
        else:
            numbers, key, of, reach = measured[criterion]
            index, labels = _facts(contexts, key, of)
            columns[criterion] = Column(scale, numbers[:, 0], numbers[:, 1], numbers[:, 2], index, labels, reach)
    return columns


def _fitness_fact(context: Context) -> Fact:
    return Fact(f"fitness of {context.model.model_id}", "estimate", context.model.model_id, "capability")


def matrix_of(  # noqa: PLR0917
    contexts: Sequence[Context],
    plans: Plans,
    rows: NDArray[np.int64],
    fitness: Mapping[str, Fitness],
    setting: Setting,
    memo: Memo,
) -> Matrix:
    """The decision matrix of the plan's ``rows``; ``contexts`` are those of the whole plan."""
    chosen = [contexts[row] for row in rows]
    ids = [plans.alternatives[row].alternative_id for row in rows]
    columns = columns_of(chosen, plans, rows, fitness, setting, memo)
    return build_matrix(ids, {str(name): column for name, column in columns.items()})
