"""Which words two answers differ in."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.playground.word_difference import word_difference


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_difference_gives_back_both_texts(first: str, second: str) -> None:
    """What is not added is the first text, what is not removed the second."""
    found = word_difference(first, second)
    assert "".join(piece.text for piece in found.pieces if piece.change != "added") == first
    assert "".join(piece.text for piece in found.pieces if piece.change != "removed") == second


def test_a_changed_word_is_one_change() -> None:
    """Only the word that differs is marked."""
    found = word_difference("The cat sat.", "The dog sat.")
    assert [(piece.change, piece.text) for piece in found.pieces] == [
        ("same", "The "),
        ("removed", "cat"),
        ("added", "dog"),
        ("same", " sat."),
    ]


def test_long_answers_are_compared_in_part() -> None:
    """A very long answer is cut, and that is said."""
    assert word_difference("word " * 9000, "word " * 9000).cut


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a b c d e f g " * 14_000, "a b c d e f h " * 14_000),
        ('{"a":' * 20_000, "```\n" + "\n" * 4_000 + "x"),
        ("$a" * 50_000, '{"a":' * 20_000),
        ("x " * 9_000, "y x " * 9_000),
    ],
)
def test_repetitive_answers_take_a_moment_as_well(first: str, second: str) -> None:
    """They took most of a minute, in which everybody waited; in processor time, so that a busy machine does not matter.

    Both texts are given back as far as they were compared, and that they were cut is said.
    """
    started = time.process_time()
    found = word_difference(first, second)
    assert time.process_time() - started < 5
    assert found.cut
    assert first.startswith("".join(piece.text for piece in found.pieces if piece.change != "added"))
    assert second.startswith("".join(piece.text for piece in found.pieces if piece.change != "removed"))
