"""Drawing an answer: untrusted text as safe Markdown, code with its copy button, formulae; and the raw view."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

import streamlit as st

from advisor.trials.guards.safe_markdown import SHOWN_CHARACTERS, blocks
from advisor.trials.playground.word_difference import word_difference
from advisor.trials.tools import ToolCall
from advisor.ui.frame.markdown import escaped, unlinked
from advisor.ui.words import say

RAW_CHARACTERS = 200_000
_LONG = 1500
"""Characters from which on a difference scrolls in a box of its own."""
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


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


def show_calls(calls: Sequence[ToolCall]) -> None:
    """Show the calls that a model asked for, each with its arguments; nobody made them."""
    for call in calls:
        st.markdown(say(":material/build: asks for **{name}** (shown, not made)", name=escaped(call.name)))
        values = call.values
        text = call.arguments if values is None else json.dumps(values, indent=2, ensure_ascii=False)
        st.code(text[:RAW_CHARACTERS], language=None if values is None else "json", wrap_lines=True)


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


def show_word_difference(first: str, second: str, words: str) -> None:
    """The second text against the first, word by word; ``words`` say what the marks mean."""
    found = word_difference(first, second)
    st.caption(say("{similarity:.0%} of the words in common. {words}", similarity=found.similarity, words=words))
    with st.container(border=True, height=260 if max(len(first), len(second)) > _LONG else "content"):
        st.markdown("".join(_marked(piece.change, piece.text) for piece in found.pieces))
    if found.cut:
        st.caption(say("Only the beginnings were compared: the answers are long, or repeat themselves."))


def _marked(change: str, text: str) -> str:
    """A piece as Markdown whose own marks are escaped; the mark stands inside the white space."""
    body = text.strip()
    if change == "same" or not body:
        return _escaped(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    flat = _escaped(" ".join(body.split()))
    mark = f":red-background[~~{flat}~~]" if change == "removed" else f":green-background[**{flat}**]"
    return _escaped(before) + mark + _escaped(after)


def _escaped(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", unlinked(text)).replace("\n", "  \n")
