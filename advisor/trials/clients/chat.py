"""Chat completions over the OpenAI client: OpenAI, Azure OpenAI, vLLM, SGLang, Ollama, llama.cpp and gateways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from advisor.trials.clients.openai_base import (
    EndpointClient,
    chat_content,
    field_of,
    items_of,
    sampling,
    text_of,
    usage_of,
    without_refused,
)
from advisor.trials.events import Delta, Event, Finish
from advisor.trials.records import TrialRequest


class ChatClient(EndpointClient):
    """Streams chat completions."""

    path = "/chat/completions"

    def arguments(self, model: str, request: TrialRequest) -> dict[str, Any]:
        """The body of the request."""
        return chat_arguments(model, request)

    def adapt(self, arguments: dict[str, Any], complaint: str) -> str | None:
        """Say a refused parameter otherwise; returns what was changed, or None when nothing can be."""
        if "max_completion_tokens" in complaint and "max_tokens" in arguments:
            arguments["max_completion_tokens"] = arguments.pop("max_tokens")
            return "The endpoint wants max_completion_tokens instead of max_tokens; it was sent so."
        names = ("stream_options", "seed", "temperature", "top_p", "reasoning_effort")
        return without_refused(arguments, complaint, names)

    def streamed(self, event: object) -> Iterator[Event]:
        """Events of one streamed chunk, whatever of it is there."""
        return chat_events(event, part="delta")

    def whole(self, body: dict[str, Any]) -> Iterator[Event]:
        """Events of an answer that came in one piece."""
        return chat_events(body, part="message")


def chat_arguments(model: str, request: TrialRequest) -> dict[str, Any]:
    """The arguments of one chat completion; parameters that are None are left to the endpoint."""
    given = request.parameters
    messages: list[dict[str, Any]] = []
    if given.system:
        messages.append({"role": "system", "content": given.system})
    messages += [{"role": turn.role, "content": chat_content(turn)} for turn in request.messages]
    arguments: dict[str, Any] = {
        "model": model,
        "messages": messages,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    arguments |= sampling(given, ("temperature", "top_p", "max_tokens", "seed", "reasoning_effort"))
    if given.stop:
        arguments["stop"] = list(given.stop)
    if given.json_schema is not None:
        schema = json.loads(given.json_schema)
        arguments["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": schema, "strict": True},
        }
    return arguments


def chat_events(chunk: object, *, part: str) -> Iterator[Event]:
    """Events of one chunk (``part`` is "delta") or of a whole answer ("message"), whatever of it is there."""
    for choice in items_of(field_of(chunk, "choices"))[:1]:
        said = field_of(choice, part)
        thought = text_of(field_of(said, "reasoning_content")) or text_of(field_of(said, "reasoning"))
        if thought:
            yield Delta(thought, reasoning=True)
        answer = text_of(field_of(said, "content")) or text_of(field_of(said, "refusal"))
        if answer:
            yield Delta(answer)
        reason = text_of(field_of(choice, "finish_reason"))
        if reason:
            yield Finish(reason)
    usage = field_of(chunk, "usage")
    if usage is not None:
        yield usage_of(usage, asked="prompt", said="completion")
