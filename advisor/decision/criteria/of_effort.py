"""Effort and future: the work of running it, room to grow, time without a forced migration, and electricity."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

import numpy as np

from advisor.arrays import Codes, Floats
from advisor.catalog.lifecycle import Stay, permanence
from advisor.catalog.tables.schema import Model
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.criteria.criterion import (
    Anchors,
    Criterion,
    DecisionInputs,
    Fact,
    Judgements,
    fact_of,
    hundred_points,
)
from advisor.decision.criteria.of_quality import speed_fact
from advisor.decision.criteria.points import EFFORT_SPREAD, Points, scored
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.hosting.records import SELF_HOSTED
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase
from advisor.units import DAYS_PER_MONTH, POINTS_OF_100, WH_PER_REQUEST, Told, told

_EASE: dict[tuple[DeploymentKind, str], float] = {
    ("cloud_gpu", "none"): 25,
    ("cloud_gpu", "some"): 50,
    ("cloud_gpu", "strong"): 65,
    ("on_prem", "none"): 10,
    ("on_prem", "some"): 30,
    ("on_prem", "strong"): 50,
    ("edge", "none"): 20,
    ("edge", "some"): 40,
    ("edge", "strong"): 60,
}
_MANAGED: Final = 85.0
"""A provider's service, whoever provides it: how large or known a provider is counts in no criterion."""
_ELASTIC: dict[DeploymentKind, tuple[float, float]] = {
    "provider_api": (100.0, 100.0),
    "cloud_gpu": (95.0, 90.0),
    "on_prem": (85.0, 55.0),
    "edge": (85.0, 55.0),
}
"""Room above the planned peak within thirty days: under a load that stays, and under one that grows."""
_GROWS: Final = 0.2
"""A load that grows by a fifth a year outgrows what was bought for it within the usual lead time of hardware."""
WH_WORST, WH_BEST = 30.0, 0.05
"""Wh per 1,000 answer tokens (a prompt token counts a twentieth).

A large model on idle hardware against a small one at full load.
"""


def operations(
    kind: DeploymentKind, gpus: int, answers: Answers, *, sellers: Sequence[str], judged: Judgements
) -> Points:
    """How little work it is to run with the skills at hand; every doubling of GPUs costs 3 points, at most 15.

    An agreement in place with one of its ``sellers`` (the provider, or the cloud that sells it) spares its procurement,
    and the wait for it.
    """
    skills = answers.hosting.operations_skills
    agreed = judged["operations-contract"] if set(sellers) & set(answers.hosting.contracts) else 0.0
    contract = (told("scored.more", fact=told("scale.contract"), points=("number", agreed)),) if agreed else ()
    if kind == "provider_api":
        facts = lambda: (scored("managed", _MANAGED), *contract)  # noqa: E731 - told when somebody asks
        return Points(_MANAGED + agreed, facts=facts, spread=EFFORT_SPREAD)
    fewer = min(15.0, 3.0 * math.log2(max(gpus, 1)))
    base = _EASE[kind, skills]
    return Points(
        max(base - fewer, 0.0) + agreed,
        0.0,
        lambda: (
            scored("run_by_yourselves", base, skills=("label", skills)),
            told("scored.less", fact=told("scale.gpus", gpus=("number", gpus)), points=("number", fewer)),
            *contract,
        ),
        EFFORT_SPREAD,
    )


OPERATIONS: Final = Criterion(
    id="operations",
    objective="effort",
    usual=2,
    share=lambda _, __, judged: judged["share-operations"],
    unit=POINTS_OF_100,
    anchors=hundred_points,
    reads=("deployment.gpu_count", "deployment.replicas"),
    aspect="fleet",
    fact=lambda c: fact_of("estimate", c.deployment.kind, "effort", "fact.operations"),
    step=10.0,
    points=lambda c, s: operations(
        c.deployment.kind,
        (c.deployment.gpu_count or 1) * (c.deployment.replicas or 1),
        s.answers,
        sellers=c.sellers,
        judged=s.judged,
    ),
)


def scalability(kind: DeploymentKind, growth_per_year: float) -> Points:
    """Room above the planned peak within thirty days; full where the plan needs no more."""
    base = _ELASTIC[kind][int(growth_per_year >= _GROWS)]
    return Points(base, facts=lambda: (scored(f"grows.{kind}", base),), spread=EFFORT_SPREAD)


SCALABILITY: Final = Criterion(
    id="scalability",
    objective="effort",
    usual=1,
    share=lambda _, __, judged: judged["share-scalability"],
    unit=POINTS_OF_100,
    anchors=hundred_points,
    reads=(),
    aspect="keeper",
    fact=lambda c: fact_of("estimate", c.deployment.kind, "effort", "fact.scalability"),
    step=10.0,
    points=lambda c, s: scalability(c.deployment.kind, s.use_case.workload.growth_per_year),
)


def lifecycle(
    model: Model, stay: Stay | None, *, others: int, horizon_months: float, as_of: date, judged: Judgements
) -> Points:
    """Permanence: months without a forced migration, other sources of the same model, weights in hand.

    ``stay`` is how long a provider serves the model (None: nobody can withdraw it); ``others`` counts the other
    providers that offer it.
    """
    months, source, weights = (judged[f"permanence-{name}-share"] for name in ("month", "source", "weights"))
    if stay is None:
        return Points(months + source + weights, facts=lambda: (told("scale.own_copy"),))
    first, fact = _first_change(model, stay, horizon_months, as_of, judged)
    low, middle, high = (min(max(left, 0.0) / max(horizon_months, 1.0), 1.0) * months for left in first)
    in_hand = model.openness == "open_weights"
    elsewhere = source * min(others, 2) / 2
    sure = elsewhere + (weights if in_hand else 0.0)

    def facts() -> tuple[Told, ...]:
        sources = told("scale.sources", others=("number", others))
        more = told("scored.more", fact=sources, points=("number", elsewhere))
        return (fact(), more, *((told("scale.anywhere"),) * in_hand))

    return Points(low + sure, high - low, facts, centre=middle + sure)


def _first_change(
    model: Model, stay: Stay, horizon_months: float, as_of: date, judged: Judgements
) -> tuple[tuple[float, float, float], Callable[[], Told]]:
    """Months until a forced migration (low, middle, high), and what says so."""
    if model.status in ("deprecated", "retired"):
        return (0.0, 0.0, 0.0), lambda: told("scale.status", status=("label", model.status))
    if stay.life is None and stay.end is None:
        least, most = judged["permanence-life-low"], judged["permanence-life-high"]
        age = 0.0 if stay.released is None else _months(stay.released, as_of)
        low, high = max(least - age, 0.0), max(most - age, 0.0)
        low = 0.0 if model.status == "legacy" else low
        first = (low, (low + high) / 2, high)
        return first, lambda: told("scale.no_retirement", least=("number", least), most=("number", most))
    found = permanence(stay, as_of, horizon_months)
    low, middle, high = found.first_months
    if stay.end is not None:
        day = stay.end
        return (low, middle, high), lambda: told("scale.retires", day=day, times=("count", found.migrations[1]))
    if model.status == "legacy":
        low, middle = min(low, stay.notice_months), min(middle, (stay.notice_months + high) / 2)
    return (low, middle, high), lambda: told(
        "scale.expected_end",
        least=("months", low),
        most=("months", high),
        times=("count", found.migrations[1]),
    )


def _months(start: date, end: date) -> float:
    return (end - start).days / DAYS_PER_MONTH


LIFECYCLE: Final = Criterion(
    id="lifecycle",
    objective="effort",
    usual=1,
    share=lambda _, __, judged: judged["share-permanence"],
    unit=POINTS_OF_100,
    anchors=hundred_points,
    reads=("stay", "model.status", "model.openness", "other_providers"),
    aspect="stay",
    fact=lambda c: fact_of("unknown", c.deployment.provider or c.model.vendor, "lifecycle", "fact.lifecycle"),
    step=10.0,
    points=lambda c, s: lifecycle(
        c.model,
        c.stay,
        others=c.other_providers,
        horizon_months=s.answers.budget.horizon_months,
        as_of=s.as_of,
        judged=s.judged,
    ),
)


def _energy_anchors(_: Answers, use_case: UseCase, __: Judgements) -> Anchors:
    load = use_case.workload
    work = max((load.output_tokens + load.input_tokens / 20) / 1000, 0.01)
    work += load.audio_minutes_per_request + load.images_per_request + load.characters_per_request / 5_000
    reason = told("anchors.energy", best=("number", WH_BEST), worst=("number", WH_WORST))
    return Anchors(ValueFunction(WH_WORST * work, WH_BEST * work, "log"), reason)


def _energy(inputs: DecisionInputs, rows: Codes) -> Floats:
    """(n, 3) Wh per request."""
    requests = inputs.setting.use_case.workload.requests_per_day * DAYS_PER_MONTH
    return np.asarray(inputs.plans.energy_kwh[rows] * 1000 / requests, dtype=np.float64)


def _energy_fact(context: JoinedAlternative) -> Fact:
    if context.deployment.kind in SELF_HOSTED:
        return speed_fact(context)
    return fact_of("estimate", context.model.model_id, "energy", "fact.energy")


ENERGY: Final = Criterion(
    id="energy",
    objective="effort",
    usual=1,
    share=lambda _, __, judged: judged["share-energy"],
    unit=WH_PER_REQUEST,
    anchors=_energy_anchors,
    reads=("plan.energy_kwh",),
    aspect="energy",
    fact=_energy_fact,
    step=-1.0,
    measure=_energy,
    column="energy_kwh",
)
EFFORT: Final = (OPERATIONS, SCALABILITY, LIFECYCLE, ENERGY)
