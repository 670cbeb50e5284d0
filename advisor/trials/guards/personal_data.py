"""Personal data spotted in a prompt, by its form and, where there are some, by its check digits.

Only what is checked by arithmetic or has an unmistakable form is reported, so that a warning means something. What is
reported never contains the data itself, only its kind and a masked trace of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import phonenumbers

from advisor.trials.guards import identity_numbers as numbers

MAX_FINDINGS: Final = 50
_SHORTEST_IBAN: Final = 15


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """One spotted item: its kind in words, where it stands (character offsets) and a masked trace."""

    kind: str
    start: int
    end: int
    trace: str


def _phone(text: str) -> bool:
    """Whether the plan of some country has the number; one without a country is read as a North American one."""
    given = re.sub(r"^00", "+", text.strip())
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(given, None if given.startswith("+") else "US"))
    except phonenumbers.NumberParseException:
        return False


def _always(_: str) -> bool:
    return True


_NIR: Final = r"(?i)(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)"
_PERSONNUMMER: Final = r"(?<!\d)(?:\d{2})?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[-+]\d{4}(?!\d)"
_MY_NUMBER: Final = r"(?i)(?:my ?number|個人番号|マイナンバー)[ :：#-]{0,3}\d{4}[ -]?\d{4}[ -]?\d{4}"
_INTERNATIONAL: Final = (
    r"(?<![\w.])(?<!\d[ -])(?:\+|00)[1-9]\d{0,2}[ ./()-]{0,2}\(?\d{1,5}\)?(?:[ ./-]?\d{2,5}){1,5}(?!\d)"
)
_DETECTORS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]] = tuple(
    (kind, re.compile(pattern, re.ASCII), check or numbers.NATIONAL[kind])
    for kind, pattern, check in (
        ("e-mail address", r"\b[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b", _always),
        ("bank account (IBAN)", r"(?i)\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}", numbers.iban),
        ("payment card", r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.]\d)", numbers.card),
        ("US social security number", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", None),
        ("UK national insurance number", r"(?i)\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", None),
        ("UK NHS number", r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)", None),
        ("German tax number", r"(?<!\d)\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\d)", None),
        ("French social security number", _NIR, None),
        ("Spanish identity number", r"(?i)\b(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z]\b", None),
        ("Italian tax code", r"(?i)\b[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]\b", None),
        ("Dutch citizen number", r"(?i)\bBSN[ :.#-]{0,3}\d{4} ?\d{2} ?\d{3}\b", None),
        ("Belgian national number", r"(?<!\d)\d{2}[.]\d{2}[.]\d{2}[-]\d{3}[.]\d{2}(?!\d)", None),
        ("Polish PESEL", r"(?<!\d)\d{11}(?!\d)", None),
        ("Swedish personal number", _PERSONNUMMER, None),
        ("Swiss AHV number", r"(?<!\d)756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?!\d)", None),
        ("Brazilian CPF", r"(?<!\d)\d{3}[.]\d{3}[.]\d{3}-\d{2}(?!\d)", None),
        ("Indian Aadhaar number", r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}(?![ -]?\d)", None),
        ("Indian PAN", r"\b[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]\b", None),
        ("Chinese identity number", r"(?i)(?<!\d)[1-8]\d{5}(?:19|20)\d{9}[\dX](?!\d)", None),
        ("Japanese My Number", _MY_NUMBER, None),
        ("Korean resident number", r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])-[1-8]\d{6}(?!\d)", None),
        ("Australian tax file number", r"(?i)\bTFN[ :.#-]{0,3}\d{3}[ -]?\d{3}[ -]?\d{3}\b", None),
        ("Canadian social insurance number", r"(?<![\d-])\d{3}[ -]\d{3}[ -]\d{3}(?![ -]?\d)", None),
        ("phone number", _INTERNATIONAL, _phone),
        ("phone number", r"(?<![\w.-])\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[.-]\d{4}(?![\w-])", _phone),
    )
)  # fmt: skip


def personal_data(text: str) -> tuple[PersonalDatum, ...]:
    """What looks like personal data, in the order of the text; at most ``MAX_FINDINGS``."""
    found: list[PersonalDatum] = []
    for kind, pattern, check in _DETECTORS:
        for start, end in _hits(text, pattern, check):
            if not any(start < other.end and other.start < end for other in found):
                found.append(PersonalDatum(kind, start, end, _trace(text[start:end])))
            if len(found) >= MAX_FINDINGS:
                break
    return tuple(sorted(found, key=lambda one: one.start)[:MAX_FINDINGS])


def _hits(text: str, pattern: re.Pattern[str], check: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Matches that pass the check; an IBAN or card that runs into following text is tried shorter."""
    for match in pattern.finditer(text):
        whole = match.group()
        if check is numbers.iban:
            size = _iban_size(whole)
            if size:
                yield match.start(), match.start() + size
        elif check(whole):
            yield match.start(), match.end()


def _iban_size(text: str) -> int | None:
    """How many characters of a match are an account number; what follows it may look as if it belonged to it."""
    ends = [index + 1 for index, character in enumerate(text) if character.isalnum()]
    return next((end for end in ends[_SHORTEST_IBAN - 1 :] if numbers.iban(text[:end])), None)


def _trace(text: str) -> str:
    """The first two and the last characters, the rest masked."""
    return f"{text[:2]}…{text[-1]}"
