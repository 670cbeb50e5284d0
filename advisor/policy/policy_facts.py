"""What a policy says, as facts for ``advisor.words`` to tell: on the page, on the command line and in the report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.policy.house import COVERED_PRICES, GrantedException, PolicyNote, PolicyRule, PriceAgreement
from advisor.policy.in_force import PolicyInForce
from advisor.units import Quantity, Told, ToldValue, Unit, told

_UNITS: Final[dict[str, Unit]] = {
    "vendors": "vendor",
    "models": "model",
    "providers": "provider",
    "hosting": "hosting",
    "zones": "zone",
    "certificates": "certificate",
}


def demand_told(rule: PolicyRule) -> Told:
    """What a rule asks for, as half a sentence."""
    if rule.max_retention_days is not None:
        return told("demand.max_retention_days", days=("days", rule.max_retention_days))
    unit: Unit = "country" if "countries" in rule.demand else _UNITS.get(rule.demand.partition("_")[0], "text")
    return told(f"demand.{rule.demand}", asked=(unit, rule.asked)) if rule.asked else told(f"demand.{rule.demand}")


def rule_told(rule: PolicyRule) -> Told:
    """A rule as a sentence, with the classes of data that it is made for."""
    if not rule.data_classes:
        return told("rule.every_class", demand=demand_told(rule))
    return told("rule.for_classes", classes=("label", rule.data_classes), demand=demand_told(rule))


def agreement_told(agreement: PriceAgreement) -> Told:
    """What an agreement makes of which prices, from when to when, and by which contract."""
    values: dict[str, ToldValue] = {
        "scope": told("policy.scope", names=_scope(agreement)),
        "start": agreement.valid_from,
        "day": agreement.valid_until,
        "contract": ("text", agreement.source),
    }
    if agreement.percent is None:
        prices = [
            told(f"policy.price_{name.removesuffix('_usd_per_mtok')}", usd=("number", float(value)))
            for name in COVERED_PRICES
            if (value := getattr(agreement, name)) is not None
        ]
        return told("policy.agreement_prices", prices=prices, **values)
    kind = "both" if len(agreement.covers) > 1 else agreement.covers[0]
    return told(f"policy.agreement_{kind}", percent=("number", float(agreement.percent)), **values)


def _scope(agreement: PriceAgreement) -> Sequence[Quantity]:
    named = [Quantity("model", name) for name in agreement.models]
    named += [Quantity("vendor", name) for name in agreement.vendors]
    return named + [Quantity("provider", name) for name in agreement.providers]


def agreement_state_told(held: PolicyInForce, agreement: PriceAgreement) -> Told:
    """Whether an agreement runs, has ended or has not begun."""
    if agreement.id in held.running:
        return told("policy.runs")
    return told("policy.ended" if agreement.id in held.ended else "policy.to_come")


def note_told(note: PolicyNote) -> Told:
    """Under which policy a decision was taken, with how many exceptions."""
    values: dict[str, ToldValue] = {
        "policy": ("text", note.name),
        "version": ("text", note.version),
        "day": note.dated,
    }
    if not note.exceptions:
        return told("policy.taken_under", **values)
    return told("policy.taken_under_except", count=len(note.exceptions), **values)


def exception_told(exception: GrantedException) -> Told:
    """From which rule a decision is excepted until when, why, and who granted it."""
    values: dict[str, ToldValue] = {
        "rule": ("text", str(exception.number)),
        "day": exception.until,
        "reason": ("text", exception.reason),
    }
    if not exception.granted_by:
        return told("policy.exception", **values)
    return told("policy.exception_granted", who=("text", exception.granted_by), **values)
