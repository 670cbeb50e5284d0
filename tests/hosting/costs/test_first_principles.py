"""Five sample plans recomputed from the tables and the answers alone, line by line, without the cost model.

What a plan needs (servers, GPUs, hours, people by year) is physics and comes from its record; every amount of money is
worked out here from the CSV files and the YAML of the samples, with formulas written anew.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor.catalog.catalog import Catalog
from advisor.hosting.planning.planner import plan_alternatives
from advisor.hosting.records import HostingPlan
from advisor.questionnaire.answers import Answers, DeploymentKind

DATA = Path(__file__).resolve().parents[3] / "data"
MONTH_DAYS = 365.25 / 12
HOURS = MONTH_DAYS * 24
OSS = "openai/gpt-oss-120b"
SMALL = "google/gemma-3-4b-it"


def rows(table: str) -> list[dict[str, str]]:
    """The rows of a table as text."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DEFAULT = {row["component"]: float(row["default"]) for row in rows("cost_defaults")}


def sample(name: str) -> dict[str, Any]:
    """A sample's answers as they stand in the file."""
    content = yaml.safe_load((DATA / "samples" / f"{name}.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def plan_of(
    catalog: Catalog, content: Mapping[str, Any], model: str, kind: DeploymentKind, commitment: str | None = None
) -> HostingPlan:
    """The cheapest plan of a model on one way of hosting for the first use case of some answers."""
    answers = Answers.model_validate(content)
    table = plan_alternatives([catalog.model[model]], answers.use_cases[0], answers, catalog, kinds=[kind])
    known = [
        row
        for row in range(len(table))
        if table.problems[row] is None
        and table.cost_usd[row, 1] == table.cost_usd[row, 1]
        and commitment in {None, table.alternatives[row].deployment.commitment}
    ]
    return table.record(min(known, key=lambda row: float(table.cost_usd[row, 1])))


def spans(answers: Mapping[str, Any]) -> list[tuple[float, float, float]]:
    """Per started year: months, volume over that of the start and years elapsed, at the middle of the year."""
    growth = answers["use_cases"][0]["workload"].get("growth_per_year", 0.0)
    horizon = answers["budget"]["horizon_months"]
    return [
        (min(12, horizon - start), (1 + growth) ** (start / 12 + 0.5), start / 12 + 0.5)
        for start in range(0, horizon, 12)
    ]


def requests(answers: Mapping[str, Any]) -> float:
    """Requests per month at the start."""
    return float(answers["use_cases"][0]["workload"]["requests_per_day"]) * MONTH_DAYS


def check(plan: HostingPlan, answers: Mapping[str, Any], expected: Mapping[str, float]) -> None:
    """Every line of the stated case, to the cent, and their sum, closed by the contingency; setting up beside it."""
    lines = {part.component: part.usd_per_month for part in plan.components}
    contingency = lines.pop("contingency", 0.0)
    assert set(lines) == {name for name, usd in expected.items() if usd}
    for name, usd in lines.items():
        assert usd == pytest.approx(expected[name], abs=0.005), name
    assert plan.monthly_cost_usd is not None
    assert plan.stated_usd_per_month == pytest.approx(sum(expected.values()), abs=0.005)
    assert sum(expected.values()) + contingency == pytest.approx(plan.monthly_cost_usd.p50, abs=0.005)
    assert plan.set_up is not None
    day = usd_per_person(answers["hosting"]["country"]) / 220
    assert plan.set_up.usd == pytest.approx(set_up_days(plan.alternative.deployment.kind, answers) * day, abs=0.005)


def shared(plan: HostingPlan, answers: Mapping[str, Any]) -> dict[str, float]:
    """Fine-tuning and retrieval, which every way of hosting has, and backups; no sample here embeds a corpus."""
    horizon, case = answers["budget"]["horizon_months"], answers["use_cases"][0]
    kind = plan.alternative.deployment.kind
    tuned = answers.get("customisation", {}).get("fine_tuning", "not_needed") != "not_needed"
    asked = case["task"] in {"rag", "semantic_search"}
    served = requests(answers) * sum(months * growth for months, growth, _ in spans(answers)) / horizon
    return {
        "fine_tuning": DEFAULT["fine_tuning_runs"] * DEFAULT["fine_tuning_usd_per_run"] / 12 if tuned else 0.0,
        "retrieval": served * 50 * DEFAULT["retrieval_usd_per_mtok"] / 1e6 if asked else 0.0,
        "backup": backup_gb(plan, answers) * DEFAULT["backup_usd_per_gb"] if kind in {"cloud_gpu", "on_prem"} else 0.0,
    }


def weights_gb(plan: HostingPlan) -> float:
    """The weights as the plan loads them, which is physics."""
    memory = plan.memory_gb_per_gpu
    assert memory is not None
    assert memory.low is not None
    return memory.low * (plan.alternative.deployment.gpu_count or 0)


def backup_gb(plan: HostingPlan, answers: Mapping[str, Any]) -> float:
    """A copy of the weights, and five bytes for every token of the months that prompts and answers are kept."""
    load, horizon = answers["use_cases"][0]["workload"], answers["budget"]["horizon_months"]
    served = requests(answers) * sum(months * growth for months, growth, _ in spans(answers)) / horizon
    kept = served * (load["input_tokens"] + load["output_tokens"]) * 5 / 1e9 * DEFAULT["log_months"]
    return weights_gb(plan) + kept


def set_up_days(kind: str, answers: Mapping[str, Any]) -> float:
    """Person-days at the start: those of an API by the root of the daily tokens."""
    if kind == "provider_api":
        return DEFAULT["setup_days_api"] * share_of_days(answers)
    named = {"cloud_gpu": "setup_days_rented", "on_prem": "setup_days_own", "edge": "setup_days_edge"}
    each = DEFAULT["setup_days_device"] * answers["hosting"].get("edge_devices", 1) if kind == "edge" else 0.0
    return DEFAULT[named[kind]] + each


def share_of_days(answers: Mapping[str, Any]) -> float:
    """The root of the daily tokens over the usual ones, from a tenth to twice."""
    load = answers["use_cases"][0]["workload"]
    tokens = load["requests_per_day"] * (load["input_tokens"] + load["output_tokens"])
    return float(min(max((tokens / DEFAULT["migration_usual_tokens"]) ** 0.5, 0.1), 2.0))


def usd_per_person(country: str) -> float:
    """The default of the United States by the proportion of salaries, where they are known."""
    salary = {row["country"]: float(row["value"]) for row in rows("operations_staff") if row["topic"] == "base_salary"}
    return DEFAULT["staff_usd_per_year"] * (salary[country] / salary["US"] if country in salary else 1.0)


def staff(plan: HostingPlan, answers: Mapping[str, Any], fte: list[float]) -> float:
    """People paid, by year."""
    months = [months for months, _, _ in spans(answers)]
    paid = sum(people * each for people, each in zip(fte, months, strict=True))
    assert plan.staff is not None
    return paid * usd_per_person(answers["hosting"]["country"]) / 12 / answers["budget"]["horizon_months"]


def migrations(answers: Mapping[str, Any], model: str, provider: str) -> float:
    """Forced changes of model: from the age of the version and the usual life at its provider, at the days of each."""
    lives = {row["provider_id"]: row for row in rows("lifecycle_policies") if row["life_months_median"]}
    policy = lives.get(provider, lives[""])
    horizon, life = answers["budget"]["horizon_months"], float(policy["life_months_median"])
    own = [row for row in rows("lifecycle_policies") if row["provider_id"] == provider and row["scope"] == "default"]
    notice = float(own[0]["minimum_notice_days"] or 0) / MONTH_DAYS if own else 0.0
    released = next(row["release_date"] for row in rows("model_catalog") if row["model_id"] == model)
    age = (answers["as_of"] - date.fromisoformat(released)).days / MONTH_DAYS
    changes = max(0.0, 1 + (horizon - max(notice, life - age)) / life)
    days = DEFAULT["migration_days"] * share_of_days(answers)
    return changes * days * usd_per_person(answers["hosting"]["country"]) / 220 / horizon


def test_an_api_for_the_bank(catalog: Catalog) -> None:
    """GPT-OSS 120B at a provider: tokens at the list price, growing and falling year by year, and egress."""
    answers = sample("eu-bank-customer-service")
    plan = plan_of(catalog, answers, OSS, "provider_api")
    offer = next(row for row in rows("offers") if row["offer_id"] == plan.alternative.deployment.offer_id)
    load, horizon = answers["use_cases"][0]["workload"], answers["budget"]["horizon_months"]
    overhead = 1 + DEFAULT["retries"] + DEFAULT["evaluation_share"]
    decline = DEFAULT["price_decline_api"]
    priced = sum(months * growth * (1 - decline) ** middle for months, growth, middle in spans(answers)) / horizon
    counted = requests(answers) * overhead * priced / 1e6
    cached = load["input_tokens"] * load["cached_input_share"]
    price_in, price_out = float(offer["input_usd_per_mtok"]), float(offer["output_usd_per_mtok"])
    read = min(float(offer["cached_input_usd_per_mtok"] or price_in), price_in)
    write = float(offer["cache_write_usd_per_mtok"] or price_in)
    thinks = next(row for row in rows("model_catalog") if row["model_id"] == OSS)
    habit = 1.0 if thinks["kind"] == "reasoning" else DEFAULT["reasoning_share"]
    grown = sum(months * growth for months, growth, _ in spans(answers)) / horizon
    check(
        plan,
        answers,
        {
            "input_tokens": counted * (load["input_tokens"] - cached) * price_in,
            "cached_tokens": counted * cached * read,
            "cache_writes": counted * cached * DEFAULT["cache_write_share"] * max(write - read, 0),
            "output_tokens": counted * load["output_tokens"] * price_out,
            "reasoning_tokens": counted * load["output_tokens"] * price_out * DEFAULT["reasoning"] * habit,
            "egress": requests(answers) * grown * load["output_tokens"] * 5 / 1e9 * DEFAULT["egress_usd_per_gb"],
            "migration": migrations(answers, OSS, plan.alternative.deployment.provider or ""),
            **shared(plan, answers),
        },
    )


def test_rented_gpus_for_the_city(catalog: Catalog) -> None:
    """Two instances over the active hours, so that one may fail, at the rent of the table; a share of a person."""
    answers = sample("city-administration-rag")
    answers["use_cases"][0]["workload"]["requests_per_day"] = 400  # what one instance carries
    plan = plan_of(catalog, answers, OSS, "cloud_gpu", "on_demand")
    where, load, horizon = plan.alternative.deployment, answers["use_cases"][0]["workload"], 48
    rents = [
        float(row["usd_per_gpu_hour"])
        for row in rows("gpu_offers")
        if (row["gpu_id"], row["provider_id"], row["commitment"]) == (where.gpu, where.provider, "on_demand")
    ]
    assert plan.availability is not None
    assert (plan.availability.servers_serving, plan.availability.servers_spare) == (1, 1)
    hours = load["active_hours_per_day"] * MONTH_DAYS
    lines = {part.component: part.usd_per_month for part in plan.components}
    grown = sum(months * growth for months, growth, _ in spans(answers)) / horizon
    rent = next(
        usd for usd in (2 * (where.gpu_count or 0) * hours * each for each in rents) if abs(usd - lines["gpu_rent"]) < 1
    )
    check(
        plan,
        answers,
        {
            "gpu_rent": rent,
            "storage": weights_gb(plan) * DEFAULT["storage_usd_per_gb"],
            "egress": requests(answers) * grown * load["output_tokens"] * 5 / 1e9 * DEFAULT["egress_usd_per_gb"],
            "staff": staff(plan, answers, [DEFAULT["staff_cloud"]] * len(plan.years)),
            **shared(plan, answers),
        },
    )


def own(plan: HostingPlan, answers: Mapping[str, Any], *, price: float, fte: list[float]) -> dict[str, float]:
    """The lines of bought servers (``price`` per GPU) from what stands and runs by year."""
    horizon, hardware = answers["budget"]["horizon_months"], plan.hardware
    assert hardware is not None
    kept = 1 - DEFAULT["resale_loss_per_year"]
    there = hardware.owned_gpus_used
    lines = dict.fromkeys(
        ("purchase", "resale", "capital", "alternative_use", "support", "floor", "network", "electricity"), 0.0
    )
    worth = there * price * kept ** (DEFAULT["owned_age_months"] / 12)
    used = kept ** (horizon / 12)
    lines["alternative_use"] = worth * (1 - used + DEFAULT["cost_of_capital"] * horizon / 12 * (1 + used) / 2)
    gpus = there
    edge = plan.alternative.deployment.kind == "edge"
    watts = next(float(row["tdp_w"]) for row in rows("gpus") if row["gpu_id"] == plan.alternative.deployment.gpu)
    kw = watts * DEFAULT["wall_factor"] / 1e3
    for number, (year, (months, _, _)) in enumerate(zip(plan.years, spans(answers), strict=True)):
        left, bought = horizon - 12 * number, (year.gpus_bought or 0.0) * price
        end = kept ** (max(left, DEFAULT["resale_least_months"]) / 12)
        gpus += year.gpus_bought or 0.0
        lines["purchase"] += bought
        lines["resale"] -= bought * end
        lines["capital"] += bought * DEFAULT["cost_of_capital"] * left / 12 * (1 + end) / 2
        lines["support"] += gpus * price * DEFAULT["support_share"] / 12 * months
        if not edge:
            lines["floor"] += gpus * kw * DEFAULT["floor_usd_per_kw"] * months
            lines["network"] += gpus / 8 * DEFAULT["network_usd_per_server"] / 12 * months
        lines["electricity"] += bill(plan, answers, gpus * kw, number) * months
    return {name: usd / horizon for name, usd in lines.items()} | {
        "staff": staff(plan, answers, fte),
        **shared(plan, answers),
    }


def bill(plan: HostingPlan, answers: Mapping[str, Any], full_kw: float, number: int) -> float:
    """Electricity per month: what runs draws its idle share and the rest as far as it is used, at the band's tariff."""
    edge, country = plan.alternative.deployment.kind == "edge", answers["hosting"]["country"]
    assert plan.utilisation is not None
    assert plan.hardware is not None
    growth = spans(answers)[number][1]
    watts = next(float(row["tdp_w"]) for row in rows("gpus") if row["gpu_id"] == plan.alternative.deployment.gpu)
    kw_at_start = plan.hardware.servers * plan.hardware.gpus_per_server * watts * DEFAULT["wall_factor"] / 1e3
    utilisation = min(plan.utilisation * growth * kw_at_start / full_kw, 1.0)
    idle, busy = DEFAULT["idle_power_share"], DEFAULT["load_power_share"]
    kwh = full_kw * HOURS * (idle + (busy - idle) * utilisation) * (1.0 if edge else DEFAULT["pue"])
    bands = sorted(
        (float(row["mwh_from"]), float(row["usd_per_kwh"]))
        for row in rows("electricity_tariffs")
        if row["country"] == country
    )
    paid = 0.0
    for (start, usd), (end, _) in zip(bands, [*bands[1:], (float("inf"), 0.0)], strict=True):
        if kwh * 12 / 1e3 >= start:
            paid = max(paid, min(kwh, end * 1e3 / 12) * usd)
    return paid


@pytest.mark.parametrize(
    ("name", "model", "kind", "commitment"),
    [
        ("hospital-note-summariser", OSS, "on_prem", "purchase"),
        ("code-assistant-500-developers", OSS, "on_prem", "owned"),
        ("factory-edge-device", SMALL, "edge", None),
    ],
    ids=["bought servers for the hospital", "owned GPUs for the developers", "a device for the factory"],
)
def test_own_hardware(catalog: Catalog, name: str, model: str, kind: DeploymentKind, commitment: str | None) -> None:
    """Purchase, resale, capital, other use, power by band, floor, network, support and people, every line."""
    answers = sample(name)
    plan = plan_of(catalog, answers, model, kind, commitment)
    hardware = plan.hardware
    assert hardware is not None
    prices = sorted(
        float(row["usd"]) / hardware.gpus_per_server
        for row in rows("hardware_offers")
        if row["gpu_id"] == plan.alternative.deployment.gpu
        and row["form"] in {"server", "machine"}
        and row["availability"] != "withdrawn"
        and float(row["gpu_count"]) == hardware.gpus_per_server
        and row["form"] == ("machine" if kind == "edge" else "server")
    )
    price = prices[(len(prices) - 1) // 2]
    servers, fte = hardware.owned_gpus_used / hardware.gpus_per_server, []
    for year in plan.years:
        servers += (year.gpus_bought or 0.0) / hardware.gpus_per_server
        each = DEFAULT["staff_edge"] * servers
        fte.append(each if kind == "edge" else DEFAULT["staff_on_prem_base"] + DEFAULT["staff_on_prem"] * servers)
    check(plan, answers, own(plan, answers, price=price, fte=fte))
