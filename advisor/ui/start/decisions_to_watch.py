"""Decisions that need another look, for the start page."""

from __future__ import annotations

from datetime import UTC, datetime
from time import monotonic
from typing import Final

import streamlit as st

from advisor.report.replay.watch import reason_name
from advisor.services.house.looked_at import LookedAt, look_at_all
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.guidance.versions import show_migration
from advisor.ui.words import say, say_n, words

_PATIENCE_S: Final = 2.0
"""So long the page works out what nobody has looked at yet."""
_LISTED: Final = 20


def _looked_at() -> LookedAt:
    """Every saved decision whose assessment was kept, judged by today's catalog and date: as far as a moment allows."""
    today, began = datetime.now(UTC).date(), monotonic()
    return look_at_all(
        installation.lifecycle(),
        installation.catalog(),
        today,
        language=words().language,
        run=decisions.rerun_today,
        entries=installation.entries(),
        plans=True,
        go_on=lambda _place, _count: monotonic() - began < _PATIENCE_S,
    )


def show_watch() -> None:
    """The notes as a table; nothing at all when there is none."""
    found = _looked_at()
    if found.left:
        st.caption(
            say_n(
                "{n} saved decision was not worked out on today's catalog yet: the page Register does it.",
                "{n} saved decisions were not worked out on today's catalog yet: the page Register does it.",
                found.left,
            )
        )
    if not found.notes:
        return
    st.header(say("Decisions to look at again"))
    st.table(
        [
            {
                say("Decision"): escaped(note.name),
                say("Reason"): reason_name(words(), note.reason),
                say("What happened"): escaped(note.sentence),
            }
            for note in found.notes[:_LISTED]
        ],
        hide_index=True,
        alt=say("Saved decisions that need another look, with the reason"),
    )
    for note in found.notes[:_LISTED]:
        if note.migration is not None:
            with st.expander(
                say("How to change from {model}: {name}", model=note.migration.model_name, name=note.name)
            ):
                show_migration(note.migration, key=f"start.successors.{note.decision_id}")
    if len(found.notes) > _LISTED:
        more = len(found.notes) - _LISTED
        st.caption(say_n("{n} more stands on the page Register.", "{n} more stand on the page Register.", more))
