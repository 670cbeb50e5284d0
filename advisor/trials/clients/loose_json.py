"""Reading what endpoints really send: texts in parts, counts in several notations, usage in several places.

Nothing here raises for an odd form: what cannot be read is left out. Forms seen at OpenAI, Azure, Mistral, DeepSeek,
Groq, Moonshot, xAI, OpenRouter, Together, vLLM, SGLang, llama.cpp, LM Studio, Ollama and LiteLLM.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any, Final

from advisor.trials.events import Delta, TokenUsage

_MOST_TOKENS: Final = 10**9
_DEEP: Final = 5
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
    """The message of an error object as endpoints send it, in one line."""
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
