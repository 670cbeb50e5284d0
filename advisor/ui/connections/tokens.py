"""Tokens by which programs ask in a person's name: made here, their text shown once, seen and ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import streamlit as st

from advisor.access.people import Person
from advisor.access.rules import Verb, may
from advisor.errors import AdvisorError
from advisor.storage.tokens.access_tokens import LONGEST_DAYS, MOST_NAME, SCOPES, USUAL_DAYS, AccessToken
from advisor.ui.cached import installation
from advisor.ui.faults import said_of_fault
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import later, say, words

SCOPE_WORDS: Final = {
    "read": later("read the catalog and the decisions that you may see"),
    "assess": later("have answers assessed, sized and costed"),
    "report": later("have reports made"),
    "write": later("make, change, share and bin decisions, propose them, comment"),
    "approve": later("approve and reject decisions, as you may"),
    "metrics": later("read the figures for operators"),
}
_USUAL: Final = ("read", "assess")


def show() -> None:
    """A form for a new one, its text where one was just made, and those that there are."""
    person = installation.person()
    st.subheader(say("Tokens for programs"), divider="gray")
    st.caption(
        say(
            "With a token a program or an assistant asks here in your name, over REST and MCP. It may what you choose, "
            "and never more than you may yourself at that time. What it does stands in the audit trail with its name."
        )
    )
    _show_form(person)
    for token in installation.access_tokens().all():
        _show_one(token, person)


def _show_form(person: Person) -> None:
    offered = [scope for scope in SCOPES if scope != "metrics" or may(person, Verb.ADMINISTER)]
    with st.form("tokens.form", border=True):
        name = st.text_input(
            say("What the token is for"),
            max_chars=MOST_NAME,
            key="tokens.name",
            help=say("Such as the name of the program; the audit trail says it."),
        )
        scopes = st.multiselect(
            say("It may"),
            offered,
            default=list(_USUAL),
            format_func=lambda scope: say(SCOPE_WORDS[scope]),
            key="tokens.scopes",
            help=say("As little as it needs: another token is made in a moment."),
        )
        days = st.number_input(
            say("Days until it ends"),
            min_value=1,
            max_value=LONGEST_DAYS,
            value=USUAL_DAYS,
            key="tokens.days",
            help=say("It ends by itself; nothing makes it last longer."),
        )
        asked = st.form_submit_button(say("Make the token"), key="tokens.make", icon=":material/key:")
    if asked:
        _make(name, list(scopes), days=int(days))


def _make(name: str, scopes: list[str], *, days: int) -> None:
    """The text is shown in this one drawing of the page and kept nowhere, not in the session either."""
    try:
        made, secret = installation.access_tokens().create(name, scopes, days=days)
    except AdvisorError as error:
        st.error(said_of_fault(error))
        return
    st.success(
        say("“{name}” is made. Copy its text now: it is shown this once.", name=escaped(made.name)),
        icon=":material/key:",
    )
    st.code(secret, language=None, wrap_lines=True)


def _show_one(token: AccessToken, person: Person) -> None:
    spoken = words()
    with st.container(border=True):
        told, end = st.columns([4, 1], vertical_alignment="center")
        whose = "" if token.person.subject == person.subject else f" · {escaped(token.person.actor or say('nobody'))}"
        told.markdown(f"**{escaped(token.name)}**{whose}")
        told.caption(" · ".join(say(SCOPE_WORDS[scope]) for scope in token.scopes))
        used = (
            say("last used on {day}", day=spoken.short_date(token.last_used_at.date()))
            if token.last_used_at
            else say("never used")
        )
        told.caption(f"{_standing(token)} · {used}")
        if _stands(token):
            end.button(
                say("Revoke"),
                key=f"tokens.revoke.{token.token_id}",
                icon=":material/key_off:",
                width="stretch",
                on_click=_revoke,
                args=(token.token_id,),
                help=say("Ends it now and for good."),
            )


def _stands(token: AccessToken) -> bool:
    return token.revoked_at is None and token.expires_at > datetime.now(UTC)


def _standing(token: AccessToken) -> str:
    """Until when it stands, or since when it does not."""
    spoken = words()
    if token.revoked_at is not None:
        return say("revoked on {day}", day=spoken.short_date(token.revoked_at.date()))
    ends = spoken.short_date(token.expires_at.date())
    return say("until {day}", day=ends) if _stands(token) else say("ended on {day}", day=ends)


def _revoke(token_id: str) -> None:
    try:
        installation.access_tokens().revoke(token_id)
    except AdvisorError as error:
        st.error(said_of_fault(error))
