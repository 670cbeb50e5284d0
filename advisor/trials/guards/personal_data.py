"""Personal data spotted in a prompt, by its form and, where there are some, by its check digits.

Only what is checked by arithmetic or has an unmistakable form is reported, so that a warning means something. What is
reported never contains the data itself, only its kind and a masked trace of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from advisor.trials.guards import identity_numbers as numbers

MAX_FINDINGS: Final = 50


@dataclass(frozen=True, slots=True)
class PersonalDatum:
    """One spotted item: its kind in words, where it stands (character offsets) and a masked trace."""

    kind: str
    start: int
    end: int
    trace: str


def _phone(text: str) -> bool:
    return 9 <= len(numbers.digits_of(text)) <= 15  # noqa: PLR2004 - E.164


def _always(_: str) -> bool:
    return True


_NIR: Final = r"(?i)(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)"
_PERSONNUMMER: Final = r"(?<!\d)(?:\d{2})?\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])[-+]\d{4}(?!\d)"
_MY_NUMBER: Final = r"(?i)(?:my ?number|個人番号|マイナンバー)[ :：#-]{0,3}\d{4}[ -]?\d{4}[ -]?\d{4}"
_INTERNATIONAL: Final = (
    r"(?<![\w.])(?<!\d[ -])(?:\+|00)[1-9]\d{0,2}[ ./()-]{0,2}\(?\d{1,5}\)?(?:[ ./-]?\d{2,5}){1,5}(?!\d)"
)
_DETECTORS: Final[tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...]] = tuple(
    (kind, re.compile(pattern, re.ASCII), check)
    for kind, pattern, check in (
        ("e-mail address", r"\b[\w.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}\b", _always),
        ("bank account (IBAN)", r"(?i)\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}", numbers.iban),
        ("payment card", r"(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.]\d)", numbers.card),
        ("US social security number", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", numbers.us_ssn),
        ("UK national insurance number", r"(?i)\b[A-CEGHJ-PR-TW-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b", numbers.uk_nino),
        ("UK NHS number", r"(?<!\d)\d{3}[ -]\d{3}[ -]\d{4}(?!\d)", numbers.uk_nhs),
        ("German tax number", r"(?<!\d)\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\d)", numbers.de_tax),
        ("French social security number", _NIR, numbers.fr_nir),
        ("Spanish identity number", r"(?i)\b(?:\d{8}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z]\b", numbers.es_dni),
        ("Italian tax code", r"(?i)\b[A-Z]{6}\d{2}[A-EHLMPR-T]\d{2}[A-Z]\d{3}[A-Z]\b", numbers.it_cf),
        ("Dutch citizen number", r"(?i)\bBSN[ :.#-]{0,3}\d{4} ?\d{2} ?\d{3}\b", numbers.nl_bsn),
        ("Belgian national number", r"(?<!\d)\d{2}[.]\d{2}[.]\d{2}[-]\d{3}[.]\d{2}(?!\d)", numbers.be_nn),
        ("Polish PESEL", r"(?<!\d)\d{11}(?!\d)", numbers.pl_pesel),
        ("Swedish personal number", _PERSONNUMMER, numbers.se_personnummer),
        ("Swiss AHV number", r"(?<!\d)756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}(?!\d)", numbers.ch_ahv),
        ("Brazilian CPF", r"(?<!\d)\d{3}[.]\d{3}[.]\d{3}-\d{2}(?!\d)", numbers.br_cpf),
        ("Indian Aadhaar number", r"(?<![\d-])\d{4}[ -]\d{4}[ -]\d{4}(?![ -]?\d)", numbers.in_aadhaar),
        ("Indian PAN", r"\b[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]\b", _always),
        ("Chinese identity number", r"(?i)(?<!\d)[1-8]\d{5}(?:19|20)\d{9}[\dX](?!\d)", numbers.cn_id),
        ("Japanese My Number", _MY_NUMBER, numbers.jp_my_number),
        ("Korean resident number", r"(?<!\d)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])-[1-8]\d{6}(?!\d)", numbers.kr_rrn),
        ("Australian tax file number", r"(?i)\bTFN[ :.#-]{0,3}\d{3}[ -]?\d{3}[ -]?\d{3}\b", numbers.au_tfn),
        ("Canadian social insurance number", r"(?<![\d-])\d{3}[ -]\d{3}[ -]\d{3}(?![ -]?\d)", numbers.ca_sin),
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
            if size and numbers.iban(whole[:size]):
                yield match.start(), match.start() + size
        elif check(whole):
            yield match.start(), match.end()


def _iban_size(text: str) -> int | None:
    """How many characters of a match make up as many letters and digits as the country's IBAN has."""
    wanted = numbers.IBAN_LENGTHS.get(text[:2].upper())
    seen = 0
    for index, character in enumerate(text):
        seen += character.isalnum()
        if seen == wanted:
            return index + 1
    return None


def _trace(text: str) -> str:
    """The first two and the last characters, the rest masked."""
    return f"{text[:2]}…{text[-1]}"
