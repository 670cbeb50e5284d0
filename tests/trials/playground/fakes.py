"""Fake models that are held by gates, for the tests of trials under way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

from advisor.trials.events import Begin, Delta, Event, Finish, TokenUsage
from advisor.trials.network.leash import Control
from advisor.trials.records import Connection, TrialRequest


class FakeClient:
    """A model that says its words; before each word but the first it waits for its gate."""

    def __init__(self, control: Control, words: tuple[str, ...], gate: threading.Event | None = None) -> None:
        self.control, self.words, self.gate = control, words, gate
        self.closed = False

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Say the words."""
        yield Begin()
        for number, word in enumerate(self.words):
            while number and self.gate is not None and not self.gate.wait(0.01):
                self.control.check()
            self.control.check()
            yield Delta(word)
        yield TokenUsage(len(request.prompt), len(self.words))
        yield Finish("stop")

    def models(self) -> tuple[str, ...]:
        """One model."""
        return ("fake",)

    def close(self) -> None:
        """Remember it."""
        self.closed = True


def fake_factory(
    words: tuple[str, ...] = ("one", " two", " three"), **gates: threading.Event
) -> Callable[..., FakeClient]:
    """A factory of fakes; a connection named among the gates is held after its first word until its gate opens."""
    return lambda connection, _key, control: FakeClient(control, words, gates.get(connection.name))


def fake(name: str = "fake", **changes: Any) -> Connection:
    """A connection to a fake."""
    given = {
        "name": name,
        "base_url": "http://127.0.0.1:9/v1",
        "scope": "loopback",
        "model": name,
        "hosting": "on_prem",
    }
    return Connection.model_validate(given | changes)
