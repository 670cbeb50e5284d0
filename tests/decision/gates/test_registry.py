"""Gates: each failure with observed, required and source; law and privacy fail closed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from advisor.decision.gates.of_deployments import (
    Measured,
    hosting_gates,
    offer_gates,
    plan_gates,
    provider_gates,
    residency_gate,
)
from advisor.decision.gates.of_models import ModelGates
from advisor.decision.gates.registry import GATES, licence_gates
from advisor.hosting.records import Deployment
from advisor.units import told


def _gates(verdict: Any) -> list[str]:
    return [failure.gate for failure in verdict.failures]


@pytest.mark.parametrize(
    ("policy", "no_training", "expected"),
    [
        ("does_not_train", True, []),
        (None, True, ["training"]),
        ("trains", True, ["training"]),
        ("opt_out", True, []),
        (None, False, []),
        ("trains", False, []),
    ],
)
def test_training_on_data_fails_closed(kit: Any, policy: str | None, no_training: bool, expected: list[str]) -> None:  # noqa: FBT001
    """A provider whose policy is unknown fails like one that trains, when the answers forbid training."""
    answers = kit.answers(data={"no_training": no_training})
    verdict = provider_gates(kit.provider("p", training_default=policy), "p", answers, api=True)
    assert _gates(verdict) == expected
    assert all(failure.unknown == (policy is None) for failure in verdict.failures)


def test_rented_gpus_do_not_ask_for_a_policy_on_prompts(kit: Any) -> None:
    """Software on rented GPUs is your own: only certificates and seats count there."""
    answers = kit.answers(data={"no_training": True, "classification": "restricted"})
    assert provider_gates(kit.provider("p", training_default=None), "p", answers, api=False).failures == ()


@pytest.mark.parametrize(
    ("given", "passes"),
    [
        ({}, True),
        ({"training_default": None}, False),
        ({"training_default": "trains"}, False),
        ({"training_default": "opt_out"}, False),
        ({"zero_retention_route": None, "retention_days": 30, "retention_default": "abuse_monitoring"}, False),
        ({"zero_retention_route": True, "retention_days": 30, "retention_default": "abuse_monitoring"}, True),
        ({"zero_retention_route": None, "retention_days": 0, "retention_default": None}, True),
    ],
)
def test_restricted_data_needs_no_training_and_a_way_to_keep_nothing(
    kit: Any,
    given: dict[str, Any],
    passes: bool,  # noqa: FBT001
) -> None:
    """Restricted data goes to no provider that trains, whose policy is unknown, or that must keep something."""
    answers = kit.answers(data={"classification": "restricted", "no_training": False})
    verdict = provider_gates(kit.provider("p", **given), "p", answers, api=True)
    assert (_gates(verdict) == []) is passes


def test_retention_is_compared_and_unknown_fails(kit: Any) -> None:
    """30 days fail a limit of 7, an unknown period fails, a zero-retention route passes with a warning."""
    answers = kit.answers(data={"max_retention_days": 7})
    bare = {"retention_default": None, "zero_retention_route": None}
    assert _gates(provider_gates(kit.provider("p", retention_days=30, **bare), "p", answers, api=True)) == ["retention"]
    unknown = provider_gates(kit.provider("p", retention_days=None, **bare), "p", answers, api=True)
    assert unknown.failures[0].unknown
    route = kit.provider("p", retention_days=30, retention_default=None, zero_retention_route=True)
    assert provider_gates(route, "p", answers, api=True).warnings


def test_missing_certificates_fail_and_name_what_is_missing(kit: Any) -> None:
    """Each asked certificate must be stated."""
    answers = kit.answers(data={"certifications": ["iso27001", "c5"]})
    verdict = provider_gates(kit.provider("p", certifications=("iso27001",)), "p", answers, api=True)
    assert verdict.failures[0].told == told(
        "certifications", held=("certificate", ["iso27001"]), missing=("certificate", ["c5"])
    )


@pytest.mark.parametrize(
    ("zone", "pinned", "expected"),
    [
        ("eu", (), []),
        ("us", ("eu",), ["residency"]),
        ("global", ("eu",), ["residency"]),
        ("unspecified", ("eu",), []),
        ("unspecified", (), ["residency"]),
    ],
)
def test_residency(kit: Any, zone: str, pinned: tuple[str, ...], expected: list[str]) -> None:
    """The offer's zone counts; where none is stated the provider must state that it can pin one; unknown fails."""
    offer = kit.offer("v/m", "p", zone=zone)
    deployment = Deployment(kind="provider_api", provider="p", zone=zone)
    answers = kit.answers(data={"residency": ["eu"]})
    assert _gates(residency_gate(deployment, offer, kit.provider("p", residency_zones=pinned), answers)) == expected


def test_a_hyperscaler_that_can_pin_some_models_proves_nothing_for_this_one(kit: Any) -> None:
    """Without a zone on the offer itself, a hyperscaler's own list of zones does not pass."""
    offer = kit.offer("v/m", "p", zone="unspecified")
    deployment = Deployment(kind="provider_api", provider="p", zone="unspecified")
    cloud = kit.provider("p", kind="hyperscaler", residency_zones=("eu",))
    answers = kit.answers(data={"residency": ["eu"]})
    assert _gates(residency_gate(deployment, offer, cloud, answers)) == ["residency"]


def test_own_premises_meet_residency_and_a_rented_gpu_in_france_is_in_the_eu(kit: Any) -> None:
    """On-premises is where you are; a country stands for its zone."""
    answers = kit.answers(data={"residency": ["eu"]})
    assert residency_gate(Deployment(kind="on_prem"), None, None, answers).failures == ()
    assert residency_gate(Deployment(kind="cloud_gpu", country="FR"), None, None, answers).failures == ()
    assert _gates(residency_gate(Deployment(kind="cloud_gpu", country="US"), None, None, answers)) == ["residency"]


def test_a_licence_binds_whoever_runs_the_weights(kit: Any) -> None:
    """No commercial use, an unknown licence, a revenue limit and an excluded country each fail."""
    model = kit.model("m", licence_id="l", modalities_in=("text", "image"))
    answers = kit.answers(licence={"annual_revenue_usd": 10_000_000}, data={"jurisdictions": ["DE"]})

    def failed(**given: Any) -> list[str]:
        return _gates(licence_gates(model, answers, kit.catalog([model], licences=[kit.licence("l", **given)])))

    assert failed() == []
    assert failed(commercial_use="no") == ["licence"]
    assert failed(max_annual_revenue_usd=1_000_000) == ["licence"]
    assert failed(excluded_jurisdictions=("eu",)) == ["licence"]
    assert failed(excluded_jurisdictions=("eu-multimodal",)) == ["licence"]
    assert licence_gates(model, answers, kit.catalog([model])).failures[0].unknown


@pytest.mark.parametrize(
    ("case", "given", "gate"),
    [
        ({"context_tokens": 200_000}, {}, "context"),
        ({"tools": True}, {"tools": False}, "tools"),
        ({"structured_output": True}, {"structured_output": False}, "structured_output"),
        ({"modalities_in": ["image"]}, {}, "modality"),
        ({"languages": ["fi"]}, {"languages": ("en", "de")}, "languages"),
        ({}, {"kind": "embedding"}, "task"),
        ({}, {"status": "retired"}, "status"),
        ({}, {"status": "preview"}, "preview"),
        ({"workload": {"output_tokens": 5_000}}, {"max_output_tokens": 4_000}, "output"),
    ],
)
def test_a_model_that_cannot_do_it_is_out(kit: Any, case: dict[str, Any], given: dict[str, Any], gate: str) -> None:
    """Each missing ability is its own gate, with observed and required."""
    answers = kit.answers(use_case=case)
    model = kit.model("m", **given)
    verdict = ModelGates(answers.use_cases[0], answers, kit.catalog([model]), kit.today).of(model)
    assert _gates(verdict) == [gate]
    assert verdict.failures[0].told.key.partition(".")[0] == gate
    assert gate in GATES


def test_abilities_nobody_states_pass_with_a_warning(kit: Any) -> None:
    """Unknown tools, context and languages are tested, not eliminated; "multi" covers every language."""
    answers = kit.answers(use_case={"tools": True, "languages": ["fi"], "context_tokens": 8_000})
    model = kit.model("m", tools=None, context_tokens=None, languages=())
    verdict = ModelGates(answers.use_cases[0], answers, kit.catalog([model]), kit.today).of(model)
    assert verdict.failures == ()
    assert len(verdict.warnings) == 3
    many = kit.model("m", languages=("multi",))
    assert ModelGates(answers.use_cases[0], answers, kit.catalog([many]), kit.today).of(many).failures == ()


def test_what_retires_within_the_horizon_is_out(kit: Any) -> None:
    """An offer that ends before the horizon fails; self-hosted weights never retire."""
    answers = kit.answers(budget={"horizon_months": 12})
    model = kit.model("m")
    soon, late = kit.offer("v/m", "p", retires_on=date(2027, 6, 1)), kit.offer("v/m", "p", retires_on=date(2028, 6, 1))
    case = answers.use_cases[0]
    assert _gates(offer_gates(model, soon, case, answers, kit.today)) == ["lifecycle"]
    assert offer_gates(model, late, case, answers, kit.today).failures == ()


def test_budget_latency_price_and_sizing(kit: Any) -> None:
    """The median cost is held against the cap in its currency; unknown latency warns, unknown price fails."""
    answers = kit.answers(
        use_case={"latency": {"ttft_p95_ms": 1_000}},
        budget={"monthly_cap": 1_000, "currency": "EUR", "usd_per_unit": 1.1},
    )
    case, nan = answers.use_cases[0], float("nan")
    assert _gates(plan_gates(Measured(None, 1_101, 900, 20, 5), case, answers, "s")) == ["budget"]
    assert _gates(plan_gates(Measured(None, 1_099, 900, 20, 5), case, answers, "s")) == []
    assert _gates(plan_gates(Measured(None, 10, 1_001, 20, 5), case, answers, "s")) == ["latency"]
    unknown = plan_gates(Measured(None, 10, nan, nan, nan), case, answers, "s")
    assert unknown.failures == ()
    assert unknown.warnings
    assert _gates(plan_gates(Measured(None, nan, 1, 1, 1), case, answers, "s")) == ["price"]
    assert _gates(plan_gates(Measured("too large", nan, nan, nan, nan), case, answers, "s")) == ["sizing"]


def test_no_network_leaves_own_premises_and_edge(kit: Any) -> None:
    """Air-gapped answers rule out providers and clouds; ways that are not allowed fail."""
    answers = kit.answers(hosting={"air_gapped": True, "allowed": ["on_prem", "provider_api"]})
    assert _gates(hosting_gates(Deployment(kind="provider_api"), answers)) == ["air_gap"]
    assert _gates(hosting_gates(Deployment(kind="edge"), answers)) == ["hosting"]
    assert hosting_gates(Deployment(kind="on_prem"), answers).failures == ()
