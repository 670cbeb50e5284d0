"""Codes of countries and languages: which there are, and which one is meant by a name or another code."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Final

from babel import Locale
from babel.core import get_global

from advisor.geography import THE_UNION

_SPOKEN: Final = ("en", "de", "fr")
_NO_COUNTRIES: Final = frozenset({THE_UNION, "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""Areas and codes for tests that stand among the two-letter codes."""
_NO_LANGUAGES: Final = frozenset({"mis", "mul", "root", "und", "zxx"})
_NEAR: Final = 3
_LIKENESS: Final = 0.8
_TWO: Final = 2
_SHORTEST: Final = 4
"""Letters from which on a name that is spelt nearly so is a guess worth making."""


def _countries() -> Mapping[str, str]:
    """Each country's code, and the name it has in English."""
    found = Locale.parse("en").territories
    return {
        str(code): str(name)
        for code, name in found.items()
        if len(code) == _TWO and code.isalpha() and code not in _NO_COUNTRIES
    }


COUNTRY_CODES: Final = frozenset(_countries())
LANGUAGE_CODES: Final = frozenset(
    str(code) for code in Locale.parse("en").languages if "_" not in str(code) and code not in _NO_LANGUAGES
)
"""Languages by the shortest code that there is of each (ISO 639-1, else 639-2 or 639-3)."""


def country_meant(text: str) -> list[str]:
    """Codes of the countries that a name or another code may stand for, the likeliest first."""
    other = [code for code in str(get_global("territory_aliases").get(text.upper(), [""])[0]).split() if code]
    return [code for code in _meant(text, _country_names(), other) if code in COUNTRY_CODES]


def language_meant(text: str) -> list[str]:
    """Codes of the languages that a name, a code of three letters or that of a country may stand for."""
    other = get_global("language_aliases").get(text.lower())
    spoken = _spoken_in(text.upper()) if text.upper() in COUNTRY_CODES else []
    return [code for code in _meant(text, _language_names(), [other] if other else spoken) if code in LANGUAGE_CODES]


def _meant(text: str, names: Mapping[str, str], other: list[str]) -> list[str]:
    wanted = text.casefold()
    if wanted in names:
        return list(dict.fromkeys((names[wanted], *other)))
    close = difflib.get_close_matches(wanted, names, n=_NEAR, cutoff=_LIKENESS) if len(text) >= _SHORTEST else []
    return list(dict.fromkeys((*other, *(names[name] for name in close))))[:_NEAR]


def _spoken_in(country: str) -> list[str]:
    """The language that most people of a country speak, by CLDR's likely subtags."""
    return [str(get_global("likely_subtags").get(f"und_{country}", "")).partition("_")[0]]


def _country_names() -> Mapping[str, str]:
    names: dict[str, str] = {code.casefold(): code for code in COUNTRY_CODES}
    for language in _SPOKEN:
        names |= {str(name).casefold(): str(code) for code, name in Locale.parse(language).territories.items()}
    return names


def _language_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for language in _SPOKEN:
        names |= {str(name).casefold(): str(code) for code, name in Locale.parse(language).languages.items()}
    return names
