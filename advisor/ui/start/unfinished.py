"""Decisions that were begun and never saved: continue one, or let it go."""

from __future__ import annotations

import streamlit as st

from advisor.questionnaire.presets import load_sample, sample_paths
from advisor.storage.working_copies import KEPT_DAYS, WorkingCopy
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.frame.working_copy import open_copy
from advisor.ui.start.saved import shortened
from advisor.ui.words import say

_MOST = 8


def show_unfinished(*, besides: str = "") -> None:
    """The latest of them; nothing where there is none, nor for a sample that was only looked at.

    ``besides`` names a copy that is being typed on this page: a list that appears below it would move what is pressed.
    """
    samples = {load_sample(path.stem).title for path in sample_paths()}
    found = [
        copy
        for copy in installation.working_copies().unsaved(limit=4 * _MOST)
        if copy.copy_id != besides and (copy.steps_before or copy.steps_after or copy.title not in samples)
    ]
    if not found:
        return
    st.header(say("Unfinished"))
    st.caption(say("Kept as you answered. What nobody touches for {days} days is tidied away.", days=KEPT_DAYS))
    for copy in found[:_MOST]:
        _show_copy(copy)


def _show_copy(copy: WorkingCopy) -> None:
    called = shortened(copy.title)
    with st.container(border=True):
        left, right = st.columns([5, 2], vertical_alignment="center")
        if left.button(
            f"**{called}**",
            key=f"start.continue.{copy.copy_id}",
            icon=":material/arrow_forward:",
            icon_position="right",
            help=say("Open “{title}” as you left it.", title=escaped(copy.title)),
        ):
            open_copy(copy)
            st.switch_page("pages/recommendation.py")
        left.caption(
            say("last changed {day} at {time} UTC", day=copy.updated_at.date(), time=f"{copy.updated_at:%H:%M}")
        )
        right.button(
            say("Discard “{title}”", title=called),
            key=f"start.discard.{copy.copy_id}",
            help=say("Let “{title}” go; it cannot be brought back.", title=escaped(copy.title)),
            on_click=installation.working_copies().drop,
            args=(copy.copy_id,),
        )
