"""Text from outside made fit to keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.guards.control_characters import clean


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("a\x00b\x07c\x9bd", "abcd"),
        ("abc\u202edef", "abcdef"),
        ("tag\U000e0041s\ufeff", "tags"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\tand\nline", "tab\tand\nline"),
        ("Grüße, 東京, 👩‍🚀", "Grüße, 東京, 👩‍🚀"),
    ],
)
def test_what_hides_colours_or_reorders_goes_and_writing_stays(text: str, kept: str) -> None:
    """A carriage return becomes a line feed."""
    assert clean(text) == kept


@given(st.text())
def test_clean_text_is_left_alone(text: str) -> None:
    """Once is enough, and what is left can be written as UTF-8."""
    once = clean(text)
    assert clean(once) == once
    once.encode()
