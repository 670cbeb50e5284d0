"""Quality: how well the model does the task, and how long people wait."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import ndtr

from advisor.arrays import Z_90, Codes, Floats
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.alternatives.planned import Plans
from advisor.decision.criteria.criterion import (
    Z_REACH,
    Anchors,
    Criterion,
    DecisionInputs,
    Fact,
    Judgements,
    alike,
    fact_of,
)
from advisor.decision.criteria.task_needs import NEEDS
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.hosting.records import SELF_HOSTED
from advisor.questionnaire.answers import Answers, LatencyAnswers, UseCase
from advisor.units import POINTS_OF_100, SHARE_OF_THE_LIMIT, told


def enough_of(use_case: UseCase, judged: Judgements) -> tuple[float, float]:
    """Below which fitness a task is not done, and from which on more brings little: the user's own, else judgements."""
    task = use_case.task.replace("_", "-")
    floor, enough = judged[f"floor-{task}"], judged[f"enough-{task}"]
    if use_case.enough_fitness is not None:
        enough = 100 * use_case.enough_fitness
    return min(floor, enough - 1), enough


def _fitness_anchors(_: Answers, use_case: UseCase, judged: Judgements) -> Anchors:
    floor, enough = enough_of(use_case, judged)
    last = (enough, judged["value-at-enough"])
    knots = ((floor, 0.0), last, (100.0, 1.0)) if enough < 100 and last[1] < 1 else ((floor, 0.0), (enough, 1.0))  # noqa: PLR2004 - the top of the scale
    reason = told("anchors.fitness", floor=("number", floor), enough=("number", enough))
    return Anchors(ValueFunction(floor, knots[-1][0], "curve", knots), reason)


def _fitness(inputs: DecisionInputs, rows: Codes) -> Floats:
    """(n, 3) points of 100 to two standard errors either way."""
    index, firsts = alike("model", inputs, rows)
    known = [inputs.fitness[context.model.model_id] for context in firsts]
    scores = np.array(
        [
            (one.points, one.points - Z_REACH * one.standard_error, one.points + Z_REACH * one.standard_error)
            for one in known
        ],
        dtype=np.float64,
    ).reshape(-1, 3)
    return np.asarray(scores[index], dtype=np.float64)


FITNESS: Final = Criterion(
    id="fitness",
    objective="quality",
    usual=4,
    share=lambda _, __, judged: judged["share-fitness"],
    unit=POINTS_OF_100,
    anchors=_fitness_anchors,
    reads=("fitness",),
    aspect="model",
    fact=lambda c: fact_of("estimate", c.model.model_id, "capability", "fact.fitness"),
    step=1.0,
    measure=_fitness,
    reach=Z_REACH,
    mean="normal",
)


def stated_limits(use_case: UseCase) -> dict[str, float]:
    """The latency limits that the user stated, by column of the plan."""
    latency = use_case.latency
    limits = {"ttft_ms": latency.ttft_p95_ms, "itl_ms": latency.itl_ms, "total_s": latency.total_s}
    return {name: limit for name, limit in limits.items() if limit is not None}


@dataclass(frozen=True, slots=True)
class MissedLimit:
    """A wait whose middle lies above the limit that the user stated: ``name`` is its column of the plan.

    ``missed_share`` is how likely the limit is missed, were the wait log-normal within its interval.
    """

    name: str
    middle: float
    low: float
    high: float
    limit: float

    @property
    def missed_share(self) -> float:
        """The share of what the wait may be that lies above the limit."""
        width = math.log(self.high / self.middle) / Z_90 if self.high > self.middle > 0 else 0.0
        over = math.log(self.middle / self.limit)
        return float(ndtr(over / width)) if width > 0 else 1.0


def missed_limits(plans: Plans, index: int, use_case: UseCase) -> tuple[MissedLimit, ...]:
    """The stated limits that a plan misses at the middle of what its waits may be, the most missed first."""
    found = []
    for name, limit in stated_limits(use_case).items():
        middle, low, high = (float(one) for one in getattr(plans, name)[index])
        if middle > limit:
            found.append(MissedLimit(name, middle, low, high, limit))
    return tuple(sorted(found, key=lambda one: -one.middle / one.limit))


def limits_of(use_case: UseCase) -> dict[str, float]:
    """The limits that latency is measured against: the user's, else those usual for the task."""
    stated = stated_limits(use_case)
    if stated:
        return stated
    needs = NEEDS[use_case.task]
    usual = {"total_s": needs.usual_total_s}
    return usual if needs.usual_ttft_ms is None else {"ttft_ms": needs.usual_ttft_ms, **usual}


def _latency_anchors(_: Answers, use_case: UseCase, judged: Judgements) -> Anchors:
    best = judged["latency-full-share"]
    if stated_limits(use_case):
        return Anchors(ValueFunction(1.0, best, "linear"), told("anchors.latency", best=("share", best)))
    worst = judged["latency-usual-worst"]
    reason = told("anchors.latency_usual", worst=("number", worst), best=("share", best))
    return Anchors(ValueFunction(worst, best, "linear"), reason)


def _latency_share(_: Answers, use_case: UseCase, judged: Judgements) -> float:
    waits = use_case.latency != LatencyAnswers() or NEEDS[use_case.task].usual_ttft_ms is not None
    batch = use_case.workload.batch_share >= judged["mostly-batch"]
    return judged["share-latency"] * (0.5 if batch or not waits else 1.0)


def _of_limit(wait: Floats, name: str, limit: float, judged: Mapping[str, float]) -> Floats:
    """A wait as a share of its limit; one that people no longer notice is as good as one with margin."""
    noticed = judged.get(f"noticed-{name.replace('_', '-')}", 0.0)
    share = wait / limit
    return np.where(wait <= noticed, np.minimum(share, judged["latency-full-share"]), share)


def latency_shares(plans: Plans, use_case: UseCase, judged: Mapping[str, float]) -> Floats:
    """Value, low and high (n, 3) of the wait as a share of the limit: the worst of the limits that are known."""
    shares = np.stack(
        [_of_limit(getattr(plans, name), name, limit, judged) for name, limit in limits_of(use_case).items()]
    )
    known = ~np.isnan(shares)
    worst = np.where(known, shares, -np.inf).max(axis=0)
    return np.asarray(np.where(known.any(axis=0), worst, np.nan), dtype=np.float64)


def speed_fact(context: JoinedAlternative) -> Fact:
    """The speed of a GPU type, or of a provider: what the wait hangs on, and on own servers the cost and energy too."""
    deployment = context.deployment
    if deployment.kind in SELF_HOSTED:
        topic = "device_speed" if deployment.kind == "edge" else "gpu_speed"  # nobody rents out devices by the day
        return fact_of("estimate", deployment.gpu or deployment.kind, topic, "fact.speed.of")
    return fact_of("estimate", deployment.provider or "unknown provider", "api_speed", "fact.speed.at")


LATENCY: Final = Criterion(
    id="latency",
    objective="quality",
    usual=2,
    share=_latency_share,
    unit=SHARE_OF_THE_LIMIT,
    anchors=_latency_anchors,
    reads=("plan.ttft_ms", "plan.itl_ms", "plan.total_s"),
    aspect="speed",
    fact=speed_fact,
    step=-0.1,
    measure=lambda m, rows: latency_shares(m.plans, m.setting.use_case, m.setting.judged)[rows],
    mean="ends",
    column="total_s",
)
QUALITY: Final = (FITNESS, LATENCY)
