"""Codes of countries and languages, and which one is meant by a name or another code."""

from __future__ import annotations

import pytest

from advisor.errors import AnswersError
from advisor.questionnaire.codes import COUNTRY_CODES, LANGUAGE_CODES, country_meant, language_meant
from advisor.questionnaire.load import check_answers


def test_areas_and_codes_for_tests_are_no_countries() -> None:
    """The Union, the United Nations and the codes that stand for nothing."""
    assert {"DE", "FR", "GB", "US", "TW", "XK"} <= COUNTRY_CODES
    assert not {"EU", "UN", "XX", "ZZ", "UK"} & COUNTRY_CODES
    assert {"en", "de", "zh", "nds"} <= LANGUAGE_CODES
    assert not {"jp", "und", "mul"} & LANGUAGE_CODES


@pytest.mark.parametrize(
    ("text", "code"),
    [("UK", "GB"), ("Germany", "DE"), ("Deutschland", "DE"), ("Allemagne", "DE"), ("deu", "DE"), ("Grmany", "DE")],
)
def test_a_country_is_meant_by_its_name_in_three_languages(text: str, code: str) -> None:
    """Or by another code, or with a letter missing."""
    assert country_meant(text) == [code]


@pytest.mark.parametrize(
    ("text", "code"), [("jp", "ja"), ("cn", "zh"), ("dk", "da"), ("ger", "de"), ("Englisch", "en"), ("français", "fr")]
)
def test_a_language_is_meant_by_its_name_its_long_code_or_its_country(text: str, code: str) -> None:
    """The likeliest first."""
    assert language_meant(text)[0] == code


def test_nothing_is_guessed_from_nothing() -> None:
    """A code that is near to no other one has no neighbour."""
    assert country_meant("XX") == []
    assert language_meant("xx") == []


def test_a_name_where_a_code_is_asked_for_is_answered_with_the_code() -> None:
    """Before the form that a code has."""
    with pytest.raises(AnswersError, match=r"hosting.country: 'Germany' \(did you mean DE\?") as raised:
        check_answers(
            {
                "title": "Letters",
                "use_cases": [{"task": "translation", "languages": ["English"]}],
                "hosting": {"country": "Germany"},
            },
            name="letters",
        )
    assert "use_cases[0].languages[0]: 'English' (did you mean en?" in str(raised.value)
