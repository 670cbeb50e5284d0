"""Keeping what was tried on a tab, or going back: one pair of buttons wherever answers are tried before they count."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.questionnaire.answers import Answers
from advisor.ui import state


@dataclass(frozen=True, slots=True)
class KeepButton:
    """A button and the answers that a click on it puts on the desk."""

    label: str
    key: str
    help: str
    answers: Answers


def show_keep(now: Answers, keep: KeepButton, back: KeepButton | None) -> DeltaGenerator:
    """Draw the button that keeps and, where there is something to go back from, the one that does not.

    What was typed is forgotten on either; ``now`` are the answers on the desk: keeping them anew is not offered. Gives
    the row, for what stands beside the buttons.
    """
    row = st.container(horizontal=True)
    _show(row, keep, primary=True, disabled=keep.answers == now)
    if back is not None:
        _show(row, back)
    return row


def _show(row: DeltaGenerator, way: KeepButton, *, primary: bool = False, disabled: bool = False) -> None:
    if row.button(
        way.label,
        key=way.key,
        help=way.help,
        type="primary" if primary else "secondary",
        icon=":material/check:" if primary else None,
        disabled=disabled,
    ):
        state.change_answers(way.answers)
        state.restart_widgets()
        st.rerun()
