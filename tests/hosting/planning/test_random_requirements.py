"""What must hold of the cheapest plan of every way of hosting, whatever is required: no more is ever cheaper.

Requirements, models and the change are drawn at random; the plans come from the planner as the page shows them.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from shipped import shipped_catalog

from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from tests.hosting.conftest import decision

CATALOG = shipped_catalog()
OPEN = sorted(
    model.model_id
    for model in CATALOG.models
    if model.openness == "open_weights" and model.kind in {"text", "reasoning", "code"} and model.status == "current"
)
OWNED = ("h100-sxm-80gb", "l40s-48gb", "rtx-pro-6000-blackwell-96gb", "a100-sxm-80gb")
KEPT = 1 - 1e-9
RANDOM = settings(derandomize=True, deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])

requirements = st.fixed_dictionaries(
    {
        "models": st.lists(st.sampled_from(OPEN), min_size=1, max_size=2, unique=True),
        "task": st.sampled_from(["rag", "chat_assistant", "code", "summarisation"]),
        "volume": st.floats(1, 6).map(lambda power: 10**power),
        "input_tokens": st.integers(50, 6000),
        "output_tokens": st.integers(10, 1500),
        "growth": st.sampled_from([-0.4, 0.0, 0.5, 2.0]),
        "peak": st.floats(1.0, 8.0),
        "months": st.integers(3, 60),
        "available": st.booleans(),
        "hours": st.sampled_from(["business_hours", "extended_hours", "around_the_clock"]),
        "people": st.sampled_from([None, 0, 3]),
        "country": st.sampled_from(["DE", "US", "FR", "JP"]),
        "ttft_ms": st.sampled_from([None, 800, 3000]),
    }
)
Required = dict[str, Any]


def plan(asked: Required, **changes: Any) -> PlanTable:
    """The plans for requirements, some of them changed."""
    wanted = asked | changes
    load = {
        "requests_per_day": wanted["volume"],
        "input_tokens": wanted["input_tokens"],
        "output_tokens": wanted["output_tokens"],
        "growth_per_year": wanted["growth"],
        "peak_factor": wanted["peak"],
    }
    hosting = {
        "country": wanted["country"],
        "high_availability": wanted["available"],
        "second_site": wanted.get("second_site", False),
        "service_hours": wanted["hours"],
        "team": {"people": wanted["people"]},
        "gpus_owned": wanted.get("owned", []),
        "edge_devices": wanted.get("devices", 1),
    }
    latency = {"latency": {"ttft_p95_ms": wanted["ttft_ms"]}} if wanted["ttft_ms"] else {}
    answers = decision(
        task=wanted["task"],
        load=load,
        hosting=hosting,
        use_case=latency,
        budget={"horizon_months": wanted["months"]},
    )
    models = [CATALOG.model[name] for name in wanted["models"]]
    return plan_alternatives(models, answers.use_cases[0], answers, CATALOG)


def cheapest(table: PlanTable, *, horizon: bool = False) -> dict[tuple[str, str], float]:
    """The cheapest figure of every model and way of hosting, per month or over the horizon."""
    costs = (table.horizon_usd if horizon else table.cost_usd)[:, 1]
    found: dict[tuple[str, str], float] = {}
    for row, alternative in enumerate(table.alternatives):
        if table.problems[row] is None and not np.isnan(costs[row]):
            key = alternative.model_id, alternative.deployment.kind
            found[key] = min(found.get(key, np.inf), float(costs[row]))
    return found


def check(less: PlanTable, more: PlanTable, *, horizon: bool = False) -> None:
    """Who asks for more never pays less, and loses no way of hosting by it."""
    before, after = cheapest(less, horizon=horizon), cheapest(more, horizon=horizon)
    assume(before)  # of a model that nothing can size there is no more and no less
    assert before.keys() == after.keys()
    assert {key: (usd, after[key]) for key, usd in before.items() if after[key] < usd * KEPT} == {}


@RANDOM
@given(asked=requirements, times=st.floats(1.01, 30))
def test_more_volume_never_costs_less(asked: Required, times: float) -> None:
    """Another configuration, another tenure or another GPU may be the cheapest then, but none is cheaper."""
    check(plan(asked), plan(asked, volume=asked["volume"] * times))


@RANDOM
@given(asked=requirements)
def test_high_availability_never_costs_less(asked: Required) -> None:
    """None, another server, a second site."""
    none, server = plan(asked, available=False), plan(asked, available=True)
    check(none, server)
    check(server, plan(asked, available=True, second_site=True))


@RANDOM
@given(asked=requirements, more=st.integers(1, 36))
def test_a_longer_horizon_never_lowers_the_total(asked: Required, more: int) -> None:
    """Whatever grows, shrinks, is announced or is sold at the end."""
    check(plan(asked), plan(asked, months=asked["months"] + more), horizon=True)


@RANDOM
@given(
    asked=requirements,
    gpu=st.sampled_from(OWNED),
    counts=st.lists(st.integers(0, 24), min_size=2, max_size=2).map(sorted),
)
def test_owning_more_gpus_never_costs_more(asked: Required, gpu: str, counts: list[int]) -> None:
    """The cheapest plan on own premises, with some GPUs there and with more of them."""
    few, many = (cheapest(plan(asked, owned=[{"gpu": gpu, "count": count}] if count else [])) for count in counts)
    own = [key for key in few if key[1] == "on_prem"]
    assert {key: (few[key], many[key]) for key in own if many[key] > few[key] * (1 + 1e-9)} == {}


@pytest.mark.parametrize(("count", "gpu"), [(8, "H100 SXM"), (2, "L40S")])
def test_owned_gpus_are_used_or_named_as_idle(count: int, gpu: str) -> None:
    """Every plan uses what is there of its own GPU, and says how many GPUs it leaves idle."""
    owned = [{"gpu": gpu, "count": count}]
    answers = decision(load={"requests_per_day": 5000}, hosting={"gpus_owned": owned, "high_availability": False})
    models = [CATALOG.model[name] for name in ("openai/gpt-oss-20b", "meta/llama-3.1-8b-instruct")]
    table = plan_alternatives(models, answers.use_cases[0], answers, CATALOG)
    used_somewhere = 0.0
    for row in range(len(table)):
        record = table.record(row)
        if record.monthly_cost_usd is None:
            continue
        used = record.hardware.owned_gpus_used if record.hardware else 0.0
        idle = [fact.values["idle"] for fact in record.facts if fact.code == "owned_idle"]
        assert idle == ([count - used] if used < count else [])
        used_somewhere = max(used_somewhere, used)
        if used:
            assert record.hardware is not None
            bought = sum(year.gpus_bought or 0.0 for year in record.years)
            assert bought == 0.0 or used == count
    assert used_somewhere > 0
