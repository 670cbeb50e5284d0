"""Requests are read from the shapes that clients and tools write, and from nothing else."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from advisor.errors import InputError
from advisor.questionnaire.intake.log_rows import BLOCK, MOST_BYTES, LoggedRequest, read_log

AT = datetime(2026, 10, 5, 9, 30, tzinfo=UTC)
TEXT = "Wie viele Tage Urlaub habe ich und wie beantrage ich die Tage bei der Personalabteilung?"
LITELLM = {
    "request_id": "r1",
    "call_type": "acompletion",
    "prompt_tokens": 1200,
    "completion_tokens": 80,
    "total_tokens": 1280,
    "startTime": "2026-10-05T09:30:00.000Z",
    "cache_hit": "False",
    "messages": {},
}
LANGFUSE_API = {
    "id": "o1",
    "type": "GENERATION",
    "startTime": "2026-10-05T09:30:00.000Z",
    "usageDetails": {"input": 200, "output": 80, "input_cached_tokens": 1000},
    "input": [{"role": "user", "content": TEXT}],
}
LANGFUSE_EXPORT = {
    "id": "o1",
    "type": "GENERATION",
    "start_time": "2026-10-05 09:30:00.000000",
    "usage_details": {"input": 1200, "output": 80},
    "input": json.dumps({"messages": [{"role": "user", "content": TEXT}]}),
}
OTLP = {
    "resourceSpans": [
        {
            "scopeSpans": [
                {
                    "spans": [
                        {
                            "name": "chat gpt",
                            "startTimeUnixNano": str(int(AT.timestamp()) * 10**9),
                            "attributes": [
                                {"key": "gen_ai.operation.name", "value": {"stringValue": "chat"}},
                                {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "1200"}},
                                {"key": "gen_ai.usage.output_tokens", "value": {"intValue": "80"}},
                            ],
                        },
                        {"name": "GET /", "startTimeUnixNano": "1", "attributes": []},
                    ]
                }
            ]
        }
    ]
}
SPAN_LINE = {
    "name": "chat",
    "start_time": "2026-10-05T09:30:00Z",
    "attributes": {
        "gen_ai.usage.input_tokens": 1200,
        "gen_ai.usage.output_tokens": 80,
        "gen_ai.input.messages": json.dumps([{"role": "user", "parts": [{"type": "text", "content": TEXT}]}]),
    },
}
CLIENT = {
    "timestamp": AT.timestamp(),
    "request": {"messages": [{"role": "system", "content": "s"}, {"role": "user", "content": TEXT}]},
    "response": {"usage": {"prompt_tokens": 1200, "completion_tokens": 80}},
}


def lines(*records: Any) -> bytes:
    """Records as lines of JSON."""
    return "\n".join(json.dumps(record) for record in records).encode()


def only(content: bytes) -> LoggedRequest:
    """The one request of a log."""
    found = read_log(content, name="log")
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    "record",
    [LITELLM, LANGFUSE_API, LANGFUSE_EXPORT, OTLP, SPAN_LINE, CLIENT],
    ids=["litellm", "langfuse-api", "langfuse-export", "otlp", "span-line", "client"],
)
def test_a_shape_is_read(record: dict[str, Any]) -> None:
    """Tokens in and out and the time, from a line, a list or one object."""
    for content in (lines(record), lines(record) + b"\n{broken", json.dumps([record]).encode()):
        found = only(content)
        assert (found.input_tokens, found.output_tokens, found.at) == (1200, 80, AT)


@pytest.mark.parametrize(
    ("usage", "tokens"),
    [
        ({"usageDetails": {"input": 900, "input_cached_tokens": 300}}, 1200),
        ({"usage": {"input_tokens": 900, "cache_read_input_tokens": 300}}, 1200),
        ({"usage": {"prompt_tokens": 1200, "cache_read_input_tokens": 300}}, 1200),
        ({"usage": {"prompt_tokens": 1200, "prompt_tokens_details": {"cached_tokens": 300}}}, 1200),
    ],
    ids=["langfuse", "anthropic", "litellm", "openai"],
)
def test_what_was_read_from_a_cache_is_part_of_the_input(usage: dict[str, Any], tokens: int) -> None:
    """Whether the endpoint counts it within the input or beside it."""
    found = only(lines(usage))
    assert (found.input_tokens, found.cached_tokens) == (tokens, 300)


def test_a_line_ends_where_json_lines_end() -> None:
    """Not at another separator of lines within a text, which JSON may hold as it is."""
    record = json.dumps({"prompt": "first\u2028second", "prompt_tokens": 5}, ensure_ascii=False)
    assert len(read_log(f"{record}\n{record}".encode(), name="log")) == 2


def test_an_empty_cell_hides_no_other_column() -> None:
    """A time in the second of two columns counts where the first is blank."""
    found = only(b"startTime,created_at,prompt_tokens\n,2026-10-05T09:30:00Z,12\n")
    assert (found.at, found.input_tokens) == (AT, 12)


@pytest.mark.parametrize("record", [LITELLM, LANGFUSE_EXPORT], ids=["litellm", "langfuse"])
def test_a_table_is_read(record: dict[str, Any]) -> None:
    """An export as CSV, with JSON in its cells."""
    held = io.StringIO(newline="")
    writer = csv.DictWriter(held, list(record))
    writer.writeheader()
    writer.writerow({key: json.dumps(value) if isinstance(value, dict) else value for key, value in record.items()})
    found = only(held.getvalue().encode())
    assert (found.input_tokens, found.output_tokens, found.at) == (1200, 80, AT)


def test_nothing_that_was_asked_is_kept() -> None:
    """A text leaves its length, its language and hashes."""
    found = only(lines(SPAN_LINE))
    assert (found.characters, found.language) == (len(TEXT), "de")
    assert "Urlaub" not in repr(found)


def test_equal_beginnings_have_equal_hashes() -> None:
    """Up to where two texts part."""
    start = "x" * 2 * BLOCK
    one, two = read_log(lines({"prompt": start + "a" * BLOCK}, {"prompt": start + "b" * BLOCK}), name="log")
    assert one.beginning[:2] == two.beginning[:2]
    assert one.beginning[2] != two.beginning[2]


def test_steps_that_are_no_request_are_left_out() -> None:
    """A tool's span or a retriever's has no tokens of a model."""
    records = [LANGFUSE_API | {"type": "SPAN"}, LANGFUSE_API | {"type": "TOOL"}, LANGFUSE_API]
    assert len(read_log(lines(*records), name="log")) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no request"),
        (b"\xff\xfe\x00", "is not text"),
        (b"just words", "no request"),
        (b"{broken\n{again", "no line is JSON"),
        (b"[" * 100_000, "no line is JSON"),
        (b'{"a": 1}', "no request"),
        (lines({"prompt_tokens": -5}, {"prompt_tokens": "NaN"}, {"prompt_tokens": 1e300}), "no request"),
        (b'a,b\n"' + b"x" * 6_000_000, "field larger"),
        (b"x" * (MOST_BYTES + 1), "too large"),
    ],
    ids=["empty", "bytes", "words", "broken", "deep", "other", "impossible", "field", "large"],
)
def test_a_file_that_is_no_log_says_so(content: bytes, said: str) -> None:
    """One clear message, whatever the file does."""
    with pytest.raises(InputError) as caught:
        read_log(content, name="log")
    assert said in str(caught.value)


def test_times_that_are_none_are_unknown() -> None:
    """A request without a time that can be read is a request all the same."""
    for time in ("yesterday", 1e40, None, "99999999999999999999", {"a": 1}, True):
        assert only(lines({"prompt_tokens": 5, "timestamp": time})).input_tokens == 5
