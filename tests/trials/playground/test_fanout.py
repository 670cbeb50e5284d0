"""The fan-out: panes in parallel, stopped, retried, repeated; every bound holds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from types import ModuleType
from typing import Any

import pytest
from running import PATIENCE_S, until

from advisor.errors import StorageError
from advisor.trials.events import Delta, Event
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.playground import fanout
from advisor.trials.playground.fanout import PaneJob, Trial, TrialSettings
from advisor.trials.records import Connection, Run, TrialRequest
from tests.trials.playground.fakes import FakeClient, fake, fake_factory

Connect = Callable[..., Connection]


def test_panes_stream_at_the_same_time(ask: TrialRequest) -> None:
    """Six panes are in mid-answer at once: each says its second word only when all six have said their first."""
    together = threading.Barrier(6)

    class Meeting(FakeClient):
        def stream(self, request: TrialRequest) -> Iterator[Event]:
            for event in super().stream(request):
                yield event
                if event == Delta("one"):
                    together.wait(PATIENCE_S)

    def factory(connection: Connection, key: Key, control: Control) -> FakeClient:
        return Meeting(control, ("one", " two"))

    trial = Trial([PaneJob(fake(str(n), deadline_s=600), ask) for n in range(6)], factory=factory).start()
    assert trial.wait(PATIENCE_S)
    assert [run.text for run in trial.runs()] == ["one two"] * 6
    assert all(run.whole for run in trial.runs())


def test_stop_one_keeps_its_text_and_lets_the_others_end(ask: TrialRequest) -> None:
    """A stopped pane is partial with what it had; the pane beside it is whole."""
    gates = {"a": threading.Event(), "b": threading.Event()}
    trial = Trial([PaneJob(fake("a"), ask), PaneJob(fake("b"), ask)], factory=fake_factory(**gates)).start()
    until(lambda: bool(trial.snapshots()[0].text))
    trial.stop_pane(0)
    until(lambda: not trial.snapshots()[0].busy)
    assert trial.snapshots()[1].busy
    gates["b"].set()
    assert trial.wait(PATIENCE_S)
    stopped, other = trial.runs()
    assert stopped.partial
    assert stopped.failure is not None
    assert stopped.failure.kind == "stopped"
    assert stopped.text == "one"
    assert other.whole
    assert [snapshot.status for snapshot in trial.snapshots()] == ["stopped", "done"]


def test_a_pane_that_is_stopped_while_it_waits_its_turn_was_stopped(
    ask: TrialRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It did not fail for want of a place: nobody is told to try later what they ended themselves."""
    monkeypatch.setattr(fanout, "_SEATS", threading.BoundedSemaphore(1))
    assert fanout._SEATS.acquire(timeout=PATIENCE_S)
    trial = Trial([PaneJob(fake("a"), ask)], factory=fake_factory()).start()
    trial.stop_pane(0)
    assert trial.wait(PATIENCE_S)
    assert trial.snapshots()[0].status == "stopped"
    assert [run.failure and run.failure.kind for run in trial.runs()] == ["stopped"]


def test_stop_all_ends_every_repetition(ask: TrialRequest) -> None:
    """After a stop no further repetition begins."""
    trial = Trial(
        [PaneJob(fake("held"), ask)],
        factory=fake_factory(held=threading.Event()),
        settings=TrialSettings(repetitions=20),
    ).start()
    until(lambda: bool(trial.snapshots()[0].text))
    trial.stop()
    assert trial.wait(PATIENCE_S)
    (run,) = trial.runs()
    assert (run.text, run.partial) == ("one", True)


def test_a_run_is_dated_by_its_start(ask: TrialRequest) -> None:
    """A run's time is when it was asked, not when it was over: panes of one trial overlap in the records too."""
    moments = iter(datetime(2026, 11, 21, 12, minute, tzinfo=UTC) for minute in range(60))
    gate = threading.Event()
    trial = Trial([PaneJob(fake("held"), ask)], factory=fake_factory(held=gate), now=lambda: next(moments))
    trial.start()
    until(lambda: bool(trial.snapshots()[0].text))
    next(moments)
    gate.set()
    assert trial.wait(PATIENCE_S)
    assert trial.runs()[0].started_at.minute == 0


def test_retry_runs_one_pane_again_and_leaves_the_others(ask: TrialRequest) -> None:
    """A retried pane has a new run; the other pane's run stays the same."""
    kept: list[Run] = []
    trial = Trial(
        [PaneJob(fake("a"), ask), PaneJob(fake("b"), ask)], factory=fake_factory(), on_run=kept.append
    ).start()
    assert trial.wait(PATIENCE_S)
    first = trial.runs()
    trial.retry_pane(0)
    assert trial.wait(PATIENCE_S)
    second = trial.runs()
    assert second[0].run_id != first[0].run_id
    assert second[1].run_id == first[1].run_id
    assert len(kept) == 3


def test_repetitions_are_numbered_and_kept(ask: TrialRequest) -> None:
    """Three repetitions give three runs."""
    trial = Trial([PaneJob(fake(), ask)], factory=fake_factory(), settings=TrialSettings(repetitions=3)).start()
    assert trial.wait(PATIENCE_S)
    assert [run.repetition for run in trial.runs()] == [0, 1, 2]


def test_a_keeper_that_fails_does_not_break_the_pane(ask: TrialRequest) -> None:
    """When the database refuses a run, the pane is whole and the trial counts what was lost."""

    def refuse(_: Run) -> None:
        raise StorageError("full")

    trial = Trial([PaneJob(fake(), ask)], factory=fake_factory(), on_run=refuse).start()
    assert trial.wait(PATIENCE_S)
    assert trial.runs()[0].whole
    assert trial.undelivered == 1


def test_an_unexpected_fault_of_a_client_ends_in_its_pane(ask: TrialRequest) -> None:
    """Even a programming fault of a client is shown in the pane and nowhere else."""

    class Broken(FakeClient):
        def stream(self, request: TrialRequest) -> Iterator[Event]:  # noqa: ARG002 - as the protocol has it
            yield Delta("so far")
            raise ZeroDivisionError("secret-key-123")

    def factory(connection: Connection, key: Key, control: Control) -> FakeClient:
        return (Broken if connection.name == "bad" else FakeClient)(control, ("fine",))

    trial = Trial([PaneJob(fake("bad"), ask), PaneJob(fake("good"), ask)], factory=factory).start()
    assert trial.wait(PATIENCE_S)
    bad, good = trial.runs()
    assert bad.failure is not None
    assert (bad.failure.kind, bad.text) == ("unexpected", "so far")
    assert "secret" not in bad.model_dump_json()
    assert good.whole


def test_the_live_text_masks_the_key_before_the_run_is_over(ask: TrialRequest) -> None:
    """What a pane shows while streaming never shows the key that the endpoint echoes, nor the part come so far."""
    gate = threading.Event()
    words = ("sk-secret", "-abcdef", " and more")
    trial = Trial(
        [PaneJob(fake("held"), ask)], factory=fake_factory(words, held=gate), find_key=lambda _: Key("sk-secret-abcdef")
    ).start()
    until(lambda: bool(trial.snapshots()[0].text))
    assert (trial.snapshots()[0].text, trial.busy) == ("[key]", True)
    gate.set()
    assert trial.wait(PATIENCE_S)
    assert trial.runs()[0].text == "[key] and more"


def test_a_request_carries_every_parameter(
    server: Any, connect: Connect, run_all: Callable[..., tuple[Run, ...]]
) -> None:
    """System prompt, sampling, stop, schema and effort arrive as the protocol names them; headers give nothing away."""
    request = TrialRequest.model_validate(
        {
            "messages": [{"role": "user", "text": "Hi"}],
            "parameters": {
                "system": "Be brief.",
                "temperature": 0.5,
                "top_p": 0.9,
                "max_tokens": 9,
                "stop": ["END"],
                "json_schema": '{"type": "object"}',
                "reasoning_effort": "low",
                "seed": 3,
            },
        }
    )
    (run,) = run_all(connect(server), request=request, key="sk-test-key-1")
    assert run.whole
    body, headers = server.seen.bodies[-1], server.seen.headers[-1]
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}
    assert (body["temperature"], body["top_p"], body["max_tokens"], body["seed"]) == (0.5, 0.9, 9, 3)
    assert body["stop"] == ["END"]
    assert body["reasoning_effort"] == "low"
    assert body["response_format"]["json_schema"]["schema"] == {"type": "object"}
    assert headers["authorization"] == "Bearer sk-test-key-1"
    assert not [name for name in headers if name.startswith(("x-stainless", "openai-"))]


def test_without_a_key_no_authorisation_is_sent(
    server: Any, connect: Connect, run_all: Callable[..., tuple[Run, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A key in the environment for other tools is not sent to a connection that names none."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-tool")
    (run,) = run_all(connect(server))
    assert run.whole
    assert "authorization" not in server.seen.headers[-1]


def test_images_go_along_as_data(server: Any, connect: Connect, run_all: Callable[..., tuple[Run, ...]]) -> None:
    """An image is sent inside the request, never as an address to fetch."""
    request = TrialRequest.model_validate(
        {
            "messages": [
                {"role": "user", "text": "See", "images": [{"name": "a", "media_type": "image/png", "data": "aGk="}]}
            ]
        }
    )
    run_all(connect(server), request=request)
    parts = server.seen.bodies[-1]["messages"][0]["content"]
    assert parts[1]["image_url"]["url"] == "data:image/png;base64,aGk="


def test_twenty_sessions_do_not_block_one_another(servers: ModuleType, connect: Connect, ask: TrialRequest) -> None:
    """Twenty trials of two panes each, one pane of which hangs: every good pane ends while all hung ones hang on."""
    with servers.running(speed_s=0.05) as steady:
        trials = [
            Trial([PaneJob(connect(steady, "silent", deadline_s=600), ask), PaneJob(connect(steady), ask)]).start()
            for _ in range(20)
        ]
        until(lambda: not any(trial.snapshots()[1].busy for trial in trials))
        assert all(trial.snapshots()[0].busy for trial in trials)
        for trial in trials:
            trial.stop()
        assert all(trial.wait(PATIENCE_S) for trial in trials)
    hung, good = ([trial.runs()[pane] for trial in trials] for pane in (0, 1))
    assert all(run.whole for run in good)
    assert [run.failure.kind for run in hung if run.failure is not None] == ["stopped"] * 20
