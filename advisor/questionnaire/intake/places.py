"""Languages, countries and zones that a description names, and whether it demands that data stays there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from babel import Locale

from advisor.geography import zone_of
from advisor.questionnaire.intake import vocabulary as words
from advisor.questionnaire.labels import LANGUAGES

_SPOKEN: Final = tuple(Locale.parse(code) for code in ("en", "de", "fr"))
_SHORTEST: Final = 4
_ISO_LETTERS: Final = 2


def _names() -> dict[str, str]:
    """Countries by their names in each of the languages."""
    found = {}
    for locale in _SPOKEN:
        for code, name in locale.territories.items():
            if len(code) == _ISO_LETTERS and code.isalpha() and len(str(name)) >= _SHORTEST:
                found[str(name)] = str(code)
    return found


def _alternatives(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


def _language_pattern(code: str) -> re.Pattern[str]:
    english, german, french = (str(locale.languages.get(code, code)) for locale in _SPOKEN)
    nation = "bank|insurer|company|law|market|authorit\\w+|hospital"
    return re.compile(
        rf"\b{english.title()}\b(?! (?:{nation}))|\b{german}(?:e|en|er|es)?\b"
        rf"|\b{german.lower()}(?:sprachig\w*|e[nrm]? texte\w*)"
        rf"|(?<!anque )(?<!ociété )\b(?:{french}|{french.title()})(?:e|s|es)?\b"
    )


_COUNTRIES: Final = _names()
_COUNTRY: Final = re.compile(rf"\b(?P<name>{_alternatives(_COUNTRIES)})s?\b")
_ALSO: Final = words.COUNTRIES_ALSO | words.CITIES
_ALSO_PATTERN: Final = re.compile(rf"(?<!\w)(?P<name>{_alternatives(_ALSO)})(?!\w)")
_LANGUAGE: Final = {code: _language_pattern(code) for code in LANGUAGES}
"""Made once: the names are some eight hundred."""


def languages_in(text: str) -> dict[str, str]:
    """The languages that a text names, in its order, each with the word that names it.

    German adjectives name a nation rather than a language ("deutsche Kunden"), unless they are written large ("ins
    Deutsche") or say so ("deutschsprachig").
    """
    hits = [(match.start(), code, match[0]) for code, each in _LANGUAGE.items() for match in each.finditer(text)]
    found: dict[str, str] = {}
    for _, code, shown in sorted(hits):
        found.setdefault(code, shown)
    return found


def countries_in(text: str) -> dict[str, str]:
    """The countries that a text names, in its order, each with its word: by name, or by a large city."""
    hits = [(match.start(), _COUNTRIES[match["name"]], match[0]) for match in _COUNTRY.finditer(text)]
    small = text.lower()
    if len(small) == len(text):
        found_also = _ALSO_PATTERN.finditer(small)
        hits += [(match.start(), _ALSO[match["name"]], text[match.start() : match.end()]) for match in found_also]
    found: dict[str, str] = {}
    for _, code, shown in sorted(hits):
        found.setdefault(code, shown)
    return found


def zones_demanded(text: str) -> dict[str, str]:
    """The zones in which data must be processed, each with the word that names it.

    A place counts where the same sentence demands something of it ("only", "bleibt", "hébergé").
    """
    found: dict[str, str] = {}
    for sentence in re.split(r"(?<=[.;:!?])\s", text):
        small = sentence.lower()
        if not words.DEMANDS_PLACE.search(small):
            continue
        europe = words.EUROPE.search(small)
        if europe:
            found.setdefault("eu", sentence[europe.start() : europe.end()])
        for country, shown in countries_in(sentence).items():
            zone = zone_of(country)
            if zone:
                found.setdefault(zone, shown)
    return found
