"""What a strategy costs, line by line."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.guidance.adaptation.costs import TRAINING_GPU, Plain, StrategyCost, cost_of, gpu_hour_usd
from advisor.guidance.adaptation.needs import STRATEGIES, Judged, StrategyId
from advisor.hosting.costs.staffing import salary_index
from advisor.questionnaire.answers import Answers

PLAIN = Plain(10_000.0, per_request=True, params_b=None)


def cost(catalog: Catalog, strategy: StrategyId, plain: Plain = PLAIN, **use_case: Any) -> StrategyCost:
    """The cost of a strategy for an extraction with 2,000 pairs."""
    case = {"task": "classification_extraction", "adaptation": {"labelled_pairs": 2_000}} | use_case
    answers = Answers.model_validate({"title": "T", "use_cases": [case]})
    return cost_of(strategy, answers, answers.use_cases[0], catalog, judged=Judged(catalog), plain=plain)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_lines_add_up_over_the_horizon(catalog: Catalog, strategy: StrategyId) -> None:
    """What is paid once is spread over the months; low, middle and high stand in order."""
    found = cost(catalog, strategy)
    by_hand = sum(item.once_usd.value / 36 + item.monthly_usd.value for item in found.items)
    assert found.monthly_usd.value == pytest.approx(by_hand)
    assert found.monthly_usd.low <= found.monthly_usd.value <= found.monthly_usd.high


def test_training_on_rented_gpus_by_hand(catalog: Catalog) -> None:
    """4 x parameters x tokens over what an H100 does of its peak, five runs, at the middle of the offers."""
    found = next(item for item in cost(catalog, "lora").items if item.item == "compute")
    tokens = 2_000 * (1_500 + 400) * 3
    hours = 4 * 8e9 * tokens / (989e12 * 0.30 * 3600)
    assert found.once_usd.value == pytest.approx(5 * hours * gpu_hour_usd(catalog).value)


def test_an_hour_of_training_is_priced_from_recent_rents(catalog: Catalog) -> None:
    """Rents past the table's limit of age, counted from the newest, do not move the middle; alone they would stand."""
    rents = [o for o in catalog.gpu_offers if o.gpu_id == TRAINING_GPU and o.commitment == "on_demand"]
    newest = max(o.priced_on for o in rents)
    old = [o.model_copy(update={"priced_on": newest - timedelta(days=61), "usd_per_gpu_hour": 99}) for o in rents]
    offers = (*catalog.gpu_offers, *old)
    more = replace(catalog, gpu_offers=offers, digest="with old rents")
    assert gpu_hour_usd(more).value == gpu_hour_usd(catalog).value
    alone = replace(catalog, gpu_offers=tuple(old), digest="old rents alone")
    assert gpu_hour_usd(alone).value == 99


def test_missing_pairs_are_paid_for_and_pairs_that_are_there_are_not(catalog: Catalog) -> None:
    """A thousand are written where there are none."""
    labels = {
        pairs: next(
            item.once_usd.value
            for item in cost(catalog, "lora", adaptation={"labelled_pairs": pairs}).items
            if item.item == "labels"
        )
        for pairs in (0, 2_000)
    }
    assert labels[0] == pytest.approx(1_000 * 2.0)
    assert labels[2_000] == 0


def test_a_tuned_small_model_runs_for_less_than_a_large_one_prompted(catalog: Catalog) -> None:
    """But no device becomes cheaper by it, nor what is small already beyond its shorter prompt."""
    running = {
        name: next(item.monthly_usd.value for item in cost(catalog, "lora", plain).items if item.item == "running")
        for name, plain in (
            ("large", PLAIN),
            ("small", replace(PLAIN, params_b=8.0)),
            ("device", replace(PLAIN, per_request=False, on_device=True)),
        )
    }
    assert running["large"] < running["small"] < running["device"] == PLAIN.monthly_usd


def test_ranked_small_models_say_what_a_tuned_one_costs_here(catalog: Catalog) -> None:
    """The best scored, between the cheapest and the dearest of them, instead of a share of the choice's cost."""
    small = tuple(Plain(usd, per_request=False, params_b=27.0) for usd in (6_000.0, 4_000.0, 7_000.0))
    items = {item.item: item for item in cost(catalog, "lora", replace(PLAIN, small=small)).items}
    running = items["running"].monthly_usd
    assert (running.value, running.low, running.high) == (6_000.0, 4_000.0, 7_000.0)
    usual = {item.item: item for item in cost(catalog, "lora").items}
    assert items["compute"].once_usd.value == pytest.approx(usual["compute"].once_usd.value * 27 / 8)


def test_more_requests_cost_more_where_they_are_paid_by_the_request() -> None:
    """Own servers of the choice stay; small ones that are sized for today's load grow with more, not with less."""
    small = (Plain(100.0, per_request=True, params_b=8.0), Plain(500.0, per_request=False, params_b=8.0))
    more, less = (replace(PLAIN, small=small).with_requests(times) for times in (3.0, 0.5))
    assert [one.monthly_usd for one in (more, *more.small)] == [30_000.0, 300.0, 1_500.0]
    assert [one.monthly_usd for one in (less, *less.small)] == [5_000.0, 50.0, 500.0]
    assert replace(PLAIN, per_request=False).with_requests(3.0).monthly_usd == PLAIN.monthly_usd


def test_hosted_training_stands_beside_the_total(catalog: Catalog) -> None:
    """One training at the hosts' list prices for models of the usual size."""
    found = cost(catalog, "lora")
    assert found.hosted_usd is not None
    million_tokens = 2_000 * 1_900 * 3 / 1e6
    assert 0.3 * million_tokens <= found.hosted_usd.value <= 2 * million_tokens
    assert cost(catalog, "prompting").hosted_usd is None


@pytest.mark.parametrize("task", ["transcription", "semantic_search", "image_generation"])
def test_what_writes_nothing_pays_for_no_examples(catalog: Catalog, task: str) -> None:
    """A model that hears, finds or draws is shown no examples in a prompt, so that prompting it costs its running."""
    found = cost(catalog, "prompting", task=task, workload={"input_tokens": 0, "output_tokens": 0})
    assert {item.item for item in found.items} == {"running", "people"}
    assert "prompt" in {item.item for item in cost(catalog, "prompting").items}


def test_people_cost_what_they_earn_where_the_house_is(catalog: Catalog) -> None:
    """As the hosting page and the finance annex count them, not what they earn in the United States."""
    use_case = {"task": "classification_extraction"}
    answers = Answers.model_validate({"title": "T", "use_cases": [use_case], "hosting": {"country": "DE"}})
    found = cost_of("prompting", answers, answers.use_cases[0], catalog, judged=Judged(catalog), plain=PLAIN)
    people = next(item.once_usd.value for item in found.items if item.item == "people")
    abroad = next(item.once_usd.value for item in cost(catalog, "prompting").items if item.item == "people")
    index, _ = salary_index(catalog, "DE")
    assert index < 1
    assert people == pytest.approx(abroad * index)
