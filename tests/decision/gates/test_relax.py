"""How a gate is relaxed: the answers changed just so far."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from advisor.decision.alternatives.joined import contexts_of
from advisor.decision.gates import relax
from advisor.decision.gates.relax import Relaxing
from advisor.hosting.records import Alternative, Deployment
from advisor.units import told


@pytest.fixture
def relaxing(kit: Any) -> Any:
    """A gate to pass for a model at a provider."""

    def make(model: dict[str, Any] | None = None, provider: dict[str, Any] | None = None, **given: Any) -> Relaxing:
        one = kit.model("m", **(model or {}))
        offer = kit.offer(one.model_id, "p", offer_id="o", max_context_tokens=None, retires_on=None)
        catalog = kit.catalog([one], offers=[offer], providers=[kit.provider("p", **(provider or {}))])
        where = Deployment(kind="provider_api", provider="p", offer_id="o")
        context = contexts_of([Alternative(alternative_id="a", model_id=one.model_id, deployment=where)], catalog)[0]
        said = given.pop("told", told("x"))
        figures = {"fitness": 41.7, "cost_usd": 1234.5, "waits": (900.0, 30.0, 12.0)}
        figures |= {name: given.pop(name) for name in list(figures) if name in given}
        fields = deepcopy(kit.answers(**given).model_dump())
        fields["use_cases"] = list(fields["use_cases"])
        return Relaxing(
            fields=fields, case=fields["use_cases"][0], context=context, told=said, as_of=date(2026, 11, 1), **figures
        )

    return make


def test_a_cap_rises_just_above_the_cost(relaxing: Any) -> None:
    """To three digits, in the currency of the decision."""
    change = relaxing(budget={"monthly_cap": 100})
    assert relax.budget(change)
    assert change.fields["budget"]["monthly_cap"] == Decimal("1240.0")


def test_only_the_limits_that_are_exceeded_move(relaxing: Any) -> None:
    """The others were met."""
    change = relaxing(use_case={"latency": {"ttft_p95_ms": 500, "itl_ms": 40, "total_s": None}})
    assert relax.latency(change)
    assert change.case["latency"]["ttft_p95_ms"] == pytest.approx(901)
    assert (change.case["latency"]["itl_ms"], change.case["latency"]["total_s"]) == (40, None)


def test_what_does_not_fit_the_window_is_made_to(relaxing: Any) -> None:
    """Prompt and answer together stay within it."""
    load = {"input_tokens": 30_000, "output_tokens": 10_000}
    change = relaxing({"context_tokens": 8_000}, use_case={"workload": load})
    assert relax.context(change)
    sent = change.case["workload"]
    assert sent["input_tokens"] + sent["output_tokens"] == 8_000


def test_languages_and_inputs_that_are_not_there_are_done_without(relaxing: Any) -> None:
    """Those that are stay asked for; what the task itself needs cannot be given up."""
    change = relaxing({"languages": ("en",)}, use_case={"languages": ["en", "de"]})
    assert relax.languages(change)
    assert change.case["languages"] == ("en",)
    blind = relaxing({"modalities_in": ("audio",)})
    assert not relax.modality(blind)


def test_the_least_fitness_falls_to_a_whole_point_below(relaxing: Any) -> None:
    """So that the model passes."""
    change = relaxing()
    assert relax.fitness(change)
    assert change.case["minimum_fitness"] == 0.41


def test_no_notice_is_short_enough_for_what_has_ended(relaxing: Any) -> None:
    """A month ahead none is needed; after the end nothing helps."""
    change = relaxing({"retires_on": date(2027, 2, 1)})
    assert relax.lifecycle(change)
    assert change.fields["governance"]["migration_notice_months"] == 3
    assert not relax.lifecycle(relaxing({"retires_on": date(2026, 10, 1)}))


def test_exclusions_are_lifted_for_this_one_alone(relaxing: Any) -> None:
    """The others stay excluded."""
    change = relaxing(governance={"vendors_excluded": ["vendor-m", "other"]}, hosting={"providers_allowed": ["q"]})
    assert relax.vendor(change)
    assert relax.provider(change)
    assert change.fields["governance"]["vendors_excluded"] == ("other",)
    assert change.fields["hosting"]["providers_allowed"] == ("q", "p")


def test_a_zone_is_added_and_no_single_one_means_any(relaxing: Any) -> None:
    """What is processed worldwide passes no demand for zones."""
    here = relaxing(told=told("x", zone=("zone", "us")), data={"residency": ["eu"]})
    assert relax.residency(here)
    assert here.fields["data"]["residency"] == ("eu", "us")
    listed = relaxing(told=told("x", zone=("zone", ("ch", "us"))), data={"residency": ["eu"]})
    assert relax.residency(listed)
    assert listed.fields["data"]["residency"] == ("eu", "ch")
    anywhere = relaxing(told=told("x", zone=("zone", "global")), data={"residency": ["eu"]})
    assert relax.residency(anywhere)
    assert anywhere.fields["data"]["residency"] == ()


def test_a_setting_is_the_same_for_every_alternative(relaxing: Any) -> None:
    """In the use case, or in a section of the answers."""
    change = relaxing()
    assert relax.setting(None, tools=False)(change)
    assert relax.setting("data", no_training=False)(change)
    assert (change.case["tools"], change.fields["data"]["no_training"]) == (False, False)
