"""Words as Streamlit's Markdown: names from outside without their marks, and options whose colour can be read."""

from __future__ import annotations

import re
from typing import Final

from advisor.trials.guards.safe_markdown import JOINER

_MARKS: Final = "\\`*_[]<>$~|#!:&"
_ADDRESS: Final = re.compile(r"(?:https?|ftp):(?=//)|www(?=\.)|[-.+\w]@(?=[-\w]+\.)", re.IGNORECASE)
"""Where an address begins that Streamlit links, whatever is escaped and whatever stands before it: it looks for them in
the finished text."""
_LINE: Final = re.compile(r"(?m)^(?:[-+](?=\s|$)|(?:-+|=+)(?=[ \t]*$)|\d{1,9}(?=[.)](?:\s|$)))")
"""What makes a list of a line, a heading of the line before it, or a rule."""
_INDENTED: Final = re.compile(r"\n[ \t]+")


def unlinked(text: str) -> str:
    """Text in which no address becomes a link: a sign that nobody sees takes it apart."""
    return _ADDRESS.sub(lambda found: found[0] + JOINER, text)


def escaped(text: str) -> str:
    """Text whose Markdown marks are shown, not obeyed: names and messages from outside."""
    lines = _INDENTED.sub("\n", text)
    apart = "".join(f"\\{character}" if character in _MARKS else character for character in unlinked(lines))
    return _LINE.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", apart)


def option(label: object) -> str:
    """The label of a pill or a segment, in the colour of the text around it whether it is chosen or not.

    Streamlit writes a chosen one in the theme's accent colour on a tint of the same. On a dark background no colour
    reaches a contrast of 4.5:1 both there and under the white words of a button; the theme's "gray" is its text colour.
    """
    return f":gray[{escaped(str(label))}]"
