"""Gates: hard constraints. Each failure says what was observed, what is required and where the observation comes from.

Law and privacy fail closed: a policy, certificate or licence that the catalog does not know fails. Abilities that a
source does not state (context, tools, languages) pass with a warning, because a test can settle them in an hour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.rows import Licence, Model
from advisor.decision.tasks import NEEDS, modalities_in_of
from advisor.questionnaire.answers import Answers, UseCase
from advisor.questionnaire.labels import MODALITIES, TASKS

EU: Final = frozenset(
    [
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
    ]
)
"""Member states of the European Union, ISO 3166 alpha-2."""


@dataclass(frozen=True, slots=True)
class GateNote:
    """A gate's name, what relaxing it costs the user (0 to 10, None: cannot be relaxed) and what to do to relax it.

    Burdens are judgements: 1 is a mail to a vendor, 3 an internal decision, 6 a change of policy, 9 a change of what
    the law or the regulator expects.
    """

    name: str
    burden: float | None
    relax: str


GATES: Final[Mapping[str, GateNote]] = MappingProxyType(
    {
        "task": GateNote("Kind of model", None, "choose another task"),
        "status": GateNote("Still offered", None, "none: the model is retired"),
        "offer": GateNote("Can be run at all", None, "none: no priced offer and no open weights are known"),
        "sizing": GateNote("Can be sized", None, "none: the deployment cannot be sized"),
        "price": GateNote("Price known", 2.0, "ask the provider for a price"),
        "modality": GateNote("Inputs and outputs", 6.0, "do without the input that the model cannot read"),
        "context": GateNote("Context window", 4.0, "send less text per request"),
        "output": GateNote("Output limit", 3.0, "ask for shorter outputs"),
        "tools": GateNote("Tool calling", 5.0, "do without tool calling"),
        "structured_output": GateNote("Structured output", 3.0, "validate free text instead of structured output"),
        "languages": GateNote("Languages", 6.0, "do without the missing languages"),
        "fitness": GateNote("Minimum fitness", 3.0, "lower the minimum fitness"),
        "preview": GateNote("Preview models", 2.5, "allow preview models"),
        "lifecycle": GateNote("Lifecycle", 2.5, "shorten the horizon or plan the migration to the successor"),
        "vendor": GateNote("Excluded vendors", 4.0, "lift the exclusion of the vendor"),
        "provider": GateNote("Excluded providers", 4.0, "lift the restriction of providers"),
        "jurisdiction": GateNote("Excluded jurisdictions", 7.0, "lift the exclusion of the jurisdiction"),
        "open_weights": GateNote("Open weights", 5.0, "accept a model whose weights are not given out"),
        "open_source": GateNote("Open-source licence", 4.0, "accept a licence that is not open source"),
        "licence": GateNote("Licence", 8.0, "agree a commercial licence with the vendor"),
        "redistribution": GateNote("Redistribution", 5.0, "do without passing the model on"),
        "fine_tuning": GateNote("Fine-tuning", 5.0, "do without fine-tuning"),
        "hosting": GateNote("Ways of hosting", 4.0, "allow this way of hosting"),
        "air_gap": GateNote("No network", 9.0, "allow a network connection"),
        "residency": GateNote("Residency", 8.0, "allow processing elsewhere, or get residency by contract"),
        "training": GateNote("Training on data", 9.0, "accept training on your data, or get its exclusion by contract"),
        "retention": GateNote("Retention", 6.0, "accept longer retention, or get a shorter one by contract"),
        "certifications": GateNote("Certifications", 6.0, "accept a missing certificate, or get it from the provider"),
        "data_class": GateNote("Data class", 9.0, "keep this data class out of the use case"),
        "processing_agreement": GateNote("Processing agreement", 9.0, "none in the EU: GDPR Article 28 demands one"),
        "indemnification": GateNote("Indemnification", 4.0, "do without the provider's indemnification"),
        "price_conflict": GateNote("Price conflict", 1.0, "accept prices on which sources disagree"),
        "budget": GateNote("Monthly budget", 3.0, "raise the monthly cap"),
        "latency": GateNote("Latency limit", 3.0, "relax the latency limit"),
    }
)


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed gate; ``unknown`` marks a gate that failed closed on a fact nobody stated."""

    gate: str
    observed: str
    required: str
    source: str
    unknown: bool = False
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the gates say of one model, provider or deployment."""

    failures: tuple[Failure, ...]
    warnings: tuple[str, ...] = ()

    def __add__(self, other: Verdicts) -> Verdicts:
        """Both together."""
        return Verdicts(self.failures + other.failures, self.warnings + other.warnings)


def model_gates(model: Model, use_case: UseCase, answers: Answers, catalog: Catalog, as_of: date) -> Verdicts:
    """Gates that depend on the model alone, the blocking ones first."""
    failures: list[Failure] = []
    warnings: list[str] = []
    needs = NEEDS[use_case.task]
    if model.kind not in needs.kinds:
        allowed = ", ".join(sorted(needs.kinds))
        failures.append(
            Failure("task", f"kind {model.kind}", f"{allowed} for {TASKS[use_case.task]}", model.identity_source)
        )
        return Verdicts(tuple(failures))
    if model.status == "retired":
        since = f"retired{f' on {model.retires_on}' if model.retires_on else ''}"
        failures.append(Failure("status", since, "a model that is still offered", model.identity_source))
    if model.status == "preview" and not answers.governance.allow_preview_models:
        failures.append(Failure("preview", "preview", "general availability", model.identity_source))
    _abilities(model, use_case, failures, warnings)
    _languages(model, use_case, failures, warnings)
    _openness(model, answers, catalog, failures)
    if model.vendor in answers.governance.vendors_excluded:
        failures.append(Failure("vendor", model.vendor, "a vendor you did not exclude", "your answers"))
    _succession(model, catalog, warnings)
    if model.release_date and model.release_date > as_of:
        failures.append(
            Failure("status", f"released on {model.release_date}", f"released by {as_of}", model.identity_source)
        )
    return Verdicts(tuple(failures), tuple(warnings))


def _succession(model: Model, catalog: Catalog, warnings: list[str]) -> None:
    after = catalog.model.get(model.successor_id or "")
    successor = after.name if after else model.successor_id
    if model.status == "deprecated":
        named = f"; its successor is {successor}" if successor else ""
        warnings.append(f"The vendor has marked this model as deprecated{named}.")
    elif model.status == "legacy" and successor:
        warnings.append(f"A newer model has taken this one's place: {successor}.")


def _abilities(model: Model, use_case: UseCase, failures: list[Failure], warnings: list[str]) -> None:
    source = model.features_source or model.identity_source
    wanted = modalities_in_of(use_case)
    readable = set(model.modalities_in) | ({"pdf"} if "image" in model.modalities_in else set())
    missing = [name for name in wanted if name not in readable]
    if model.modalities_in and missing:
        reads = ", ".join(model.modalities_in)
        names = ", ".join(MODALITIES.get(name, name).lower() for name in missing)
        failures.append(Failure("modality", f"reads {reads}", f"must read {names}", source))
    elif not model.modalities_in and set(wanted) - {"text"}:
        warnings.append("No source states which inputs the model reads: try it first.")
    outputs = [name for name in NEEDS[use_case.task].modalities_out if model.modalities_out]
    unable = [name for name in outputs if name not in model.modalities_out]
    if unable:
        failures.append(
            Failure("modality", f"writes {', '.join(model.modalities_out)}", f"must write {', '.join(unable)}", source)
        )
    for gate, asked, able in (
        ("tools", use_case.tools, model.tools),
        ("structured_output", use_case.structured_output, model.structured_output),
    ):
        if asked and able is False:
            failures.append(Failure(gate, "not supported", "supported", source))
        elif asked and able is None:
            warnings.append(f"{GATES[gate].name}: no source states it for this model; try it first.")
    _limits(model, use_case, failures, warnings)


def _limits(model: Model, use_case: UseCase, failures: list[Failure], warnings: list[str]) -> None:
    needed = max(use_case.context_tokens, use_case.workload.input_tokens + use_case.workload.output_tokens)
    source = model.limits_source or model.identity_source
    if model.context_tokens is None:
        if needed > 0 and model.kind not in ("speech_to_text", "text_to_speech", "image"):
            warnings.append(f"Context window: unknown; {needed:,} tokens are needed.")
    elif model.context_tokens < needed and model.kind not in ("speech_to_text", "text_to_speech", "image"):
        failures.append(
            Failure(
                "context",
                f"{model.context_tokens:,} tokens",
                f"{needed:,} tokens",
                source,
                gap=needed / model.context_tokens,
            )
        )
    if model.max_output_tokens is not None and model.max_output_tokens < use_case.workload.output_tokens:
        failures.append(
            Failure(
                "output",
                f"{model.max_output_tokens:,} tokens",
                f"{use_case.workload.output_tokens:,} tokens",
                source,
            )
        )


def _languages(model: Model, use_case: UseCase, failures: list[Failure], warnings: list[str]) -> None:
    asked = set(use_case.languages)
    if not asked or model.kind == "image":
        return
    if not model.languages:
        if asked - {"en"}:
            names = ", ".join(sorted(asked - {"en"}))
            warnings.append(f"Languages: no source lists those of this model; test {names} first.")
        return
    missing = sorted(asked - set(model.languages))
    if missing and "multi" not in model.languages:
        listed = ", ".join(model.languages)
        shown = listed if len(listed) < 80 else f"{len(model.languages)} languages"  # noqa: PLR2004
        source = model.features_source or model.identity_source
        failures.append(Failure("languages", f"{shown} listed", f"{', '.join(missing)} too", source))


def _openness(model: Model, answers: Answers, catalog: Catalog, failures: list[Failure]) -> None:
    licence = catalog.licence.get(model.licence_id) if model.licence_id else None
    source = model.licence_source or model.identity_source
    asked = answers.licence
    if (
        asked.open_weights_required or answers.customisation.weights_access_required
    ) and model.openness != "open_weights":
        failures.append(Failure("open_weights", "weights not given out", "open weights", source))
    if asked.open_source_required and not (licence and licence.open_source and model.openness == "open_weights"):
        closed = model.openness != "open_weights"
        observed = "weights not given out" if closed else (licence.name if licence else "licence unknown")
        failures.append(
            Failure("open_source", observed, "an open-source licence", source, unknown=not closed and licence is None)
        )


def licence_gates(model: Model, answers: Answers, catalog: Catalog) -> Verdicts:
    """Gates on the licence of the weights, for whoever runs them (a provider's own contract governs its API)."""
    licence = catalog.licence.get(model.licence_id) if model.licence_id else None
    source = model.licence_source or model.identity_source
    if licence is None:
        if not (answers.licence.commercial_use or answers.licence.redistribution):
            return Verdicts((), ("The licence is unknown.",))
        return Verdicts((Failure("licence", "licence unknown", "commercial use permitted", source, unknown=True),))
    failures: list[Failure] = []
    if answers.licence.commercial_use and licence.commercial_use == "no":
        failures.append(Failure("licence", f"{licence.name}: no commercial use", "commercial use", licence.source))
    _thresholds(licence, answers, failures)
    _excluded(licence, model, answers, failures)
    if answers.licence.redistribution and licence.redistribution == "no":
        failures.append(
            Failure("redistribution", f"{licence.name}: no redistribution", "redistribution", licence.source)
        )
    if answers.customisation.fine_tuning == "required" and licence.derivatives == "no":
        failures.append(Failure("fine_tuning", f"{licence.name}: no derivatives", "fine-tuning", licence.source))
    warnings = (f"Licence conditions apply: {licence.obligations}",) if licence.obligations else ()
    return Verdicts(tuple(failures), warnings)


def _thresholds(licence: Licence, answers: Answers, failures: list[Failure]) -> None:
    asked = answers.licence
    for limit, stated, unit in (
        (licence.max_monthly_users, asked.monthly_users, "monthly users"),
        (licence.max_annual_revenue_usd, asked.annual_revenue_usd, "US dollars of annual revenue"),
    ):
        if limit is not None and stated is not None and stated > limit:
            failures.append(
                Failure(
                    "licence", f"free up to {limit:,} {unit}", f"{stated:,} {unit}", licence.source, gap=stated / limit
                )
            )


def _excluded(licence: Licence, model: Model, answers: Answers, failures: list[Failure]) -> None:
    places = set(answers.data.jurisdictions) | ({answers.hosting.country} if answers.hosting.country else set())
    zones = {"eu"} if places & EU else set()
    zones |= {{"GB": "uk"}.get(place, place.lower()) for place in places}
    if zones & {"eu"} and set(model.modalities_in) & {"image", "audio", "video"}:
        zones.add("eu-multimodal")
    hit = sorted(zones & set(licence.excluded_jurisdictions))
    if hit:
        failures.append(
            Failure(
                "licence",
                f"{licence.name} excludes {', '.join(hit)}",
                f"use in {', '.join(sorted(places))}",
                licence.source,
            )
        )
