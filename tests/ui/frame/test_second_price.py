"""A second price list is shown beside the cost where it differs."""

from __future__ import annotations

from decimal import Decimal

from advisor.trials.records import Cost
from advisor.ui.frame import figures


def test_a_second_price_is_shown_from_one_percent_on() -> None:
    """A difference of 1% passes; more is shown with its share, wherever the cost stands."""
    same = Cost(usd=Decimal("0.0100"), cross_check_usd=Decimal("0.0101"))
    other = Cost(usd=Decimal("0.0100"), cross_check_usd=Decimal("0.0125"))
    assert (same.disagreement, figures.second_price(same), figures.cost(same)) == (None, "", "$0.010000")
    assert other.disagreement == Decimal("0.25")
    assert "$0.012500" in figures.second_price(other)
    assert "+25%" in figures.second_price(other)
    assert figures.cost(other) == "$0.010000 ($0.012500 by genai-prices)"
    assert Cost(usd=Decimal(0), cross_check_usd=Decimal("0.1")).disagreement == 1
    assert Cost(cross_check_usd=Decimal("0.1")).disagreement is None
