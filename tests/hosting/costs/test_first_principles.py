"""Plans of samples and of awkward cases summed by hand, line by line, without the cost model.

A plan says what it runs and what one replica of it carries; how many servers that takes, for how many hours, at which
rent or price, who looks after it and every amount are worked out in ``by_hand`` from the tables and the answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import yaml

from advisor.catalog.catalog import Catalog
from advisor.hosting.planning.planner import plan_alternatives
from advisor.hosting.records import HostingPlan
from advisor.questionnaire.answers import Answers, DeploymentKind
from tests.hosting.costs import by_hand
from tests.hosting.costs.by_hand import Chosen, Lines

OSS = "openai/gpt-oss-120b"
SMALL = "google/gemma-3-4b-it"
LLAMA = "meta/llama-3.3-70b-instruct"
CLAUDE = "anthropic/claude-sonnet-5.5"
GEMINI = "google/gemini-3.8-flash"
TODAY = date(2026, 11, 20)


def sample(name: str, **load: Any) -> dict[str, Any]:
    """A sample's answers as they stand in the file, with another load."""
    content = yaml.safe_load((by_hand.DATA / "samples" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    content["use_cases"][0]["workload"] |= load
    return content


def asked(horizon: int, *, hosting: Mapping[str, Any], case: Mapping[str, Any] | None = None, **load: Any) -> Any:
    """Answers of a retrieval assistant with 5,000 requests a day in ten hours, growing by a tenth a year."""
    usual = {"requests_per_day": 5000, "input_tokens": 4000, "output_tokens": 400, "peak_factor": 3}
    usual |= {"active_hours_per_day": 10, "growth_per_year": 0.1}
    return {
        "title": "By hand",
        "as_of": TODAY,
        "use_cases": [{"task": "rag", "context_tokens": 16000} | dict(case or {}) | {"workload": usual | load}],
        "budget": {"horizon_months": horizon},
        "hosting": dict(hosting),
    }


@dataclass(frozen=True)
class Case:
    """Answers and the plan that is summed: the cheapest of a model in one way of hosting, had as ``commitment``."""

    answers: dict[str, Any]
    model: str
    kind: DeploymentKind
    commitment: str | None = None


CASES = {
    "bought servers for the hospital": Case(sample("hospital-note-summariser"), OSS, "on_prem", "purchase"),
    "owned GPUs for the developers": Case(sample("code-assistant-500-developers"), OSS, "on_prem", "owned"),
    "a device for the factory": Case(sample("factory-edge-device"), SMALL, "edge"),
    "rented GPUs for the city": Case(sample("city-administration-rag"), OSS, "cloud_gpu", "on_demand"),
    "two sites around the clock, three people there": Case(
        asked(
            48,
            hosting={
                "country": "DE",
                "second_site": True,
                "service_hours": "around_the_clock",
                "team": {"people": 3, "on_call": False},
            },
        ),
        OSS,
        "on_prem",
    ),
    "forty boxes in Italy": Case(
        asked(
            60,
            hosting={"country": "IT", "edge_devices": 40},
            case={"task": "classification_extraction", "context_tokens": 4000},
            requests_per_day=20000,
            input_tokens=600,
            output_tokens=80,
            active_hours_per_day=16,
        ),
        SMALL,
        "edge",
    ),
    "a Swiss bank with eight H100 and its people counted": Case(
        asked(
            36,
            hosting={
                "country": "CH",
                "gpus_owned": [{"gpu": "H100 SXM", "count": 8, "servers": 1}],
                "team": {"people": 2, "count_existing": True},
                "operations_skills": "strong",
            },
            requests_per_day=60000,
        ),
        OSS,
        "on_prem",
        "owned",
    ),
    "a ministry that must hire around the clock": Case(
        asked(
            60,
            hosting={"country": "FR", "service_hours": "around_the_clock", "operations_skills": "none"},
            requests_per_day=15000,
            active_hours_per_day=24,
        ),
        OSS,
        "on_prem",
    ),
    "a start-up that doubles every year, bought": Case(
        asked(36, hosting={"country": "US"}, requests_per_day=300_000, growth_per_year=1.0), LLAMA, "on_prem"
    ),
    "ten times the players, bought": Case(
        asked(14, hosting={"country": "US"}, requests_per_day=300_000, growth_per_year=9.0), LLAMA, "on_prem"
    ),
    "ten times the players, rented by the hour": Case(
        asked(14, hosting={"country": "US"}, requests_per_day=300_000, growth_per_year=9.0),
        LLAMA,
        "cloud_gpu",
        "on_demand",
    ),
    "reserved GPUs that work day and night": Case(
        asked(
            36,
            hosting={"country": "US"},
            requests_per_day=600_000,
            active_hours_per_day=24,
            peak_factor=1.2,
            growth_per_year=0.3,
        ),
        LLAMA,
        "cloud_gpu",
        "reserved_3y",
    ),
    "a reservation that outlasts the decision": Case(
        asked(
            30,
            hosting={"country": "US"},
            requests_per_day=600_000,
            active_hours_per_day=24,
            peak_factor=1.2,
            growth_per_year=-0.3,
        ),
        OSS,
        "cloud_gpu",
        "reserved_3y",
    ),
    "bursts at nine in London": Case(
        asked(
            36,
            hosting={"country": "GB"},
            case={"latency": {"ttft_p95_ms": 2000}},
            requests_per_day=200_000,
            peak_factor=12,
        ),
        OSS,
        "cloud_gpu",
        "on_demand",
    ),
    "a managed service in the Netherlands": Case(
        asked(36, hosting={"country": "NL", "operations_skills": "none", "managed_service": True}),
        OSS,
        "cloud_gpu",
        "on_demand",
    ),
    "own servers in Japan": Case(asked(36, hosting={"country": "JP"}), OSS, "on_prem"),
    "three years, sold early, growing by half": Case(
        asked(31, hosting={"country": "DE"}, requests_per_day=400_000, growth_per_year=0.5), LLAMA, "on_prem"
    ),
    "two sites that grow past a server": Case(
        asked(
            36,
            hosting={"country": "DE", "second_site": True, "service_hours": "extended_hours"},
            requests_per_day=900_000,
            growth_per_year=0.6,
        ),
        LLAMA,
        "on_prem",
    ),
    "owned GPUs that the plan leaves idle": Case(
        asked(24, hosting={"country": "DE", "gpus_owned": [{"gpu": "L40S", "count": 4}]}), OSS, "on_prem", "purchase"
    ),
    "fewer GPUs there than it takes": Case(
        asked(
            36,
            hosting={"country": "DE", "gpus_owned": [{"gpu": "H100 SXM", "count": 8, "servers": 1}]},
            requests_per_day=900_000,
            growth_per_year=0.4,
        ),
        LLAMA,
        "on_prem",
        "owned",
    ),
    "four hundred devices in Poland": Case(
        asked(
            36,
            hosting={"country": "PL", "edge_devices": 400, "service_hours": "around_the_clock"},
            case={"context_tokens": 4000},
            requests_per_day=40_000,
            input_tokens=1500,
            output_tokens=150,
        ),
        SMALL,
        "edge",
    ),
    "three hundred devices that are built in already": Case(
        asked(
            36,
            hosting={
                "country": "JP",
                "edge_devices": 300,
                "high_availability": False,
                "gpus_owned": [{"gpu": "jetson-agx-orin-64gb", "count": 300, "servers": 300}],
            },
            case={"context_tokens": 4000},
            requests_per_day=30_000,
            input_tokens=1500,
            output_tokens=150,
            growth_per_year=0.0,
        ),
        SMALL,
        "edge",
        "owned",
    ),
    "a rented GPU for two hours a day": Case(
        asked(
            12,
            hosting={"country": "DE", "high_availability": False},
            case={"context_tokens": 8000},
            requests_per_day=2000,
            active_hours_per_day=2,
            growth_per_year=0.0,
        ),
        LLAMA,
        "cloud_gpu",
        "on_demand",
    ),
    "a shrinking load on own servers": Case(
        asked(48, hosting={"country": "SE"}, requests_per_day=600_000, growth_per_year=-0.4), LLAMA, "on_prem"
    ),
}


def plan_of(catalog: Catalog, case: Case) -> HostingPlan:
    """The cheapest plan of the case's model in its way of hosting, rented in a zone that the answers admit."""
    zones = case.answers.get("data", {}).get("residency", [])
    answers = Answers.model_validate(case.answers)
    models = [catalog.model[case.model]]
    table = plan_alternatives(models, answers.use_cases[0], answers, catalog, kinds=[case.kind])
    known = [
        row
        for row in range(len(table))
        if table.problems[row] is None
        and table.cost_usd[row, 1] == table.cost_usd[row, 1]
        and case.commitment in {None, table.alternatives[row].deployment.commitment}
        and (not zones or case.kind != "cloud_gpu" or table.alternatives[row].deployment.zone in zones)
    ]
    return table.record(min(known, key=lambda row: float(table.cost_usd[row, 1])))


def chosen_of(catalog: Catalog, plan: HostingPlan, case: Case) -> Chosen:
    """What the plan runs, with the rent or price that a buyer finds in the tables."""
    where, hosting = plan.alternative.deployment, case.answers["hosting"]
    assert where.gpu
    assert where.gpu_count
    assert plan.replica_requests_per_s
    assert plan.memory_gb_per_gpu is not None
    assert plan.memory_gb_per_gpu.low is not None
    rented = where.kind == "cloud_gpu"
    if rented:
        provider = catalog.provider.get(where.provider or "")
        row = by_hand.rent(
            where.gpu,
            where.commitment or "",
            hyperscaler=provider is not None and provider.kind == "hyperscaler",
            zones=case.answers.get("data", {}).get("residency", []),
            today=case.answers["as_of"],
        )
        assert row["provider_id"] == where.provider
        unit, usd = int(row["gpu_count"]), float(row["usd_per_gpu_hour"])
    else:
        assert plan.hardware is not None
        unit = int(plan.hardware.gpus_per_server)
        usd = by_hand.price(where.gpu, unit, kind=where.kind, country=hosting["country"])
    there = hosting.get("gpus_owned", ()) if where.commitment == "owned" else ()
    return Chosen(
        kind=where.kind,
        model=case.model,
        gpu=where.gpu,
        gpus=where.gpu_count,
        unit=unit,
        carries_per_s=plan.replica_requests_per_s,
        weights_gb=plan.memory_gb_per_gpu.low * where.gpu_count,
        usd_per_gpu=usd,
        commitment=where.commitment or "",
        owned=sum(one["count"] for one in there),
        owned_servers=next((one.get("servers") for one in there), None),
    )


def check(plan: HostingPlan, answers: dict[str, Any], expected: Lines) -> None:
    """Every line of the stated case, to the cent, and their sum, closed by the contingency; setting up beside it."""
    lines = {part.component: part.usd_per_month for part in plan.components}
    contingency = lines.pop("contingency", 0.0)
    assert lines == pytest.approx({name: usd for name, usd in expected.items() if usd}, abs=0.005)
    assert plan.monthly_cost_usd is not None
    assert plan.horizon_cost_usd is not None
    assert plan.stated_usd_per_month == pytest.approx(sum(expected.values()), abs=0.005)
    assert sum(expected.values()) + contingency == pytest.approx(plan.monthly_cost_usd.p50, abs=0.005)
    horizon = by_hand.horizon_of(answers)
    assert plan.horizon_cost_usd.p50 == pytest.approx(plan.monthly_cost_usd.p50 * horizon, abs=0.005)
    assert plan.set_up is not None
    assert plan.set_up.usd == pytest.approx(by_hand.set_up_usd(plan.alternative.deployment.kind, answers), abs=0.005)


@pytest.mark.parametrize("name", CASES)
def test_a_plan_costs_what_its_sum_by_hand_says(catalog: Catalog, name: str) -> None:
    """Servers and spare ones, how far they are used, and every line: rent or purchase to the last cent of a backup."""
    case = CASES[name]
    plan = plan_of(catalog, case)
    chosen = chosen_of(catalog, plan, case)
    start = by_hand.running(chosen, case.answers, next(by_hand.years(case.answers)).growth)
    now = by_hand.running(chosen, case.answers, 1.0)
    assert plan.availability is not None
    assert plan.availability.servers_serving == now.serving
    assert plan.availability.servers_spare == now.servers - now.serving
    assert plan.utilisation == pytest.approx(now.utilisation, rel=1e-9)
    if plan.hardware is not None:
        bought = sum(year.gpus_bought or 0.0 for year in plan.years)
        runs = [by_hand.running_in(chosen, case.answers, year) for year in by_hand.years(case.answers)]
        assert bought == max(each.gpus - each.there for each in runs)
        assert plan.hardware.owned_gpus_used == now.there
    assert start.gpus >= chosen.gpus
    check(plan, case.answers, by_hand.lines(chosen, case.answers))


@pytest.mark.parametrize(
    ("answers", "model"),
    [
        (sample("eu-bank-customer-service"), OSS),
        (sample("city-administration-rag"), "alibaba/qwen3-32b"),
        (asked(36, hosting={"country": "JP"}, case={"languages": ["ja"]}), OSS),
        (asked(36, hosting={"country": "US"}, requests_per_day=30_000, growth_per_year=1.0), LLAMA),
        (asked(24, hosting={"country": "GB"}, input_tokens=350, cached_input_share=0.5), CLAUDE),
        (asked(24, hosting={"country": "GB"}, input_tokens=700, cached_input_share=0.5), CLAUDE),
        (asked(24, hosting={"country": "GB"}, input_tokens=1900, cached_input_share=0.5), GEMINI),
        (asked(24, hosting={"country": "GB"}, input_tokens=2100, cached_input_share=0.5), GEMINI),
    ],
    ids=[
        "the bank",
        "a city",
        "a Japanese insurer",
        "a start-up that doubles every year",
        "half of a short prompt at Claude",
        "half of a longer prompt at Claude",
        "half of a short prompt at Gemini",
        "half of a long prompt at Gemini",
    ],
)
def test_an_api_costs_what_its_sum_by_hand_says(catalog: Catalog, answers: dict[str, Any], model: str) -> None:
    """Tokens at the list price, growing and falling year by year, egress, and the work of forced changes."""
    plan = plan_of(catalog, Case(answers, model, "provider_api"))
    offer = next(row for row in by_hand.rows("offers") if row["offer_id"] == plan.alternative.deployment.offer_id)
    row = next(row for row in by_hand.rows("model_catalog") if row["model_id"] == model)
    thinks = "always" if row["kind"] == "reasoning" else "sometimes" if catalog.model[model].reasoning else "never"
    check(plan, answers, by_hand.api_lines(offer, answers, thinks=thinks))
