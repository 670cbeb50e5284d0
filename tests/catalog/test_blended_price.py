"""One price of text from two."""

from __future__ import annotations

from advisor.catalog.blended_price import blended_usd_per_mtok


def test_three_tokens_are_read_to_one_that_is_written() -> None:
    """2 dollars in and 10 out are (3 x 2 + 10) / 4."""
    assert blended_usd_per_mtok(2.0, 10.0) == 4.0
