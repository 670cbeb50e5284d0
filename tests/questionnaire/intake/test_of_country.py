"""A country that a description names brings its currency and its language, where the text says neither."""

from __future__ import annotations

import pytest

from advisor.questionnaire.intake.of_country import brought_by_country, currency_of, language_of
from advisor.questionnaire.intake.prose import read_prose

RATES = ("CHF", "EUR", "PLN", "USD")


def brought(text: str) -> dict[str, object]:
    """What the country of a text brings, by place."""
    return {item.place: item.value for item in brought_by_country(text, read_prose(text), RATES)}


def test_a_city_brings_the_money_and_the_language_of_its_country() -> None:
    """Nothing else of the sentence says them; each proposal carries the word that it comes from."""
    text = "HR assistant for 400 staff in Munich that answers questions from our works agreements"
    assert brought(text) == {"budget.currency": "EUR", "use_cases.0.languages": ("de",)}
    assert {item.words for item in brought_by_country(text, read_prose(text), RATES)} == {"Munich"}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Answer questions in English for our office in Munich", {"budget.currency"}),
        ("An assistant for our office in Munich, at most 300 USD a month", {"use_cases.0.languages"}),
        ("An assistant for our offices in Munich and Warsaw", set()),
        ("An assistant for 400 staff", set()),
    ],
)
def test_what_a_text_says_itself_is_not_brought(text: str, places: set[str]) -> None:
    """Nor is anything where several countries are named, or none."""
    assert set(brought(text)) == places


def test_of_several_languages_none_is_guessed() -> None:
    """Switzerland has more than one, Poland one; a currency without a known rate is none."""
    assert (language_of("CH"), language_of("PL")) == (None, "pl")
    assert (currency_of("CH", RATES), currency_of("SE", RATES)) == ("CHF", None)
