"""Reading loose answers, and what is left out when an endpoint refuses it."""

from __future__ import annotations

import httpx2
import pytest

from advisor.trials.clients.openai_base import (
    body_of,
    count_of,
    error_text,
    field_of,
    items_of,
    text_of,
    usage_of,
    without_refused,
)
from advisor.trials.events import TokenUsage, WrongAnswerError


@pytest.mark.parametrize(("value", "count"), [(7, 7), (0, 0), (-1, None), (True, None), ("7", None), (10**9, None)])
def test_only_a_plausible_whole_number_is_a_count(value: object, count: int | None) -> None:
    """What cannot be one is unknown."""
    assert count_of(value) == count


def test_whatever_is_of_another_kind_is_nothing() -> None:
    """A text that is none, a list that is none, a field of what has none."""
    assert (text_of(7), items_of("ab"), field_of(7, "x"), field_of({"x": 1}, "x")) == ("", [], None, 1)


def test_usage_is_read_under_either_name() -> None:
    """Chat completions and responses call tokens differently."""
    usage = {"prompt_tokens": 5, "completion_tokens": 2, "completion_tokens_details": {"reasoning_tokens": 1}}
    assert usage_of(usage, asked="prompt", said="completion") == TokenUsage(5, 2, 1)
    assert usage_of("nonsense", asked="input", said="output") == TokenUsage()


def test_only_what_the_endpoint_names_is_left_out() -> None:
    """One at a time, and said; nothing where the complaint is about something else."""
    arguments = {"temperature": 0.5, "top_p": 1.0}
    assert without_refused(arguments, "bad seed", ("temperature", "top_p")) is None
    said = without_refused(arguments, "Unsupported: temperature and top_p", ("temperature", "top_p"))
    assert said == "The endpoint refuses the parameter temperature; it was left out."
    assert arguments == {"top_p": 1.0}


def reply(content: bytes, kind: str) -> httpx2.Response:
    """An answer of a content type."""
    return httpx2.Response(200, headers={"content-type": kind}, content=content)


def test_a_stream_has_no_body_and_an_answer_in_one_piece_has() -> None:
    """By the content type."""
    assert body_of(reply(b"data: {}", "text/event-stream")) is None
    assert body_of(reply(b'{"a": 1}', "application/json; charset=utf-8")) == {"a": 1}


@pytest.mark.parametrize(
    ("content", "kind", "found"),
    [
        (b"<html>", "text/html", "wrong_path"),
        (b"{", "application/json", "malformed"),
        (b"[]", "application/json", "malformed"),
        (b'{"error": {"message": "full"}}', "application/json", "server_error"),
    ],
)
def test_what_is_no_answer_says_which_kind_of_wrong_it_is(content: bytes, kind: str, found: str) -> None:
    """A web page is a wrong address, an error is the endpoint's own."""
    with pytest.raises(WrongAnswerError) as caught:
        body_of(reply(content, kind))
    assert caught.value.kind == found


def test_an_error_is_quoted_shortly() -> None:
    """Its message where it has one, else what there is of it."""
    assert error_text({"message": "full"}) == "full"
    assert len(error_text({"detail": "x" * 1000})) == 300
