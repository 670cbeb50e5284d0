"""Numbers for people."""

from __future__ import annotations

import pytest

from advisor.units import three_digits


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0, "0"),
        (13_612.4, "13,600"),
        (54_400.0, "54,400"),
        (999.6, "1,000"),
        (100.0, "100"),
        (20.0, "20"),
        (14.607, "14.6"),
        (0.07811, "0.0781"),
        (0.0000001, "0.0000001"),
        (-1234.5, "-1,230"),
    ],
)
def test_three_digits_never_shows_an_exponent(number: float, text: str) -> None:
    """Large and small numbers alike are written out, with about three digits that matter."""
    assert three_digits(number) == text
