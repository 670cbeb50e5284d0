"""What a refusal means."""

from __future__ import annotations

import pytest

from advisor.trials.clients.error_words import kind_of_error, status_kind


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (400, "'max_tokens' is too large: 256. This model's maximum context length is 100 tokens", "too_long"),
        (400, "API key not valid. Please pass a valid API key.", "unauthorised"),
        (400, "No connected db.", "unauthorised"),
        (400, "/chat/completions: Invalid model name passed in model=nobody", "model_not_found"),
        (400, "temperature must be lower", "bad_request"),
        (400, "'max_tokens' is invalid", "bad_request"),
        (403, "blocked by safety settings", "filtered"),
        (404, "model 'x' not found, try pulling it first", "model_not_found"),
        (429, "You exceeded your current quota, check your plan and billing", "unpaid"),
        (429, "Rate limit reached", "rate_limited"),
        (529, "", "overloaded"),
    ],
)
def test_a_status_and_its_words_make_a_kind(status: int, said: str, kind: str) -> None:
    """The status where it says it all, else the words."""
    assert status_kind(status, said) == kind


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"message": "slow down", "code": 429}, "rate_limited"),
        ({"message": "too much", "code": "context_length_exceeded"}, "too_long"),
        ({"message": "boom", "code": 77}, "server_error"),
        ("upstream overloaded", "overloaded"),
        (None, "server_error"),
    ],
)
def test_an_error_in_an_answer_is_read_like_a_refusal(error: object, kind: str) -> None:
    """By the status that it names, by its code, by its words; what says nothing is the endpoint's own fault."""
    assert kind_of_error(error) == kind
