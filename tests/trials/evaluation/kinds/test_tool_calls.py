"""Calls of a run as a metric reads them."""

from __future__ import annotations

import json

from advisor.trials.evaluation.kinds.tool_calls import calls_in, score_calls, written_down
from advisor.trials.tools import ToolCall


def test_what_is_written_down_is_read_again() -> None:
    """Arguments that are no JSON stay a text, and are none that could be right."""
    calls = [ToolCall(name="weather", arguments='{"city": "Oslo"}'), ToolCall(name="time", arguments="now")]
    text = written_down(calls)
    assert calls_in(text) == [("weather", {"city": "Oslo"}), ("time", None)]
    assert score_calls(text, json.dumps([{"name": "weather", "arguments": {"city": "Oslo"}}])) == 0.5
    assert written_down([]) == ""


def test_other_json_is_no_call() -> None:
    """A reference without a name is no call, and nothing can agree with it."""
    assert calls_in('{"city": "Oslo"}') is None
    assert score_calls('{"name": "f"}', '{"city": "Oslo"}') == 0.0
