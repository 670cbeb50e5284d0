"""Typed rows of governance: each duty or point once, with when it holds, who acts, from which day and who says so."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from advisor.catalog.tables.cells import Row, Slug, SourceRef, Texts

Condition = Annotated[str, Field(pattern=r"^!?[a-zA-Z_]+(:[A-Za-z0-9_-]+)?([;|]!?[a-zA-Z_]+(:[A-Za-z0-9_-]+)?)*$")]
"""All of the groups between ``;``, of each group one of the facts between ``|``; ``!`` before a fact: it is absent."""


class GovernanceRule(Row):
    """One duty or point: it applies where the facts of a decision meet ``applies_when``.

    The facts are those of ``advisor.decision.gates.duties.facts``. ``high_when`` raises the severity to high;
    ``asked_when`` says when the question itself names it. ``in_record`` rows stand in the record of every decision, the
    others are worked out for who asks. ``in_force_on`` is the day from which it applies (blank: none is stated) and
    ``later_on`` a second one that its sentence explains. ``nist_ai_rmf`` and ``iso_42001`` name where the AI Risk
    Management Framework and Annex A of the standard ask for it: a reading of this project. ``checked_on`` is the day
    on which the source was last looked at. ``certificate`` is what the law asks whoever processes the data to hold.
    """

    rule_id: Slug
    rule_group: Literal[
        "law", "sector", "people", "security", "contract", "accuracy", "fairness", "environment", "data"
    ]
    severity: Literal["duty", "high", "medium", "low"]
    applies_when: Condition
    high_when: Condition | None
    asked_when: Condition | None
    in_record: Literal["yes", "no"]
    who: Literal["owner", "legal", "dpo", "security", "risk", "procurement", "operations", "model", "hr", "quality"]
    in_force_on: date | None
    later_on: date | None
    reference: str | None
    theme: Literal[
        "ai_law",
        "privacy",
        "supervision",
        "workers",
        "security",
        "accuracy",
        "interpretability",
        "fairness",
        "liability",
        "copyright",
        "licence",
        "lock_in",
        "lifecycle",
        "operations",
        "money",
        "energy",
        "data",
    ]
    nist_ai_rmf: Texts
    iso_42001: Texts
    checked_on: date
    source: SourceRef
    certificate: Slug | None = None


GOVERNANCE_TABLES: dict[str, type[Row]] = {"governance_rules": GovernanceRule}
GOVERNANCE_KEYS: dict[str, tuple[str, ...]] = {"governance_rules": ("rule_id",)}
