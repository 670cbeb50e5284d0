"""Numbers for people: few digits, thousands apart, never an exponent; what nobody knows is "unknown"."""

from __future__ import annotations

from advisor.ui.words import words


def sensible(number: float | None) -> str:
    """A number with about three significant digits by locale: "13,600", "0.078"; None and NaN are "unknown"."""
    return words().sensible(number)
