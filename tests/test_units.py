"""Numbers for people."""

from __future__ import annotations

import pytest

from advisor.units import Figure, three_digits


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


def test_a_trusted_record_equals_the_validated_one() -> None:
    """Same fields, bytes, equality and hash; what is left out is not invented."""
    cells = {"value": 1.0, "low": 0.5, "high": 2.0, "unit": "s", "basis": "measured", "source": "a", "note": None}
    cells = {"told": {}} | cells
    (fast,), slow = Figure.trusted([dict(cells)]), Figure.model_validate(cells)
    assert fast == slow
    assert hash(fast) == hash(slow)
    assert fast.model_dump_json() == slow.model_dump_json()
    assert fast.model_copy(update={"value": 3.0}).value == 3.0
