"""Numbers as people write them."""

from __future__ import annotations

import pytest

from advisor.questionnaire.intake.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3,000 people", [3000]),
        ("3.000 leute", [3000]),
        ("3 000 salariés", [3000]),
        ("3\u202f000 salariés", [3000]),
        ("1'500'000 franken", [1_500_000]),
        ("1.5 million", [1_500_000]),
        ("2 mio. dokumente", [2_000_000]),
        ("10k receipts", [10_000]),
        ("0,5 seiten", [0.5]),
        ("a dozen analysts", [12]),
        ("zwei bis drei", [2, 3]),
        ("une dizaine de pages", [10]),
        ("gpt-4 and h100", []),
        ("none of it", []),
    ],
)
def test_a_number_is_read(text: str, values: list[float]) -> None:
    """With its separators, its multiple, or in words; parts of names are no numbers."""
    assert [number.value for number in numbers_in(text)] == values
