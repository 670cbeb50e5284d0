"""Nobody sees a page before they have signed in; whoever has sees their name and signs out at the side."""

from __future__ import annotations

from typing import Final

import streamlit as st

from advisor.access.people import Person, Role
from advisor.access.rules import Verb, may
from advisor.access.sign_in import NotAdmitted, SignIn
from advisor.errors import NotAllowedError
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.signing_in import way_back, who
from advisor.ui.words import later, say

ROLES: Final = {
    Role.READER: later("reader"),
    Role.EDITOR: later("editor"),
    Role.APPROVER: later("approver"),
    Role.ADMINISTRATOR: later("administrator"),
}
_GREETED: Final = "signing_in.greeted"
_LOOKS_PER_IDLE_TIME: Final = 30
_LOOKS_EVERY_S: Final = (1.0, 60.0)
"""A page left open looks so often at most and at least whether its sign-in is over."""


def people_sign_in() -> bool:
    """Whether this installation knows one person from another."""
    return installation.settings().sign_in is not None


def passes() -> bool:
    """Whether the page may be drawn; else what stands in its place is drawn."""
    sign_in = installation.settings().sign_in
    if sign_in is None:
        return True
    found = who.begin(sign_in, installation.sign_ins(sign_in))
    if isinstance(found, Person):
        _greet(found)
        return True
    with st.container(width=560):
        _show_door(found, sign_in)
    return False


def _greet(person: Person) -> None:
    """Keep that they are here, once in each session; what lay on the desk of somebody else is cleared away."""
    before = state.recall(_GREETED, "")
    if before and before != person.subject:
        state.forget_everything()
    if before != person.subject:
        installation.known_people().saw(person)
        state.remember(_GREETED, person.subject)


def _show_door(refusal: NotAdmitted | None, sign_in: SignIn) -> None:
    """Why nothing is shown, and how to come in."""
    st.title(say("Model advisor"))
    if refusal is NotAdmitted.ROLELESS:
        named = escaped(str(who.claims().get("email") or who.claims().get("name") or ""))
        st.warning(
            say(
                "You signed in as {name}, and none of your groups may use this installation. Its administrator says"
                " which do.",
                name=named,
            ),
            icon=":material/block:",
        )
        if st.button(say("Sign out"), key="signing_in.leave", icon=":material/logout:"):
            st.logout()
        return
    if refusal is NotAdmitted.FOREIGN:
        st.warning(say("Your sign-in is not one of this installation. Sign in again."), icon=":material/block:")
    elif refusal is NotAdmitted.OVER:
        st.info(
            say(
                "You were signed out: after {idle} minutes in which nothing was done, or {hours} hours in all. What"
                " you answered is kept.",
                idle=round(sign_in.idle.total_seconds() / 60),
                hours=round(sign_in.longest.total_seconds() / 3600),
            ),
            icon=":material/timer:",
        )
    else:
        st.write(say("Decisions here belong to people and teams. Sign in with your company's account to see yours."))
    way_back.note_place()
    if st.button(say("Sign in"), key="signing_in.enter", type="primary", icon=":material/login:"):
        st.login()


def show_person() -> None:
    """At the side: who is signed in, and the way out."""
    sign_in = installation.settings().sign_in
    if sign_in is None:
        return
    person = installation.person()
    with st.sidebar:
        st.caption(
            say("Signed in as **{name}** ({role})", name=escaped(person.name), role=say(ROLES[person.role])),
            help=escaped(person.actor),
        )
        if st.button(say("Sign out"), key="signing_in.leave", icon=":material/logout:"):
            who.end(installation.sign_ins(sign_in))
            st.logout()
    least, most = _LOOKS_EVERY_S
    every_s = min(max(sign_in.idle.total_seconds() / _LOOKS_PER_IDLE_TIME, least), most)
    st.fragment(_look, run_every=every_s)()


def _look() -> None:
    """A page that was left open shows nothing any more once its sign-in is over."""
    try:
        installation.person()
    except NotAllowedError:
        st.rerun()


def allows(verb: Verb) -> bool:
    """Whether the role lets this person do something in the house; else the page says that it does not."""
    person = installation.person()
    if may(person, verb):
        return True
    needed = next(role for role in Role if may(person.model_copy(update={"role": role}), verb))
    st.info(
        say(
            "Your role here is {role}; this takes the role {needed}. The administrator gives roles to groups.",
            role=say(ROLES[person.role]),
            needed=say(ROLES[needed]),
        ),
        icon=":material/lock:",
    )
    return False
