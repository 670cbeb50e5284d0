"""The language of the screens: chosen in the sidebar, kept in the session and in the address."""

from __future__ import annotations

from typing import Final

import streamlit as st

from advisor.ui import state
from advisor.ui.words import say

LANGUAGE_NAMES: Final = {"en": "English", "de": "Deutsch", "fr": "Français"}


def show() -> None:
    """Draw the choice; another language starts the widgets afresh, so that their options are said in it."""
    now = state.language()
    with st.sidebar:
        st.selectbox(
            say("Language"),
            list(LANGUAGE_NAMES),
            index=list(LANGUAGE_NAMES).index(now),
            format_func=LANGUAGE_NAMES.__getitem__,
            key=state.LANGUAGE,
            help=say("The language of the screens; a report has its own."),
            on_change=state.language_chosen,
        )
    state.keep_language_in_url()
