"""Where a model comes from: the countries of its vendor's seat and of the company above it, and what they mean here.

Where it stands on another vendor's weights, that vendor's countries count beside its own.
Three things follow from the answers. A country is *excluded*: its models are out. It is *on the list* (the user keeps
providers of that country out, but the data is public or internal, or its weights may run elsewhere): its models carry a
warning. Or the data or the sector is *sensitive* and nothing says that the country protects data as the user's own
does: a warning too. Origin is points only where the answers prefer countries (a criterion of its own).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.decision.alternatives.joined import base_countries_of, countries_of
from advisor.decision.gates import relax
from advisor.decision.gates.rule import Asked, Caution, Gate, GateColumn, Rule
from advisor.geography import EEA
from advisor.questionnaire.answers import Answers
from advisor.units import Told, told

CONFIDENTIAL: Final = frozenset({"confidential", "restricted"})
SENSITIVE_SECTORS: Final = frozenset({"public_sector", "defence", "health", "finance"})


@dataclass(frozen=True, slots=True)
class Flag:
    """Why the origin of a model deserves a warning, and the countries it is about (none where nobody states them)."""

    reason: Literal["on_the_list", "no_adequacy", "abroad", "unknown"]
    countries: tuple[str, ...]


def excluded(answers: Answers) -> frozenset[str]:
    """Countries whose models are out: those named for models, and those of providers where the data is confidential.

    What must not reach a provider of a country must not depend on a model from there either, unless the user says
    that its weights may run elsewhere.
    """
    named = frozenset(answers.origin.countries_excluded)
    covers = answers.data.classification in CONFIDENTIAL and not answers.origin.weights_may_run_elsewhere
    return named | frozenset(answers.governance.jurisdictions_excluded) if covers else named


def sensitive(answers: Answers) -> bool:
    """Whether the origin of a model must be named: confidential or health data, or a sector that answers for it."""
    data = answers.data
    return data.classification in CONFIDENTIAL or data.health_data or answers.governance.sector in SENSITIVE_SECTORS


def protects(country: str, answers: Answers, catalog: Catalog) -> bool:
    """Whether a country protects data as the user's own law does.

    The user's own countries, the states of the EEA, and those with a decision of the European Commission.
    """
    home = {*answers.data.jurisdictions, answers.hosting.country}
    return country in home or country in EEA or country in catalog.adequate


def under_gdpr(answers: Answers) -> bool:
    """Whether a decision of the European Commission is what the user's own law asks for: in the EEA, or unsaid."""
    home = {*answers.data.jurisdictions, answers.hosting.country} - {None}
    return not home or bool(home & EEA)


def flag_of(model: Model, answers: Answers, catalog: Catalog) -> Flag | None:
    """The warning that a model's origin deserves, or None; what is excluded is the gate's business."""
    return flag(countries_of(model, catalog), answers, catalog) or _base_flag(
        base_countries_of(model, catalog), answers, catalog
    )


def flag(countries: tuple[str, ...], answers: Answers, catalog: Catalog) -> Flag | None:
    """The warning that an origin deserves.

    A catalog without a table of vendors says nothing of any origin, and flags nothing.
    """
    if not catalog.vendors:
        return None
    listed = tuple(code for code in countries if code in answers.governance.jurisdictions_excluded)
    if listed:
        return Flag("on_the_list", listed)
    if not sensitive(answers):
        return None
    if not countries:
        return Flag("unknown", ())
    bare = tuple(code for code in countries if not protects(code, answers, catalog))
    if not bare:
        return None
    return Flag("no_adequacy" if under_gdpr(answers) else "abroad", bare)


def _base_flag(countries: tuple[str, ...], answers: Answers, catalog: Catalog) -> Flag | None:
    """The warning that foreign weights deserve: none where a model stands on its vendor's own."""
    return flag(countries, answers, catalog) if countries else None


def _hit(asked: Asked, countries: tuple[str, ...]) -> list[str]:
    return sorted(excluded(asked.answers).intersection(countries))


def _out(asked: Asked) -> tuple[str, list[str]]:
    return "country", sorted(excluded(asked.answers))


def _warning(asked: Asked, countries: tuple[str, ...]) -> Told | None:
    found = flag(countries, asked.answers, asked.catalog)
    if found is None:
        return None
    key = f"warning.origin.{found.reason}"
    return told(key, countries=("country", found.countries)) if found.countries else told(key)


def _base_warning(asked: Asked, countries: tuple[str, ...]) -> Told | None:
    found = _base_flag(countries, asked.answers, asked.catalog)
    return told(f"warning.base.{found.reason}", countries=("country", found.countries)) if found else None


def _base_source(model: Model, catalog: Catalog) -> str:
    return next((row.source for row in catalog.bases_of.get(model.model_id, ())), "unknown")


def _source(model: Model, catalog: Catalog) -> str:
    vendor = catalog.vendor.get(model.vendor)
    return vendor.source if vendor else "unknown"


def _no_country_of(column: GateColumn, key: str) -> Rule:
    """That none of the countries in a column is excluded, told by ``key`` where one is."""
    return Rule(
        column,
        lambda asked, countries: bool(_hit(asked, countries)),
        lambda asked, countries: told(key, countries=("country", _hit(asked, countries)), excluded=_out(asked)),
        applies=lambda asked: bool(excluded(asked.answers)) and bool(asked.catalog.vendors),
    )


ORIGIN: Final = GateColumn("model", countries_of, _source)
BASES: Final = GateColumn("model", base_countries_of, _base_source)
ORIGIN_GATES: Final = (
    Gate(
        "origin",
        7.0,
        relax.origin,
        (
            replace(
                _no_country_of(ORIGIN, "origin"),
                when_unknown="closed",
                unsaid=lambda asked, _: told("origin.unknown", excluded=_out(asked)),
            ),
            _no_country_of(BASES, "origin.base"),
        ),
        cautions=(Caution(ORIGIN, _warning), Caution(BASES, _base_warning)),
    ),
)
