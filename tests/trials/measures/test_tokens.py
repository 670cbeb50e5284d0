"""Tokens are counted or labelled as an estimate, and no tokeniser is fetched."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.trials.events import TokenUsage
from advisor.trials.measures.tokens import counted_tokens, estimated_tokens, token_counts
from advisor.trials.records import Message, TrialRequest


def request(text: str) -> TrialRequest:
    """A request."""
    return TrialRequest(messages=(Message(role="user", text=text),))


def test_the_endpoints_count_comes_first() -> None:
    """Reported tokens are taken as they are."""
    found = token_counts(TokenUsage(11, 22, 5, 3), request("x"), answer="y", reasoning="", model="m")
    assert (found.basis, found.input_tokens, found.output_tokens, found.cached_input_tokens) == ("reported", 11, 22, 3)


def test_an_estimate_says_so() -> None:
    """Without a count and without a tokeniser file, about four characters are a token; CJK counts one each."""
    found = token_counts(None, request("x" * 40), answer="y" * 80, reasoning="", model="llama")
    assert (found.basis, found.input_tokens, found.output_tokens) == ("estimated", 10, 20)
    assert estimated_tokens("東京都") == 3
    assert estimated_tokens("") == 0


def test_no_tokeniser_is_ever_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty cache folder OpenAI's models are estimated, and nothing appears in the folder."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    assert counted_tokens("hello", "gpt-5") is None
    assert list(tmp_path.iterdir()) == []
