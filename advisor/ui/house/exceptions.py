"""Exceptions from the policy: asked for on the open decision, and granted or refused by an administrator."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

import streamlit as st

from advisor.access.people import Person
from advisor.access.rules import Verb, may
from advisor.errors import AdvisorError
from advisor.policy.in_force import PolicyInForce
from advisor.policy.policy_facts import rule_told
from advisor.services.house.exceptions import (
    PolicyException,
    decide_exception,
    exceptions_of,
    request_exception,
)
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.faults import said_of_fault
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import later, said, say, words

_USUAL_DAYS: Final = 180
_STATES: Final = {
    "requested": later("asked for, not decided yet"),
    "granted": later("granted"),
    "refused": later("refused"),
}


def show() -> None:
    """What was asked for on the decision on the desk, a form to ask, and the buttons of whoever decides."""
    held, decision = installation.policy(), state.open_decision()
    st.caption(
        say(
            "An exception lifts one rule of the policy for one decision until a day. It is asked for with a reason, "
            "granted by another person, and stands in the record and the audit trail."
        )
    )
    if held is None:
        st.info(say("There is no policy, and so nothing to be excepted from."), icon=":material/gavel:")
        return
    if decision is None or decision.decision_id is None:
        st.info(say("Open and save a decision first: an exception belongs to one."), icon=":material/save:")
        return
    st.markdown(f"**{escaped(decision.answers.title)}**")
    known = exceptions_of(installation.entries(), decision.decision_id)
    for exception in known.values():
        _show_exception(held, decision.decision_id, exception)
    if held.policy.rules:
        _show_form(held, decision.decision_id)


def _rule_line(held: PolicyInForce, rule_id: str) -> str:
    """A rule with its number; its id alone where the policy has it no more."""
    number = held.policy.number(rule_id)
    return rule_id if number is None else f"{number}. {said(rule_told(held.policy.rules[number - 1]))}"


def _show_exception(held: PolicyInForce, decision_id: str, exception: PolicyException) -> None:
    spoken = words()
    with st.container(border=True):
        st.markdown(
            f"{escaped(_rule_line(held, exception.rule_id))}\n\n"
            + escaped(
                say(
                    "{state}: {who} on {day}, until {until}: {reason}",
                    state=say(_STATES[exception.state]),
                    who=exception.requested_by,
                    day=spoken.short_date(exception.requested_on),
                    until=spoken.short_date(exception.until),
                    reason=exception.reason,
                )
            )
        )
        if exception.decided_on is not None:
            decided = say(
                "Decided by {who} on {day}.", who=exception.decided_by, day=spoken.short_date(exception.decided_on)
            )
            st.caption(escaped(" ".join(part for part in (decided, exception.note) if part)))
        elif may(installation.person(), Verb.ADMINISTER):
            _show_deciding(decision_id, exception)


def _show_deciding(decision_id: str, exception: PolicyException) -> None:
    """Two buttons, and a line for why; another person than the one who asked presses them."""
    key = f"register.exception.{exception.rule_id}"
    name = _name(key)
    note = st.text_input(say("Note on the decision"), key=f"{key}.note", help=say("Kept with it; may be left empty."))
    with st.container(horizontal=True):
        for grant, label, icon in ((True, say("Grant"), "check"), (False, say("Refuse"), "block")):
            if st.button(
                label,
                key=f"{key}.{'grant' if grant else 'refuse'}",
                icon=f":material/{icon}:",
                help=say("Kept for good in the audit trail."),
            ):
                _decide(decision_id, exception.rule_id, grant=grant, name=name, note=note)


def _decide(decision_id: str, rule_id: str, *, grant: bool, name: str, note: str) -> None:
    try:
        decide_exception(
            installation.entries(),
            decision_id,
            rule_id,
            grant=grant,
            today=_today(),
            person=installation.person(),
            name=name,
            note=note,
        )
    except AdvisorError as error:
        st.error(said_of_fault(error))
    else:
        st.rerun()


def _show_form(held: PolicyInForce, decision_id: str) -> None:
    with st.form("register.exception.form"):
        rule_id = st.selectbox(
            say("Rule"),
            [rule.id for rule in held.policy.rules],
            format_func=lambda name: _rule_line(held, name),
            key="register.exception.rule",
            help=say("The rule that shall not hold for this decision."),
        )
        reason = st.text_area(
            say("Why"),
            key="register.exception.reason",
            max_chars=2000,
            help=say("What the one who grants it must know."),
        )
        until = st.date_input(
            say("Until"),
            value=_today() + timedelta(days=_USUAL_DAYS),
            min_value=_today() + timedelta(days=1),
            key="register.exception.until",
            help=say("The last day on which the rule is lifted."),
        )
        name = _name("register.exception.form")
        asked = st.form_submit_button(say("Ask for the exception"), icon=":material/send:")
    if asked and isinstance(until, date):
        _ask(held, decision_id, str(rule_id), reason=reason, until=until, name=name)


def _ask(held: PolicyInForce, decision_id: str, rule_id: str, *, reason: str, until: date, name: str) -> None:
    try:
        request_exception(
            installation.entries(),
            decision_id,
            held.policy,
            rule_id,
            reason=reason,
            until=until,
            today=_today(),
            person=installation.person(),
            name=name,
        )
    except AdvisorError as error:
        st.error(said_of_fault(error))
    else:
        st.rerun()


def _name(key: str) -> str:
    """Who acts, typed where nobody signed in."""
    person: Person = installation.person()
    if person.verified:
        return person.actor
    return st.text_input(say("Your name"), key=f"{key}.name", help=say("Kept as typed; nobody signed in."))


def _today() -> date:
    return datetime.now(UTC).date()
