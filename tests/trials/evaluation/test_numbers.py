"""Figures read out of prose."""

from __future__ import annotations

import pytest

from advisor.trials.evaluation.numbers import StatedNumber, first_number, near


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1'234", StatedNumber(1234)),
        ("-3.5%", StatedNumber(-3.5, percent=True)),
        ("1e3 m", StatedNumber(1000)),
        ("none", None),
        ("9" * 500, None),
        ("1e999 then 7", StatedNumber(7)),
    ],
)
def test_the_first_figure_of_a_text(text: str, found: StatedNumber | None) -> None:
    """What is no figure that anybody checks is passed over."""
    assert first_number(text) == found


def test_a_percentage_is_a_share_or_a_number_of_hundredths() -> None:
    """Where both name the percent, they are compared as they stand."""
    assert near(StatedNumber(12, percent=True), StatedNumber(0.12), 0.01)
    assert near(StatedNumber(12), StatedNumber(12, percent=True), 0.01)
    assert not near(StatedNumber(0.12, percent=True), StatedNumber(12, percent=True), 0.01)
