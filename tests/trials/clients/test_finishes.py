"""What a finish says of the answer."""

from __future__ import annotations

import pytest

from advisor.trials.clients.finishes import end_of


@pytest.mark.parametrize(
    ("word", "end"),
    [
        ("stop", "whole"),
        ("STOP", "whole"),
        ("tool_calls", "whole"),
        ("length", "cut"),
        ("MAX_TOKENS", "cut"),
        ("FINISH_REASON_SAFETY", "filtered"),
        ("network_error", "failed"),
        (" error ", "failed"),
        ("null", "none"),
        ("", "none"),
        (None, "none"),
        ("well_rested", None),
    ],
)
def test_every_endpoint_has_its_own_word_for_an_end(word: str | None, end: str | None) -> None:
    """Whole, cut, filtered or failed; nothing; or a word that nobody knows."""
    assert end_of(word) == end
