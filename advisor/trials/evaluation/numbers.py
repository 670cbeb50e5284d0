"""The first number of a text, as people of several languages write numbers.

Conventions, where one and the same text could mean two numbers: a comma before exactly three digits parts thousands
(1,234) unless nothing but a zero stands before it (0,125); any other single comma is a decimal comma (1,5); a single
point is a decimal point (1.234); where both stand, the later one is the decimal mark (1.234,56 and 1,234.56). Spaces
and apostrophes part thousands only before exactly three digits (1 234, 1'234), so that a list stays a list. A minus
belongs to a number that it stands directly before, at the start of a word.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_GAP: Final = r"[\s']"
_THIN: Final = "\u00a0\u2007\u2009\u202f\u2018\u2019"
_MINUS: Final = "\u2212\ufe63\uff0d\u2010\u2011\u2012\u2013"
_NUMBER: Final = re.compile(
    r"(?P<sign>(?<![^\s(\[{=:;,/\"'$€£¥<>~≈])[-+]\s?)?[$€£¥]?\s?"
    r"(?P<digits>"
    rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?!\d)(?:[.,]\d+)?"  # 1 234 567,8
    r"|\d{1,3}(?:,\d{2})*(?:,\d{3})+(?![\d,])(?:\.\d+)?"  # 1,234,567.8 and 12,34,567
    r"|\d{1,3}(?:\.\d{3}){2,}(?!\d)(?:,\d+)?"  # 1.234.567,8
    r"|\d{1,3}(?:\.\d{3})+,\d+"  # 1.234,56
    r"|\d+[.,]\d+"
    r"|(?<![\w.])\.\d+"
    r"|\d+"
    r")"
    r"(?P<power>[eE][-+]?\d{1,3}(?!\w)|\s?[×x*·]\s?10\^?[-+]?\d{1,3})?"
)
_SCALES: Final = {
    1e3: ("k", "thousand", "tausend", "tsd", "mille"),
    1e4: ("万", "萬"),
    1e5: ("lakh", "lakhs"),
    1e6: ("million", "millions", "millionen", "mio", "mn"),
    1e7: ("crore", "crores"),
    1e8: ("亿", "億"),
    1e9: ("billion", "billions", "bn", "milliarde", "milliarden", "mrd", "milliard", "milliards"),
    1e12: ("trillion", "trillions", "tn", "billionen"),
}
_SCALE: Final = {word: factor for factor, found in _SCALES.items() for word in found}
_AFTER: Final = re.compile(r"\s?([万萬亿億]|[^\W\d_]+)")
_PERCENT: Final = re.compile(r"(?i)\s?(?:%|٪|percent\b|per cent\b|prozent\b|pour ?cent\b|por ciento\b)")
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_POWER_OF_TEN: Final = re.compile(r"10([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
LONGEST: Final = 60
"""Digits and marks of a number at most; what is longer is no figure that anybody checks."""


@dataclass(frozen=True, slots=True)
class StatedNumber:
    """A number, and whether it is a percentage (then counted in hundredths: 12% is 12)."""

    value: float
    percent: bool = False


def first_number(text: str) -> StatedNumber | None:
    """The first number of a text, with what is said of its scale directly after it; None where there is none."""
    plain = _plain(text)
    for match in _NUMBER.finditer(plain):
        if len(match["digits"]) <= LONGEST:
            value = _value(match) * _scale(plain[match.end() : match.end() + 20])
            if math.isfinite(value):
                return StatedNumber(value, _PERCENT.match(plain, match.end()) is not None)
    return None


def near(answer: StatedNumber, reference: StatedNumber, tolerance: float) -> bool:
    """Whether two figures agree within a relative tolerance; 12% is 0.12, and 12 where only one names the percent."""
    values = [answer.value]
    if answer.percent != reference.percent:
        values.append(answer.value / 100 if answer.percent else answer.value * 100)
    least = tolerance if reference.value == 0 else 0.0
    return any(math.isclose(value, reference.value, rel_tol=tolerance, abs_tol=least) for value in values)


def _plain(text: str) -> str:
    """Digits of every script as ASCII digits, signs and gaps in one form each; the length stays the same or shrinks."""
    powered = _POWER_OF_TEN.sub(lambda match: "10^" + match[1].translate(_SUPERSCRIPTS), text)
    return "".join(_character(one) for one in powered)


def _character(one: str) -> str:
    if one.isascii():
        return one
    if one in _MINUS:
        return "-"
    if one in _THIN:
        return "'" if one in "\u2018\u2019" else " "
    digit = unicodedata.decimal(one, None)
    return str(digit) if digit is not None else {"٫": ".", "٬": ",", "，": ",", "．": ".", "％": "%"}.get(one, one)


def _value(match: re.Match[str]) -> float:
    digits = re.sub(_GAP, "", match["digits"])
    point, comma = digits.rfind("."), digits.rfind(",")
    if comma > point and (point >= 0 or _decimal_comma(digits)):
        digits = digits.replace(".", "").replace(",", ".")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    power = re.sub(r"^(?:[eE]|\s?[×x*·]\s?10\^?)", "", match["power"] or "0")
    sign = -1.0 if (match["sign"] or "").startswith("-") else 1.0
    return sign * float(f"{digits.replace(',', '')}e{power}")


def _decimal_comma(digits: str) -> bool:
    whole, _, rest = digits.partition(",")
    return "," not in rest and (len(rest) != 3 or not whole.strip("0") or len(whole) > 3)  # noqa: PLR2004 - thousands


def _scale(after: str) -> float:
    match = _AFTER.match(after)
    return 1.0 if match is None else _SCALE.get(match[1].lower(), 1.0)
