"""Every gate of the registry fails and passes at its edge, and does with what nobody states as it declares."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import numpy as np
import pytest

from advisor.arrays import Z_90
from advisor.catalog.tables.schema import Gpu
from advisor.catalog.tables.schema_facts import ExportControl, ModelBase, ModelMark, SpeechStreaming, Vendor
from advisor.decision.alternatives.joined import ASPECT, codes_of, contexts_of
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.gates.judge import failures_of, judge, warnings_of
from advisor.decision.gates.registry import BIT, CLOSED, GATES
from advisor.decision.gates.rule import Asked, Aspect, GateFailure, Graded, PlanOutcome
from advisor.hosting.records import Alternative
from advisor.policy.house import HousePolicy
from advisor.policy.in_force import PolicyInForce, in_force
from advisor.units import Told, told
from advisor.words.sentences import SENTENCES

Given = dict[str, Any]
API: Final[Given] = {"kind": "provider_api", "provider": "p", "offer_id": "o"}
OWN: Final[Given] = {"kind": "on_prem", "provider": "own", "country": "DE"}
RENTED: Final[Given] = {"kind": "cloud_gpu", "provider": "p", "country": "FR"}
ASPECTS: Final[tuple[Aspect, ...]] = ("model", "fitness", "hosting", "terms", "offer", "keeper", "place", "plan")
NAN: Final = float("nan")


@dataclass(frozen=True)
class Subject:
    """One alternative: what differs from a model, an offer, a provider and a plan that pass everything."""

    model: Given = field(default_factory=dict)
    offer: Given = field(default_factory=dict)
    provider: Given = field(default_factory=dict)
    licence: Given | None = field(default_factory=dict)
    deployment: Given = field(default_factory=lambda: API)
    plan: Given = field(default_factory=dict)
    fitness: float = 50.0
    base_vendor: str | None = None
    mark: str | None = None
    streams: bool | None = None


@dataclass(frozen=True)
class Edge:
    """A gate with answers that ask for it: what just fails, what just passes, and what nobody states.

    ``rule`` is one of the policy of the house, where that asks for it.
    """

    gate: str
    answers: Given
    fails: Subject
    passes: Subject
    unknown: Subject | None = None
    rule: Given | None = None


def _vendor(name: str, country: str | None, above: str | None = None) -> Vendor:
    parent = "Above" if above else None
    return Vendor.model_validate(
        {
            "vendor_id": name,
            "name": name,
            "kind": "company",
            "country": country,
            "parent": parent,
            "parent_country": above,
            "certainty": "stated" if country else "unknown",
            "checked_on": date(2026, 11, 1),
            "source": "made-up",
            "note": None,
        }
    )


VENDORS: Final = (
    *(_vendor("chinese", "CN"), _vendor("french", "FR"), _vendor("owned-from-us", "FR", "US")),
    *(_vendor("indian", "IN"), _vendor("nobody-knows", None)),
)


GPUS: Final = tuple(
    Gpu.model_construct(
        gpu_id=name, name=name, aliases=(), segment=segment, bf16_tflops=rate, fp8_tflops=None, fp4_tflops=None,
        source="made-up",
    )
    for name, segment, rate in (
        ("fast", "datacentre", 300.0),
        ("near", "datacentre", 299.9),
        ("card", "consumer", 150.0),
        ("small", "consumer", 149.9),
    )
)  # fmt: skip
CONTROLS: Final = tuple(
    ExportControl.model_validate(
        {"country": country, "review": review, "groups": (), "dated": date(2026, 7, 23), "source": "made-up"}
    )
    for country, review in (("CN", "denied"), ("SA", "licence"))
)


def _case(**given: Any) -> Given:
    return {"use_case": given}


HEARS: Final[Given] = {
    "kind": "speech_to_text",
    "modalities_in": ("audio",),
    "modalities_out": ("text",),
    "context_tokens": None,
}
ANSWERED: Final = (
    Edge("task", {}, Subject({"kind": "embedding"}), Subject({"kind": "reasoning"})),
    Edge("task", {}, Subject(mark="only_moderation"), Subject(mark="abandoned")),
    Edge("task", _case(task="translation"), Subject(mark="only_reading"), Subject(mark="only_translation")),
    Edge(
        "streaming",
        _case(task="transcription", modalities_in=("audio",), latency={"ttft_p95_ms": 800}),
        Subject(HEARS, streams=False),
        Subject(HEARS, streams=True),
        Subject(HEARS),
    ),
    Edge("status", {}, Subject({"status": "retired"}), Subject({"status": "deprecated"})),
    Edge("status", {}, Subject({"release_date": date(2026, 11, 2)}), Subject({"release_date": date(2026, 11, 1)})),
    Edge(
        "status",
        {},
        Subject(offer={"retires_on": date(2026, 11, 1)}),
        Subject(offer={"retires_on": date(2030, 1, 1)}),
        Subject(offer={"retires_on": None}),
    ),
    Edge(
        "origin",
        {"origin": {"countries_excluded": ["CN"]}},
        Subject({"vendor": "chinese"}),
        Subject({"vendor": "french"}),
        Subject({"vendor": "nobody-knows"}),
    ),
    Edge(
        "origin",
        {"origin": {"countries_excluded": ["US"]}},
        Subject({"vendor": "owned-from-us"}),
        Subject({"vendor": "french"}),
    ),
    Edge(
        "origin",
        {"origin": {"countries_excluded": ["CN"]}},
        Subject({"vendor": "french"}, base_vendor="chinese"),
        Subject({"vendor": "french"}, base_vendor="indian"),
    ),
    Edge(
        "origin",
        {"governance": {"jurisdictions_excluded": ["CN"]}, "data": {"classification": "confidential"}},
        Subject({"vendor": "chinese"}),
        Subject({"vendor": "french"}),
        Subject({"vendor": "nobody-knows"}),
    ),
    Edge(
        "export",
        {"hosting": {"country": "CN"}},
        Subject(deployment=OWN | {"gpu": "fast"}),
        Subject(deployment=OWN | {"gpu": "near"}),
        Subject(deployment=OWN | {"gpu": "unlisted"}),
    ),
    Edge(
        "given_hardware",
        {"hosting": {"hardware_given": "all", "gpus_owned": [{"gpu": "near", "count": 1}]}},
        Subject(deployment=OWN | {"gpu": "fast"}),
        Subject(deployment=OWN | {"gpu": "near"}),
    ),
    Edge(
        "given_hardware",
        {"hosting": {"hardware_given": "all", "gpus_owned": [{"gpu": "near", "count": 1}]}},
        Subject(deployment=OWN | {"gpu": "near", "machines": {"short": 1}}),
        Subject(deployment=OWN | {"gpu": "near", "machines": {"unspared": True}}),
    ),
    Edge(
        "closed_zone",
        {"hosting": {"country": "IT"}},
        Subject(offer={"zone": "gov"}),
        Subject(offer={"zone": "us"}),
        Subject(offer={"zone": "unspecified"}),
    ),
    Edge("preview", {}, Subject({"status": "preview"}), Subject({"status": "current"})),
    Edge(
        "modality",
        _case(modalities_in=["image"]),
        Subject({"modalities_in": ("text",)}),
        Subject({"modalities_in": ("text", "image")}),
        Subject({"modalities_in": ()}),
    ),
    Edge("modality", {}, Subject({"modalities_out": ("image",)}), Subject({"modalities_out": ("text", "image")})),
    Edge("tools", _case(tools=True), Subject({"tools": False}), Subject({"tools": True}), Subject({"tools": None})),
    Edge(
        "structured_output",
        _case(structured_output=True),
        Subject({"structured_output": False}),
        Subject({"structured_output": True}),
        Subject({"structured_output": None}),
    ),
    Edge(
        "context",
        _case(context_tokens=8_000),
        Subject({"context_tokens": 7_999}),
        Subject({"context_tokens": 8_000}),
        Subject({"context_tokens": None}),
    ),
    Edge(
        "context",
        _case(context_tokens=8_000),
        Subject(offer={"max_context_tokens": 7_999}),
        Subject(offer={"max_context_tokens": 8_000}),
    ),
    Edge(
        "context",
        _case(context_tokens=8_000, workload={"input_tokens": 100, "output_tokens": 1_000}),
        Subject({"context_tokens": 8_000, "max_input_tokens": 6_999}),
        Subject({"context_tokens": 8_000, "max_input_tokens": 7_000}),
    ),
    Edge(
        "output",
        _case(workload={"output_tokens": 500}),
        Subject({"max_output_tokens": 499}),
        Subject({"max_output_tokens": 500}),
        Subject({"max_output_tokens": None}),
    ),
    Edge(
        "languages",
        _case(languages=["en", "fi"]),
        Subject({"languages": ("en", "de")}),
        Subject({"languages": ("multi",)}),
        Subject({"languages": ()}),
    ),
    Edge(
        "open_weights",
        {"licence": {"open_weights_required": True}},
        Subject({"openness": "proprietary"}),
        Subject({"openness": "open_weights"}),
    ),
    Edge(
        "open_source",
        {"licence": {"open_source_required": True}},
        Subject({"openness": "open_weights"}, licence={"open_source": False}),
        Subject({"openness": "open_weights"}),
        Subject({"openness": "open_weights"}, licence=None),
    ),
    Edge(
        "vendor",
        {"governance": {"vendors_excluded": ["bad"]}},
        Subject({"vendor": "bad"}),
        Subject({"vendor": "good"}),
    ),
    Edge("fitness", _case(minimum_fitness=0.5), Subject(fitness=49.9), Subject(fitness=50.0)),
    Edge("fitness", _case(task="code"), Subject(fitness=45 - Z_90 - 0.1), Subject(fitness=45 - Z_90 + 0.1)),
    Edge("fitness", _case(task="code", minimum_fitness=0.1), Subject(fitness=9.9), Subject(fitness=10.1)),
    Edge("hosting", {"hosting": {"allowed": ["provider_api"]}}, Subject(deployment=OWN), Subject()),
    Edge(
        "skills",
        {"hosting": {"operations_skills": "none", "allowed": ["on_prem", "edge"]}},
        Subject(deployment=OWN),
        Subject(deployment=OWN | {"kind": "edge"}),
    ),
    Edge(
        "air_gap",
        {"hosting": {"air_gapped": True, "allowed": ["on_prem", "cloud_gpu"]}},
        Subject(deployment=RENTED),
        Subject(deployment=OWN),
    ),
    Edge(
        "licence",
        {},
        Subject(licence={"commercial_use": "no"}, deployment=OWN),
        Subject(licence={"commercial_use": "conditional"}, deployment=OWN),
        Subject(licence=None, deployment=OWN),
    ),
    Edge(
        "licence",
        {"licence": {"monthly_users": 1_001}},
        Subject(licence={"max_monthly_users": 1_000}, deployment=OWN),
        Subject(licence={"max_monthly_users": 1_001}, deployment=OWN),
    ),
    Edge(
        "licence",
        {"licence": {"annual_revenue_usd": 1_001}},
        Subject(licence={"max_annual_revenue_usd": 1_000}, deployment=OWN),
        Subject(licence={"max_annual_revenue_usd": 1_001}, deployment=OWN),
    ),
    Edge(
        "licence",
        {"data": {"jurisdictions": ["DE"]}},
        Subject(
            {"modalities_in": ("text", "image")}, licence={"excluded_jurisdictions": ("eu-multimodal",)}, deployment=OWN
        ),
        Subject(licence={"excluded_jurisdictions": ("eu-multimodal",)}, deployment=OWN),
    ),
    Edge(
        "redistribution",
        {"licence": {"redistribution": True}},
        Subject(licence={"redistribution": "no"}, deployment=OWN),
        Subject(licence={"redistribution": "conditional"}, deployment=OWN),
    ),
    Edge(
        "fine_tuning",
        {"customisation": {"fine_tuning": "required"}},
        Subject(licence={"derivatives": "no"}, deployment=OWN),
        Subject(deployment=OWN),
    ),
    Edge(
        "fine_tuning",
        {"customisation": {"fine_tuning": "required"}},
        Subject({"fine_tuning": False}),
        Subject({"fine_tuning": True}),
        Subject({"fine_tuning": None}),
    ),
    Edge(
        "lifecycle",
        {"governance": {"migration_notice_months": 12}},
        Subject(offer={"retires_on": date(2027, 11, 1)}),
        Subject(offer={"retires_on": date(2027, 11, 2)}),
        Subject(offer={"retires_on": None}),
    ),
    Edge(
        "price_conflict",
        {"governance": {"allow_unknown_price_conflicts": False}},
        Subject(offer={"agreement": "conflict"}),
        Subject(offer={"agreement": "single"}),
    ),
    Edge(
        "provider",
        {"hosting": {"providers_excluded": ["p"]}},
        Subject(deployment=RENTED),
        Subject(deployment=RENTED | {"provider": "q"}),
    ),
    Edge(
        "provider",
        {"hosting": {"providers_allowed": ["q"]}},
        Subject(deployment=RENTED),
        Subject(deployment=RENTED | {"provider": "q"}),
    ),
    Edge(
        "jurisdiction",
        {"governance": {"jurisdictions_excluded": ["CN"]}},
        Subject(provider={"jurisdiction": "CN"}),
        Subject(provider={"jurisdiction": "US"}),
        Subject(provider={"jurisdiction": None}),
    ),
    Edge(
        "training",
        {},
        Subject(provider={"training_default": "trains"}),
        Subject(provider={"training_default": "opt_out"}),
        Subject(provider={"training_default": None}),
    ),
    Edge(
        "retention",
        {"data": {"max_retention_days": 7}},
        Subject(provider={"retention_days": 8, "retention_default": None, "zero_retention_route": None}),
        Subject(provider={"retention_days": 7, "retention_default": None, "zero_retention_route": None}),
        Subject(provider={"retention_days": None, "retention_default": None, "zero_retention_route": None}),
    ),
    Edge(
        "data_class",
        {"data": {"classification": "confidential", "no_training": False}},
        Subject(provider={"training_default": "trains"}),
        Subject(provider={"training_default": "opt_out"}),
        Subject(provider={"training_default": None}),
    ),
    Edge(
        "data_class",
        {"data": {"classification": "restricted"}},
        Subject(provider={"zero_retention_route": False, "retention_days": 30, "retention_default": None}),
        Subject(provider={"zero_retention_route": None, "retention_days": 0, "retention_default": None}),
        Subject(provider={"zero_retention_route": None, "retention_days": 30, "retention_default": None}),
    ),
    Edge(
        "processing_agreement",
        {"data": {"personal_data": True, "jurisdictions": ["NO"]}},
        Subject(provider={"data_processing_agreement": False}),
        Subject(provider={"data_processing_agreement": True}),
        Subject(provider={"data_processing_agreement": None}),
    ),
    Edge(
        "indemnification",
        {"governance": {"indemnification_required": True}},
        Subject(provider={"indemnification": False}),
        Subject(provider={"indemnification": True}),
        Subject(provider={"indemnification": None}),
    ),
    Edge(
        "indemnification",
        {"governance": {"indemnification_required": True}},
        Subject(deployment=RENTED),
        Subject(provider={"indemnification": True}),
    ),
    Edge(
        "certifications",
        {"data": {"certifications": ["iso27001", "c5"]}},
        Subject(provider={"certifications": ("iso27001",)}),
        Subject(provider={"certifications": ("c5", "iso27001")}),
        Subject(provider={"certifications": ()}),
    ),
    Edge(
        "residency",
        {"data": {"residency": ["eu"]}},
        Subject(offer={"zone": "global"}),
        Subject(offer={"zone": "eu"}),
        Subject(offer={"zone": "unspecified"}),
    ),
    Edge(
        "residency",
        {"data": {"residency": ["eu"]}},
        Subject(deployment=RENTED | {"country": "US"}),
        Subject(deployment=RENTED),
        Subject(deployment=RENTED | {"country": None}),
    ),
    Edge(
        "residency",
        {"data": {"residency": ["eu"]}},
        Subject(offer={"zone": "unspecified"}, provider={"residency_zones": ("ch", "us")}),
        Subject(offer={"zone": "unspecified"}, provider={"residency_zones": ("ch", "eu")}),
    ),
    Edge("sizing", {}, Subject(plan={"problem": told("licence.unknown")}), Subject()),
    Edge("price", {}, Subject(plan={"cost_usd": NAN}), Subject(plan={"cost_usd": 1e9})),
    Edge(
        "budget",
        {"budget": {"monthly_cap": 1_000, "currency": "EUR", "usd_per_unit": 1.1}},
        Subject(plan={"cost_usd": 1_100.01, "billed_usd": 1_100.01}),
        Subject(plan={"cost_usd": 1_500.0, "billed_usd": 1_100.0}),
    ),
    *(
        Edge(
            "latency",
            _case(latency={name: 100}),
            Subject(plan={column: 100.1}),
            Subject(plan={column: 100.0}),
            Subject(plan={column: NAN}),
        )
        for name, column in (("ttft_p95_ms", "ttft_ms"), ("itl_ms", "itl_ms"), ("total_s", "total_s"))
    ),
)
HOUSE: Final = (
    Edge("house_policy", {}, Subject({"vendor": "bad"}), Subject(), rule={"vendors_excluded": ["bad"]}),
    Edge("house_policy", {}, Subject(), Subject({"vendor": "good"}), rule={"vendors_allowed": ["good"]}),
    Edge(
        "house_policy",
        {},
        Subject({"vendor": "owned-from-us"}),
        Subject({"vendor": "french"}),
        Subject({"vendor": "nobody-knows"}),
        rule={"vendor_countries_excluded": ["US"]},
    ),
    Edge(
        "house_policy",
        {},
        Subject({"vendor": "owned-from-us"}),
        Subject({"vendor": "french"}),
        Subject({"vendor": "nobody-knows"}),
        rule={"vendor_countries_allowed": ["FR"]},
    ),
    Edge("house_policy", {}, Subject(), Subject(deployment=OWN), rule={"hosting": ["on_prem"]}),
    Edge(
        "house_policy",
        {},
        Subject(deployment=RENTED),
        Subject(deployment=RENTED | {"provider": "q"}),
        rule={"providers_allowed": ["q"]},
    ),
    Edge(
        "house_policy",
        {},
        Subject(deployment=RENTED),
        Subject(deployment=RENTED | {"provider": "q"}),
        rule={"providers_excluded": ["p"]},
    ),
    Edge(
        "house_policy",
        {},
        Subject(provider={"jurisdiction": "US"}),
        Subject(provider={"jurisdiction": "FR"}),
        Subject(provider={"jurisdiction": None}),
        rule={"provider_countries_allowed": ["FR", "DE"]},
    ),
    Edge(
        "house_policy",
        {},
        Subject(provider={"jurisdiction": "CN"}),
        Subject(provider={"jurisdiction": "FR"}),
        Subject(provider={"jurisdiction": None}),
        rule={"provider_countries_excluded": ["CN"]},
    ),
    Edge(
        "house_policy",
        {},
        Subject(provider={"certifications": ("iso27001",)}),
        Subject(provider={"certifications": ("c5", "iso27001")}),
        Subject(provider={"certifications": ()}),
        rule={"certificates": ["iso27001", "c5"]},
    ),
    Edge(
        "house_policy",
        {},
        Subject(offer={"zone": "us"}),
        Subject(offer={"zone": "eu"}),
        Subject(offer={"zone": "unspecified"}),
        rule={"zones": ["eu"]},
    ),
    Edge(
        "house_policy",
        {"data": {"no_training": False}},
        Subject(provider={"training_default": "trains"}),
        Subject(provider={"training_default": "opt_out"}),
        Subject(provider={"training_default": None}),
        rule={"no_training": True},
    ),
    Edge(
        "house_policy",
        {},
        Subject(provider={"retention_days": 8, "retention_default": None, "zero_retention_route": None}),
        Subject(provider={"retention_days": 7, "retention_default": None, "zero_retention_route": None}),
        Subject(provider={"retention_days": None, "retention_default": None, "zero_retention_route": None}),
        rule={"max_retention_days": 7},
    ),
)
EDGES: Final = (*ANSWERED, *HOUSE)
NEVER_PLANNED: Final = frozenset({"offer"})
"""Gates without a rule: said of models that nothing could be planned for."""


def _policy(rule: Given | None) -> PolicyInForce | None:
    """A policy with a rule that other data is spared, and the given one."""
    if rule is None:
        return None
    spared = {"id": "spared", "data_classes": ["restricted"], "hosting": ["edge"]}
    rules = [spared, {"id": "asked"} | rule]
    given = {"policy": 1, "name": "Ours", "version": "1", "dated": "2026-11-01", "rules": rules}
    return in_force(HousePolicy.model_validate(given), date(2026, 11, 1))


def _bases(model_id: str, vendor: str | None) -> tuple[ModelBase, ...]:
    """The weights that a model stands on, where they are another vendor's."""
    given = {"model_id": model_id, "base": "Base 8B", "base_vendor": vendor, "dated": date(2026, 11, 1)}
    return (ModelBase.model_validate(given | {"source": "made-up"}),) if vendor else ()


def _judged(kit: Any, edge: Edge, subject: Subject) -> tuple[tuple[GateFailure, ...], list[Told]]:
    """Failures and warnings of one subject by every aspect; numbers and facts must agree."""
    licence = None if subject.licence is None else kit.licence("l", **subject.licence)
    model = kit.model("m", **({"licence_id": "l", "fine_tuning": True} | subject.model))
    offer = kit.offer(model.model_id, "p", **({"offer_id": "o"} | subject.offer))
    provider = kit.provider("p", **subject.provider)
    catalog = kit.catalog([model], offers=[offer], providers=[provider], licences=[licence] if licence else [])
    catalog = replace(catalog, vendors=VENDORS, gpus=GPUS, export_controls=CONTROLS, policy=_policy(edge.rule))
    catalog = replace(catalog, model_bases=_bases(model.model_id, subject.base_vendor))
    told = {"model_id": model.model_id, "dated": date(2026, 11, 1), "source": "made-up"}
    if subject.mark:
        marked = ModelMark.model_validate(told | {"mark": subject.mark, "reason": "made up"})
        catalog = replace(catalog, model_marks=(marked,))
    if subject.streams is not None:
        blank = dict.fromkeys(("streamed_usd_per_audio_minute", "price_source", "note"))
        row = SpeechStreaming.model_validate(told | blank | {"provider_id": "p", "streams": subject.streams})
        catalog = replace(catalog, speech_streaming=(row,))
    answers = kit.answers(**edge.answers)
    asked = Asked(answers.use_cases[0], answers, catalog, kit.today)
    where = (
        {"zone": offer.zone} | subject.deployment
        if subject.deployment["kind"] == "provider_api"
        else subject.deployment
    )
    alternative = Alternative.model_validate({"alternative_id": "a", "model_id": model.model_id, "deployment": where})
    (context,) = contexts_of([alternative], catalog)
    usual = {"problem": None, "cost_usd": 1.0, "billed_usd": 1.0, "ttft_ms": 1.0, "itl_ms": 1.0, "total_s": 1.0}
    plan = PlanOutcome(context, **(usual | subject.plan))
    graded = Graded(model, Fitness(subject.fitness, 1.0, "estimated", "", "made-up"))
    subjects: dict[Aspect, Any] = dict.fromkeys(ASPECTS, context) | {"model": model, "fitness": graded, "plan": plan}
    codes, problem = codes_of([context]), np.empty(1, dtype=object)
    problem[0] = plan.problem
    given = {name: codes[:, ASPECT[name]] for name in ("limit", "end", "agreement")} | {"problem": problem}
    given |= {
        name: np.array([value])
        for name, value in zip(
            ("cost", "billed", "ttft", "itl", "total"),
            (plan.cost_usd, plan.billed_usd, plan.ttft_ms, plan.itl_ms, plan.total_s),
            strict=True,
        )
    }
    given["short"] = np.array([float(where["machines"]["short"]) if "short" in where.get("machines", {}) else 0.0])
    failures, warnings = [], []
    for aspect in ASPECTS:
        found = failures_of(aspect, asked, subjects[aspect])
        seen = [context] if aspect in ("offer", "plan") else [subjects[aspect]]
        gates, stated = judge(aspect, asked, seen, given)
        assert int(gates[0]) == sum(BIT[gate] for gate in {one.gate for one in found})
        assert int(stated[0]) == sum(BIT[gate] for gate in {one.gate for one in found if not one.unknown})
        failures.extend(found)
        warnings.extend(warnings_of(aspect, asked, subjects[aspect]))
    return tuple(failures), warnings


def _gates(failures: tuple[GateFailure, ...]) -> set[str]:
    return {failure.gate for failure in failures}


@pytest.mark.parametrize("edge", EDGES, ids=lambda edge: edge.gate)
def test_a_gate_fails_just_beyond_its_edge_and_passes_on_it(kit: Any, edge: Edge) -> None:
    """One step apart: out with this gate alone, and in; what is said has its three sentences and a source."""
    (failure,), _ = _judged(kit, edge, edge.fails)
    assert (failure.gate, failure.unknown) == (edge.gate, edge.gate == "price")
    assert {f"{failure.told.key}.{part}" for part in ("observed", "required", "out")} <= SENTENCES.keys()
    assert failure.source
    assert _judged(kit, edge, edge.passes)[0] == ()


@pytest.mark.parametrize("edge", [edge for edge in EDGES if edge.unknown], ids=lambda edge: edge.gate)
def test_what_nobody_states_is_dealt_with_as_the_gate_declares(kit: Any, edge: Edge) -> None:
    """Closed gates fail and say that it is unknown; the others pass, with a warning where one is declared."""
    assert edge.unknown is not None
    failures, warnings = _judged(kit, edge, edge.unknown)
    declared = {rule.when_unknown for rule in GATES[edge.gate].rules}
    assert {(failure.gate, failure.unknown) for failure in failures} <= {(edge.gate, True)}
    assert not failures or declared & {"closed", "fails"}
    assert failures or warnings or "warns" not in declared


def test_every_gate_has_an_edge_here() -> None:
    """Whoever adds a gate adds its edge."""
    assert {edge.gate for edge in EDGES} == GATES.keys() - NEVER_PLANNED


@pytest.mark.parametrize("gate", GATES)
def test_every_gate_has_a_name_and_says_how_it_is_relaxed(gate: str) -> None:
    """A name, a sentence on relaxing it, and a burden on the scale exactly where something can be done about it."""
    assert {f"gate.{gate}", f"relax.{gate}"} <= SENTENCES.keys()
    burden = GATES[gate].burden
    assert burden is None or 1 <= burden <= 9
    assert not (burden is None and GATES[gate].relax is not None)


def test_every_gate_that_answers_can_open_closes_with_them(kit: Any) -> None:
    """Gates of law and privacy are those that fail on what nobody states."""
    closed = [edge for edge in EDGES if edge.gate in CLOSED and edge.unknown is not None]
    assert closed
    for edge in closed:
        failures, _ = _judged(kit, edge, edge.unknown)
        assert _gates(failures) == {edge.gate}


def test_a_hyperscaler_that_can_pin_some_models_proves_nothing_for_this_one(kit: Any) -> None:
    """Another provider's list of zones is evidence where the offer names none; a cloud's is not."""
    edge = Edge("residency", {"data": {"residency": ["eu"]}}, Subject(), Subject())
    for kind, out in (("hyperscaler", {"residency"}), ("model_vendor", set())):
        subject = Subject(offer={"zone": "unspecified"}, provider={"kind": kind, "residency_zones": ("eu",)})
        failures, warnings = _judged(kit, edge, subject)
        assert _gates(failures) == out
        assert [one.key for one in warnings if one.key == "warning.pin"] == ([] if out else ["warning.pin"])


def test_rented_gpus_do_not_ask_for_a_policy_on_prompts(kit: Any) -> None:
    """Software on rented GPUs is your own: only certificates and seats count there."""
    edge = Edge("training", {"data": {"classification": "restricted"}}, Subject(), Subject())
    assert _judged(kit, edge, Subject(provider={"training_default": None}, deployment=RENTED))[0] == ()


def test_a_zero_retention_route_passes_with_a_condition(kit: Any) -> None:
    """Where nothing need be kept, that is to be agreed first."""
    edge = Edge("retention", {"data": {"max_retention_days": 7}}, Subject(), Subject())
    route = Subject(provider={"retention_days": 30, "retention_default": None, "zero_retention_route": True})
    failures, warnings = _judged(kit, edge, route)
    assert failures == ()
    assert "warning.zero_retention" in {one.key for one in warnings}


def test_what_cannot_be_sized_is_told_nothing_else(kit: Any) -> None:
    """Neither its price nor its latency matters then."""
    edge = Edge("sizing", _case(latency={"total_s": 1}), Subject(), Subject())
    subject = Subject(plan={"problem": told("licence.unknown"), "cost_usd": NAN, "total_s": 9.0})
    assert _gates(_judged(kit, edge, subject)[0]) == {"sizing"}


CONFIDENTIAL: Final[Given] = {"data": {"classification": "confidential"}}


@pytest.mark.parametrize(
    ("vendor", "answers", "warning"),
    [
        ("chinese", CONFIDENTIAL, "warning.origin.no_adequacy"),
        ("indian", {"governance": {"sector": "public_sector"}}, "warning.origin.no_adequacy"),
        ("indian", {"governance": {"sector": "public_sector"}, "data": {"jurisdictions": ["IN"]}}, None),
        ("french", CONFIDENTIAL, None),
        ("nobody-knows", CONFIDENTIAL, "warning.origin.unknown"),
        ("chinese", {}, None),
        ("chinese", {"governance": {"jurisdictions_excluded": ["CN"]}}, "warning.origin.on_the_list"),
        (
            "chinese",
            CONFIDENTIAL
            | {"governance": {"jurisdictions_excluded": ["CN"]}, "origin": {"weights_may_run_elsewhere": True}},
            "warning.origin.on_the_list",
        ),
    ],
)
def test_the_origin_of_a_model_is_named_where_it_matters(
    kit: Any, vendor: str, answers: Given, warning: str | None
) -> None:
    """Sensitive data or sector and no adequacy decision, or a country whose providers are excluded: a warning."""
    failures, warnings = _judged(kit, Edge("origin", answers, Subject(), Subject()), Subject({"vendor": vendor}))
    assert "origin" not in _gates(failures)
    assert [one.key for one in warnings if one.key.startswith("warning.origin")] == ([warning] if warning else [])


@pytest.mark.parametrize(
    ("vendor", "base", "answers", "warnings"),
    [
        ("french", "chinese", CONFIDENTIAL, ["warning.base.no_adequacy"]),
        ("french", "chinese", CONFIDENTIAL | {"hosting": {"country": "IN"}}, ["warning.base.abroad"]),
        ("french", "chinese", {"governance": {"jurisdictions_excluded": ["CN"]}}, ["warning.base.on_the_list"]),
        ("french", "chinese", {}, []),
        ("french", "nobody-knows", CONFIDENTIAL, []),
        ("chinese", "chinese", CONFIDENTIAL, ["warning.origin.no_adequacy"]),
    ],
)
def test_the_weights_a_model_stands_on_are_named_where_origin_matters(
    kit: Any, vendor: str, base: str, answers: Given, warnings: list[str]
) -> None:
    """Beside the vendor's own country, never twice for the same one."""
    subject = Subject({"vendor": vendor}, base_vendor=base)
    failures, said = _judged(kit, Edge("origin", answers, Subject(), Subject()), subject)
    assert "origin" not in _gates(failures)
    found = [one.key for one in said if one.key.startswith(("warning.origin", "warning.base"))]
    assert found == warnings


@pytest.mark.parametrize(
    ("hosting", "gpu", "warning"),
    [
        ({"country": "CN"}, "near", "warning.export.denied"),
        ({"country": "SA"}, "fast", "warning.export.controlled"),
        ({"country": "SA"}, "card", "warning.export.perhaps"),
        ({"country": "SA"}, "small", None),
        ({"country": "DE"}, "fast", None),
        ({"country": "CN", "gpus_owned": [{"gpu": "fast", "count": 1}]}, "fast", None),
        ({}, "fast", None),
    ],
)
def test_hardware_that_needs_an_export_licence_carries_a_warning(
    kit: Any, hosting: Given, gpu: str, warning: str | None
) -> None:
    """Wherever a licence is needed or may be; none for what is there already, for the small, or without a country."""
    subject = Subject(deployment=OWN | {"gpu": gpu})
    failures, warnings = _judged(kit, Edge("export", {"hosting": hosting}, Subject(), Subject()), subject)
    assert failures == ()
    assert [one.key for one in warnings if one.key.startswith("warning.export")] == ([warning] if warning else [])


def test_rented_hardware_needs_no_export_licence(kit: Any) -> None:
    """It is not brought into the country."""
    edge = Edge("export", {"hosting": {"country": "CN"}}, Subject(), Subject())
    assert "export" not in _gates(_judged(kit, edge, Subject(deployment=RENTED | {"gpu": "fast"}))[0])


def test_what_ends_after_the_notice_is_a_migration_to_plan_for(kit: Any) -> None:
    """Within the horizon, but later than a migration takes: in, with the date."""
    edge = Edge("lifecycle", {"budget": {"horizon_months": 36}}, Subject(), Subject())
    failures, warnings = _judged(kit, edge, Subject(offer={"retires_on": date(2028, 1, 1)}))
    assert failures == ()
    assert "warning.retires" in {one.key for one in warnings}


def test_a_managed_service_stands_for_skills(kit: Any) -> None:
    """Without people of one's own, servers run by others will do."""
    answers = {"hosting": {"operations_skills": "none", "managed_service": True, "allowed": ["on_prem"]}}
    assert _judged(kit, Edge("skills", answers, Subject(), Subject()), Subject(deployment=OWN))[0] == ()


def test_a_preview_and_an_abandoned_model_never_pass_in_silence(kit: Any) -> None:
    """Where previews are allowed, each says that it is one."""
    edge = Edge("preview", {"governance": {"allow_preview_models": True}}, Subject(), Subject())
    failures, warnings = _judged(kit, edge, Subject({"status": "preview"}))
    assert failures == ()
    assert "warning.preview" in {one.key for one in warnings}
