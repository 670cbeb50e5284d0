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
from advisor.units import Told, told


@dataclass(frozen=True, slots=True)
class GateNote:
    """What relaxing a gate costs the user (0 to 10, None: cannot be relaxed).

    Burdens are judgements: 1 is a mail to a vendor, 3 an internal decision, 6 a change of policy, 9 a change of what
    the law or the regulator expects.
    """

    burden: float | None


GATES: Final[Mapping[str, GateNote]] = MappingProxyType(
    {
        "task": GateNote(None),
        "status": GateNote(None),
        "offer": GateNote(None),
        "sizing": GateNote(None),
        "price": GateNote(2.0),
        "modality": GateNote(6.0),
        "context": GateNote(4.0),
        "output": GateNote(3.0),
        "tools": GateNote(5.0),
        "structured_output": GateNote(3.0),
        "languages": GateNote(6.0),
        "fitness": GateNote(3.0),
        "preview": GateNote(2.5),
        "lifecycle": GateNote(2.5),
        "vendor": GateNote(4.0),
        "provider": GateNote(4.0),
        "jurisdiction": GateNote(7.0),
        "open_weights": GateNote(5.0),
        "open_source": GateNote(4.0),
        "licence": GateNote(8.0),
        "redistribution": GateNote(5.0),
        "fine_tuning": GateNote(5.0),
        "hosting": GateNote(4.0),
        "air_gap": GateNote(9.0),
        "residency": GateNote(8.0),
        "training": GateNote(9.0),
        "retention": GateNote(6.0),
        "certifications": GateNote(6.0),
        "data_class": GateNote(9.0),
        "processing_agreement": GateNote(9.0),
        "indemnification": GateNote(4.0),
        "price_conflict": GateNote(1.0),
        "budget": GateNote(3.0),
        "latency": GateNote(3.0),
    }
)
BIT: Final[Mapping[str, int]] = MappingProxyType({gate: 1 << number for number, gate in enumerate(GATES)})
"""A bit for every gate, so that a number says which gates fail."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One failed gate: ``told`` has what was observed, what is required and why that puts something out.

    ``unknown`` marks a gate that failed closed on a fact nobody stated.
    """

    gate: str
    told: Told
    source: str
    unknown: bool = False
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the gates say of one model, provider or deployment."""

    failures: tuple[Failure, ...]
    warnings: tuple[Told, ...] = ()

    def __add__(self, other: Verdicts) -> Verdicts:
        """Both together."""
        return Verdicts(self.failures + other.failures, self.warnings + other.warnings)


def licence_gates(model: Model, answers: Answers, catalog: Catalog) -> Verdicts:
    """Gates on the licence of the weights, for whoever runs them (a provider's own contract governs its API)."""
    licence = catalog.licence.get(model.licence_id) if model.licence_id else None
    source = model.licence_source or model.identity_source
    if licence is None:
        if not (answers.licence.commercial_use or answers.licence.redistribution):
            return Verdicts((), (told("warning.licence_unknown"),))
        return Verdicts((Failure("licence", told("licence.unknown"), source, unknown=True),))
    failures: list[Failure] = []
    if answers.licence.commercial_use and licence.commercial_use == "no":
        failures.append(Failure("licence", told("licence.no_business", licence=licence.name), licence.source))
    _thresholds(licence, answers, failures)
    _excluded(licence, model, answers, failures)
    if answers.licence.redistribution and licence.redistribution == "no":
        failures.append(Failure("redistribution", told("redistribution", licence=licence.name), licence.source))
    if answers.customisation.fine_tuning == "required" and licence.derivatives == "no":
        failures.append(Failure("fine_tuning", told("fine_tuning.licence", licence=licence.name), licence.source))
    warnings = (
        (told("warning.licence_conditions", obligations=("licence", licence.obligations)),)
        if licence.obligations
        else ()
    )
    return Verdicts(tuple(failures), warnings)


def licence_terms(model: Model, catalog: Catalog) -> Hashable:
    """What ``licence_gates`` reads of a model: those for which it is the same fare alike."""
    known = model.licence_id in catalog.licence
    return model.licence_id, "" if known else model.licence_source or model.identity_source, _multimodal(model)


def _multimodal(model: Model) -> bool:
    return bool(set(model.modalities_in) & {"image", "audio", "video"})


def _thresholds(licence: Licence, answers: Answers, failures: list[Failure]) -> None:
    asked = answers.licence
    for limit, stated, key in (
        (licence.max_monthly_users, asked.monthly_users, "licence.users"),
        (licence.max_annual_revenue_usd, asked.annual_revenue_usd, "licence.revenue"),
    ):
        if limit is not None and stated is not None and stated > limit:
            failures.append(
                Failure("licence", told(key, limit=limit, stated=stated), licence.source, gap=stated / limit)
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
                told(
                    "licence.excludes",
                    licence=licence.name,
                    excluded=("country", hit),
                    places=("country", sorted(places)),
                ),
                licence.source,
            )
        )
