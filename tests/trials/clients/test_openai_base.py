"""Reading loose answers, and what is left out when an endpoint refuses it."""

from __future__ import annotations

import httpx2
import pytest

from advisor.trials.clients.openai_base import body_of, without_refused
from advisor.trials.events import WrongAnswerError


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
