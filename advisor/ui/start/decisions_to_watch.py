"""Decisions that need another look, for the start page."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from advisor.report.replay.watch import WatchNote, reason_name
from advisor.services.kept_decisions import watch_decisions
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.guidance.versions import show_migration
from advisor.ui.words import say, words


def watch_notes() -> tuple[WatchNote, ...]:
    """Notes on every saved decision whose assessment was kept, judged by today's catalog and date."""
    today = datetime.now(UTC).date()
    return watch_decisions(
        installation.lifecycle(),
        installation.catalog(),
        today,
        language=words().language,
        run=decisions.rerun_today,
        entries=installation.entries(),
    )[0]


def show_watch() -> None:
    """The notes as a table; nothing at all when there is none."""
    notes = watch_notes()
    if not notes:
        return
    st.header(say("Decisions to look at again"))
    st.table(
        [
            {
                say("Decision"): escaped(note.name),
                say("Reason"): reason_name(words(), note.reason),
                say("What happened"): escaped(note.sentence),
            }
            for note in notes
        ],
        hide_index=True,
        alt=say("Saved decisions that need another look, with the reason"),
    )
    for note in notes:
        if note.migration is not None:
            with st.expander(
                say("How to change from {model}: {name}", model=note.migration.model_name, name=note.name)
            ):
                show_migration(note.migration, key=f"start.successors.{note.decision_id}")
