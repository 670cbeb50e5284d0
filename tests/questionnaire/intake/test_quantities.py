"""What a number counts is said by the words around it."""

from __future__ import annotations

import pytest

from advisor.questionnaire.intake.quantities import read


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("for 40 lawyers", "people", 40),
        ("900 tickets a week", "documents", 900 / 7),
        ("täglich 300 arztbriefe", "documents", 300),
        ("each asks 5 questions a day", "each", 5),
        ("5 questions a day", "requests", 5),
        ("twice a week", "each", 2 / 7),
        ("80 pages", "pages", 80),
        ("chaque utilisateur 5 questions par jour", "each", 5),
        ("24,000 eur per year", "money", 2000),
        ("$1,500 per month", "money", 1500),
        ("within 2 minutes", "seconds", 120),
        ("2.000 am tag", "some", 2000),
    ],
)
def test_a_quantity_is_read(text: str, kind: str, value: float) -> None:
    """Rates are converted to a day, money to a month."""
    assert [(item.kind, item.value) for item in read(text)] == [(kind, pytest.approx(value))]


@pytest.mark.parametrize("text", ["since 2 minutes", "in 2026", "version 3", "7 dwarfs"])
def test_a_number_of_nothing_that_is_asked_is_left(text: str) -> None:
    """It is no answer."""
    assert read(text) == []
