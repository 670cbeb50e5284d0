"""Numbers, names and days of foreign files."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from advisor.questionnaire.intake.usage.rows import clean_name, number_in, plausible


@pytest.mark.parametrize(
    ("cell", "number"),
    [("1,234.5", 1234.5), ("$3.20", 3.2), ("-2", -2.0), (7, 7.0), ("nan", None), ("inf", None), ("1e12", None)],
)
def test_a_number_is_finite_and_within_bounds(cell: object, number: float | None) -> None:
    """What is none, or larger than anything that was paid, is none."""
    assert number_in(cell, most=1e9) == number


def test_names_are_short_and_on_one_line() -> None:
    """Control characters and turned-around text do not survive."""
    assert clean_name("gpt\n\u202eevil" + "x" * 500).startswith("gpt evil")
    assert len(clean_name("x" * 500)) == 120


def test_only_years_with_usage_count() -> None:
    """A clock that stood at 1970 makes no month."""
    assert plausible(datetime(1970, 1, 1, tzinfo=UTC)) is None
    assert plausible(datetime(2026, 1, 1, tzinfo=UTC)) is not None
