"""Tables that can be read on a phone: where the screen is narrow, the rows of a wide table are cards."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final

import pandas as pd
import streamlit as st

from advisor.ui import state
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import say, words

_NARROW: Final = "frame.narrow"
_WIDE_FROM: Final = 4
"""Columns from which on a table does not fit a phone."""
_CARDS: Final = 10
"""Rows that are shown as cards; the rest opens as a table, which a finger can push aside."""
_SCRIPT: Final = """
let known, watched = false;
function tell() {
    const narrow = window.innerWidth <= 640;
    if (narrow !== known.data.narrow) { known.setStateValue("narrow", narrow); }
}
export default function (component) {
    known = component;
    if (!watched) { watched = true; window.addEventListener('resize', tell); }  // a phone that is turned
    tell();
}
"""
_width = st.components.v2.component("advisor.page_width", js=_SCRIPT)


def ask_width() -> None:
    """Let the browser say whether its window is narrow, once it knows; call it on every page, before the page draws."""
    with st.sidebar:
        # What is known already goes with it: after a change of page its own value may be gone.
        known = {"narrow": narrow()}
        found: Any = _width(key="page_width", data=known, default=known, on_narrow_change=_noted)
    state.remember(_NARROW, bool(found.narrow))


def _noted() -> None:
    """A change of the width draws the page anew, which is all that is wanted."""


def narrow() -> bool:
    """Whether the window is as narrow as a phone's, as far as the browser has said."""
    return state.recall(_NARROW, default=False)


def show_rows(data: Any, **options: Any) -> Any:
    """Draw rows as ``st.dataframe`` does with these options; on a narrow screen those of a wide table as cards.

    Gives what was chosen in the table, where the options let rows be chosen; None where there are cards alone.
    """
    frame = data if isinstance(data, pd.DataFrame) else pd.DataFrame(data)
    if not narrow() or len(frame.columns) < _WIDE_FROM or frame.empty:
        return st.dataframe(data, **options)
    named = not options.get("hide_index", False)
    for index, row in list(frame.iterrows())[:_CARDS]:
        with st.container(border=True):
            st.markdown(card(row, index if named else None))
    if len(frame) > _CARDS:
        with st.expander(say("All {count} rows as a table", count=words().number(len(frame)))):
            return st.dataframe(data, **options)
    return None


def card(row: pd.Series[Any], title: Hashable | None = None) -> str:
    """A row as Markdown: its title (else its first texts), then each column with what it says; blanks are left out."""
    cells = {str(name): _shown(value) for name, value in row.items()}
    head = str(title) if title is not None else _head(row)
    lines = [f"**{escaped(head)}**"]
    lines += [
        say("{name}: {text}", name=escaped(name), text=escaped(text))
        for name, text in cells.items()
        if text and text != head
    ]
    return "  \n".join(lines)


def _head(row: pd.Series[Any]) -> str:
    """The first cell that is a text, which names the row in every table of ours."""
    return next((value for value in row if isinstance(value, str) and value), _shown(row.iloc[0]))


def _shown(value: Any) -> str:
    """A cell in the words of the screen; nothing where it is blank."""
    if value is None or (isinstance(value, float) and pd.isna(value)) or value is pd.NaT:
        return ""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if hasattr(value, "item"):
        value = value.item()
    return words().exact(float(f"{value:.5g}")) if isinstance(value, int | float) else str(value)
