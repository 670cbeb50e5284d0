"""Text from outside made fit to keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from turns import shares_its_turns

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


@pytest.mark.parametrize("before", range(12))
def test_a_sequence_is_taken_out_wherever_it_stands_in_a_long_text(before: int) -> None:
    """Long texts are read in parts: a sequence that begins in one and ends in the next is still one."""
    text = "a" * (65_536 - before) + "\x1b[1;31;42m" + "b" * 70_000
    assert clean(text) == "a" * (65_536 - before) + "b" * 70_000


@pytest.mark.parametrize("text", ["The quick brown fox jumps. " * 600_000, "\x1b[31m" * 3_000_000])
def test_nobody_waits_while_a_long_answer_is_cleaned(text: str) -> None:
    """Another thread gets its turn many times meanwhile: no search is longer than a fraction of the whole."""
    assert shares_its_turns(lambda: clean(text))
