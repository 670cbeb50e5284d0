"""Languages and places that a text names, and whether it demands them."""

from __future__ import annotations

import pytest

from advisor.questionnaire.intake.places import countries_in, languages_in, zones_demanded


def test_a_place_binds_only_where_something_is_demanded_of_it() -> None:
    """Customers in France bind nothing; data that stays there does."""
    assert zones_demanded("Our customers are in France.") == {}
    assert zones_demanded("The data stays in France.") == {"eu": "France"}
    assert zones_demanded("Our customers are in Japan. The data stays in Switzerland.") == {"ch": "Switzerland"}


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        ("Nothing may leave Germany.", ["eu"]),
        ("No data leaves the EU.", ["eu"]),
        ("It never leaves Japan.", ["jp"]),
        ("It runs without leaving Canada.", ["ca"]),
        ("Questions about parental leave in Germany.", []),
        ("Staff may take unpaid leave in Germany.", []),
    ],
)
def test_what_may_not_leave_a_place_binds_and_holidays_do_not(text: str, zones: list[str]) -> None:
    """One word means both."""
    assert list(zones_demanded(text)) == zones


def test_countries_are_known_by_name_and_city_in_three_languages() -> None:
    """In the order of the text."""
    assert list(countries_in("Deutschland, Suisse, then Vienna and the US")) == ["DE", "CH", "AT", "US"]
    assert countries_in("la réunion de lundi") == {}


def test_languages_keep_their_order() -> None:
    """From the source to the targets."""
    assert list(languages_in("from English into German and French")) == ["en", "de", "fr"]
    assert list(languages_in("vom Englischen ins Deutsche")) == ["en", "de"]
    assert list(languages_in("du français vers l'anglais")) == ["fr", "en"]
