"""Saved decisions on the start page, with what can be done to each, and the bin."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import streamlit as st

from advisor.errors import StorageError
from advisor.storage.audit_trail import LOCKED
from advisor.storage.decisions import SavedDecision, UnreadableDecision
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import message, say

FEW = 5
"""So many saved decisions are seen at a glance and need no search."""
LONGEST_NAME = 60
"""Letters of a name on a button."""


def show_saved(found: tuple[Sequence[SavedDecision], Sequence[UnreadableDecision]]) -> None:
    """Saved decisions (those that can be read, and those that cannot) with what can be done to each, and the bin."""
    st.header(say("Saved decisions"))
    repository = installation.decisions()
    kept, unreadable = found
    for damaged in unreadable:
        _show_unreadable(damaged)
    if len(kept) > FEW:
        search = st.text_input(
            say("Search by name"), key="start.search", help=say("Part of a name; capitals do not matter.")
        )
        kept = repository.all(search=search)
        if not kept:
            st.caption(say("No saved decision has this in its name."))
    elif not kept and not unreadable:
        st.caption(say("None yet. The button “Save decision” at the side keeps the one on the desk."))
    for decision in kept:
        _show_decision(decision)
    binned = repository.all(deleted=True)
    if binned:
        with st.expander(say("Bin ({count})", count=len(binned))):
            for decision in binned:
                st.button(
                    say("Restore “{name}”", name=shortened(decision.name)),
                    key=f"start.restore.{decision.decision_id}",
                    help=say("Take “{name}” out of the bin.", name=escaped(decision.name)),
                    on_click=_restore,
                    args=(decision.decision_id,),
                )


def _show_unreadable(damaged: UnreadableDecision) -> None:
    """A decision that cannot be read: what it is called, why, and what is stored of it as a file."""
    with st.container(border=True):
        left, right = st.columns([4, 3], vertical_alignment="center")
        left.markdown(f"**{escaped(damaged.name)}**")
        left.caption(say("This decision cannot be read; the others can be used. {why}", why=escaped(damaged.why)))
        right.download_button(
            say("Download what is stored of “{name}”", name=shortened(damaged.name)),
            damaged.stored,
            file_name=f"{damaged.decision_id[:36]}.txt",
            mime="text/plain",
            key=f"start.unreadable.{damaged.decision_id}",
            help=say("The stored text as it is, for whoever mends it."),
        )


def _show_decision(decision: SavedDecision) -> None:
    called = shortened(decision.name)
    with st.container(border=True):
        left, right = st.columns([5, 2], vertical_alignment="center")
        if left.button(
            f"**{called}**",
            key=f"start.open.{decision.decision_id}",
            icon=":material/arrow_forward:",
            icon_position="right",
            help=say("Open “{name}”.", name=escaped(decision.name)),
        ):
            state.put_on_desk(decision.answers, decision_id=decision.decision_id, revision=decision.revision)
            st.switch_page("pages/recommendation.py")
        left.caption(
            say(
                "{status} · revision {revision} · {updated_at} UTC",
                status=message(decision.status),
                revision=decision.revision,
                updated_at=decision.updated_at,
            )
        )
        with right.popover(
            say("Change “{name}”", name=called), icon=":material/more_horiz:", help=say("Copy, rename or delete it.")
        ):
            _show_changes(decision)


def _show_changes(decision: SavedDecision) -> None:
    """What can be done to a decision; a record can only be copied."""
    locked = decision.status in LOCKED
    why_locked = say("A record: it is {status}, and stays as it is.", status=message(decision.status))
    if locked:
        st.caption(why_locked)
    st.button(
        say("Duplicate"),
        key=f"start.duplicate.{decision.decision_id}",
        help=say("Save a copy as a new draft."),
        on_click=_duplicate,
        args=(decision.decision_id,),
    )
    name = st.text_input(
        say("New name"), decision.name, key=f"start.name.{decision.decision_id}", max_chars=300, disabled=locked
    )
    st.button(
        say("Rename"),
        key=f"start.rename.{decision.decision_id}",
        help=why_locked if locked else say("Store the new name."),
        on_click=_rename,
        args=(decision.decision_id, name),
        disabled=locked,
    )
    st.button(
        say("Delete"),
        key=f"start.delete.{decision.decision_id}",
        help=why_locked if locked else say("Moves it to the bin; you can undo this."),
        on_click=_delete,
        args=(decision.decision_id,),
        disabled=locked,
    )


def shortened(name: str) -> str:
    """A name as it stands on a button, its marks shown as they are."""
    return escaped(textwrap.shorten(name, LONGEST_NAME, placeholder="…") or say("without a name"))


def _rename(decision_id: str, name: str) -> None:
    try:
        installation.decisions().rename(decision_id, name)
    except StorageError as error:
        st.error(escaped(str(error)))


def _duplicate(decision_id: str) -> None:
    try:
        copy = installation.decisions().duplicate(decision_id)
        installation.entries().carry(decision_id, copy.decision_id)
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    st.toast(say("Saved as “{name}”", name=escaped(copy.name)), icon=":material/content_copy:")


def _delete(decision_id: str) -> None:
    try:
        installation.decisions().delete(decision_id)
    except StorageError as error:
        st.error(escaped(str(error)))
        return
    current = state.open_decision()
    if current is not None and current.decision_id == decision_id:
        state.set_open_decision(None)
    st.toast(say("Moved to the bin; restore it below"), icon=":material/delete:")


def _restore(decision_id: str) -> None:
    try:
        installation.decisions().restore(decision_id)
    except StorageError as error:
        st.error(escaped(str(error)))
