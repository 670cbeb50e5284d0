"""Odd forms are read or left out, never raised at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.clients.loose_json import count_of, error_of, error_text, later_usage, pieces_of, usage_of
from advisor.trials.events import Delta, TokenUsage

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.sampled_from(["text", "type", "error", "usage"]) | st.text(), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_nothing_that_is_json_is_too_odd_to_read(value: object) -> None:
    """Whatever is no text, no count and no error gives none."""
    assert all(piece.text for piece in pieces_of(value))
    usage_of(value)
    assert len(error_text(error_of(value))) <= 300


@pytest.mark.parametrize(
    ("value", "count"), [(3, 3), (3.0, 3), ("3", 3), (3.5, None), (True, None), (-1, None), ("x", None)]
)
def test_a_count_is_a_whole_number_however_it_is_written(value: object, count: int | None) -> None:
    """Also as a fraction of nothing, or as a text."""
    assert count_of(value) == count


def test_parts_of_thinking_are_told_from_the_answer() -> None:
    """Mistral puts the thought into parts of its own, in parts again."""
    content = [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}, {"type": "text", "text": "4"}]
    assert list(pieces_of(content)) == [Delta("Hm.", reasoning=True), Delta("4")]


def test_a_last_usage_of_zeros_takes_nothing_back() -> None:
    """Counts run up; what one usage leaves out another says."""
    known = later_usage(TokenUsage(10, 3), TokenUsage(0, 0))
    assert later_usage(known, TokenUsage(None, 5, 2)) == TokenUsage(10, 5, 2)


def test_reasoning_beside_the_answer_is_output_too() -> None:
    """The total tells whether it is a part of the answer's tokens or comes on top."""
    details = {"completion_tokens_details": {"reasoning_tokens": 94}}
    beside = usage_of({"prompt_tokens": 32, "completion_tokens": 9, "total_tokens": 135, **details})
    within = usage_of({"prompt_tokens": 32, "completion_tokens": 103, "total_tokens": 135, **details})
    assert beside == within == TokenUsage(32, 103, 94)
