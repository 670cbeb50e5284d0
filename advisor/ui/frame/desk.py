"""The sidebar: which decision is on the desk, whether it is saved, and saving it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from advisor.access.rules import Verb, may
from advisor.errors import ConflictError, NotAllowedError, NotFoundError, StorageError
from advisor.questionnaire.labels import TASKS
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame import changed_elsewhere, working_copy
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import message, say

_LOST: Final = (NotFoundError, NotAllowedError)
"""Who had a decision open may find it gone, or closed to them: what they answered has no place to go to."""


def show() -> None:
    """Open the decision that the address names, keep what was answered, and draw the sidebar."""
    if not working_copy.open_from_url():
        _open_from_url()
    working_copy.keep()
    changed_elsewhere.show()
    current = state.open_decision()
    with st.sidebar:
        st.markdown(say("**On the desk**"))
        if current is None:
            st.caption(say("No decision is open. Pick a sample or start a new one."))
            return
        st.markdown(escaped(current.answers.title))
        tasks = ", ".join(message(TASKS[use_case.task]) for use_case in current.answers.use_cases)
        st.caption(f"{tasks} · {say('saved') if current.saved else say('not saved yet')}")
        if not current.saved and may(installation.person(), Verb.CREATE):
            st.button(
                say("Save decision"),
                key="desk.save",
                icon=":material/save:",
                help=say("Keeps the answers in the database, so that you can reopen, compare and report them."),
                on_click=_save,
                type="primary",
            )
        working_copy.show_steps(st.container())
    state.keep_in_url()


def show_nothing_open() -> None:
    """What to do on a page that needs a decision when none is open."""
    st.info(say("No decision is open. Pick a sample or start a new one first."), icon=":material/inbox:")
    st.page_link("pages/start.py", label=say("Go to the start page"), icon=":material/home:")


def save(note: str = "") -> str | None:
    """Store the decision on the desk and return its id; a refusal is shown and gives None.

    Where somebody else saved it first, the page begins anew with the question whose answers shall stand.
    """
    try:
        return _stored(note)
    except ConflictError:
        changed_elsewhere.ask()
        st.rerun()
    except _LOST:
        changed_elsewhere.ask(lost=True)
        st.rerun()


def _stored(note: str) -> str | None:
    current = state.open_decision()
    if current is None:
        return None
    repository = installation.decisions()
    try:
        if current.decision_id is None:
            kept = repository.create(current.answers)
        else:
            kept = repository.change(current.decision_id, current.answers, revision=current.revision, note=note)
    except ConflictError:
        raise
    except StorageError as error:
        if isinstance(error, _LOST) and may(installation.person(), Verb.CREATE):
            raise
        st.error(escaped(str(error)))
        return None
    changed_elsewhere.put_saved(current, kept)
    return kept.decision_id


def _save() -> None:
    try:
        if _stored(""):
            st.toast(say("Decision saved"), icon=":material/check:")
    except ConflictError:
        changed_elsewhere.ask()
    except _LOST:
        changed_elsewhere.ask(lost=True)


def _open_from_url() -> None:
    asked = state.asked_decision_id()
    if asked is None:
        return
    try:
        kept = installation.decisions().get(asked)
    except StorageError as error:
        if error.fault:
            raise
        st.warning(say("The decision named in the address does not exist here."))
        state.set_open_decision(None)
        return
    state.put_on_desk(kept.answers, decision_id=kept.decision_id, revision=kept.revision)
