"""What is on the desk is kept as it is answered: in the database, under an address, with every step to go back to.

A decision gets its working copy with the first click. ``keep`` runs before and after each page, so that whatever a page
changed is stored before anybody can leave it; a reload, Back or a link opens the copy that the address names.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.errors import StorageError
from advisor.storage.working_copies import WorkingCopy
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import say

_KEPT: Final = "desk.kept"
"""The copy, the answers and what was refused, as stored last: a run which changed nothing asks no database."""


def keep() -> None:
    """Store the answers on the desk as the next step of their working copy, where they are not stored yet."""
    current = state.open_decision()
    if current is None or (current.saved and current.copy_id is None and not current.refused):
        return
    if state.recall(_KEPT, None) == (current.copy_id, current.answers, current.refused):
        return
    copies = installation.working_copies()
    try:
        copy = _begun(current) if current.copy_id is None else copies.get(current.copy_id)
        copies.step(copy.copy_id, current.answers)
        _take(current, copies.note_refused(copy.copy_id, dict(current.refused)))
    except StorageError as error:
        st.error(say("These answers are not kept: {why}", why=escaped(str(error))))


def open_from_url() -> bool:
    """Open the working copy that the address names and the desk does not have; whether there was one to open."""
    asked = state.asked_copy_id()
    if asked is None:
        return False
    try:
        copy = installation.working_copies().get(asked)
    except StorageError as error:
        if error.fault:
            raise
        st.warning(say("The unfinished decision named in the address is not kept here any more."))
        state.drop_from_url()
        return False
    open_copy(copy)
    return True


def open_copy(copy: WorkingCopy) -> None:
    """Put a working copy on the desk as it was left."""
    state.put_on_desk(copy.answers, decision_id=copy.decision_id, revision=copy.revision, copy_id=copy.copy_id)
    current = state.open_decision()
    if current is not None:
        _take(replace(current, refused=tuple(copy.refused.items())), copy)


def saved_as(decision_id: str, revision: int) -> None:
    """Say that what is on the desk was saved as this revision: it is unfinished no more."""
    current = state.open_decision()
    if current is not None and current.copy_id is not None:
        installation.working_copies().belongs_to(current.copy_id, decision_id, revision)


def show_steps(where: DeltaGenerator) -> None:
    """Buttons that go back and forward among the steps."""
    current = state.open_decision()
    if current is None or current.copy_id is None or not (current.steps_before or current.steps_after):
        return
    row = where.container(horizontal=True)
    for label, key, icon, by, left in (
        (say("Undo"), "desk.undo", ":material/undo:", -1, current.steps_before),
        (say("Redo"), "desk.redo", ":material/redo:", 1, current.steps_after),
    ):
        row.button(label, key=key, icon=icon, on_click=_move, args=(by,), disabled=left == 0)


def _move(by: int) -> None:
    current = state.open_decision()
    if current is None or current.copy_id is None:
        return
    try:
        copy = installation.working_copies().move(current.copy_id, by)
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    _take(replace(current, answers=copy.answers, saved=False, refused=()), copy)
    state.restart_widgets()


def _begun(current: state.OpenDecision) -> WorkingCopy:
    """A new copy; that of a saved decision begins with what is saved, so that one can go back to it."""
    saved = None if current.decision_id is None else installation.decisions().get(current.decision_id).answers
    return installation.working_copies().begin(
        saved or current.answers, decision_id=current.decision_id, revision=current.revision
    )


def _take(current: state.OpenDecision, copy: WorkingCopy) -> None:
    state.remember(_KEPT, (copy.copy_id, copy.answers, current.refused))
    state.set_open_decision(
        replace(current, copy_id=copy.copy_id, steps_before=copy.steps_before, steps_after=copy.steps_after)
    )
