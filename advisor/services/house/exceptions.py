"""Exceptions from the policy: asked for on one decision and one rule, and granted by another person who may.

They are entries beside the decision: kept for good, chained in the audit trail, and read again by every assessment of
that decision. What is granted here lifts its rule there until its last day, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

from advisor.access.people import Person
from advisor.access.rules import Verb, may
from advisor.catalog.catalog import Catalog
from advisor.catalog.own.house_policy import lifting
from advisor.errors import NotAllowedError, StorageError
from advisor.policy.house import GrantedException, HousePolicy
from advisor.storage.approval import same_person
from advisor.storage.entries import Entries
from advisor.units import Record, parsed

EXCEPTION: Final = "policy-exception"
"""The kind of the entries; their name is the id of the rule, so that each rule has one that stands."""
ExceptionState = Literal["requested", "granted", "refused"]


class PolicyException(Record):
    """One request: which rule, why, until when, by whom; and what became of it.

    ``requested_subject`` and ``decided_subject`` tell people who signed in apart; empty where nobody does.
    """

    rule_id: str
    policy_digest: str
    reason: str
    until: date
    state: ExceptionState = "requested"
    requested_by: str
    requested_subject: str = ""
    requested_on: date
    decided_by: str = ""
    decided_subject: str = ""
    decided_on: date | None = None
    note: str = ""


def request_exception(
    entries: Entries,
    decision_id: str,
    policy: HousePolicy,
    rule_id: str,
    *,
    reason: str,
    until: date,
    today: date,
    person: Person,
    name: str = "",
) -> PolicyException:
    """Ask that a rule shall not hold for one decision; raises StorageError where why, until when or who is missing.

    ``name`` is who asks where nobody signed in.
    """
    who = person.actor or name.strip()
    if policy.number(rule_id) is None:
        known = ", ".join(rule.id for rule in policy.rules)
        raise StorageError(f"the policy has no rule {rule_id}: {known or 'it has none at all'}")
    if not who:
        raise StorageError("nobody is named who asks for the exception: say who you are")
    if not reason.strip():
        raise StorageError("no reason is given for the exception: say why in a sentence")
    if until <= today:
        raise StorageError(f"the exception would end on {until}: name a day after {today}")
    asked = PolicyException(
        rule_id=rule_id,
        policy_digest=policy.digest,
        reason=reason.strip(),
        until=until,
        requested_by=who,
        requested_subject=person.subject,
        requested_on=today,
    )
    _keep(entries, decision_id, asked, who)
    return asked


def decide_exception(
    entries: Entries,
    decision_id: str,
    rule_id: str,
    *,
    grant: bool,
    today: date,
    person: Person,
    name: str = "",
    note: str = "",
) -> PolicyException:
    """Grant or refuse what was asked; raises NotAllowedError for whoever may not, StorageError where nothing is asked.

    Another person decides than the one who asked: told apart by sign-in where there is one, else by name.
    """
    if not may(person, Verb.ADMINISTER):
        raise NotAllowedError("an administrator decides on exceptions from the policy")
    asked = exceptions_of(entries, decision_id).get(rule_id)
    if asked is None or asked.state != "requested":
        raise StorageError(f"nobody asks for an exception from the rule {rule_id} here")
    who = person.actor or name.strip()
    if not who:
        raise StorageError("nobody is named who decides on the exception: say who you are")
    own = person.subject == asked.requested_subject if person.verified else same_person(who, asked.requested_by)
    if own:
        raise StorageError(f"{asked.requested_by} asked for this exception: another person decides on it")
    decided = asked.model_copy(
        update={
            "state": "granted" if grant else "refused",
            "decided_by": who,
            "decided_subject": person.subject,
            "decided_on": today,
            "note": note.strip(),
        }
    )
    _keep(entries, decision_id, decided, who)
    return decided


def exceptions_of(entries: Entries, decision_id: str) -> dict[str, PolicyException]:
    """What was asked of each rule, newest state, by the rule's id; what cannot be read lifts nothing."""
    found = (parsed(PolicyException, entry.content or "") for entry in entries.all_standing(decision_id, EXCEPTION))
    return {one.rule_id: one for one in found if one is not None}


def granted_for(entries: Entries, decision_id: str) -> tuple[GrantedException, ...]:
    """The rules that are lifted for a decision, as its assessments read them."""
    return _granted(exceptions_of(entries, decision_id).values())


def all_exceptions(entries: Entries) -> dict[str, tuple[PolicyException, ...]]:
    """What was asked on every decision that a person may see, newest state, by the decision's id."""
    found = {
        decision_id: tuple(
            one for entry in standing if (one := parsed(PolicyException, entry.content or "")) is not None
        )
        for decision_id, standing in entries.standing_of_kind(EXCEPTION).items()
    }
    return {decision_id: exceptions for decision_id, exceptions in found.items() if exceptions}


def all_granted(entries: Entries) -> dict[str, tuple[GrantedException, ...]]:
    """The rules that are lifted, by the id of the decision that they are lifted for."""
    found = {decision_id: _granted(exceptions) for decision_id, exceptions in all_exceptions(entries).items()}
    return {decision_id: granted for decision_id, granted in found.items() if granted}


def _granted(exceptions: Iterable[PolicyException]) -> tuple[GrantedException, ...]:
    return tuple(
        GrantedException(
            rule_id=one.rule_id,
            number=0,
            reason=one.reason,
            until=one.until,
            requested_by=one.requested_by,
            granted_by=one.decided_by,
        )
        for one in exceptions
        if one.state == "granted"
    )


def catalog_for(catalog: Catalog, entries: Entries | None, decision_id: str | None, day: date) -> Catalog:
    """The catalog that a decision is taken on: under the policy of the house, less what is excepted for it on a day."""
    held = catalog.policy
    if held is None or entries is None or decision_id is None:
        return catalog
    return lifting(catalog, held.excepting(granted_for(entries, decision_id), day))


def _keep(entries: Entries, decision_id: str, exception: PolicyException, who: str) -> None:
    """After the decision is locked too: a policy may change while an approved decision is in use."""
    content = exception.model_dump_json()
    entries.keep(decision_id, EXCEPTION, content, name=exception.rule_id, phase="operation", actor=who)
