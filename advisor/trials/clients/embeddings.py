"""How alike two texts are in meaning, by an endpoint that embeds texts: a client whose answer is that figure as JSON.

It speaks ``/embeddings`` of OpenAI's API (OpenAI, Azure OpenAI, vLLM, Ollama, llama.cpp, text-embeddings-inference).
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.trials.clients.loose_json import field_of, items_of, usage_of
from advisor.trials.clients.openai_base import model_names, open_client, raise_if_error
from advisor.trials.events import Begin, Delta, Event, Finish, WrongAnswerError
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.records import EMBEDS, Connection, TrialRequest


class EmbeddingClient:
    """Embeds the texts of a request and answers with the cosine of the first two."""

    def __init__(self, connection: Connection, key: Key, control: Control) -> None:
        if connection.flavour not in EMBEDS:
            raise WrongAnswerError("wrong_flavour", "Only connections of OpenAI's API can embed texts.")
        self._connection = connection
        self._client = open_client(connection, key, control)

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Send the texts and yield ``{"similarity": ...}``; raises ``WrongAnswerError`` for vectors that are none."""
        yield Begin()
        texts = [turn.text for turn in request.messages]
        body = {"model": self._connection.model, "input": texts, "encoding_format": "float"}
        found: Any = self._client.post("/embeddings", cast_to=object, body=body)
        raise_if_error(found)
        first, second = _vectors(found, len(texts))[:2]
        yield Delta(json.dumps({"similarity": cosine(first, second), "dimensions": int(first.size)}))
        usage = usage_of(field_of(found, "usage"))
        if usage is not None:
            yield usage
        yield Finish("stop")

    def models(self) -> tuple[str, ...]:
        """Names of the models that the endpoint lists."""
        return model_names(self._client.get("/models", cast_to=object))

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()


def cosine(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """The cosine of two vectors that are not zero, in [-1, 1]."""
    value = float(first @ second / (np.linalg.norm(first) * np.linalg.norm(second)))
    return max(-1.0, min(1.0, value))


def _vectors(body: object, wanted: int) -> list[NDArray[np.float64]]:
    """The vectors in the order of the texts: as many as texts, of one length, none of them zero."""
    entries = items_of(field_of(body, "data"))
    if all(isinstance(field_of(entry, "index"), int) for entry in entries):
        entries = sorted(entries, key=lambda entry: int(str(field_of(entry, "index"))))
    vectors = [_vector(field_of(entry, "embedding")) for entry in entries]
    whole = len(vectors) == wanted and len({one.size for one in vectors}) == 1
    if not whole or not all(one.size and np.isfinite(one).all() and one.any() for one in vectors):
        raise WrongAnswerError("malformed", "The endpoint's answer holds no usable embedding for each text.")
    return vectors


def _vector(found: object) -> NDArray[np.float64]:
    """One embedding: numbers, or 32-bit numbers as base64, which some servers send unasked."""
    try:
        if isinstance(found, str):
            return np.frombuffer(base64.b64decode(found, validate=True), dtype="<f4").astype(float)
        return np.asarray(items_of(found), dtype=float).ravel()
    except (ValueError, TypeError, binascii.Error):
        return np.zeros(0)
