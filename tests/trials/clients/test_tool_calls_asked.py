"""Calls that a model asks for: put together from what endpoints send, shown in the record, and made by nobody."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from running import PATIENCE_S
from trials import servers

from advisor.trials.clients.loose_json import LONGEST_ARGUMENTS, MOST_CALLS, GatheredCalls, tool_parts
from advisor.trials.clients.responses import response_arguments, stream_events, whole_events
from advisor.trials.events import ToolPart
from advisor.trials.network.keys import Key
from advisor.trials.playground.fanout import PaneJob, Trial
from advisor.trials.records import Message, Parameters, Run, TrialRequest
from advisor.trials.tools import ToolCall, declarations

TOOLS = declarations('[{"name": "weather", "parameters": {"type": "object"}}, {"name": "time"}]')
ASK = TrialRequest(messages=(Message(role="user", text="Weather and time?"),), parameters=Parameters(tools=TOOLS))
WANTED = [("weather", {"city": "Oslo"}), ("time", {})]


def answered(connection: Any, ask: TrialRequest = ASK) -> Run:
    """What came of one call."""
    trial = Trial([PaneJob(connection, ask)], find_key=lambda _: Key("key")).start()
    assert trial.wait(PATIENCE_S)
    return trial.runs()[0]


@pytest.mark.parametrize("shape", servers.CALLS)
def test_calls_are_read_however_they_are_sent(shape: str, server: Any, connect: Callable[..., Any]) -> None:
    """In pieces, at once, without or with one and the same number, as objects, whole: two calls in a whole answer."""
    run = answered(connect(server, shape))
    assert [(call.name, call.values) for call in run.tool_calls] == WANTED
    assert run.whole, run.failure
    assert (run.text, run.said) == ("", True)
    assert Run.model_validate_json(run.model_dump_json(by_alias=True)).tool_calls == run.tool_calls


def test_the_functions_are_offered_as_the_api_wants_them(server: Any, connect: Callable[..., Any]) -> None:
    """Each under "function", with its schema; without tools the field is not sent."""
    answered(connect(server, "tools_at_once"))
    offered = server.seen.bodies[-1]["tools"]
    assert [(one["type"], one["function"]["name"]) for one in offered] == [
        ("function", "weather"),
        ("function", "time"),
    ]
    answered(connect(server), TrialRequest(messages=ASK.messages))
    assert "tools" not in server.seen.bodies[-1]


def test_the_responses_api_has_them_too() -> None:
    """Offered flat; read from a stream's finished items and from a whole answer."""
    item = {"type": "function_call", "call_id": "c1", "name": "weather", "arguments": '{"city": "Oslo"}'}
    assert response_arguments("m", ASK)["tools"][0]["name"] == "weather"
    part = ToolPart(1, "c1", "weather", '{"city": "Oslo"}')
    assert list(stream_events({"type": "response.output_item.done", "output_index": 1, "item": item})) == [part]
    assert part in whole_events({"output": [{"type": "message", "content": []}, item], "status": "completed"})


def test_the_call_of_the_first_api_is_one() -> None:
    """``function_call``, before there were several."""
    said = {"function_call": {"name": "weather", "arguments": "{}"}}
    assert list(tool_parts(said)) == [ToolPart(0, "", "weather", "{}")]


def test_calls_without_end_are_cut() -> None:
    """In number and in length; what has no name is no call."""
    found = GatheredCalls()
    for number in range(MOST_CALLS + 10):
        found.add(ToolPart(number, str(number), "f", "x" * 10_000))
    calls = found.calls()
    assert len(calls) == MOST_CALLS
    assert sum(len(one.arguments) for one in calls) == LONGEST_ARGUMENTS
    nameless = GatheredCalls()
    nameless.add(ToolPart(0, "a", "", "{}"))
    assert nameless.calls() == ()


def test_arguments_that_are_no_json_are_kept_as_they_are() -> None:
    """They have no values."""
    assert ToolCall(name="f", arguments="city=Oslo").values is None
    assert ToolCall(name="f", arguments="").values == {}
    assert json.dumps(ToolCall(name="f", arguments='{"a": 1}').values) == '{"a": 1}'
