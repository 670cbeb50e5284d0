"""Likeness in meaning by an endpoint that embeds, over real HTTP."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from trials import servers

from advisor.trials.clients.call import CallResult, Progress, run_call
from advisor.trials.clients.embeddings import cosine
from advisor.trials.clients.factory import make_embedder
from advisor.trials.evaluation.kinds.meaning import similarity_in
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.records import Message, TrialRequest, embedded_connection


def alike(connection: Any, *texts: str) -> CallResult:
    """What the endpoint says of some texts."""
    ask = TrialRequest(messages=tuple(Message(role="user", text=text) for text in texts))
    return run_call(
        connection, ask, control=Control(20), progress=Progress(), find_key=lambda _: Key("key"), factory=make_embedder
    )


@pytest.mark.parametrize("model", ["embeds", "embeds_packed"])
def test_texts_are_embedded_and_compared(model: str, server: Any, connect: Callable[..., Any]) -> None:
    """In the order of their numbers; numbers and base64 give the same."""
    found = alike(connect(server, model), "ab", "ba")
    assert found.problem is None
    assert similarity_in(found.text) == pytest.approx(1.0)
    other = similarity_in(alike(connect(server, model), "aaaa", "zzzz").text)
    vectors = [np.array(servers.vector_of(text)) for text in ("aaaa", "zzzz")]
    assert other == pytest.approx(cosine(vectors[0], vectors[1]), abs=1e-6)
    assert server.seen.paths[-1] == "/v1/embeddings"
    assert server.seen.bodies[-1]["input"] == ["aaaa", "zzzz"]


def test_tokens_are_counted(server: Any, connect: Callable[..., Any]) -> None:
    """As the endpoint reports them."""
    usage = alike(connect(server, "embeds"), "ab", "ba").usage
    assert usage is not None
    assert usage.input_tokens == 9


@pytest.mark.parametrize("model", ["embeds_one", "embeds_zeros", "embeds_words", "embeds_nothing"])
def test_what_is_no_embedding_is_said(model: str, server: Any, connect: Callable[..., Any]) -> None:
    """No figure is made of it."""
    found = alike(connect(server, model), "ab", "ba")
    assert found.problem is not None
    assert found.problem.kind == "malformed"
    assert found.text == ""


def test_a_model_that_does_not_embed_says_so(server: Any, connect: Callable[..., Any]) -> None:
    """In the endpoint's words."""
    found = alike(connect(server, "embeds_not"), "ab", "ba")
    assert found.problem is not None
    assert "does not support embeddings" in found.problem.message


def test_the_embedded_model_does_not_embed() -> None:
    """Its connection is no such endpoint."""
    found = alike(embedded_connection(), "ab", "ba")
    assert found.problem is not None
    assert found.problem.kind == "wrong_flavour"


def test_a_cosine_below_zero_is_no_likeness() -> None:
    """And what is no figure is none."""
    assert similarity_in('{"similarity": -0.5}') == 0.0
    assert similarity_in("nothing") is None
    assert similarity_in('{"similarity": 7}') is None
    assert similarity_in("[1]") is None
