"""Against real models: the embedded one, and a third-party OpenAI-compatible server with the same GGUF file."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from running import PATIENCE_S, until

from advisor.trials.clients.diagnose import diagnose
from advisor.trials.clients.embedded import ENGINE, available, gguf_path
from advisor.trials.network.keys import NO_KEY
from advisor.trials.playground.command import TryOptions, run_try
from advisor.trials.playground.fanout import PaneJob, Trial, TrialSettings
from advisor.trials.records import Connection, Message, Parameters, Run, TrialRequest, embedded_connection

RunAll = Callable[..., tuple[Run, ...]]


def question(text: str = "What is the capital of France?", **parameters: Any) -> TrialRequest:
    """A request that answers the same every time."""
    given = {"temperature": 0.0, "max_tokens": 24} | parameters
    return TrialRequest(messages=(Message(role="user", text=text),), parameters=Parameters.model_validate(given))


def llama(url: str, **changes: Any) -> Connection:
    """A connection to llama.cpp's server."""
    given = {
        "name": "llama",
        "base_url": url,
        "model": "smol",
        "scope": "loopback",
        "hosting": "on_prem",
        "deadline_s": 600,
    }
    return Connection.model_validate(given | changes)


def test_the_embedded_model_answers() -> None:
    """A real model answers, with its own token counts, and says what it could not take."""
    assert available()
    assert gguf_path() is not None
    request = question(reasoning_effort="low")
    trial = Trial([PaneJob(embedded_connection(), request)]).start()
    assert trial.wait(PATIENCE_S)
    (run,) = trial.runs()
    assert run.whole, run.failure
    assert "Paris" in run.text
    assert run.tokens.basis == "reported"
    assert run.measurement.ttft_s is not None
    assert run.measurement.itl_ms is not None
    assert run.cost.usd == 0
    assert "reasoning effort" in run.notes[0]


def test_embedded_panes_wait_their_turn_and_delay_nobody_else(steady: Any, connect: Callable[..., Connection]) -> None:
    """While the embedded model is taken, three panes wait for it and a pane of another connection is already done."""
    jobs = [PaneJob(embedded_connection(), question()) for _ in range(3)]
    with ENGINE.turn:
        trial = Trial([*jobs, PaneJob(connect(steady), question())]).start()
        until(lambda: not trial.snapshots()[3].busy, "the other pane's end")
        assert [snapshot.busy for snapshot in trial.snapshots()] == [True, True, True, False]
    assert trial.wait(PATIENCE_S)
    *mine, other = trial.runs()
    assert all(run.whole for run in mine)
    assert min(run.measurement.queued_s for run in mine) > 0
    assert other.whole


def test_stopping_the_embedded_model_keeps_what_it_said() -> None:
    """A stop ends the pane in mid-answer, and the next call works."""
    trial = Trial([PaneJob(embedded_connection(), question("Tell a long story.", max_tokens=1500))]).start()
    until(lambda: len(trial.snapshots()[0].text) >= 20, "the first words")
    trial.stop()
    assert trial.wait(PATIENCE_S)
    (run,) = trial.runs()
    assert run.partial
    assert run.text
    after = Trial([PaneJob(embedded_connection(), question())]).start()
    assert after.wait(PATIENCE_S)
    assert after.runs()[0].whole


def test_the_embedded_model_refuses_what_it_cannot_read() -> None:
    """Images and a conversation beyond its window are refused in words."""
    image = {"name": "a", "media_type": "image/png", "data": "aGk="}
    seeing = TrialRequest.model_validate({"messages": [{"role": "user", "text": "See", "images": [image]}]})
    trial = Trial([PaneJob(embedded_connection(), seeing), PaneJob(embedded_connection(), question("word " * 60_000))])
    assert trial.start().wait(PATIENCE_S)
    pictures, long = trial.runs()
    assert pictures.failure is not None
    assert long.failure is not None
    assert (pictures.failure.kind, long.failure.kind) == ("local_model", "local_model")
    assert "text only" in pictures.failure.message
    assert "context window" in long.failure.message


def test_a_third_party_server_answers(llama_url: str) -> None:
    """llama.cpp's own server streams through the chat client; tokens are labelled as estimated where it says none."""
    asked = question()
    system = Message(role="system", text="You are a helpful assistant.")  # else the file's own template puts its own
    request = asked.model_copy(update={"messages": (system, *asked.messages)})
    trial = Trial([PaneJob(llama(llama_url), request)], settings=TrialSettings(repetitions=2)).start()
    assert trial.wait(PATIENCE_S)
    runs = trial.runs()
    assert [run.whole for run in runs] == [True, True]
    assert "Paris" in runs[0].text
    assert runs[0].text == runs[1].text
    assert runs[0].measurement.ttft_s is not None
    assert runs[0].measurement.streamed


def test_several_turns_are_one_conversation(llama_url: str, run_all: RunAll) -> None:
    """The answer to a follow-up depends on what was said before."""
    start = Message(role="user", text="My name is Ada. Remember it.")
    turns = (start, Message(role="assistant", text="I will."), Message(role="user", text="What is my name?"))
    given = Parameters(temperature=0, max_tokens=24)
    (long,) = run_all(llama(llama_url), request=TrialRequest(messages=turns, parameters=given))
    (short,) = run_all(llama(llama_url), request=TrialRequest(messages=turns[2:], parameters=given))
    assert all(run.failure is None or run.failure.kind == "cut" for run in (long, short))
    assert long.text != short.text


def test_a_diagnosis_of_the_real_server(llama_url: str) -> None:
    """Test connection lists its model, sees it stream, and says that it reports no tokens."""
    found = diagnose(llama(llama_url), lambda _: NO_KEY)
    assert found.ok
    assert any(name.endswith(".gguf") for name in found.models)
    assert {step.name: step.ok for step in found.steps}["Streaming"] is True


def test_advisor_try_against_both(llama_url: str) -> None:
    """The command's JSON has the contract's fields, for the embedded model and the server."""
    outcome = run_try(["embedded"], [f"{llama_url}#smol"], "What is the capital of France?", TryOptions(max_tokens=16))
    runs = json.loads(outcome.to_json())["runs"]
    assert outcome.exit_code == 0
    assert runs[0]["connection"] == "embedded"
    contract = {"connection", "model", "text", "partial", "error", "ttft_s", "itl_ms", "total_s", "output_tokens"}
    assert all(contract | {"tokens_basis", "output_tokens_per_s", "cost_usd"} <= set(run) for run in runs)
    assert all(run["text"] and (run["error"] is None or "cut at the maximum of 16" in run["error"]) for run in runs)


def test_the_responses_api_of_the_real_server_answers(llama_url: str, run_all: RunAll) -> None:
    """The same server speaks the Responses API too: it streams, ends whole and reports its tokens."""
    (run,) = run_all(llama(llama_url, flavour="openai_responses"), request=question(max_tokens=8))
    assert run.whole, run.failure
    assert run.text
    assert run.tokens.basis == "reported"
