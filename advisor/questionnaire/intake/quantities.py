"""What a number in a description of work counts: people, documents, pages, times, money, seconds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

from advisor.questionnaire.intake import vocabulary as words
from advisor.questionnaire.intake.numbers import Number, numbers_in

Kind = Literal["money", "people", "each", "pages", "seconds", "documents", "requests", "some"]
_NEAR: Final = 3
"""A number counts the noun that stands within so many words after it."""
_REACH: Final = 70
_BEFORE: Final = 45
_MINUTE_S: Final = 60
_MONTHS: Final = 12
_CURRENCY: Final = re.compile(
    r"(?:" + "|".join(re.escape(name) for name in sorted(words.CURRENCIES, key=len, reverse=True)) + r")(?!\w)"
)
_SIGN_BEFORE: Final = re.compile(r"(€|\$|£|(?<!\w)(?:us\$|chf|eur|usd|gbp))\s?$")
_EACH: Final = re.compile(
    r"\b(?:each|every one|per (?:person|head|user|employee)|jede[rn]?|je (?:person|nutzer|kopf)"
    r"|pro (?:person|kopf|nutzer)|chacune?|chaque (?:personne|utilisateur)|par personne|par utilisateur)\b"
)


class Quantified(NamedTuple):
    """A number with what it counts; ``a_day`` says that it is a rate and already converted to a day.

    ``start`` and ``end`` are the words it was read from; ``unit`` is the currency of money.
    """

    kind: Kind
    value: float
    start: int
    end: int
    unit: str = ""
    a_day: bool = False


def read(small: str) -> list[Quantified]:
    """What every number of a text of small letters counts; numbers that count nothing known are left out."""
    numbers = numbers_in(small)
    found = [item for place in range(len(numbers)) if (item := _counted(small, numbers, place))]
    for word, times in words.ONCE.items():
        match = re.search(rf"\b{word}\b", small)
        if match:
            rate, end = _rate(small, match.end(), match.start())
            if rate is not None:
                found.append(Quantified("each", times * rate, match.start(), end, a_day=True))
    return found


def _counted(small: str, numbers: Sequence[Number], place: int) -> Quantified | None:
    number = numbers[place]
    end_of_reach = numbers[place + 1].start if place + 1 < len(numbers) else len(small)
    tail = re.split(r"[;:]|\.\s|\.$", small[number.end : min(end_of_reach, number.end + _REACH)])[0]
    head = re.split(r"[;:]|\.\s", small[max(0, number.start - _BEFORE) : number.start])[-1]
    money = _money(small, number, tail, head)
    if money:
        return money
    seconds = re.match(rf"[\s-]*(?:(?P<s>{words.SECONDS.pattern})|(?P<m>minutes?|minuten)\b)", tail)
    if seconds and re.search(rf"\b(?:{words.WITHIN.pattern})\W*(?:\w+\W+)?$", head):
        value = number.value * (_MINUTE_S if seconds["m"] else 1)
        return Quantified("seconds", value, number.start, number.end + seconds.end())
    times = re.match(rf"[\s-]*(?:{words.TIMES.pattern})\b", tail)
    if times:
        rate, end = _rate(small, number.end + times.end(), number.start)
        return Quantified("each", number.value * (rate or 1.0), number.start, end, a_day=True)
    return _noun(small, number, tail)


def _money(small: str, number: Number, tail: str, head: str) -> Quantified | None:
    """An amount with its currency; a year's is divided by twelve, one with no time is a month's."""
    before, after = _SIGN_BEFORE.search(head), re.match(rf"\s?(?:{_CURRENCY.pattern})", tail)
    if not before and not after:
        return None
    sign = (before[1] if before else after[0] if after else "").strip()
    end = number.end + (after.end() if after else 0)
    following = small[end : end + 30]
    a_year = re.match(rf"\W*(?:\w+\W+)?(?:{words.PERIODS[4][1].pattern})", following)
    value = number.value / (_MONTHS if a_year else 1)
    period = re.match(rf"\W*(?:{'|'.join(pattern.pattern for _, pattern in words.PERIODS)})", following)
    start = number.start - (len(before[0]) if before else 0)
    return Quantified("money", value, start, end + (period.end() if period else 0), words.CURRENCIES[sign])


def _noun(small: str, number: Number, tail: str) -> Quantified | None:
    """The noun that follows within a few words says what is counted."""
    tokens = list(re.finditer(r"[\w'’-]+", tail))[: _NEAR + 1]
    for token in tokens:
        noun, end = token[0], number.end + token.end()
        if words.PAGES.fullmatch(noun):
            return Quantified("pages", number.value, number.start, end)
        if words.PEOPLE.fullmatch(noun):
            return Quantified("people", number.value, number.start, end)
        if words.REQUESTS.fullmatch(noun):
            return _each_or_all(small, number, end, "requests")
        if words.DOCUMENTS.fullmatch(noun):
            return _each_or_all(small, number, end, "documents")
    rate = re.match(rf"\s*(?:stück |stk\.? |pieces? |of them )?(?:{_periods()})", tail)
    if rate:
        return _each_or_all(small, number, number.end, "some")
    return None


def _each_or_all(small: str, number: Number, end: int, kind: Kind) -> Quantified | None:
    """How many a day: of each person where the words around say so, else of all."""
    rate, until = _rate(small, end, number.start)
    around = small[max(0, number.start - _BEFORE) : until + 20]
    if kind == "requests" and _EACH.search(around):
        return Quantified("each", number.value * (rate or 1.0), number.start, until, a_day=True)
    return Quantified(kind, number.value * (rate or 1.0), number.start, until, a_day=rate is not None)


def _rate(small: str, end: int, start: int) -> tuple[float | None, int]:
    """How many days' worth one is, from the time that stands after (else before) the words; and where it ends."""
    after = re.split(r"[.;:](?:\s|$)", small[end : end + 40])[0]
    before = re.split(r"[.;:]\s", small[max(0, start - _BEFORE) : start])[-1]
    for text, base in ((after, end), (before, None)):
        hits = [
            (match.start(), a_day, match.end())
            for a_day, pattern in words.PERIODS
            if (match := re.search(rf"(?<!\w)(?:{pattern.pattern})", text))
        ]
        if hits:
            _, a_day, stop = min(hits)
            return a_day, (base + stop if base is not None else end)
    return None, end


def _periods() -> str:
    return "|".join(pattern.pattern for _, pattern in words.PERIODS)
