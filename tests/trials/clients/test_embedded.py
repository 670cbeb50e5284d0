"""The model that comes with the installation: what can be said without running it."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from advisor.trials.clients import embedded
from advisor.trials.clients.embedded import EmbeddedClient, EmbeddedError, available, gguf_path
from advisor.trials.network.leash import Control, StoppedError
from advisor.trials.records import TrialRequest

PIXEL = {"name": "p.png", "media_type": "image/png", "data": "iVBORw0KGgo="}


def asked(**message: Any) -> TrialRequest:
    """One question."""
    return TrialRequest.model_validate({"messages": [{"role": "user", "text": "Hi"} | message]})


def test_without_its_package_there_is_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is listed, and asking says what to install."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(embedded, "ENGINE", type(embedded.ENGINE)())
    assert gguf_path() is None
    assert not available()
    client = EmbeddedClient(Control(5))
    assert client.models() == ()
    with pytest.raises(EmbeddedError, match="install the extra 'local'"):
        next(client.stream(asked()))
    assert embedded.ENGINE.turn.acquire(blocking=False), "the turn was given back"


def test_images_are_refused_before_anybody_waits() -> None:
    """It reads text only."""
    with pytest.raises(EmbeddedError, match="text only"):
        next(EmbeddedClient(Control(5)).stream(asked(images=[PIXEL])))


def test_who_waits_for_the_turn_can_be_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """While somebody else's call holds the one pipeline."""
    monkeypatch.setattr(embedded, "ENGINE", type(embedded.ENGINE)())
    control = Control(60)
    embedded.ENGINE.turn.acquire()
    control.stop()
    with pytest.raises(StoppedError):
        next(EmbeddedClient(control).stream(asked()))
