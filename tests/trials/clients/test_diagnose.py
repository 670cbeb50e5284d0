"""Testing a connection: what is wrong, in plain words with advice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from advisor.trials.clients.diagnose import diagnose
from advisor.trials.network.keys import NO_KEY
from advisor.trials.records import Connection

Connect = Callable[..., Connection]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("status_401", "key"),
        ("status_404_model", "no model"),
        ("status_429", "too many requests"),
        ("html_page", "web page"),
        ("reset_at_once", "broke"),
    ],
)
def test_a_diagnosis_says_what_is_wrong(server: Any, connect: Connect, model: str, words: str) -> None:
    """Each failure in plain words, with advice."""
    found = diagnose(connect(server, model), lambda _: NO_KEY)
    assert not found.ok
    step = next(step for step in found.steps if step.name == "Answer")
    assert words in step.message
    assert step.advice


def test_a_good_connection_is_diagnosed_as_good(server: Any, connect: Connect) -> None:
    """Models are listed, the answer streams, tokens are reported."""
    found = diagnose(connect(server), lambda _: NO_KEY)
    assert found.ok
    assert found.models == ("other", "well")
    assert [step.ok for step in found.steps] == [True, True, True, True]


def test_a_server_that_does_not_stream_is_a_remark(server: Any, connect: Connect) -> None:
    """Not streaming is not an error, but it is said."""
    found = diagnose(connect(server, "not_streaming"), lambda _: NO_KEY)
    assert found.ok
    assert next(step for step in found.steps if step.name == "Streaming").ok is None


def test_an_answer_that_our_own_limit_cut_is_an_answer(server: Any, connect: Connect) -> None:
    """A model that thinks first may need more than the little that the test allows: said, and no failure."""
    found = diagnose(connect(server, "finish_length"), lambda _: NO_KEY)
    assert found.ok
    assert next(step for step in found.steps if step.name == "Answer").ok is True
    assert "cut at the maximum of 64 tokens" in found.steps[-1].message


def test_an_endpoint_that_embeds_and_does_not_chat_is_good(server: Any, connect: Connect) -> None:
    """A connection for comparing answers by meaning is no failure; one that does neither is."""
    found = diagnose(connect(server, "embeds"), lambda _: NO_KEY)
    assert found.ok
    assert [step.name for step in found.steps] == ["List of models", "Embeddings", "Use"]
    assert server.seen.paths[-2:] == ["/v1/chat/completions", "/v1/embeddings"]
    assert not diagnose(connect(server, "embeds_not"), lambda _: NO_KEY).ok
