"""Numbers for people: few digits, thousands apart, never an exponent; what nobody knows is "unknown"."""

from __future__ import annotations

import math

from advisor.units import three_digits


def sensible(number: float | None) -> str:
    """A number with about three significant digits: "13,600", "0.078", "20"; None or NaN is "unknown"."""
    return "unknown" if number is None or math.isnan(number) else three_digits(number)
