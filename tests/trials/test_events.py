"""What a client yields, and how it says that an endpoint answered wrongly."""

from __future__ import annotations

from typing import get_args

from advisor.trials.events import Begin, Delta, TokenUsage, WrongAnswerError
from advisor.trials.records import FailureKind


def test_what_an_endpoint_does_not_count_is_unknown_and_not_none_at_all() -> None:
    """Zero tokens is another thing than nobody says."""
    assert TokenUsage() != TokenUsage(0, 0, 0, 0)
    assert TokenUsage().output_tokens is None


def test_a_piece_is_of_the_answer_and_leaves_at_once_unless_said() -> None:
    """Reasoning and waiting are marked."""
    assert not Delta("word").reasoning
    assert Begin().queued_s == 0.0


def test_a_wrong_answer_has_a_kind_that_is_explained() -> None:
    """Beside its message."""
    error = WrongAnswerError("malformed", "It is not JSON.")
    assert (error.kind, str(error)) == ("malformed", "It is not JSON.")
    assert error.kind in get_args(FailureKind)
