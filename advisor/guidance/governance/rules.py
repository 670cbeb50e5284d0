"""Which rules of ``governance_rules.csv`` apply to a decision, and the note and the duty that each of them makes.

This is orientation, not legal advice.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from advisor.catalog.tables.governance import GovernanceRule
from advisor.decision.gates.duties.demanded import holds
from advisor.guidance.governance.records import Duty
from advisor.guidance.records import RiskNote
from advisor.units import Told, ToldValue, told


def applying(rules: Iterable[GovernanceRule], facts: frozenset[str]) -> tuple[GovernanceRule, ...]:
    """The rules that apply, in the order of the table."""
    return tuple(rule for rule in rules if holds(rule.applies_when, facts))


def note_of(rule: GovernanceRule, facts: frozenset[str], as_of: date) -> RiskNote:
    """What the record says of a rule that applies; ``brief`` where the question names it."""
    asked = holds(rule.asked_when, facts)
    return RiskNote(
        severity=severity_of(rule, facts),
        source=rule.source,
        asked=asked,
        told=_sentences(rule, as_of) | ({"brief": told(f"risk.{rule.rule_id}.brief")} if asked else {}),
    )


def duty_of(rule: GovernanceRule, facts: frozenset[str], as_of: date) -> Duty:
    """A rule that applies, with who acts and where the two frameworks ask for it."""
    return Duty(
        rule_id=rule.rule_id,
        rule_group=rule.rule_group,
        severity=severity_of(rule, facts),
        theme=rule.theme,
        reference=rule.reference or "",
        in_force_on=rule.in_force_on,
        in_force=rule.in_force_on is None or as_of >= rule.in_force_on,
        nist_ai_rmf=rule.nist_ai_rmf,
        iso_42001=rule.iso_42001,
        source=rule.source,
        checked_on=rule.checked_on,
        told=_sentences(rule, as_of) | {"who": told(f"governance.who.{rule.who}")},
    )


def severity_of(rule: GovernanceRule, facts: frozenset[str]) -> str:
    """How grave a rule is under these facts."""
    return "high" if holds(rule.high_when, facts) else rule.severity


def _sentences(rule: GovernanceRule, as_of: date) -> dict[str, Told | tuple[Told, ...]]:
    """Topic, statement and action, with the days that the sentences name."""
    values: dict[str, ToldValue] = {}
    if rule.in_force_on is not None:
        values["when"] = ("label", "since" if as_of >= rule.in_force_on else "from")
        values["day"] = rule.in_force_on
    if rule.later_on is not None:
        values["later"] = rule.later_on
    return {part: told(f"risk.{rule.rule_id}.{part}", **values) for part in ("topic", "statement", "action")}
