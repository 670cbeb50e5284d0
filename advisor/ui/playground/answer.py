"""Drawing an answer: untrusted text as safe Markdown, code with its copy button, formulae; and the raw view."""

from __future__ import annotations

import streamlit as st

from advisor.trials.guards.safe_markdown import SHOWN_CHARACTERS, blocks
from advisor.ui.words import say

RAW_CHARACTERS = 200_000


def show_answer(text: str) -> None:
    """Draw an answer; nothing in it can load, link or run."""
    for block in blocks(text):
        if block.kind == "code":
            st.code(block.text, language=block.language or None)
        elif block.kind == "math":
            st.latex(block.text)
        else:
            st.markdown(block.text)
    if len(text) > SHOWN_CHARACTERS:
        st.caption(
            say(
                "The first {shown_characters:,} of {count:,} characters; the raw view and the export have more.",
                shown_characters=SHOWN_CHARACTERS,
                count=len(text),
            )
        )


def show_raw(text: str) -> None:
    """Show an answer as it came, letter by letter."""
    st.code(text[:RAW_CHARACTERS], language=None, wrap_lines=True)
    if len(text) > RAW_CHARACTERS:
        st.caption(
            say(
                "The first {raw_characters:,} of {count:,} characters; the export has all.",
                raw_characters=RAW_CHARACTERS,
                count=len(text),
            )
        )
