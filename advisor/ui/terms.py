"""The words of the field where they are needed: short meanings with their sources, behind a click."""

from __future__ import annotations

import streamlit as st

from advisor.ui.words import message, say
from advisor.words.terms import TERMS


def show_terms(*names: str, key: str) -> None:
    """A popover with the meanings of some terms of ``advisor.words.terms``, in that order."""
    with st.popover(say("What these words mean"), icon=":material/dictionary:", type="tertiary", key=key):
        for name in names:
            term = TERMS[name]
            source = f"[{term.source}]({term.link})" if term.link else term.source
            st.markdown(f"**{message(term.word)}**  \n{message(term.meaning)}")
            st.caption(say("Source: {source_name}", source_name=source))
