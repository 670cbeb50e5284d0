"""The registry of criteria: definition, unit, where performances come from, how uncertain they are, and the anchors.

A new criterion is one entry here, one in ``CriterionId`` and one column in ``performances``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from advisor.decision.criteria.task_needs import NEEDS
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.questionnaire.answers import Answers, CriterionId, UseCase
from advisor.units import DAYS_PER_MONTH

POINTS_SCALE: Final = ValueFunction(0.0, 100.0)
DEAR_PRICES: Final = {
    "input": 15.0,
    "output": 75.0,
    "embedding": 0.2,
    "audio_minute": 0.05,
    "mchar": 200.0,
    "image": 0.25,
}
CHEAP_PRICES: Final = {
    "input": 0.05,
    "output": 0.2,
    "embedding": 0.005,
    "audio_minute": 5e-4,
    "mchar": 1.0,
    "image": 1e-3,
}
"""Unit prices (USD per 10^6 tokens, per minute, per 10^6 characters, per image) that mark dear and cheap.

The round ends of the price lists of 2024 to 2026, fixed here so that no catalog can move them.
"""
WH_WORST, WH_BEST = 30.0, 0.05
"""Wh per 1,000 answer tokens (a prompt token counts a twentieth).

A large model on idle hardware against a small one at full load.
"""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What one criterion means and how it is measured."""

    name: str
    definition: str
    unit: str
    source: str
    uncertainty: str


CRITERION: Final[Mapping[CriterionId, Criterion]] = MappingProxyType(
    {
        "fitness": Criterion(
            "Fitness for the use case",
            "How well the model does what the task needs: capability estimates combined in the stated proportions.",
            "points of 100",
            "capability estimates fitted on public benchmark scores, and own evaluations where there are any",
            "standard error of each estimate; one draw per model",
        ),
        "cost": Criterion(
            "Cost",
            "Monthly cost of the whole workload: tokens or GPUs, power, staff, support, spare capacity.",
            "USD per month",
            "dated offers of providers and GPU prices, through the hosting plan",
            "10th to 90th percentile of the plan; one draw per GPU type or per offer",
        ),
        "latency": Criterion(
            "Latency",
            "The wait as a share of the limit: the worst of time to first token, gap between tokens and whole answer.",
            "share of the limit",
            "measured speeds where there are any, else the hosting plan's estimate",
            "interval of the plan; one draw per GPU type or per provider",
        ),
        "data_control": Criterion(
            "Data control",
            "Who can see, keep or learn from the data: own premises 100, a provider that trains and keeps "
            "everything 10.",
            "points of 100",
            "providers' stated policies on training, retention, residency, contracts and certificates",
            "unknown policies may be anything allowed; one draw per provider",
        ),
        "customisation": Criterion(
            "Customisation",
            "How far the model can be bent to the task: own weights with derivatives permitted 100, prompts alone 20.",
            "points of 100",
            "openness, licence and stated fine-tuning",
            "unknown fine-tuning may be either; one draw per model",
        ),
        "operations": Criterion(
            "Operational ease",
            "How little work it is to run with the skills you have: managed service 80 to 95, own servers 10 to 60.",
            "points of 100",
            "way of hosting, number of GPUs and your stated skills (judgement of this project)",
            "plus or minus 10 points; one draw per way of hosting",
        ),
        "scalability": Criterion(
            "Scalability",
            "How easily ten times the load is carried: a hyperscaler's service 95, a single edge device 15.",
            "points of 100",
            "way of hosting and kind of provider (judgement of this project)",
            "plus or minus 10 points; one draw per way of hosting",
        ),
        "transparency": Criterion(
            "Transparency and governance",
            "What is published about the model and its provider: weights, licence, size, data cut-off, "
            "independent scores.",
            "points of 100",
            "the catalog's own sourced facts; what is not published brings no points",
            "none: a fact is published or it is not",
        ),
        "lifecycle": Criterion(
            "Lifecycle and lock-in",
            "How long it can be kept and how easily it can be left: own copy of open weights 90 to 100, "
            "deprecated service 0.",
            "points of 100",
            "status, retirement date, release date and openness",
            "an unstated retirement date may be near or far; one draw per provider",
        ),
        "energy": Criterion(
            "Energy",
            "Electricity per request, servers, cooling and idling included.",
            "Wh per request",
            "the hosting plan: measured or estimated power",
            "interval of the plan; one draw per GPU type or per model",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Anchors:
    """The value function of a criterion for these answers, and why its anchors stand where they stand."""

    scale: ValueFunction
    reason: str


Judgements = Mapping[str, float]


def anchors(answers: Answers, use_case: UseCase, judged: Judgements) -> dict[CriterionId, Anchors]:
    """The value function of every criterion; depends on answers and judgements alone, never on the alternatives."""
    points = Anchors(POINTS_SCALE, "the scale's own ends")
    fixed: dict[CriterionId, Anchors] = {
        "fitness": _fitness_anchors(use_case, judged),
        "cost": _cost_anchors(answers, use_case, judged),
        "latency": _latency_anchors(use_case, judged),
        "data_control": points,
        "customisation": points,
        "operations": points,
        "scalability": points,
        "transparency": points,
        "lifecycle": points,
        "energy": _energy_anchors(use_case),
    }
    return fixed


def enough_of(use_case: UseCase, judged: Judgements) -> tuple[float, float]:
    """Below which fitness a task is not done, and from which on more brings little: the user's own, else judgements."""
    task = use_case.task.replace("_", "-")
    floor, enough = judged[f"floor-{task}"], judged[f"enough-{task}"]
    if use_case.enough_fitness is not None:
        enough = 100 * use_case.enough_fitness
    return min(floor, enough - 1), enough


def _fitness_anchors(use_case: UseCase, judged: Judgements) -> Anchors:
    floor, enough = enough_of(use_case, judged)
    last = (enough, judged["value-at-enough"])
    knots = ((floor, 0.0), last, (100.0, 1.0)) if enough < 100 and last[1] < 1 else ((floor, 0.0), (enough, 1.0))  # noqa: PLR2004 - the top of the scale
    reason = (
        f"below {floor:g} points the task is not done, from {enough:g} on more ability brings a tenth of the value at "
        "most; uncertain ability counts by its mean value"
    )
    return Anchors(ValueFunction(floor, knots[-1][0], "curve", knots), reason)


def cap_usd(answers: Answers) -> float | None:
    """The monthly cap in US dollars, or None without one."""
    cap = answers.budget.monthly_cap
    return None if cap is None else float(cap) * answers.budget.usd_per_unit


_CHEAPEST: Final = (("provider_api", None), ("edge", "cost-cheap-edge"), ("cloud_gpu", "cost-cheap-rented"))
"""Ways of hosting from the cheapest on, and what the least of each costs; own servers are what is left."""


def cost_range(answers: Answers, use_case: UseCase, judged: Judgements) -> tuple[float, float]:
    """The cheap and the dear end of what this workload may cost, in USD per month; the cap moves neither.

    It is this workload at cheap and at dear unit prices. Where the answers allow no provider's API the cheap end is the
    least that the allowed ways of hosting cost; where they allow servers the dear end is at least two large ones.
    """
    closed = {"provider_api", "cloud_gpu"} if answers.hosting.air_gapped else set()
    allowed = set(answers.hosting.allowed) - closed
    name = next((name for kind, name in _CHEAPEST if kind in allowed), "cost-cheap-own")
    best = max(_priced(use_case, CHEAP_PRICES), judged["cost-free-below"] if name is None else judged[name])
    least = "cost-dear-servers" if allowed & {"cloud_gpu", "on_prem"} else "cost-dear-edge"
    floor = 0.0 if allowed == {"provider_api"} else judged[least]
    return best, max(_priced(use_case, DEAR_PRICES), floor, best * 10)


def middle_price_usd(use_case: UseCase) -> float:
    """This workload between cheap and dear unit prices (their geometric mean), in USD per month."""
    return math.sqrt(_priced(use_case, CHEAP_PRICES) * _priced(use_case, DEAR_PRICES))


def _cost_anchors(answers: Answers, use_case: UseCase, judged: Judgements) -> Anchors:
    best, worst = cost_range(answers, use_case, judged)
    return Anchors(
        ValueFunction(worst, best, "log"),
        f"from {best:,.0f} USD (this workload at cheap unit prices, or the least of the allowed ways of hosting) "
        f"to {worst:,.0f} USD (at dear ones, or large servers where they are allowed); every halving counts alike, and "
        "a cap excludes but does not weigh",
    )


def _priced(use_case: UseCase, prices: Mapping[str, float]) -> float:
    """US dollars per month of the workload at reference unit prices."""
    load = use_case.workload
    requests = load.requests_per_day * DAYS_PER_MONTH
    if use_case.task == "semantic_search":
        return requests * load.input_tokens * prices["embedding"] / 1e6
    return requests * (
        (load.input_tokens * prices["input"] + load.output_tokens * prices["output"]) / 1e6
        + load.audio_minutes_per_request * prices["audio_minute"]
        + load.images_per_request * prices["image"]
        + load.characters_per_request * prices["mchar"] / 1e6
    )


def _latency_anchors(use_case: UseCase, judged: Judgements) -> Anchors:
    best = judged["latency-full-share"]
    if stated_limits(use_case):
        return Anchors(
            ValueFunction(1.0, best, "linear"),
            f"your limit at worst; at {best:.0%} of it, or where people no longer notice, faster brings nothing",
        )
    worst = judged["latency-usual-worst"]
    return Anchors(
        ValueFunction(worst, best, "linear"),
        f"no limit stated: {worst:g} times the usual wait for this task at worst; at {best:.0%} of it, or where "
        "people no longer notice, faster brings nothing",
    )


def stated_limits(use_case: UseCase) -> dict[str, float]:
    """The latency limits that the user stated, by column of the plan."""
    latency = use_case.latency
    limits = {"ttft_ms": latency.ttft_p95_ms, "itl_ms": latency.itl_ms, "total_s": latency.total_s}
    return {name: limit for name, limit in limits.items() if limit is not None}


def limits_of(use_case: UseCase) -> dict[str, float]:
    """The limits that latency is measured against: the user's, else those usual for the task."""
    stated = stated_limits(use_case)
    if stated:
        return stated
    needs = NEEDS[use_case.task]
    usual = {"total_s": needs.usual_total_s}
    return usual if needs.usual_ttft_ms is None else {"ttft_ms": needs.usual_ttft_ms, **usual}


def _energy_anchors(use_case: UseCase) -> Anchors:
    load = use_case.workload
    work = max((load.output_tokens + load.input_tokens / 20) / 1000, 0.01)
    work += load.audio_minutes_per_request + load.images_per_request + load.characters_per_request / 5_000
    return Anchors(
        ValueFunction(WH_WORST * work, WH_BEST * work, "log"),
        f"{WH_BEST:g} to {WH_WORST:g} Wh per 1,000 answer tokens (a minute of audio, an image or 5,000 "
        "characters spoken "
        "count as 1,000); every halving counts alike",
    )
