"""Money: what is paid over the horizon, per month, beyond what is committed already.

Only what a choice adds can speak for or against it: what is committed at a provider is paid whatever is decided.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from advisor.arrays import Z_80, Codes, Floats
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.criteria.criterion import Anchors, Criterion, DecisionInputs, Fact, Judgements, fact_of
from advisor.decision.criteria.of_quality import speed_fact
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.hosting.records import SELF_HOSTED
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.money_facts import about_money
from advisor.units import DAYS_PER_MONTH, USD_PER_MONTH, told

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
_CHEAPEST: Final = (("provider_api", None), ("edge", "cost-cheap-edge"), ("cloud_gpu", "cost-cheap-rented"))
"""Ways of hosting from the cheapest on, and what the least of each costs; own servers are what is left."""


def cap_usd(answers: Answers) -> float | None:
    """The monthly cap in US dollars, or None without one."""
    cap = answers.budget.monthly_cap
    return None if cap is None else float(cap) * answers.budget.usd_per_unit


def cost_range(answers: Answers, use_case: UseCase, judged: Judgements) -> tuple[float, float]:
    """The cheap and the dear end of what this workload may cost, in USD per month; the cap moves neither.

    It is this workload at cheap and at dear unit prices. Where the answers allow no provider's API the cheap end is the
    least that the allowed ways of hosting cost; where they allow servers the dear end is at least two large ones. What
    holds for one device holds for a fleet as often as it has devices.
    """
    closed = {"provider_api", "cloud_gpu"} if answers.hosting.air_gapped else set()
    allowed = set(answers.hosting.allowed) - closed
    name = next((name for kind, name in _CHEAPEST if kind in allowed), "cost-cheap-own")
    devices = answers.hosting.edge_devices
    least = judged[name or "cost-free-below"] * (devices if name == "cost-cheap-edge" else 1)
    best = max(_priced(use_case, CHEAP_PRICES), least)
    servers = judged["cost-dear-servers"] if allowed & {"cloud_gpu", "on_prem"} else judged["cost-dear-edge"] * devices
    floor = 0.0 if allowed == {"provider_api"} else servers
    return best, max(_priced(use_case, DEAR_PRICES), floor, best * 10)


def middle_price_usd(use_case: UseCase) -> float:
    """This workload between cheap and dear unit prices (their geometric mean), in USD per month."""
    return math.sqrt(_priced(use_case, CHEAP_PRICES) * _priced(use_case, DEAR_PRICES))


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


def _anchors(answers: Answers, use_case: UseCase, judged: Judgements) -> Anchors:
    best, worst = cost_range(answers, use_case, judged)
    key = "anchors.money.new" if answers.hosting.committed else "anchors.money"
    reason = told(key, best=about_money(best, answers.budget), worst=about_money(worst, answers.budget))
    return Anchors(ValueFunction(worst, best, "log"), reason)


def _cost(inputs: DecisionInputs, rows: Codes) -> Floats:
    """(n, 3) US dollars per month: 50th, 10th and 90th percentile of what is not paid anyway."""
    return np.asarray(inputs.plans.new_usd(rows)[:, (1, 0, 2)], dtype=np.float64)


def _fact(context: JoinedAlternative) -> Fact:
    if context.deployment.kind in SELF_HOSTED:
        return speed_fact(context)
    subject = f"{context.model.model_id} at {context.deployment.provider}"
    return fact_of("estimate", subject, "price", "fact.cost")


COST: Final = Criterion(
    id="cost",
    objective="money",
    usual=3,
    share=lambda *_: 1.0,
    unit=USD_PER_MONTH,
    anchors=_anchors,
    reads=("plan.cost_usd",),
    aspect="price",
    fact=_fact,
    step=0.0,
    measure=_cost,
    reach=Z_80,
    column="cost_usd",
)
MONEY: Final = (COST,)
