"""Gates on the licence of the weights, for whoever runs them (a provider's own contract governs its API)."""

from __future__ import annotations

from math import inf
from typing import Any, Final

from advisor.catalog.tables.schema import Licence
from advisor.decision.gates import columns, relax
from advisor.decision.gates.columns import LicenceTerms
from advisor.decision.gates.rule import Asked, Caution, Gate, Rule
from advisor.units import Told, told


def _licence(asked: Asked, terms: LicenceTerms) -> Licence:
    return asked.catalog.licence[terms.licence_id or ""]


def _unknown(_: Asked, terms: LicenceTerms) -> bool:
    return terms.licence_id is None


def _business(asked: Asked) -> bool:
    return asked.answers.licence.commercial_use


def _matters(asked: Asked) -> bool:
    return asked.answers.licence.commercial_use or asked.answers.licence.redistribution


def _excluded(asked: Asked, terms: LicenceTerms) -> list[str]:
    """Places of the answers that the licence excludes; some exclude the European Union for multimodal models alone."""
    areas = asked.areas | ({"eu-multimodal"} if "eu" in asked.areas and terms.multimodal else set())
    return sorted(areas & set(_licence(asked, terms).excluded_jurisdictions))


def _excludes(asked: Asked, terms: LicenceTerms) -> Told:
    return told(
        "licence.excludes",
        licence=_licence(asked, terms).name,
        excluded=("country", _excluded(asked, terms)),
        places=("country", asked.places),
    )


def _named(key: str) -> Any:
    """What is said of a licence that forbids something."""
    return lambda asked, terms: told(key, licence=_licence(asked, terms).name)


def _threshold(key: str, limit: str, stated: str) -> Rule:
    """A licence that is free up to a number which the answers exceed."""

    def bound(asked: Asked, terms: LicenceTerms) -> float:
        found: int | None = getattr(_licence(asked, terms), limit)
        return inf if found is None else found

    def given(asked: Asked) -> int:
        return getattr(asked.answers.licence, stated) or 0

    return Rule(
        columns.TERMS,
        lambda asked, terms: given(asked) > bound(asked, terms),
        lambda asked, terms: told(key, limit=int(bound(asked, terms)), stated=given(asked)),
        unknown=_unknown,
        gap=lambda asked, terms: given(asked) / bound(asked, terms),
    )


def _obligations(asked: Asked, terms: LicenceTerms) -> Told | None:
    if _unknown(asked, terms):
        return None if _matters(asked) else told("warning.licence_unknown")
    obligations = _licence(asked, terms).obligations
    return told("warning.licence_conditions", obligations=("licence", obligations)) if obligations else None


LICENCE_GATES: Final = (
    Gate(
        "licence",
        8.0,
        relax.CANNOT,
        (
            Rule(
                columns.TERMS,
                lambda asked, terms: _business(asked) and _licence(asked, terms).commercial_use == "no",
                _named("licence.no_business"),
                applies=_matters,
                unknown=_unknown,
                when_unknown="closed",
                unsaid=lambda _, __: told("licence.unknown"),
            ),
            _threshold("licence.users", "max_monthly_users", "monthly_users"),
            _threshold("licence.revenue", "max_annual_revenue_usd", "annual_revenue_usd"),
            Rule(columns.TERMS, lambda asked, terms: bool(_excluded(asked, terms)), _excludes, unknown=_unknown),
        ),
        cautions=(Caution(columns.TERMS, _obligations),),
    ),
    Gate(
        "redistribution",
        5.0,
        relax.setting("licence", redistribution=False),
        (
            Rule(
                columns.TERMS,
                lambda asked, terms: _licence(asked, terms).redistribution == "no",
                _named("redistribution"),
                applies=lambda asked: asked.answers.licence.redistribution,
                unknown=_unknown,
            ),
        ),
    ),
    Gate(
        "fine_tuning",
        5.0,
        relax.setting("customisation", fine_tuning="useful"),
        (
            Rule(
                columns.TERMS,
                lambda asked, terms: _licence(asked, terms).derivatives == "no",
                _named("fine_tuning.licence"),
                applies=lambda asked: asked.answers.customisation.fine_tuning == "required",
                unknown=_unknown,
            ),
            Rule(
                columns.TUNED,
                lambda _, able: not able,
                lambda _, __: told("fine_tuning.not_offered"),
                applies=lambda asked: asked.answers.customisation.fine_tuning == "required",
                when_unknown="fails",
                unsaid=lambda _, __: told("fine_tuning.unknown"),
            ),
        ),
    ),
)
