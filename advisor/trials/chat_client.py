"""Chat completions over the OpenAI client: OpenAI, Azure OpenAI, vLLM, SGLang, Ollama, llama.cpp and gateways."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from advisor.trials.client import Begin, Delta, Event, Finish, Note, NotStreamed, Usage
from advisor.trials.control import Control
from advisor.trials.keys import Key
from advisor.trials.openai_base import (
    adapted,
    body_of,
    chat_content,
    count_of,
    items_of,
    list_models,
    open_client,
    text_of,
)
from advisor.trials.records import Connection, Parameters, TrialRequest


class ChatClient:
    """Streams chat completions."""

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
        arguments = chat_arguments(self._connection.model, request)
        yield Begin()
        stream, notes = adapted(arguments, lambda given: self._client.chat.completions.create(**given), _adapt)
        for note in notes:
            yield Note(note)
        if notes:
            yield Note("The time to first token includes the refused attempts.")
        body = body_of(stream.response)
        if body is not None:
            yield NotStreamed()
            yield from whole_events(body)
            return
        for chunk in stream:
            yield from chunk_events(chunk)


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


def sampling(given: Parameters, names: tuple[str, ...]) -> dict[str, Any]:
    """The named parameters that are set."""
    return {name: value for name in names if (value := getattr(given, name)) is not None}


def _adapt(arguments: dict[str, Any], complaint: str) -> str | None:
    """Say a refused parameter otherwise; returns what was changed, or None when nothing can be."""
    if "max_completion_tokens" in complaint and "max_tokens" in arguments:
        arguments["max_completion_tokens"] = arguments.pop("max_tokens")
        return "The endpoint wants max_completion_tokens instead of max_tokens; it was sent so."
    for name in ("stream_options", "seed", "temperature", "top_p", "reasoning_effort"):
        if name in complaint and name in arguments:
            del arguments[name]
            return f"The endpoint refuses the parameter {name}; it was left out."
    return None


def chunk_events(chunk: object) -> Iterator[Event]:
    """Events of one streamed chunk, whatever of it is there."""
    for choice in items_of(getattr(chunk, "choices", None))[:1]:
        delta = getattr(choice, "delta", None)
        thought = text_of(getattr(delta, "reasoning_content", None)) or text_of(getattr(delta, "reasoning", None))
        if thought:
            yield Delta(thought, reasoning=True)
        answer = text_of(getattr(delta, "content", None)) or text_of(getattr(delta, "refusal", None))
        if answer:
            yield Delta(answer)
        reason = text_of(getattr(choice, "finish_reason", None))
        if reason:
            yield Finish(reason)
    usage = getattr(chunk, "usage", None)
    if usage is not None:
        yield usage_event(usage)


def usage_event(usage: object) -> Usage:
    """Usage from an object or a mapping with OpenAI's names."""

    def look(source: object, name: str) -> object:
        return source.get(name) if isinstance(source, dict) else getattr(source, name, None)

    return Usage(
        input_tokens=count_of(look(usage, "prompt_tokens")),
        output_tokens=count_of(look(usage, "completion_tokens")),
        reasoning_tokens=count_of(look(look(usage, "completion_tokens_details"), "reasoning_tokens")),
        cached_input_tokens=count_of(look(look(usage, "prompt_tokens_details"), "cached_tokens")),
    )


def whole_events(body: dict[str, Any]) -> Iterator[Event]:
    """Events of an answer that came in one piece."""
    for choice in items_of(body.get("choices"))[:1]:
        message = choice.get("message") if isinstance(choice, dict) else None
        message = message if isinstance(message, dict) else {}
        thought = text_of(message.get("reasoning_content")) or text_of(message.get("reasoning"))
        if thought:
            yield Delta(thought, reasoning=True)
        answer = text_of(message.get("content")) or text_of(message.get("refusal"))
        if answer:
            yield Delta(answer)
        reason = text_of(choice.get("finish_reason")) if isinstance(choice, dict) else ""
        if reason:
            yield Finish(reason)
    if isinstance(body.get("usage"), dict):
        yield usage_event(body["usage"])
