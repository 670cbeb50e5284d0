"""What the shipped tables and the planner give together: what a buyer in a country sees, and what models weigh."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.records import HostingPlan
from advisor.hosting.sizing.size_report import size_report
from tests.hosting.conftest import GPT_OSS, LLAMA, Planner

CHINA_ALONE = {"h20-96gb", "h800-sxm-80gb", "a800-sxm-80gb", "l20-48gb"}
LARGE = "meta/llama-3.1-405b-instruct"


@pytest.fixture(scope="module")
def table(planner: Planner) -> PlanTable:
    """Three models planned on own servers and rented ones in Germany for few requests."""
    hosting = {"country": "DE", "allowed": ["cloud_gpu", "on_prem"]}
    return planner(LLAMA, GPT_OSS, LARGE, load={"requests_per_day": 500}, hosting=hosting)


@pytest.fixture(scope="module")
def plans(table: PlanTable) -> list[HostingPlan]:
    """The records of those that run on GPUs and have a price."""
    own = range(len(table.offer_rows), len(table))
    rows = [row for row in own if table.cost_usd[row, 1] == table.cost_usd[row, 1]]
    return [table.record(row) for row in rows]


def test_a_german_buys_only_what_is_sold_new_in_germany(catalog: Catalog, plans: list[HostingPlan]) -> None:
    """No card for China, nothing withdrawn, no card without its server, and every price has a day and a range."""
    bought = [plan for plan in plans if plan.hardware is not None]
    assert {plan.alternative.deployment.gpu for plan in bought} & CHINA_ALONE == set()
    assert {item.gpu_id for item in catalog.hardware_offers} >= CHINA_ALONE
    for plan in bought:
        account = plan.hardware
        assert account is not None
        assert account.availability in {"sold", "allocated", "preorder"}
        assert account.gpus_per_server in {1, 2, 4, 8, 72}
        assert account.priced_on is not None
        assert account.usd_per_server_low is not None
        assert account.usd_per_server is not None
        assert account.usd_per_server_high is not None
        assert account.usd_per_server_low <= account.usd_per_server <= account.usd_per_server_high


def test_hardware_that_idles_is_said_with_what_less_of_it_would_do(plans: list[HostingPlan]) -> None:
    """Below a tenth a plan says so; half of several servers costs less and is used twice as far."""
    for plan in plans:
        assert plan.utilisation is not None
        said = [fact for fact in plan.facts if fact.code == "low_utilisation"]
        assert bool(said) == (plan.utilisation < 0.1)
    halves = [(plan, plan.smaller[0]) for plan in plans if plan.smaller]
    assert halves
    for plan, half in halves:
        assert plan.stated_usd_per_month is not None
        assert half.usd_per_month < plan.stated_usd_per_month
        assert half.utilisation >= (plan.utilisation or 0.0)


def test_an_old_rent_is_said_on_its_plan(plans: list[HostingPlan], table: PlanTable) -> None:
    """Every rent that is older than sixty days on the day of the decision, and no younger one."""
    rented = [plan for plan in plans if plan.alternative.deployment.kind == "cloud_gpu"]
    ages = {
        alternative.alternative_id: (table.candidates.as_of.toordinal() - _day(deal.dated))
        for alternative, deal in zip(table.candidates.alternatives, table.candidates.deals, strict=True)
        if deal.kind == "cloud_gpu"
    }
    assert rented
    for plan in rented:
        said = any(fact.code == "stale_rent" for fact in plan.facts)
        assert said == (ages[plan.alternative.alternative_id] > 60)


def _day(dated: str) -> int:

    return date.fromisoformat(dated).toordinal()


@pytest.mark.parametrize(
    ("model_id", "gpu", "precision", "weighs_gb"),
    [
        ("google/gemma-4-31b-it", "b200", "nvfp4", (33.0, 34.0)),  # by bits per weight 19.6
        (LARGE, "h200", "fp8", (480.0, 496.0)),  # by bits per weight 410
    ],
)
def test_what_is_loaded_is_the_published_copy(
    catalog: Catalog, model_id: str, gpu: str, precision: str, weighs_gb: tuple[float, float]
) -> None:
    """Its size, and the name of the copy."""
    load: dict[str, Any] = {"input_tokens": 1000, "output_tokens": 200, "concurrency": 1}
    report: dict[str, Any] = size_report(catalog, model_id, gpu=gpu, gpus=8, precision=precision, **load)
    assert weighs_gb[0] <= report["weights_gb"] <= weighs_gb[1]
    assert "/" in report["weights_from"]


@pytest.mark.parametrize(
    ("model_id", "active_b"),
    [
        ("deepseek/deepseek-v3", 37.0),  # the naive sum gives 51
        ("openai/gpt-oss-120b", 5.1),
        ("moonshot/kimi-k2-instruct", 32.0),
        ("meta/llama-4-maverick-17b-128e-instruct", 17.0),
    ],
)
def test_active_parameters_are_the_vendors(catalog: Catalog, model_id: str, active_b: float) -> None:
    """As the vendor states them."""
    assert catalog.model[model_id].active_params_b == pytest.approx(active_b, rel=0.03)
