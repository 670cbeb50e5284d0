"""Numbers as people write them in English, German and French: figures with their separators, words, multiples."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

_WORDS: Final = (
    {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
    | {"twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "eighty": 80}
    | {"a dozen": 12, "a hundred": 100, "one hundred": 100, "a thousand": 1000, "a million": 1_000_000}
    | {"two hundred": 200, "three hundred": 300, "five hundred": 500, "two thousand": 2000}
    | {"ein": 1, "eine": 1, "einer": 1, "einem": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6}
    | {"sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwölf": 12, "fünfzehn": 15, "zwanzig": 20, "dreißig": 30}
    | {"vierzig": 40, "fünfzig": 50, "hundert": 100, "zweihundert": 200, "dreihundert": 300, "fünfhundert": 500}
    | {"tausend": 1000, "zweitausend": 2000, "eine million": 1_000_000, "ein dutzend": 12}
    | {"un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "sept": 7, "huit": 8, "neuf": 9, "dix": 10}
    | {"douze": 12, "quinze": 15, "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
    | {"cent": 100, "deux cents": 200, "cinq cents": 500, "mille": 1000, "deux mille": 2000, "un million": 1_000_000}
    | {"une dizaine": 10, "dizaine": 10, "une douzaine": 12, "une vingtaine": 20, "une trentaine": 30}
    | {"une cinquantaine": 50, "une centaine": 100, "un millier": 1000}
)
_MULTIPLES: Final = {
    **dict.fromkeys(("k", "thousand", "tausend", "tsd", "mille"), 1e3),
    **dict.fromkeys(("m", "million", "millions", "millionen", "mio", "mn"), 1e6),
    **dict.fromkeys(("bn", "billion", "milliarde", "milliarden", "milliard", "milliards", "mrd"), 1e9),
    **dict.fromkeys(("hundred", "hundert"), 1e2),
}
_SPACE: Final = "[ \u00a0\u202f]"
_FIGURE: Final = re.compile(
    rf"(?<![\w.,-])(?P<figure>\d{{1,3}}(?:(?:[.,'’]|{_SPACE})\d{{3}})+(?![\d])|\d+(?:[.,]\d+)?)"
    rf"(?:{_SPACE}?(?P<multiple>{'|'.join(sorted(_MULTIPLES, key=len, reverse=True))})\b\.?)?(?!\d)"
)
_WORD: Final = re.compile(rf"\b(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})\b")
_GROUPED: Final = re.compile(rf"\d{{1,3}}(?:(?:[.,'’]|{_SPACE})\d{{3}})+")


class Number(NamedTuple):
    """A number in a text, and where it stands."""

    value: float
    start: int
    end: int


def numbers_in(text: str) -> list[Number]:
    """Every number in a text of small letters, in order; a figure wins over words within it."""
    figures = list(_figures(text))
    taken = [(found.start, found.end) for found in figures]
    words = [
        Number(float(_WORDS[match["word"]]), match.start(), match.end())
        for match in _WORD.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    return sorted(figures + words, key=lambda found: found.start)


def _figures(text: str) -> Iterator[Number]:
    for match in _FIGURE.finditer(text):
        figure, multiple = match["figure"], match["multiple"]
        grouped = _GROUPED.fullmatch(figure)
        value = float(re.sub(r"\D", "", figure) if grouped else figure.replace(",", "."))
        yield Number(value * (_MULTIPLES[multiple] if multiple else 1), match.start(), match.end())
