"""What the chat-completions and the responses client share: the guarded client, one call, reading loose answers.

A call is posted as plain JSON and its events are read as plain JSON: the library's typed layer would cost a third of
the time to the first token, and what endpoints send often fits no type.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any, ClassVar, Final

import httpx2
import openai
from openai import AzureOpenAI, OpenAI

from advisor.trials.clients.error_words import kind_of_error
from advisor.trials.clients.loose_json import error_of, error_text, field_of, items_of, text_of
from advisor.trials.events import Begin, Event, Note, NotStreamed, WrongAnswerError
from advisor.trials.network.keys import Key
from advisor.trials.network.leash import Control
from advisor.trials.network.transport import GuardedTransport, http_client, origin_of
from advisor.trials.records import Connection, Message, Parameters, TrialRequest

AZURE_API_VERSION: Final = "2024-10-21"
"""The stable version of Azure's data-plane API that is assumed where the connection names none."""
MOST_MODELS: Final = 10_000
"""Names that are read of a list; beyond that the list is no choice."""
_NAMES: Final = ("id", "name", "model", "slug")
_LISTS: Final = ("data", "models", "items", "result")
MOST_ADAPTATIONS: Final = 3
_LONGEST_COMPLAINT: Final = 10_000
_LINES: Final = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines")


def open_client(connection: Connection, key: Key, control: Control) -> OpenAI:
    """An OpenAI client that reaches the connection's host only and never retries."""
    transport = GuardedTransport(
        origins=frozenset({origin_of(connection.base_url)}),
        scope=connection.scope,
        control=control,
        with_key=bool(key),
    )
    client = http_client(transport)
    secret = key.reveal() or "none"
    if connection.flavour.startswith("azure"):
        return AzureOpenAI(
            azure_endpoint=connection.base_url,
            api_version=connection.api_version or AZURE_API_VERSION,
            api_key=secret,
            max_retries=0,
            http_client=client,
            timeout=client.timeout,
        )
    return OpenAI(
        base_url=connection.base_url, api_key=secret, max_retries=0, http_client=client, timeout=client.timeout
    )


class EndpointClient(ABC):
    """One call to one endpoint in one API flavour; subclasses say how to ask and how to read."""

    path: ClassVar[str]

    def __init__(self, connection: Connection, key: Key, control: Control) -> None:
        self._connection = connection
        self._client = open_client(connection, key, control)

    @abstractmethod
    def arguments(self, model: str, request: TrialRequest) -> dict[str, Any]:
        """The body of the request."""

    @abstractmethod
    def adapt(self, arguments: dict[str, Any], complaint: str) -> str | None:
        """Say a refused parameter otherwise; returns what was changed, or None when nothing can be."""

    @abstractmethod
    def streamed(self, event: object) -> Iterator[Event]:
        """Events of one streamed event, whatever of it is there."""

    @abstractmethod
    def whole(self, body: dict[str, Any]) -> Iterator[Event]:
        """Events of an answer that came in one piece."""

    def models(self) -> tuple[str, ...]:
        """Names of the models that the endpoint lists, sorted."""
        return model_names(self._client.get("/models", cast_to=object))

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Send the request and yield what arrives."""
        arguments = self.arguments(self._connection.model, request)
        yield Begin()
        stream, notes = self._sent(arguments)
        for note in notes:
            yield Note(note)
        if notes:
            yield Note("The time to first token includes the refused attempts.")
        body = body_of(stream.response)
        if isinstance(body, dict):
            yield NotStreamed()
            yield from self.whole(body)
            return
        if isinstance(body, list):
            yield NotStreamed()
        for event in stream if body is None else body:
            raise_if_error(event)
            yield from self.streamed(event)

    def _sent(self, arguments: dict[str, Any]) -> tuple[openai.Stream[object], list[str]]:
        """Post; where the endpoint refuses a parameter that can be said otherwise, say it so (at most 3 times)."""
        notes: list[str] = []
        while True:
            try:
                return self._client.post(
                    self.path, cast_to=object, body=arguments, stream=True, stream_cls=openai.Stream[object]
                ), notes
            except (openai.BadRequestError, openai.UnprocessableEntityError) as error:
                complaint = (
                    f"{error} {error.response.text[:_LONGEST_COMPLAINT]}"  # its words may lie deeper than a line
                )
                note = self.adapt(arguments, complaint) if len(notes) < MOST_ADAPTATIONS else None
                if note is None:
                    raise
                notes.append(note)


def sampling(given: Parameters, names: tuple[str, ...]) -> dict[str, Any]:
    """The named parameters that are set."""
    return {name: value for name in names if (value := getattr(given, name)) is not None}


def without_refused(arguments: dict[str, Any], complaint: str, names: tuple[str, ...]) -> str | None:
    """Leave out the first of the named parameters that the endpoint complains about; returns what was done."""
    for name in names:
        if name in complaint and name in arguments:
            del arguments[name]
            return f"The endpoint refuses the parameter {name}; it was left out."
    return None


def model_names(listing: object) -> tuple[str, ...]:
    """Names of the models in a listing of any form: a list, or an object that holds one; sorted, each once."""
    entries = items_of(listing) or next((found for name in _LISTS if (found := items_of(field_of(listing, name)))), [])
    names = {
        text_of(entry) or next((text for name in _NAMES if (text := text_of(field_of(entry, name)))), "")
        for entry in entries
    }
    return tuple(sorted(names - {""})[:MOST_MODELS])


def raise_if_error(body: object) -> None:
    """Raise ``WrongAnswerError`` for a JSON body or a streamed event that reports an error."""
    error = error_of(body)
    if error is not None:
        raise WrongAnswerError(kind_of_error(error), f"The endpoint reports: {error_text(error)}")


def body_of(response: httpx2.Response) -> dict[str, Any] | list[Any] | None:
    """An answer that came in one piece as an object, its events where it is a stream in one piece, None for a stream.

    Raises ``WrongAnswerError`` for a web page, for JSON that is none, and for an error.
    """
    kind = response.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "text/html":
        response.close()
        raise WrongAnswerError("wrong_path", "The endpoint answered with a web page instead of a model's answer.")
    if kind not in ("application/json", *_LINES):
        return None
    response.read()
    text = response.text.strip()
    try:
        events = kind in _LINES or text.startswith(("data:", "event:"))
        body = _events(text) if events else json.loads(text)
    except ValueError:
        raise WrongAnswerError("malformed", "The endpoint's answer is not valid JSON.") from None
    raise_if_error(body)
    if not isinstance(body, dict) and not events:
        raise WrongAnswerError("malformed", "The endpoint's answer is JSON, but not an object.")
    return body


def _events(text: str) -> list[Any]:
    """The events of a stream that was sent as one body, a JSON object per line."""
    lines = (line.removeprefix("data:").strip() for line in text.split("\n") if not line.startswith((":", "event:")))
    return [json.loads(line) for line in lines if line and line != "[DONE]"]


def chat_content(message: Message) -> str | list[dict[str, Any]]:
    """A message's content as chat completions take it: a text, or parts when images go along."""
    if not message.images:
        return message.text
    parts: list[dict[str, Any]] = [{"type": "text", "text": message.text}]
    parts += [
        {"type": "image_url", "image_url": {"url": f"data:{image.media_type};base64,{image.data}"}}
        for image in message.images
    ]
    return parts


def _warm_up() -> None:
    """Load what the library loads on first use, so that no first call measures it as time to first token."""
    answer = httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=b'data: {"id": ""}\n\n')
    transport = httpx2.MockTransport(lambda _: answer)
    http = httpx2.Client(transport=transport, trust_env=False)
    with OpenAI(base_url="https://127.0.0.1/v1", api_key="none", http_client=http) as client:
        _ = client.models
        for _event in client.post("/", cast_to=object, body={}, stream=True, stream_cls=openai.Stream[object]):
            pass


_warm_up()
