"""Reading what endpoints really send: texts in parts, counts in several notations, usage in several places.

Nothing here raises for an odd form: what cannot be read is left out. Forms seen at OpenAI, Azure, Mistral, DeepSeek,
Groq, Moonshot, xAI, OpenRouter, Together, vLLM, SGLang, llama.cpp, LM Studio, Ollama and LiteLLM.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any, Final

from advisor.trials.events import Delta, TokenUsage, ToolPart
from advisor.trials.tools import ToolCall

_MOST_TOKENS: Final = 10**9
MOST_CALLS: Final = 64
LONGEST_ARGUMENTS: Final = 200_000
"""Characters of all arguments of one answer together; what comes after is left out."""
_DEEP: Final = 5
_DEEPEST: Final = 50
"""Levels of JSON that are read: Python stops at some hundreds, which a value may have that it has itself read."""
_THOUGHT: Final = ("thinking", "reasoning", "thought", "reasoning_text", "reasoning.text", "summary_text")
_TEXTS: Final = ("text", "thinking", "reasoning", "content", "refusal", "summary")


def field_of(source: object, name: str) -> object:
    """A field of a JSON object or of a library's record; None for everything else."""
    return source.get(name) if type(source) is dict else getattr(source, name, None)


def text_of(value: object) -> str:
    """A text, or "" for everything that is not one."""
    return value if isinstance(value, str) else ""


def items_of(value: object) -> list[Any]:
    """A list, or [] for everything that is not one."""
    return value if isinstance(value, list) else []


def is_deep(value: object) -> bool:
    """Whether lists and objects stand in one another so deep that writing them out would fail."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else items_of(one))]
    return any(isinstance(one, dict | list) for one in level)


def count_of(value: object) -> int | None:
    """A count of tokens, also as 3.0 or "3"; None for everything that cannot be one."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(_MOST_TOKENS)):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST_TOKENS else None


def pieces_of(content: object, *, reasoning: bool = False, depth: int = 0) -> Iterator[Delta]:
    """The texts of a content that is a text, a part, or a list of parts; parts of thinking are told apart."""
    if isinstance(content, str):
        if content:
            yield Delta(content, reasoning=reasoning)
    elif isinstance(content, list) and depth < _DEEP:
        for part in content:
            yield from pieces_of(part, reasoning=reasoning, depth=depth + 1)
    elif isinstance(content, dict) and depth < _DEEP:
        thought = reasoning or text_of(content.get("type")) in _THOUGHT
        inner = next((content[name] for name in _TEXTS if content.get(name)), None)
        yield from pieces_of(inner, reasoning=thought, depth=depth + 1)


def usage_of(usage: object) -> TokenUsage | None:
    """What a usage object says, whatever its fields are called; None where it says nothing.

    Where reasoning is counted beside the answer (the total tells), both are output.
    """
    asked = _first(usage, "prompt_tokens", "input_tokens")
    said = _first(usage, "completion_tokens", "output_tokens")
    details = field_of(usage, "completion_tokens_details") or field_of(usage, "output_tokens_details")
    reasoning = _first(details, "reasoning_tokens")
    reasoning = _first(usage, "reasoning_tokens") if reasoning is None else reasoning
    of_input = field_of(usage, "prompt_tokens_details") or field_of(usage, "input_tokens_details")
    cached = _first(of_input, "cached_tokens")
    cached = (
        _first(usage, "prompt_cache_hit_tokens", "cache_read_input_tokens", "cached_tokens")
        if cached is None
        else cached
    )
    total = _first(usage, "total_tokens")
    if None not in (asked, said, reasoning, total) and reasoning and total == (asked or 0) + (said or 0) + reasoning:
        said = (said or 0) + reasoning
    found = TokenUsage(asked, said, reasoning, cached)
    return found if any(count is not None for count in astuple(found)) else None


def _first(source: object, *names: str) -> int | None:
    return next((count for name in names if (count := count_of(field_of(source, name))) is not None), None)


def later_usage(known: TokenUsage | None, new: TokenUsage) -> TokenUsage:
    """What is known after one more usage of the same call: counts run up, and a last one of zeros takes nothing back.

    Counts of each field, the largest seen: some endpoints repeat the sum so far in every chunk, some say the prompt
    first and the answer last, some end with an empty usage.
    """
    if known is None:
        return new
    pairs = zip(astuple(known), astuple(new), strict=True)
    return TokenUsage(*(max((count for count in pair if count is not None), default=None) for pair in pairs))


def error_of(body: object) -> object | None:
    """The error in a JSON body that is one, in any of the forms of the endpoints; None where there is none."""
    body = body[0] if isinstance(body, list) and len(body) == 1 else body
    if not isinstance(body, dict):
        return None
    named: object = body.get("error")
    if named:
        return named
    if body.get("object") == "error" or body.get("type") == "error":
        return body
    base = body.get("base_resp")
    if isinstance(base, dict) and base.get("status_code"):
        return {"message": base.get("status_msg") or "no reason given", "code": base["status_code"]}
    return None


def error_text(error: object) -> str:
    """The message of an error object as endpoints send it, in one line; none of one that is nested without end."""
    if is_deep(error):
        return ""
    if isinstance(error, str):
        return _line(error)
    if isinstance(error, list):
        return _line("; ".join(dict.fromkeys(filter(None, map(error_text, error[:5])))))
    if not isinstance(error, dict):
        return _line(str(error))
    if error.get("msg") and error.get("loc"):  # one field of a request, as FastAPI's servers refuse it
        place = ".".join(map(str, items_of(error["loc"]))) or str(error["loc"])
        return _line(f"{place}: {error['msg']}")
    inner = next((error[name] for name in ("message", "error", "detail", "msg") if error.get(name)), None)
    return _line(json.dumps(error)) if inner is None else error_text(inner)


def error_code(error: object) -> int | None:
    """The HTTP status that an error object names, where it names one."""
    code = count_of(field_of(error, "code")) or count_of(field_of(error, "status"))
    return code if code is not None and 400 <= code < 600 else None  # noqa: PLR2004 - HTTP


def _line(text: str) -> str:
    return " ".join(text.split())[:300]


def tool_parts(said: object) -> Iterator[ToolPart]:
    """The pieces of calls in a message or a delta: OpenAI's list, a bare list, or the single call of the first API."""
    for place, call in enumerate(items_of(field_of(said, "tool_calls"))):
        function = field_of(call, "function") or call
        number = field_of(call, "index")
        yield ToolPart(
            place=number if isinstance(number, int) and not isinstance(number, bool) else place,
            call_id=text_of(field_of(call, "id")),
            name=text_of(field_of(function, "name")),
            arguments=_written(field_of(function, "arguments")),
        )
    single = field_of(said, "function_call")
    if single is not None:
        yield ToolPart(0, "", text_of(field_of(single, "name")), _written(field_of(single, "arguments")))


def _written(arguments: object) -> str:
    """Arguments as text; some endpoints send them as an object."""
    written = isinstance(arguments, dict | list) and not is_deep(arguments)
    return json.dumps(arguments, ensure_ascii=False) if written else text_of(arguments)


class GatheredCalls:
    """The calls so far. A piece with a new id begins a call, whatever its number; one without belongs to its number."""

    def __init__(self) -> None:
        self._calls: list[tuple[str, list[str], list[str]]] = []
        self._at: dict[int, int] = {}
        self._size = 0

    def add(self, part: ToolPart) -> str:
        """Take a piece in; what of its arguments was kept."""
        known = self._at.get(part.place)
        begins = known is None or (part.call_id != "" and self._calls[known][0] not in ("", part.call_id))
        if begins and len(self._calls) >= MOST_CALLS:
            return ""
        if begins:
            self._at[part.place] = known = len(self._calls)
            self._calls.append((part.call_id, [], []))
        arguments = part.arguments[: max(0, LONGEST_ARGUMENTS - self._size)]
        self._size += len(arguments)
        _, names, texts = self._calls[known or 0]
        if part.name and part.name not in names:
            names.append(part.name[:200])
        texts.append(arguments)
        return arguments

    def calls(self) -> tuple[ToolCall, ...]:
        """The calls in the order they began; one without a name is none."""
        found = (ToolCall(name="".join(names), arguments="".join(texts)) for _, names, texts in self._calls)
        return tuple(call for call in found if call.name)
