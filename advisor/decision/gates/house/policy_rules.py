"""The gate of the house: what its policy demands of models, providers, places and their certificates.

Each demand of a policy is one rule here. It is told as the policy's, with the number of the rule, never as the user's:
no answer opens it, only an exception that the house grants. What nobody states fails, as law and privacy do.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from advisor.catalog.own.house_policy import HOUSE, agreement_of, ended_agreement_of
from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.gates import columns, relax
from advisor.decision.gates.columns import Retention
from advisor.decision.gates.of_deployments import named, nowhere, outside
from advisor.decision.gates.origin import ORIGIN
from advisor.decision.gates.rule import ANY, API, RENTED, Asked, Aspect, Caution, Gate, GateColumn, Rule, of
from advisor.policy.house import PolicyDemand, PolicyRule
from advisor.policy.policy_facts import demand_told
from advisor.units import Told, ToldValue, Unit, told

Fails = Callable[[Asked, PolicyRule, Any], bool]
Seen = Callable[[Any], Told]


def _ours(_: Any, __: Any) -> str:
    return f"{HOUSE}#rules"


def _column(aspect: Aspect, read: Callable[[Any], Any], kinds: frozenset[str] = ANY) -> GateColumn:
    return GateColumn(aspect, of(read), _ours, kinds)


MODEL: Final = _column("model", lambda model: model.model_id)
VENDOR: Final = _column("model", lambda model: model.vendor)
WAY: Final = _column("hosting", lambda way: way.deployment.kind)
KEEPER: Final = _column("keeper", lambda context: context.deployment.provider or "", RENTED)


def _broken(asked: Asked, demand: PolicyDemand, fails: Fails, value: Any) -> tuple[int, PolicyRule] | None:
    """The first rule of a kind that a value breaks, with its number."""
    return next(((number, rule) for number, rule in asked.house.get(demand, ()) if fails(asked, rule, value)), None)


def _said(asked: Asked, number: int, rule: PolicyRule, seen: Told, key: str = "house_policy") -> Told:
    name = "" if asked.catalog.policy is None else asked.catalog.policy.policy.name
    return told(key, policy=("text", name), rule=("text", str(number)), demand=demand_told(rule), seen=seen)


def _rule(
    demand: PolicyDemand, reads: GateColumn, fails: Fails, seen: Seen, unknown: Fails = lambda _, __, value: not value
) -> Rule:
    """The rule of one kind of demand; ``unknown`` says that a value leaves open whether it is met."""

    def said(asked: Asked, value: Any) -> Told:
        broken = _broken(asked, demand, fails, value) or asked.house[demand][0]
        return _said(asked, *broken, seen(value))

    def unsaid(asked: Asked, value: Any) -> Told:
        open_ = _broken(asked, demand, unknown, value) or asked.house[demand][0]
        return _said(asked, *open_, told("seen.unknown"), "house_policy.unknown")

    return Rule(
        reads,
        lambda asked, value: _broken(asked, demand, fails, value) is not None,
        said,
        applies=lambda asked: demand in asked.house,
        when_unknown="closed",
        unsaid=unsaid,
        unknown=lambda asked, value: _broken(asked, demand, unknown, value) is not None,
    )


def _never(_: Asked, __: PolicyRule, ___: Any) -> bool:
    return False


def _one(unit: Unit) -> Seen:
    return lambda value: told("seen.one", what=(unit, value))


def _several(unit: Unit) -> Seen:
    return lambda value: told("seen.several", what=(unit, tuple(value)))


def _keeps_longer(_: Asked, rule: PolicyRule, kept: Retention) -> bool:
    return kept.days is not None and not kept.route and kept.days > (rule.max_retention_days or 0)


RULES: Final = (
    _rule("models_excluded", MODEL, lambda _, rule, value: value in rule.models_excluded, _one("model"), _never),
    _rule("vendors_allowed", VENDOR, lambda _, rule, value: value not in rule.asked, _one("vendor"), _never),
    _rule("vendors_excluded", VENDOR, lambda _, rule, value: value in rule.asked, _one("vendor"), _never),
    _rule(
        "vendor_countries_allowed",
        ORIGIN,
        lambda _, rule, value: not set(value) <= set(rule.asked),
        _several("country"),
    ),
    _rule(
        "vendor_countries_excluded",
        ORIGIN,
        lambda _, rule, value: bool(set(value) & set(rule.asked)),
        _several("country"),
    ),
    _rule("hosting", WAY, lambda _, rule, value: value not in rule.asked, _one("hosting"), _never),
    _rule(
        "providers_allowed",
        KEEPER,
        lambda asked, rule, value: not named(asked, value, rule.asked),
        _one("provider"),
        _never,
    ),
    _rule(
        "providers_excluded",
        KEEPER,
        lambda asked, rule, value: named(asked, value, rule.asked),
        _one("provider"),
        _never,
    ),
    _rule("provider_countries_allowed", columns.SEAT, lambda _, rule, seat: seat not in rule.asked, _one("country")),
    _rule("provider_countries_excluded", columns.SEAT, lambda _, rule, seat: seat in rule.asked, _one("country")),
    _rule(
        "certificates",
        columns.CERTIFICATES,
        lambda _, rule, held: not set(rule.asked) <= set(held),
        _several("certificate"),
    ),
    _rule(
        "zones",
        columns.PLACE,
        lambda _, rule, place: outside(place, rule.zones),
        lambda place: told("seen.one", what=("zone", place.zone or place.listed)),
        lambda _, rule, place: nowhere(place, rule.zones),
    ),
    _rule("no_training", columns.TRAINING, lambda _, __, policy: policy == "trains", lambda _: told("seen.trains")),
    _rule(
        "max_retention_days",
        columns.RETENTION,
        _keeps_longer,
        lambda kept: told("seen.days", days=("days", kept.days)),
        lambda _, __, kept: kept.days is None and not kept.route,
    ),
)


def _offer_column() -> GateColumn:
    def read(context: JoinedAlternative, catalog: Any) -> tuple[str, str] | None:
        """The agreement that this offer was sold under until it ended, and the last day."""
        ended = None if context.offer is None else ended_agreement_of(catalog, context.offer)
        return None if ended is None else (ended.id, ended.valid_until.isoformat())

    return GateColumn("offer", read, _ours, API)


HOUSE_GATES: Final = (
    Gate(
        "house_policy",
        6.0,
        relax.CANNOT,
        RULES,
        cautions=(
            Caution(
                _offer_column(),
                lambda _, ended: (
                    None
                    if ended is None
                    else told("warning.agreement_ended", agreement=("text", ended[0]), day=("date", ended[1]))
                ),
            ),
        ),
    ),
)


def agreed_told(catalog: Any, context: JoinedAlternative) -> Told | None:
    """What an offer costs by agreement beside what its provider lists, and until when; None at the list price."""
    found = None if context.offer is None else agreement_of(catalog, context.offer)
    if found is None or context.offer is None:
        return None
    agreement, listed = found
    prices = [
        told(f"agreed.{name}", own=("number", float(own)), listed=("number", float(before)))
        for name in ("input", "output")
        if (own := getattr(context.offer, f"{name}_usd_per_mtok")) is not None
        and (before := getattr(listed, f"{name}_usd_per_mtok")) is not None
    ]
    values: dict[str, ToldValue] = {"agreement": ("text", agreement.id), "day": agreement.valid_until}
    return told("choice.agreed", prices=prices, **values) if prices else told("choice.agreed_terms", **values)
