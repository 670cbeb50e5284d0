"""Cells that no spreadsheet takes for a formula: what a catalog, a model or a user wrote is shown, never run."""

from __future__ import annotations

import re
from typing import Final

_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")
"""What spreadsheets begin a formula, a command or another cell with; the wide forms are read like the plain ones."""
_NUMBER: Final = re.compile(r"^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$")


def runs(text: str) -> bool:
    """Whether a spreadsheet would run a text, were its apostrophes and blanks taken away one by one."""
    return text.lstrip("'").lstrip(" ").startswith(_STARTS)


def safe_text(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it."""
    return f"'{text}" if runs(text) else text


def safe_number_or_text(cell: str) -> str:
    """The same for cells of which numbers are written as texts: a number, also a negative one, is no formula."""
    return cell if _NUMBER.match(cell) else safe_text(cell)


def plain_text(cell: str) -> str:
    """What a cell said before it was made safe; an apostrophe that protects nothing belongs to the text."""
    return cell[1:] if cell.startswith("'") and runs(cell[1:]) else cell
