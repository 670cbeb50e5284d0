"""Gates: hard constraints. Each failure says what was observed, what is required and where the observation comes from.

Law and privacy fail closed: a policy, certificate or licence that the catalog does not know fails. Abilities that a
source does not state (context, tools, languages) pass with a warning, because a test can settle them in an hour.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Licence, Model
from advisor.geography import zone_of
from advisor.questionnaire.answers import Answers


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
BIT: Final[Mapping[str, int]] = MappingProxyType({gate: 1 << number for number, gate in enumerate(GATES)})
"""A bit for every gate, so that a number says which gates fail."""


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


def licence_terms(model: Model, catalog: Catalog) -> Hashable:
    """What ``licence_gates`` reads of a model: those for which it is the same fare alike."""
    known = model.licence_id in catalog.licence
    return model.licence_id, "" if known else model.licence_source or model.identity_source, _multimodal(model)


def _multimodal(model: Model) -> bool:
    return bool(set(model.modalities_in) & {"image", "audio", "video"})


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
    zones: set[str] = {place.lower() for place in places} | {zone for place in places if (zone := zone_of(place))}
    if "eu" in zones and _multimodal(model):
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
