"""Requests out of the log of a pilot: lines of JSON, exports of LiteLLM and Langfuse, spans of OpenTelemetry.

The shapes are recognised by what they hold, record by record, so that a file may mix them:

- JSON lines of requests as clients write them (``usage``, ``messages``, ``timestamp``),
- LiteLLM's spend logs (``prompt_tokens``, ``completion_tokens``, ``startTime``, ``cache_hit``), JSON or CSV,
- Langfuse's observations (``usageDetails`` or ``usage_details``, ``startTime`` or ``start_time``), JSON or CSV,
- OpenTelemetry's GenAI spans, as OTLP JSON or one span a line (``gen_ai.usage.input_tokens``, ``startTimeUnixNano``).

Nothing of what was asked or answered is kept: a text gives its length, its language and hashes of its beginning.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final, NamedTuple

from advisor.errors import InputError, Problem
from advisor.questionnaire.intake.tongues import language_of

MOST_BYTES: Final = 20_000_000
MOST_REQUESTS: Final = 200_000
MOST_RECORDS: Final = 2 * MOST_REQUESTS
"""So many records or lines are looked at: a log of spans holds others than requests, millions of nothings cost minutes.
"""
_MOST_BROKEN: Final = 10_000
"""Lines that are no JSON, before any that is: what begins with so many is no log."""
_MOST_FIELD: Final = 5_000_000
_MOST_TEXT: Final = 200_000
_MOST_TOKENS: Final = 1e7
_DEPTH: Final = 10
BLOCK: Final = 1_000
"""A beginning is compared in blocks of so many characters, about 250 tokens."""
_INPUT: Final = (
    *("gen_ai.usage.input_tokens", "gen_ai.usage.prompt_tokens", "prompt_tokens", "input_tokens", "promptTokens"),
    *("inputUsage", "input_usage", "usageDetails.input", "usage_details.input", "usage.input", "usage.prompt_tokens"),
    *("usage.input_tokens", "response.usage.prompt_tokens", "response.usage.input_tokens"),
    *("response.body.usage.prompt_tokens", "response.body.usage.input_tokens"),
)
_OUTPUT: Final = (
    *("gen_ai.usage.output_tokens", "gen_ai.usage.completion_tokens", "completion_tokens", "output_tokens"),
    *("completionTokens", "outputUsage", "output_usage", "usageDetails.output", "usage_details.output", "usage.output"),
    *("usage.completion_tokens", "usage.output_tokens", "response.usage.completion_tokens"),
    *("response.usage.output_tokens", "response.body.usage.completion_tokens", "response.body.usage.output_tokens"),
)
_CACHED: Final = (
    *("gen_ai.usage.cache_read.input_tokens", "gen_ai.usage.input_tokens.cached", "cache_read_input_tokens"),
    *("usage.prompt_tokens_details.cached_tokens", "usage.input_tokens_details.cached_tokens"),
    "response.usage.prompt_tokens_details.cached_tokens",
)
_CACHED_BESIDE: Final = (
    *("usageDetails.input_cached_tokens", "usage_details.input_cached_tokens"),
    *("usageDetails.cache_read_input_tokens", "usage_details.cache_read_input_tokens"),
    "usage.cache_read_input_tokens",
)
"""Langfuse and Anthropic count what was read from the cache apart from the rest of the input."""
_TIME: Final = (
    *("startTimeUnixNano", "start_time_unix_nano", "startTime", "start_time", "timestamp", "created_at", "createdAt"),
    *("created", "time", "ts", "date", "response.created"),
)
_TEXT: Final = (
    *("gen_ai.input.messages", "gen_ai.prompt", "messages", "input", "prompt", "request.messages", "request.input"),
    *("request.body.messages", "body.messages", "body.input", "proxy_server_request.messages"),
)
_SAYS_ENOUGH: Final = frozenset(name for path in (*_INPUT, *_TEXT) for name in (path, path.partition(".")[0]))
"""A record without any of these tells of no request, and need not be looked at path by path."""
_NOT_REQUESTS: Final = frozenset({"SPAN", "EVENT", "TRACE", "TOOL", "CHAIN", "RETRIEVER", "AGENT"})
_NANOSECONDS: Final = 1e17
_MILLISECONDS: Final = 1e11
"""From here on a number is no longer seconds since 1970."""


class LoggedRequest(NamedTuple):
    """One request of a log: tokens (None: not stated), characters that were sent, hashes of its beginning."""

    at: datetime | None
    input_tokens: int | None
    output_tokens: int | None
    cached_tokens: int | None
    characters: int
    language: str | None
    beginning: tuple[int, ...]


def read_log(content: bytes, *, name: str) -> tuple[LoggedRequest, ...]:
    """The requests of a log; raises InputError where it is too large, is no log, or holds no request."""
    found_requests: list[LoggedRequest] = []
    for record in records_of(content, name=name):
        request = request_of(record)
        if request is not None:
            found_requests.append(request)
        if len(found_requests) >= MOST_REQUESTS:
            break
    if not found_requests:
        allowed = "requests with their tokens or their text: JSON lines, LiteLLM, Langfuse or OpenTelemetry"
        raise InputError(f"{name} holds no request:", [Problem(name, "nothing that is known", allowed)])
    return tuple(found_requests)


def text_of(content: bytes, *, name: str) -> str:
    """What a file says; raises InputError where it is too large or is no text."""
    if len(content) > MOST_BYTES:
        found, allowed = f"{len(content):,} bytes", f"at most {MOST_BYTES:,} bytes; a week of a pilot is enough"
        raise InputError(f"{name} is too large:", [Problem(name, found, allowed)])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{name} is not text:", [Problem(name, str(error)[:80], "UTF-8")]) from error


def records_of(content: bytes, *, name: str) -> Iterator[Mapping[str, Any]]:
    """The records of a log as far as they are looked at, a span's attributes beside its fields."""
    for record in islice(_records(text_of(content, name=name), name), MOST_RECORDS):
        yield {**record, **_attributes(record.get("attributes"))}


def _records(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    """Every record of the file, whatever it is written in."""
    start = text.lstrip()[:1]
    if start not in ("{", "["):
        yield from _of_csv(text, name)
        return
    try:
        yield from _opened(json.loads(text))
    except (ValueError, RecursionError):
        yield from _of_lines(text, name)


def _of_lines(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    """JSON lines; a broken line is left out, a file of nothing else is refused."""
    broken = whole = 0
    lines = io.StringIO(text, newline="\n")  # JSON may hold the other line separators as they are
    for line in islice((line for line in lines if not line.isspace()), MOST_RECORDS):
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            broken += 1
            if broken > _MOST_BROKEN and not whole:
                break
            continue
        whole += 1
        yield from _opened(value)
    if broken and not whole:
        raise InputError(f"{name} is no log:", [Problem(name, "no line is JSON", "JSON lines, JSON or CSV")])


def _of_csv(text: str, name: str) -> Iterator[Mapping[str, Any]]:
    csv.field_size_limit(_MOST_FIELD)
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        for row in reader:
            yield {str(key): _cell(value) for key, value in row.items() if key is not None and value}
    except csv.Error as error:
        raise InputError(f"{name} is no log:", [Problem(name, str(error), "JSON lines, JSON or CSV")]) from error


def _cell(value: object) -> object:
    """A cell of a table as what it holds: JSON where it is JSON."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _opened(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Records out of lists and envelopes (``data``, OTLP's ``resourceSpans``)."""
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for item in value:
            yield from _opened(item, depth + 1)
    elif isinstance(value, dict):
        inner = next((value[key] for key in ("resourceSpans", "scopeSpans", "spans", "data") if key in value), None)
        if isinstance(inner, list):
            yield from _opened(inner, depth + 1)
        else:
            yield value


def request_of(flat: Mapping[str, Any]) -> LoggedRequest | None:
    """The request that a record tells of; None where it tells of none."""
    if _SAYS_ENOUGH.isdisjoint(flat) or str(flat.get("type", "")).upper() in _NOT_REQUESTS:
        return None
    inputs = _count(flat, _INPUT)
    text = _text(first_of(flat, _TEXT))[:_MOST_TEXT]
    if inputs is None and not text:
        return None
    inputs, cached = _of_input(flat, inputs)
    return LoggedRequest(
        at=moment_of(first_of(flat, _TIME)),
        input_tokens=inputs,
        output_tokens=_count(flat, _OUTPUT),
        cached_tokens=cached,
        characters=len(text),
        language=language_of(text),
        beginning=_beginning(text),
    )


def _of_input(flat: Mapping[str, Any], inputs: int | None) -> tuple[int | None, int | None]:
    """Tokens that went in, and how many of them were read from a cache, given what the record says of the former."""
    cached, beside = _count(flat, _CACHED), _count(flat, _CACHED_BESIDE)
    if cached is None and beside is not None:
        cached, within = beside, first_of(flat, ("usage.prompt_tokens",)) is not None
        return (inputs if inputs is None or within else inputs + beside), cached
    if inputs is not None and cached is not None and cached > inputs:
        inputs += cached
    return inputs, cached


def _attributes(value: Any) -> dict[str, Any]:
    """A span's attributes by name: OTLP writes a list of keys with typed values, others a plain mapping."""
    if isinstance(value, dict):
        return {str(key): item for key, item in value.items()}
    found = {}
    for item in value if isinstance(value, list) else ():
        if isinstance(item, dict) and isinstance(item.get("value"), dict):
            found[str(item.get("key"))] = next(iter(item["value"].values()), None)
    return found


def first_of(flat: Mapping[str, Any], paths: Iterable[str]) -> Any:
    """What stands at the first of the paths that there is; a name with dots may be one key or nested ones."""
    for path in paths:
        found = flat.get(path)
        if found is None and "." in path and path.partition(".")[0] in flat:
            found = _below(flat, path.split("."))
        if found is not None:
            return found
    return None


def _below(here: Any, parts: Iterable[str]) -> Any:
    """What stands at a path of nested names."""
    for part in parts:
        here = here.get(part) if isinstance(here, dict) else None
        if here is None:
            return None
    return here


def _count(flat: Mapping[str, Any], paths: Iterable[str]) -> int | None:
    """A number of tokens; what is no number that tokens can have is none."""
    value = first_of(flat, paths)
    try:
        number = float(value) if isinstance(value, int | float | str) and not isinstance(value, bool) else math.nan
    except ValueError:
        return None
    return int(number) if 0 <= number <= _MOST_TOKENS else None


def moment_of(value: Any) -> datetime | None:
    """A point in time from ISO 8601, or seconds, milliseconds or nanoseconds since 1970."""
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            found = datetime.fromisoformat(value.strip())
            return found if found.tzinfo else found.replace(tzinfo=UTC)
        number = float(value)
        scale = 1e9 if number > _NANOSECONDS else 1e3 if number > _MILLISECONDS else 1.0
        return datetime.fromtimestamp(number / scale, tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _text(value: Any, depth: int = 0) -> str:
    """What was sent as one text, in order: messages, parts and strings."""
    if isinstance(value, str):
        return value if value[:1] not in ("[", "{") else _text(_cell(value), depth + 1) if depth < 1 else value
    if depth > _DEPTH:
        return ""
    if isinstance(value, list):
        return "\n".join(_text(item, depth + 1) for item in value)
    if isinstance(value, dict):
        held = next((value[key] for key in ("messages", "content", "parts", "text", "input") if key in value), None)
        return _text(held, depth + 1)
    return ""


def _beginning(text: str) -> tuple[int, ...]:
    """Hashes of the text up to the end of each block: equal ones mean equal beginnings."""
    seen = hashlib.blake2b(digest_size=8)
    found = []
    for start in range(0, len(text) - BLOCK + 1, BLOCK):
        seen.update(text[start : start + BLOCK].encode("utf-8", "surrogatepass"))
        found.append(int.from_bytes(seen.copy().digest()))
    return tuple(found)
