"""Figures of runs in words."""

from __future__ import annotations

from decimal import Decimal

import pytest

from advisor.ui.frame import figures


@pytest.mark.parametrize(
    ("usd", "said"),
    [
        (None, "unknown"),
        (Decimal(0), "$0.00"),
        (Decimal("0.0000001"), "under $0.000001"),
        (Decimal("0.000001"), "$0.000001"),
        (Decimal("12.346"), "$12.35"),
    ],
)
def test_a_cost_is_never_shown_as_nothing_that_is_something(usd: Decimal | None, said: str) -> None:
    """Only what costs nothing reads as nothing."""
    assert figures.dollars(usd) == said


def test_gaps_between_tokens_say_unknown_once() -> None:
    """The 95th percentile stands only where there is one."""
    assert figures.gaps(None, None) == "unknown"
    assert figures.gaps(19.0, None) == "19 ms"
    assert figures.gaps(19.0, 21.0) == "19 ms, p95 21 ms"


def test_one_thing_is_not_said_in_the_plural() -> None:
    """A count with its word."""
    assert [figures.counted(number, "vote") for number in (0, 1, 1200)] == ["0 votes", "1 vote", "1,200 votes"]
