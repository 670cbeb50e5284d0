"""Governance of an assessment: what ``advisor.guidance.governance`` says of its answers and its choice.

Worked out for a page, a report or a command that asks, never while a decision is assessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from advisor.assessment import Assessment, choice_of
from advisor.catalog.catalog import Catalog
from advisor.guidance.governance.records import RegisterRisk
from advisor.guidance.governance.risk_register import RegisterEdits, gravest_first, with_edits
from advisor.guidance.governance.whole import Governance, governance_of
from advisor.words.written import said, written

REGISTER: Final = "risk_register"
"""The kind under which edits of the register are kept beside a decision."""


def governance_for(assessment: Assessment, catalog: Catalog) -> Governance:
    """Duties, public evidence and the filled risk register of an assessment, with sentences in English."""
    found = governance_of(
        assessment.answers,
        catalog,
        assessment.answers.as_of or date.fromisoformat(assessment.provenance.catalog_date),
        choice=choice_of(assessment),
        notes=assessment.risks,
        inferred=assessment.verdict == "test first",
    )
    return found.model_copy(update={"duties": written(found.duties), "register_lines": written(found.register_lines)})


def register_for(assessment: Assessment, catalog: Catalog, edits: RegisterEdits) -> tuple[RegisterRisk, ...]:
    """The risk register with what people wrote over it, gravest first."""
    return gravest_first(with_edits(governance_for(assessment, catalog).register_lines, edits))


def register_rows(risks: Iterable[RegisterRisk], language: str) -> list[dict[str, str | int | None]]:
    """The register as rows of a table in a language, by the names of the fields."""
    return [
        {
            "risk_id": risk.risk_id,
            "cause": said(risk, "cause", language),
            "effect": said(risk, "effect", language),
            "likelihood": risk.likelihood,
            "impact": risk.impact,
            "level": risk.level,
            "mitigation": said(risk, "mitigation", language),
            "owner": said(risk, "owner", language),
            "due": risk.due.isoformat() if risk.due else None,
            "status": risk.status,
            "source": risk.source,
        }
        for risk in risks
    ]
