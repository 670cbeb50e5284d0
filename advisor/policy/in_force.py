"""A policy on one day and for one decision: which rules hold, which agreements are in force."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date

from advisor.policy.house import GrantedException, HousePolicy, PolicyNote, PolicyRule, PriceAgreement
from advisor.questionnaire.answers import DataClass
from advisor.units import Record


class PolicyInForce(Record):
    """A policy with the ids of the agreements that run and of those that have ended, and the rules that are lifted.

    No day is kept: what an assessment rests on changes when an agreement begins or ends, not every midnight.
    """

    policy: HousePolicy
    running: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    lifted: tuple[GrantedException, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over all of it (hexadecimal) but what is lifted for one decision."""
        whole = "\0".join((self.policy.digest, ",".join(self.running), ",".join(self.ended)))
        return hashlib.sha256(whole.encode()).hexdigest()

    def excepting(self, granted: Sequence[GrantedException], day: date) -> PolicyInForce:
        """The same with rules lifted; an exception that has ended, or that names no rule of it, lifts nothing."""
        lifted = tuple(
            one.model_copy(update={"number": number})
            for one in sorted(granted, key=lambda one: (one.rule_id, one.until))
            if one.until >= day and (number := self.policy.number(one.rule_id)) is not None
        )
        return self.model_copy(update={"lifted": lifted})

    @property
    def agreements(self) -> tuple[PriceAgreement, ...]:
        """The agreements that run, in the order of the policy."""
        return tuple(one for one in self.policy.agreements if one.id in self.running)

    @property
    def stale(self) -> tuple[PriceAgreement, ...]:
        """The agreements that have ended."""
        return tuple(one for one in self.policy.agreements if one.id in self.ended)

    def rules(self, data_class: DataClass) -> tuple[tuple[int, PolicyRule], ...]:
        """The rules that hold for data of a class, with their numbers from 1; what was lifted is left out."""
        lifted = {one.rule_id for one in self.lifted}
        return tuple(
            (number, rule)
            for number, rule in enumerate(self.policy.rules, 1)
            if rule.id not in lifted and (not rule.data_classes or data_class in rule.data_classes)
        )

    @property
    def note(self) -> PolicyNote:
        """What a record says of it."""
        policy = self.policy
        return PolicyNote(
            name=policy.name, version=policy.version, dated=policy.dated, digest=policy.digest, exceptions=self.lifted
        )


def in_force(policy: HousePolicy, day: date, granted: Sequence[GrantedException] = ()) -> PolicyInForce:
    """The policy on a day, less what is excepted from it."""
    held = PolicyInForce(
        policy=policy,
        running=tuple(one.id for one in policy.agreements if one.valid_from <= day <= one.valid_until),
        ended=tuple(one.id for one in policy.agreements if one.valid_until < day),
    )
    return held.excepting(granted, day)
