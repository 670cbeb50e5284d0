"""Cells of every table that leaves the program are texts and numbers, never formulas."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.safe_cells import plain_text, runs, safe_number_or_text, safe_text

STARTS = "=+-@\t\r\n|%＝＋－＠"


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "'", "' '"])
def test_no_text_is_run_however_it_begins(before: str, start: str) -> None:
    """Not after blanks and apostrophes either, which some spreadsheets take away."""
    text = f"{before}{start}HYPERLINK(1)"
    assert runs(text) == (before != "' '")
    assert safe_text(text).startswith("'")


@given(st.text(alphabet=STARTS + "' a1", max_size=8))
def test_a_safe_text_comes_back_as_it_was(text: str) -> None:
    """What is protected is read back, and an apostrophe of the user's own stays."""
    assert plain_text(safe_text(text)) == text


@pytest.mark.parametrize(("cell", "safe"), [("-1.5", "-1.5"), ("+3e-4", "+3e-4"), ("-1+2", "'-1+2"), ("-a", "'-a")])
def test_a_negative_number_is_no_formula(cell: str, safe: str) -> None:
    """In a table whose numbers are texts."""
    assert safe_number_or_text(cell) == safe
