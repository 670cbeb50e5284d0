"""The responses API over the OpenAI client (OpenAI, Azure OpenAI and servers that speak it)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from advisor.trials.clients.openai_base import (
    EndpointClient,
    error_text,
    field_of,
    items_of,
    sampling,
    text_of,
    usage_of,
    without_refused,
)
from advisor.trials.events import Delta, Event, Finish, WrongAnswerError
from advisor.trials.records import Message, TrialRequest


class ResponsesClient(EndpointClient):
    """Streams responses; nothing is stored at the endpoint (``store=False``)."""

    path = "/responses"

    def arguments(self, model: str, request: TrialRequest) -> dict[str, Any]:
        """The body of the request."""
        return response_arguments(model, request)

    def adapt(self, arguments: dict[str, Any], complaint: str) -> str | None:
        """Say a refused parameter otherwise; returns what was changed, or None when nothing can be."""
        return without_refused(arguments, complaint, ("temperature", "top_p", "reasoning", "store"))

    def streamed(self, event: object) -> Iterator[Event]:
        """Events of one streamed event, whatever of it is there."""
        return stream_events(event)

    def whole(self, body: dict[str, Any]) -> Iterator[Event]:
        """Events of a response that came in one piece."""
        return whole_events(body)


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


def stream_events(event: object) -> Iterator[Event]:
    """Events of one streamed event, whatever of it is there."""
    kind = text_of(field_of(event, "type"))
    if kind in ("response.output_text.delta", "response.refusal.delta"):
        yield Delta(text_of(field_of(event, "delta")))
    elif kind in ("response.reasoning_text.delta", "response.reasoning_summary_text.delta"):
        yield Delta(text_of(field_of(event, "delta")), reasoning=True)
    elif kind in ("response.completed", "response.incomplete"):
        response = field_of(event, "response")
        details = field_of(response, "incomplete_details")
        yield usage_of(field_of(response, "usage"), asked="input", said="output")
        yield Finish(text_of(field_of(details, "reason")) or "stop")
    elif kind == "response.failed":
        problem = field_of(field_of(event, "response"), "error")
        raise WrongAnswerError("server_error", f"The endpoint reports: {error_text(problem)}")
    elif kind == "error":
        raise WrongAnswerError("server_error", f"The endpoint reports: {error_text(event)}")


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
    yield usage_of(body.get("usage"), asked="input", said="output")
    if body.get("status"):
        yield Finish("stop" if body["status"] == "completed" else text_of(body["status"]))
