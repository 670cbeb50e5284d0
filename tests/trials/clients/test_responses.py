"""The responses API: what is asked, and what is read of whatever comes."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.trials.clients.responses import response_arguments, stream_events, whole_events
from advisor.trials.events import Delta, Finish, TokenUsage, WrongAnswerError
from advisor.trials.records import TrialRequest


def request(**parameters: Any) -> TrialRequest:
    """One question with parameters."""
    return TrialRequest.model_validate({"messages": [{"role": "user", "text": "Hi"}], "parameters": parameters})


def test_nothing_is_stored_at_the_endpoint_and_what_is_not_set_is_not_sent() -> None:
    """A default of ours would override the endpoint's."""
    asked = response_arguments("m", request())
    assert asked["store"] is False
    assert asked.keys() == {"model", "input", "stream", "store", "max_output_tokens"}


def test_parameters_take_the_names_of_this_interface() -> None:
    """The system prompt is called instructions, the limit max_output_tokens, the effort stands in an object."""
    asked = response_arguments("m", request(system="Be brief", max_tokens=7, reasoning_effort="high", temperature=0.0))
    assert (asked["instructions"], asked["max_output_tokens"], asked["temperature"]) == ("Be brief", 7, 0.0)
    assert asked["reasoning"] == {"effort": "high"}


@pytest.mark.parametrize(
    ("event", "read"),
    [
        ({"type": "response.output_text.delta", "delta": "a"}, [Delta("a")]),
        ({"type": "response.reasoning_summary_text.delta", "delta": "b"}, [Delta("b", reasoning=True)]),
        (
            {"type": "response.completed", "response": {"usage": {"input_tokens": 3, "output_tokens": True}}},
            [TokenUsage(input_tokens=3), Finish("stop")],
        ),
        (
            {"type": "response.incomplete", "response": {"incomplete_details": {"reason": "max_output_tokens"}}},
            [Finish("max_output_tokens")],
        ),
        ({"type": "something.new"}, []),
        (None, []),
    ],
)
def test_events_are_read_as_far_as_they_go(event: object, read: list[object]) -> None:
    """What is of another form is nothing, and a truth value is no count."""
    assert list(stream_events(event)) == read


@pytest.mark.parametrize(
    "event",
    [{"type": "response.failed", "response": {"error": {"message": "broken"}}}, {"type": "error", "message": "broken"}],
)
def test_a_failure_in_mid_stream_is_one(event: dict[str, Any]) -> None:
    """With the endpoint's own words."""
    with pytest.raises(WrongAnswerError, match="broken"):
        list(stream_events(event))


def test_an_answer_in_one_piece_is_read_like_a_stream() -> None:
    """Reasoning apart, junk passed over, an unfinished one by its own word."""
    body = {
        "status": "incomplete",
        "output": [{"type": "reasoning", "summary": [{"text": "hm"}]}, "junk", {"content": [{"text": "yes"}, 7]}],
    }
    assert list(whole_events(body)) == [Delta("hm", reasoning=True), Delta("yes"), Finish("incomplete")]
