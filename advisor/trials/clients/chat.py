"""Chat completions over the OpenAI client: OpenAI, Azure OpenAI, vLLM, SGLang, Ollama, llama.cpp and gateways."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from advisor.trials.clients.finishes import end_of
from advisor.trials.clients.loose_json import field_of, items_of, pieces_of, text_of, tool_parts, usage_of
from advisor.trials.clients.openai_base import EndpointClient, chat_content, sampling, without_refused
from advisor.trials.events import Event, Finish
from advisor.trials.records import TrialRequest

_NO_STREAM: Final = re.compile(r"(?i)stream(ing|ed)?\b.{0,20}\b(not (be )?(supported|allowed|available)|unsupported)")


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
        if "max_tokens" in complaint and "max_completion_tokens" in arguments:
            arguments["max_tokens"] = arguments.pop("max_completion_tokens")
            return "The endpoint wants max_tokens instead of max_completion_tokens; it was sent so."
        names = ("stream_options", "seed", "temperature", "top_p", "reasoning_effort")
        note = without_refused(arguments, complaint, names)
        if note is None and arguments["stream"] and _NO_STREAM.search(complaint):
            arguments["stream"] = False
            arguments.pop("stream_options", None)
            return "The endpoint refuses to stream; the answer was asked for in one piece."
        return note

    def streamed(self, event: object) -> Iterator[Event]:
        """Events of one streamed chunk, whatever of it is there."""
        return chat_events(event)

    def whole(self, body: dict[str, Any]) -> Iterator[Event]:
        """Events of an answer that came in one piece."""
        return chat_events(body)


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
    if given.tools:
        arguments["tools"] = [{"type": "function", "function": tool.model_dump()} for tool in given.tools]
    if given.json_schema is not None:
        schema = json.loads(given.json_schema)
        arguments["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": schema, "strict": True},
        }
    return arguments


def chat_events(chunk: object) -> Iterator[Event]:
    """Events of one streamed chunk or of a whole answer, whatever of it is there."""
    choice = _first_choice(field_of(chunk, "choices"))
    said = field_of(choice, "delta") or field_of(choice, "message")
    thoughts = (field_of(said, name) for name in ("reasoning_content", "reasoning", "reasoning_details"))
    yield from pieces_of(next((thought for thought in thoughts if thought), None), reasoning=True)
    yield from pieces_of(field_of(said, "content") or field_of(said, "refusal") or field_of(choice, "text"))
    yield from tool_parts(said)
    reason = text_of(field_of(choice, "finish_reason"))
    if end_of(reason) != "none":
        yield Finish(reason)
    places = (chunk, field_of(chunk, "x_groq"), choice)
    for usage in (usage_of(field_of(place, "usage")) for place in places):
        if usage is not None:
            yield usage


def _first_choice(choices: object) -> object:
    """The choice with the number 0, or without a number."""
    known = [choice for choice in items_of(choices) if choice is not None]
    return next((choice for choice in known if field_of(choice, "index") in (0, None)), None)
