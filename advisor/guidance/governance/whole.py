"""Everything that governance says of one decision: duties, public evidence and the risk register as facts fill it.

Worked out for who asks, never while a decision is assessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from advisor.catalog.catalog import Catalog
from advisor.decision.gates.duties.facts import facts_of
from advisor.decision.records import Recommendation
from advisor.guidance.governance.evidence import evidence_of
from advisor.guidance.governance.records import Duty, PublicEvidence, RegisterRisk
from advisor.guidance.governance.risk_register import register_of
from advisor.guidance.governance.rules import applying, duty_of
from advisor.guidance.records import RiskNote
from advisor.questionnaire.answers import Answers
from advisor.units import Record


class Governance(Record):
    """Duties in the order of the table, what is publicly known, and the register, gravest first."""

    duties: tuple[Duty, ...]
    evidence: tuple[PublicEvidence, ...]
    register_lines: tuple[RegisterRisk, ...]


def governance_of(
    answers: Answers,
    catalog: Catalog,
    as_of: date,
    *,
    choice: Recommendation | None,
    notes: Sequence[RiskNote],
    inferred: bool = False,
) -> Governance:
    """Governance of the first use case with the choice of its verdict and the notes of its record."""
    deployment = None if choice is None else choice.deployment
    facts = facts_of(answers, answers.use_cases[0], deployment)
    duties = tuple(duty_of(rule, facts, as_of) for rule in applying(catalog.governance_rules, facts))
    model = None if choice is None else catalog.model.get(choice.model_id)
    provider = None if deployment is None else catalog.provider.get(deployment.provider or "")
    return Governance(
        duties=duties,
        evidence=evidence_of(catalog, model, provider),
        register_lines=register_of(
            duties,
            notes,
            answers,
            catalog.judgement,
            as_of,
            cost=None if choice is None else choice.monthly_cost_usd,
            inferred=inferred,
        ),
    )
