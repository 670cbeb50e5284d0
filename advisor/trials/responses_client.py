"""The responses API over the OpenAI client (OpenAI, Azure OpenAI and servers that speak it)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from advisor.trials.chat_client import sampling
from advisor.trials.client import Begin, Delta, Event, Finish, Note, NotStreamed, Usage, WrongAnswerError
from advisor.trials.control import Control
from advisor.trials.keys import Key
from advisor.trials.openai_base import (
    adapted,
    body_of,
    count_of,
    error_text,
    items_of,
    list_models,
    open_client,
    text_of,
)
from advisor.trials.records import Connection, Message, TrialRequest


class ResponsesClient:
    """Streams responses; nothing is stored at the endpoint (``store=False``)."""

    def __init__(self, connection: Connection, key: Key, control: Control) -> None:
        self._connection = connection
        self._client = open_client(connection, key, control)

    def models(self) -> tuple[str, ...]:
        """Names of the models that the endpoint lists."""
        return list_models(self._client)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def stream(self, request: TrialRequest) -> Iterator[Event]:
        """Send the request and yield what arrives."""
        arguments = response_arguments(self._connection.model, request)
        yield Begin()
        stream, notes = adapted(arguments, lambda given: self._client.responses.create(**given), _adapt)
        for note in notes:
            yield Note(note)
        body = body_of(stream.response)
        if body is not None:
            yield NotStreamed()
            yield from whole_events(body)
            return
        for event in stream:
            yield from stream_events(event)


def response_arguments(model: str, request: TrialRequest) -> dict[str, Any]:
    """The arguments of one response; the API has neither stop strings nor a seed."""
    given = request.parameters
    arguments: dict[str, Any] = {
        "model": model,
        "input": [_turn(turn) for turn in request.messages],
        "stream": True,
        "store": False,
    }
    arguments |= sampling(given, ("temperature", "top_p"))
    if given.max_tokens is not None:
        arguments["max_output_tokens"] = given.max_tokens
    if given.system:
        arguments["instructions"] = given.system
    if given.reasoning_effort is not None:
        arguments["reasoning"] = {"effort": given.reasoning_effort}
    if given.json_schema is not None:
        schema = json.loads(given.json_schema)
        arguments["text"] = {"format": {"type": "json_schema", "name": "answer", "schema": schema, "strict": True}}
    return arguments


def _turn(message: Message) -> dict[str, Any]:
    kind = "output_text" if message.role == "assistant" else "input_text"
    parts: list[dict[str, Any]] = [{"type": kind, "text": message.text}]
    parts += [
        {"type": "input_image", "detail": "auto", "image_url": f"data:{image.media_type};base64,{image.data}"}
        for image in message.images
    ]
    return {"role": message.role, "content": parts}


def _adapt(arguments: dict[str, Any], complaint: str) -> str | None:
    for name in ("temperature", "top_p", "reasoning", "store"):
        if name in complaint and name in arguments:
            del arguments[name]
            return f"The endpoint refuses the parameter {name}; it was left out."
    return None


def stream_events(event: object) -> Iterator[Event]:
    """Events of one streamed event, whatever of it is there."""
    kind = text_of(getattr(event, "type", None))
    if kind in ("response.output_text.delta", "response.refusal.delta"):
        yield Delta(text_of(getattr(event, "delta", None)))
    elif kind in ("response.reasoning_text.delta", "response.reasoning_summary_text.delta"):
        yield Delta(text_of(getattr(event, "delta", None)), reasoning=True)
    elif kind in ("response.completed", "response.incomplete"):
        response = getattr(event, "response", None)
        details = getattr(response, "incomplete_details", None)
        yield _usage(getattr(response, "usage", None))
        yield Finish(text_of(getattr(details, "reason", None)) or "stop")
    elif kind == "response.failed":
        problem = getattr(getattr(event, "response", None), "error", None)
        raise WrongAnswerError("server_error", f"The endpoint reports: {text_of(getattr(problem, 'message', None))}")
    elif kind == "error":
        raise WrongAnswerError("server_error", f"The endpoint reports: {text_of(getattr(event, 'message', None))}")


def _usage(usage: object) -> Usage:
    def look(source: object, name: str) -> object:
        return source.get(name) if isinstance(source, dict) else getattr(source, name, None)

    return Usage(
        input_tokens=count_of(look(usage, "input_tokens")),
        output_tokens=count_of(look(usage, "output_tokens")),
        reasoning_tokens=count_of(look(look(usage, "output_tokens_details"), "reasoning_tokens")),
        cached_input_tokens=count_of(look(look(usage, "input_tokens_details"), "cached_tokens")),
    )


def whole_events(body: dict[str, Any]) -> Iterator[Event]:
    """Events of a response that came in one piece."""
    if body.get("status") == "failed":
        raise WrongAnswerError("server_error", f"The endpoint reports: {error_text(body.get('error'))}")
    for item in items_of(body.get("output")):
        if not isinstance(item, dict):
            continue
        for part in items_of(item.get("content")) + items_of(item.get("summary")):
            text = text_of(part.get("text")) if isinstance(part, dict) else ""
            if text:
                yield Delta(text, reasoning=item.get("type") == "reasoning")
    yield _usage(body.get("usage"))
    if body.get("status"):
        yield Finish("stop" if body["status"] == "completed" else text_of(body["status"]))
