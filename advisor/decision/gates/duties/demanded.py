"""Which certificates the law of a decision asks for of whoever processes its data, by ``governance_rules.csv``.

Nobody ticked them among the answers, so they rule nothing out: an option whose provider has no record of one carries a
warning, and is the choice once that is settled.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from advisor.catalog.tables.governance import GovernanceRule
from advisor.decision.gates.duties.facts import facts_of
from advisor.questionnaire.answers import Answers, UseCase


def holds(condition: str | None, facts: frozenset[str]) -> bool:
    """Whether facts meet a condition: of every group between ``;`` one of those between ``|``; None never holds."""
    return condition is not None and all(
        any((fact[1:] not in facts) if fact.startswith("!") else (fact in facts) for fact in group.split("|"))
        for group in condition.split(";")
    )


def certificates_by_law(
    rules: Iterable[GovernanceRule], answers: Answers, use_case: UseCase, as_of: date
) -> tuple[str, ...]:
    """The certificates that duties in force name, of machines that are not the house's own."""
    needed = [rule for rule in rules if rule.certificate and (rule.in_force_on is None or rule.in_force_on <= as_of)]
    facts = facts_of(answers, use_case) if needed else frozenset()
    return tuple(
        dict.fromkeys(rule.certificate for rule in needed if rule.certificate and holds(rule.applies_when, facts))
    )
