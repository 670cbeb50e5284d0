"""Duties under European law that follow from the answers, with their dates.

This is orientation, not legal advice. Dates are those of Regulation (EU) 2024/1689, Article 113; the Commission
proposed on 19 November 2025 (COM(2025) 836, "Digital Omnibus on AI") to let the high-risk duties apply later, so the
action asks for the dates in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from advisor import geography
from advisor.guidance.records import RiskNote, risk
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase
from advisor.units import ToldValue

AI_ACT: Final = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
GDPR: Final = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
LITERACY_FROM: Final = date(2025, 2, 2)
OWN_MACHINES: Final = frozenset({"on_prem", "edge"})
"""Kinds of hosting at which data stays on machines of the house."""
GENERAL_FROM: Final = date(2026, 8, 2)
PRODUCTS_FROM: Final = date(2027, 8, 2)


def in_europe(answers: Answers) -> bool:
    """Whether the answers name a state of the European Economic Area, or ask for processing in the EU."""
    places = set(answers.data.jurisdictions) | ({answers.hosting.country} if answers.hosting.country else set())
    return bool(places & geography.EEA) or "eu" in answers.data.residency


def ai_act_notes(answers: Answers, use_case: UseCase, as_of: date) -> list[RiskNote]:
    """Duties of a deployer under the EU AI Act for the stated class of risk."""
    if not in_europe(answers):
        return []
    level = answers.governance.eu_ai_act_risk
    notes = [risk("literacy", "duty", AI_ACT, day=LITERACY_FROM)]
    since = ("label", "since" if as_of >= GENERAL_FROM else "from")
    when: dict[str, ToldValue] = {"when": since, "day": GENERAL_FROM, "products": PRODUCTS_FROM}
    if level == "unknown":
        notes.append(risk("risk_class", "high", AI_ACT))
    if level in ("limited", "unknown") and use_case.task in _TALKING:
        notes.append(risk("transparency", "duty", AI_ACT, **when))
    if level == "high":
        notes.extend(_high_risk(when))
    return notes


_TALKING: Final = frozenset({"chat_assistant", "rag", "agents", "speech_synthesis", "image_generation"})


def _high_risk(when: Mapping[str, ToldValue]) -> list[RiskNote]:
    return [
        risk("deployer", "duty", AI_ACT, **when),
        risk("rights", "duty", AI_ACT),
        risk("become_provider", "high", AI_ACT),
    ]


def gdpr_notes(answers: Answers, kind: DeploymentKind | None = None) -> list[RiskNote]:
    """Duties for personal and health data; what stays on own machines is transferred nowhere."""
    data = answers.data
    if not (data.personal_data or data.health_data):
        return []
    european = in_europe(answers) or bool(set(data.jurisdictions) & geography.GDPR)
    notes: list[RiskNote] = []
    if european:
        notes.append(risk("personal_data", "duty", GDPR))
        if kind not in OWN_MACHINES:
            notes.append(risk("transfers", "duty", GDPR))
    if data.health_data:
        notes.append(
            risk(
                "health" if european else "health_us",
                "duty",
                GDPR if european else "https://www.ecfr.gov/current/title-45/section-164.504",
            )
        )
    return notes
