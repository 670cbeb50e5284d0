"""Words and numbers in the language of the report: gettext for sentences, babel for numbers and dates.

``say`` takes an English sentence with named placeholders, ``message`` a sentence or label of
``advisor.words.sentences``; the translations live in ``locale/<language>``.
"""

from __future__ import annotations

import gettext
import math
import re
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

from advisor.errors import ReportError
from advisor.units import UNREADABLE_DAY, Figure

LANGUAGES: Final = ("en", "de", "fr")
LOCALE_DIR: Final = Path(__file__).parent / "locale"
_LOCALES: Final = {"en": "en_GB", "de": "de_DE", "fr": "fr_FR"}
_WHOLE_FROM: Final = 100
_CENT: Final = 0.01
_MOST_DIGITS: Final = 6
_NO_BREAK: Final = "\u00a0"
_FRENCH_SPACE: Final = re.compile(r"(?<=«) | (?=[;:?!»%])")
"""Spaces that French sets before and after its own marks, where a line must not break."""
NUMBER: Final = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\w-])|(?<![\w.,-])\d+\.\d+(?![\w.-])")
"""A number as English writes it, where it has a mark that another language writes differently."""
_ONE: Final = 1
_MANY: Final = 2
"""Counts that stand for the singular and the plural of every language here."""


class Words:
    """Everything that depends on the language: sentences, numbers, dates, lists."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ReportError(f"language {language!r} is not available: {', '.join(LANGUAGES)} are")
        self.language = language
        self._locale = Locale.parse(_LOCALES[language])
        self._catalog = _translations(language)

    @property
    def locale(self) -> Locale:
        """Babel's locale, for its own names and forms."""
        return self._locale

    @property
    def semicolon(self) -> str:
        """What stands between the items of a list that have commas of their own."""
        return f"{_NO_BREAK}; " if self.language == "fr" else "; "

    @property
    def colon(self) -> str:
        """What stands between a name and what is said of it."""
        return f"{_NO_BREAK}: " if self.language == "fr" else ": "

    def localised(self, text: str) -> str:
        """A number as English writes it in the way of this language, with its own minus sign."""
        plain = localised(text, self._locale)
        return plain if self.language == "en" else plain.replace("-", "−").replace("%", f"{_NO_BREAK}%")

    def message(self, text: str) -> str:
        """A sentence, label or wording of ``advisor.words.sentences`` in this language, its placeholders unfilled.

        What has no translation stays as it is.
        """
        return self._spaced(self._catalog.pgettext("record", text) or text)

    def knows(self, text: str) -> bool:
        """Whether ``message`` has this text in the language."""
        return bool(self._catalog.pgettext("record", text))

    def counted(self, one: str, many: str, count: float) -> str:
        """The same for a number of things, with the plural form of this language: French has one from 0 to 1.9."""
        if self.language == "en":
            return one if count == 1 else many
        return self._spaced(self._catalog.npgettext("record", one, many, self._form(count)))

    def _form(self, count: float) -> int:
        """A whole number with the plural form of ``count``."""
        return _ONE if self._locale.plural_form(abs(count)) == "one" else _MANY

    def say(self, text: str, /, **values: float | Decimal | str | date) -> str:
        """The text in this language, its placeholders filled: numbers and dates by locale, texts as they are."""
        found = self._spaced(self._catalog.gettext(text))
        return self._filled(found, values) if values else found

    def _filled(self, text: str, values: Mapping[str, float | Decimal | str | date]) -> str:
        parts = string.Formatter().parse(text)
        return "".join(
            before if name is None else before + self._shown(values[name], how) for before, name, how, _ in parts
        )

    def _shown(self, value: float | Decimal | str | date, how: str | None) -> str:
        """A value as it stands in a sentence, in Python's own format."""
        if isinstance(value, date):
            return self.moment(value) if isinstance(value, datetime) else self.short_date(value)
        text = format(value, how or "")
        return text if isinstance(value, str) else self.localised(text)

    def say_n(self, one: str, many: str, count: float, /, **values: float | Decimal | str | date) -> str:
        """The sentence in this language for ``count`` things; ``{n}`` is the number by locale."""
        text = self._spaced(self._catalog.ngettext(one, many, self._form(count)))
        return self._filled(text, {"n": self.number(count), **values})

    def say_points(self, message: str, share: float, /, **values: float | Decimal | str | date) -> str:
        """The sentence for a share of 100 points, shown with one decimal: French says the singular below two."""
        return self.say_n(message, message, round(share * 100, 1), **values)

    def number(self, value: float, digits: int = 0) -> str:
        """A number with ``digits`` decimals by locale."""
        pattern = "#,##0." + "0" * digits if digits else "#,##0"
        return str(format_decimal(value, format=pattern, locale=self._locale))

    def sensible(self, value: float | None, significant: int = 3) -> str:
        """A number rounded to its significant digits, without trailing decimals that mean nothing."""
        if value is None or not math.isfinite(value):
            return self.say("unknown")
        if value == 0:
            return "0"
        magnitude = math.floor(math.log10(abs(value)))
        rounded = round(value, significant - 1 - magnitude)
        if value == round(value):
            return self.number(rounded)
        return self.number(rounded, max(0, min(6, significant - 1 - magnitude)) if abs(rounded) < _WHOLE_FROM else 0)

    def points(self, share: float) -> str:
        """A score in [0, 1] as points of 100 with one decimal."""
        return self.number(share * 100, 1)

    def exact(self, value: float) -> str:
        """A number that was set, not estimated: every digit of it and no trailing noughts."""
        return str(format_decimal(round(value, 6), format="#,##0.######", locale=self._locale))

    def gap(self, share: float) -> str:
        """A difference of scores as points of 100; one that rounds to nought is said to be less than a tenth."""
        least = 0.0005
        return f"<{self.number(0.1, 1)}" if 0 < share < least else self.points(share)

    def percent(self, share: float, digits: int = 0) -> str:
        """A share in [0, 1] as per cent by locale."""
        least = 10.0 ** (-2 - digits)
        if 0 < share < least / 2:
            return "<" + self.percent(least, digits)
        number = self.number(share * 100, digits)
        return number + "%" if self.language == "en" else f"{number}{_NO_BREAK}%"

    def signed_percent(self, share: float) -> str:
        """A difference of shares as per cent by locale, with its sign; none where it rounds to nothing."""
        text = self.percent(abs(share))
        return text if text == self.percent(0.0) else f"{'+' if share > 0 else '−'}{text}"

    def usd(self, value: float | None) -> str:
        """An amount in US dollars, three significant digits."""
        return self.money(value, "USD")

    def money(self, value: float | None, currency: str) -> str:
        """An amount in a currency, three significant digits."""
        if value is None or not math.isfinite(value):
            return self.say("unknown")
        return f"{self.amount(value)}{_NO_BREAK}{currency}"

    def amount(self, value: float) -> str:
        """An amount of money without its currency; what is less than a cent is said to be so."""
        return f"<{self.number(_CENT, 2)}" if 0 < value < _CENT else self.sensible(value)

    def apart(self, before: float, after: float, show: Callable[[float, int], str]) -> tuple[str, str]:
        """Two numbers with as many digits as it takes to tell them apart; ``show`` takes a number and its digits."""
        for digits in range(1, _MOST_DIGITS):
            texts = show(before, digits), show(after, digits)
            if texts[0] != texts[1]:
                return texts
        return show(before, _MOST_DIGITS), show(after, _MOST_DIGITS)

    def figure(self, figure: Figure, *, spread: bool = True) -> str:
        """A figure with its unit and, where it has one, its interval."""
        if figure.value is None:
            return self.say("unknown")
        unit = self.message(figure.unit)
        value = f"{self.sensible(figure.value)}{_NO_BREAK}{unit}" if unit else self.sensible(figure.value)
        if not spread or figure.low is None or figure.high is None or figure.low == figure.high:
            return value
        return self.say(
            "{middle} ({low} to {high})", middle=value, low=self.sensible(figure.low), high=self.sensible(figure.high)
        )

    def long_date(self, day: date) -> str:
        """A date in words by locale."""
        return self._first_of_month(str(format_date(day, format="long", locale=self._locale)))

    def moment(self, at: datetime) -> str:
        """A date in short with the hour and minute; one that cannot be read is unknown."""
        if at.date() == UNREADABLE_DAY:
            return self.say("unknown")
        return f"{self.short_date(at.date())} {at:%H:%M}"

    def short_date(self, day: date) -> str:
        """A date in short by locale; one that cannot be read is unknown."""
        if day == UNREADABLE_DAY:
            return self.say("unknown")
        return self._first_of_month(str(format_date(day, format="medium", locale=self._locale)))

    def _first_of_month(self, text: str) -> str:
        return "1er" + text[1:] if self.language == "fr" and text.startswith("1 ") else text

    def listed(self, words: Sequence[str], *, either: bool = False) -> str:
        """Words joined as in a sentence: "a, b and c" (or "a, b or c")."""
        return str(format_list(list(words), style="or" if either else "standard", locale=self._locale))

    def months(self, count: int) -> str:
        """A number of months."""
        return self.say_n("{n} month", "{n} months", count)

    def territory(self, code: str) -> str:
        """The name of a country by its ISO code."""
        return str(self._locale.territories.get(code, code))

    def language_name(self, code: str) -> str:
        """The name of a language by its ISO code."""
        return str(self._locale.languages.get(code, code))

    def _spaced(self, template: str) -> str:
        return _FRENCH_SPACE.sub(_NO_BREAK, template) if self.language == "fr" else template


def localised(text: str, locale: Locale) -> str:
    """English digit grouping and decimal points in ``text`` rewritten by locale."""

    def rewrite(match: re.Match[str]) -> str:
        plain = match.group(0).replace(",", "")
        decimals = len(plain.partition(".")[2])
        form = "#,##0." + "0" * decimals if decimals else "#,##0"
        return str(format_decimal(float(plain), format=form, locale=locale))

    return NUMBER.sub(rewrite, text)


@lru_cache(maxsize=len(LANGUAGES))
def words_in(language: str) -> Words:
    """The words of a language, loaded once."""
    return Words(language)


def _translations(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    found = gettext.translation("report", localedir=LOCALE_DIR, languages=[language])
    found.add_fallback(_Absent())
    return found


class _Absent(gettext.NullTranslations):
    """Says nothing of a record's text that has no translation, so that it can be told from one that reads alike."""

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002 -- the signature of gettext
        """Nothing."""
        return ""
