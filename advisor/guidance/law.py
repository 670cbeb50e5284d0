"""Duties under European law that follow from the answers, with their dates.

This is orientation, not legal advice. Dates are those of Regulation (EU) 2024/1689, Article 113; the Commission
proposed on 19 November 2025 (COM(2025) 836, "Digital Omnibus on AI") to let the high-risk duties apply later, so the
action asks for the dates in force.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from advisor import geography
from advisor.guidance.records import RiskNote
from advisor.questionnaire.answers import Answers, UseCase

AI_ACT: Final = "https://eur-lex.europa.eu/eli/reg/2024/1689/oj"
GDPR: Final = "https://eur-lex.europa.eu/eli/reg/2016/679/oj"
LITERACY_FROM: Final = date(2025, 2, 2)
GPAI_FROM: Final = date(2025, 8, 2)
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
    risk = answers.governance.eu_ai_act_risk
    notes = [
        RiskNote(
            topic="EU AI Act: AI literacy",
            severity="duty",
            statement=f"Staff who use or run the system must be able to judge it (Article 4, since {LITERACY_FROM}).",
            action="Train the users and the operators before the start, and keep a record of it.",
            source=AI_ACT,
        )
    ]
    when = f"{'since' if as_of >= GENERAL_FROM else 'from'} {GENERAL_FROM}"
    if risk == "unknown":
        notes.append(
            RiskNote(
                topic="EU AI Act: class of risk",
                severity="high",
                statement="The class of risk has not been assessed; the duties depend on it.",
                action="Check the use against Articles 5 and 6 and Annex III before the start, and record the result.",
                source=AI_ACT,
            )
        )
    if risk in ("limited", "unknown") and use_case.task in _TALKING:
        notes.append(
            RiskNote(
                topic="EU AI Act: transparency",
                severity="duty",
                statement="People must know that they deal with an AI, and generated media must be marked "
                f"(Article 50, {when}).",
                action="Show a notice in the interface; keep the machine-readable marks in generated images and "
                "speech.",
                source=AI_ACT,
            )
        )
    if risk == "high":
        notes.extend(_high_risk(when))
    return notes


_TALKING: Final = frozenset({"chat_assistant", "rag", "agents", "speech_synthesis", "image_generation"})


def _high_risk(when: str) -> list[RiskNote]:
    dates = (
        f"Adopted dates: Annex III uses {when}, products of Annex I from {PRODUCTS_FROM}; a proposal of 19 "
        "November 2025 would "
        "move them later."
    )
    return [
        RiskNote(
            topic="EU AI Act: duties of a deployer of high-risk AI",
            severity="duty",
            statement="Human oversight, input data control, monitoring, logs kept at least six months, "
            "information of workers "
            f"and of affected people (Article 26). {dates}",
            action="Name an overseer with power to stop the system, log every decision, and check which dates "
            "are in force.",
            source=AI_ACT,
        ),
        RiskNote(
            topic="EU AI Act: fundamental rights impact assessment",
            severity="duty",
            statement="Public bodies, and banks and insurers for credit and life or health cover, assess the impact on "
            "fundamental rights before first use (Article 27).",
            action="Do the assessment with the data protection impact assessment and notify the market "
            "surveillance authority.",
            source=AI_ACT,
        ),
        RiskNote(
            topic="EU AI Act: you may become the provider",
            severity="high",
            statement="Putting your name on a high-risk system or changing it substantially makes you its "
            "provider (Article 25).",
            action="Settle in the contract who is the provider, and get the technical documentation of the model.",
            source=AI_ACT,
        ),
    ]


def gdpr_notes(answers: Answers) -> list[RiskNote]:
    """Duties for personal and health data."""
    data = answers.data
    if not (data.personal_data or data.health_data):
        return []
    european = in_europe(answers) or bool(set(data.jurisdictions) & geography.GDPR)
    notes: list[RiskNote] = []
    if european:
        notes.append(
            RiskNote(
                topic="Personal data",
                severity="duty",
                statement="A legal basis, a processing agreement with every processor and information of the "
                "people concerned "
                "(GDPR Articles 6, 13, 14 and 28).",
                action="Sign the data processing agreement before the first call, and add the processing to "
                "your register.",
                source=GDPR,
            )
        )
        notes.append(
            RiskNote(
                topic="Transfers out of Europe",
                severity="duty",
                statement="Processing outside the European Economic Area needs an adequacy decision or "
                "safeguards (Articles 44 to 49).",
                action="Pin processing to the EU by contract, or document the transfer and its safeguards.",
                source=GDPR,
            )
        )
    if data.health_data:
        notes.append(
            RiskNote(
                topic="Health data",
                severity="duty",
                statement="Health data is a special category: processing needs one of the grounds of Article "
                "9(2), and large-scale "
                "use a data protection impact assessment (Article 35)."
                if european
                else "Health data is specially protected: in the United States a business associate agreement "
                "under HIPAA is needed "
                "(45 CFR 164.504(e)).",
                action="Do the impact assessment with the data protection officer before the start, and "
                "pseudonymise where the task "
                "allows it."
                if european
                else "Sign the business associate agreement, and keep identifiers out of prompts "
                "where the task allows it.",
                source=GDPR if european else "https://www.ecfr.gov/current/title-45/section-164.504",
            )
        )
    return notes
