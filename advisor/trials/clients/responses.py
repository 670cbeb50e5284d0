"""The responses API over the OpenAI client (OpenAI, Azure OpenAI and servers that speak it)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from advisor.trials.clients.error_words import kind_of_error
from advisor.trials.clients.loose_json import error_text, field_of, items_of, pieces_of, text_of, usage_of
from advisor.trials.clients.openai_base import EndpointClient, sampling, without_refused
from advisor.trials.events import Delta, Event, Finish, ToolPart, WrongAnswerError
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
    if given.tools:
        arguments["tools"] = [{"type": "function", "strict": False, **tool.model_dump()} for tool in given.tools]
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
    elif kind == "response.output_item.done":
        yield from _call(field_of(event, "item"), field_of(event, "output_index"))
    elif kind in ("response.completed", "response.incomplete"):
        yield from _ended(field_of(event, "response"), otherwise=kind.removeprefix("response."))
    elif kind == "response.failed":
        _raise(field_of(field_of(event, "response"), "error"))
    elif kind == "error":
        _raise(event)


def whole_events(body: dict[str, Any]) -> Iterator[Event]:
    """Events of a response that came in one piece."""
    if body.get("status") == "failed":
        _raise(body.get("error"))
    for place, item in enumerate(items_of(body.get("output"))):
        yield from _call(item, place)
        if isinstance(item, dict):
            parts = items_of(item.get("content")) + items_of(item.get("summary"))
            yield from pieces_of(parts, reasoning=item.get("type") == "reasoning")
    yield from _ended(body, otherwise="")


def _call(item: object, place: object) -> Iterator[Event]:
    """A call that the model asks for, where an item of the output is one."""
    if text_of(field_of(item, "type")) == "function_call":
        number = place if isinstance(place, int) else 0
        named = (text_of(field_of(item, name)) for name in ("call_id", "name", "arguments"))
        yield ToolPart(number, *named)


def _ended(response: object, *, otherwise: str) -> Iterator[Event]:
    """Usage and finish of a response that is over."""
    usage = usage_of(field_of(response, "usage"))
    if usage is not None:
        yield usage
    status = text_of(field_of(response, "status")) or otherwise
    reason = text_of(field_of(field_of(response, "incomplete_details"), "reason"))
    if reason or status:
        yield Finish(reason or ("stop" if status == "completed" else status))


def _raise(error: object) -> None:
    raise WrongAnswerError(kind_of_error(error), f"The endpoint reports: {error_text(error)}")
