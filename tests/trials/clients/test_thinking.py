"""Reasoning between marks is kept apart from the answer, however the stream is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.clients.thinking import ThinkingSplitter, unopened


def split(pieces: list[str]) -> tuple[str, str]:
    """Reasoning and answer of a stream."""
    splitter = ThinkingSplitter()
    found = [part for piece in pieces for part in splitter.feed(piece)] + splitter.finish()
    thought, answer = ("".join(text for text, kind in found if kind is wanted) for wanted in (True, False))
    return thought, answer


@given(st.lists(st.integers(0, 40), max_size=6))
def test_the_cuts_of_the_stream_do_not_matter(cuts: list[int]) -> None:
    """Even in the middle of a mark."""
    text = "\n<think>first\nsecond</think>\n\nThe answer <b>."
    places = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[a:b] for a, b in pairwise(places)]
    assert split(pieces) == ("first\nsecond", "The answer <b>.")


@pytest.mark.parametrize("text", ["Plain.", "I use <think> here", "<thin ice", "", "<", " < think"])
def test_only_a_text_that_starts_with_the_mark_has_thoughts(text: str) -> None:
    """Everything else is the answer, whole."""
    assert split(list(text)) == ("", text)


def test_a_stream_that_ends_in_thought_has_no_answer() -> None:
    """Nor is the half mark lost."""
    assert split(["<think>never", " ends</thi"]) == ("never ends</thi", "")


def test_what_is_certain_is_let_go_at_once() -> None:
    """Only what may be a mark is held back."""
    splitter = ThinkingSplitter()
    assert splitter.feed("Hello") == [("Hello", False)]
    other = ThinkingSplitter()
    assert other.feed("<think>so </") == [("so ", True)]
    assert other.feed("think>yes") == [("yes", False)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("So it is four.\n</think>\n\n4", ("So it is four.", "4")),
        ("So it is four.</think>\n4", ("So it is four.", "4")),
        ("Only thought</think>", ("Only thought", "")),
        ("Close it with `</think>`, then answer.", None),
        ("The tag </think> ends a thought.", None),
        ("Write <think>a</think>\nfirst.", None),
        ("4", None),
    ],
)
def test_thought_without_an_opening_is_known_by_its_end(text: str, parts: tuple[str, str] | None) -> None:
    """A template may open the thought itself; a text that merely names the mark is an answer."""
    assert unopened(text) == parts
