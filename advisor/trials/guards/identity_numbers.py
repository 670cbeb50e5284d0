"""Check digits of accounts, cards and national identity numbers, each by the rule of the body that issues it."""

from __future__ import annotations

import re
from datetime import date
from typing import Final


def digits_of(text: str) -> str:
    """The digits of a text, everything else left out."""
    return re.sub(r"\D", "", text)


def _numbers(text: str) -> list[int]:
    return [int(digit) for digit in digits_of(text)]


def luhn(text: str) -> bool:
    """The check of payment cards (ISO/IEC 7812-1, annex B)."""
    total = 0
    for index, digit in enumerate(reversed(_numbers(text))):
        doubled = digit * (2 if index % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled  # noqa: PLR2004 - sum of two digits
    return total % 10 == 0


_CARD_PREFIX: Final = re.compile(r"4|5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|6(011|4[4-9]|5)|35(2[89]|[3-8])|62")
_CARD_LENGTHS: Final = range(13, 20)


def card(text: str) -> bool:
    """A payment card: a known first part, a possible length, and Luhn's check."""
    digits = digits_of(text)
    if len(digits) not in _CARD_LENGTHS or not _CARD_PREFIX.match(digits) or len(set(digits)) == 1:
        return False
    return luhn(digits)


IBAN_LENGTHS: Final = {
    country: length
    for length, countries in {
        15: "NO",
        16: "BE",
        18: "DK FI FO GL NL",
        19: "MK SI",
        20: "AT BA EE KZ LT LU XK",
        21: "CH HR LI LV",
        22: "BG BH CR DE GB GE IE ME RS VA",
        23: "AE GI IL IQ TL",
        24: "AD CZ ES MD PK RO SA SE SK TN VG",
        25: "PT ST",
        26: "IS TR",
        27: "FR GR IT MC MR SM",
        28: "AL AZ BY CY DO GT HU LB PL SV",
        29: "BR EG PS QA UA",
        30: "JO KW MU",
        31: "MT SC",
        32: "LC",
    }.items()
    for country in countries.split()
}
"""Lengths of IBANs by country (SWIFT's IBAN registry)."""


def iban(text: str) -> bool:
    """ISO 13616: the length of the country, and the rearranged number modulo 97 is 1."""
    compact = re.sub(r"[\s-]", "", text).upper()
    if IBAN_LENGTHS.get(compact[:2]) != len(compact):
        return False
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def _weighted(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False))


def us_ssn(text: str) -> bool:
    """Never issued: area 000, 666 and 900-999, group 00, serial 0000 (Social Security Administration)."""
    area, group, serial = text[:3], text[4:6], text[7:]
    return area not in ("000", "666") and area < "900" and group != "00" and serial != "0000"


def uk_nino(text: str) -> bool:
    """Prefixes that are not used (HM Revenue and Customs, manual NIM39110)."""
    prefix = text[:2].upper()
    return prefix not in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ") and not set(prefix[0]) & set("DFIQUV")


def uk_nhs(text: str) -> bool:
    """Modulo 11 with weights 10 to 2 (NHS data dictionary)."""
    digits = _numbers(text)
    check = 11 - _weighted(digits, tuple(range(10, 1, -1))) % 11
    return check != 10 and digits[9] == check % 11  # noqa: PLR2004 - check 10 is never issued


def de_tax(text: str) -> bool:
    """ISO 7064 MOD 11,10; exactly one digit twice or thrice among the first ten (Steueridentifikationsnummer)."""
    digits = _numbers(text)
    counts = sorted((digits[:10].count(digit) for digit in set(digits[:10])), reverse=True)
    if digits[0] == 0 or counts[0] not in (2, 3) or counts[1:2] not in ([1], []):
        return False
    product = 10
    for digit in digits[:10]:
        product = ((digit + product) % 10 or 10) * 2 % 11
    return (11 - product) % 10 == digits[10]


def fr_nir(text: str) -> bool:
    """97 minus the number modulo 97, Corsica's departments 2A and 2B read as 19 and 18 (INSEE)."""
    compact = re.sub(r"\s", "", text).upper()
    number = compact[:13].replace("2A", "19").replace("2B", "18")
    return number.isdigit() and 97 - int(number) % 97 == int(compact[13:15])


_ES_LETTERS: Final = "TRWAGMYFPDXBNJZSQVHLCKE"


def es_dni(text: str) -> bool:
    """Number modulo 23 gives the letter; X, Y and Z of a foreigner's number read as 0, 1 and 2 (DNI and NIE)."""
    compact = re.sub(r"[\s-]", "", text).upper()
    number = compact[:-1].translate(str.maketrans("XYZ", "012"))
    return number.isdigit() and _ES_LETTERS[int(number) % 23] == compact[-1]


_IT_ODD_VALUES: Final = "1 0 5 7 9 13 15 17 19 21 1 0 5 7 9 13 15 17 19 21 2 4 18 20 11 3 6 8 12 14 16 10 22 25 24 23"
_IT_ODD: Final = {
    sign: int(value)
    for sign, value in zip("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", _IT_ODD_VALUES.split(" "), strict=True)
}


def it_cf(text: str) -> bool:
    """Odd places by table, even places by value, modulo 26 gives the letter (decree of 23 December 1976)."""
    code = text.upper()
    total = sum(
        _IT_ODD[character] if index % 2 == 0 else (int(character) if character.isdigit() else ord(character) - 65)
        for index, character in enumerate(code[:15])
    )
    return chr(65 + total % 26) == code[15]


def nl_bsn(text: str) -> bool:
    """The eleven test: weights 9 to 2 and -1, modulo 11 is 0."""
    digits = _numbers(text)
    return any(digits) and _weighted(digits, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def be_nn(text: str) -> bool:
    """97 minus the first nine digits modulo 97; a 2 is put before them for births from 2000."""
    digits = digits_of(text)
    check = int(digits[9:])
    return check in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)


def pl_pesel(text: str) -> bool:
    """Weights 1, 3, 7, 9, and a date of birth in the first six digits."""
    digits = _numbers(text)
    month = (digits[2] * 10 + digits[3]) % 20
    if not 1 <= month <= 12 or not 1 <= digits[4] * 10 + digits[5] <= 31:  # noqa: PLR2004 - a calendar
        return False
    return (10 - _weighted(digits, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10) % 10 == digits[10]


def se_personnummer(text: str) -> bool:
    """Luhn over the last ten digits."""
    return luhn(digits_of(text)[-10:])


def ch_ahv(text: str) -> bool:
    """EAN-13 over a number that starts with 756."""
    digits = _numbers(text)
    return (10 - _weighted(digits, (1, 3) * 6) % 10) % 10 == digits[12]


def br_cpf(text: str) -> bool:
    """Two check digits modulo 11; numbers of one repeated digit are none."""
    digits = _numbers(text)
    if len(set(digits)) == 1:
        return False
    for length in (9, 10):
        check = _weighted(digits, tuple(range(length + 1, 1, -1))) * 10 % 11 % 10
        if check != digits[length]:
            return False
    return True


def _dihedral(a: int, b: int) -> int:
    """Multiplication in the dihedral group of order ten (Verhoeff, 1969)."""
    if a < 5:  # noqa: PLR2004 - rotations
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5  # noqa: PLR2004
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5  # noqa: PLR2004


_VERHOEFF_P: Final = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def in_aadhaar(text: str) -> bool:
    """Verhoeff's check; never starts with 0 or 1 (UIDAI)."""
    digits = _numbers(text)
    if digits[0] < 2:  # noqa: PLR2004 - see docstring
        return False
    check = 0
    for place, digit in enumerate(reversed(digits)):
        permuted = digit
        for _ in range(place % 8):
            permuted = _VERHOEFF_P[permuted]
        check = _dihedral(check, permuted)
    return check == 0


_CN_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def cn_id(text: str) -> bool:
    """GB 11643: weights, modulo 11, X for ten; a date of birth in the middle."""
    try:
        date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return False
    return "10X98765432"[_weighted(_numbers(text[:17]), _CN_WEIGHTS) % 11] == text[17].upper()


def jp_my_number(text: str) -> bool:
    """Weights 6 5 4 3 2 7 6 5 4 3 2, modulo 11 (Ordinance No. 85 of 2014)."""
    digits = _numbers(text)
    rest = _weighted(digits, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) % 11
    return digits[11] == (0 if rest <= 1 else 11 - rest)


def kr_rrn(text: str) -> bool:
    """Weights 2 to 9 and 2 to 5, modulo 11."""
    digits = _numbers(text)
    return (11 - _weighted(digits, (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)) % 11) % 10 == digits[12]


def au_tfn(text: str) -> bool:
    """Weights 1 4 3 7 5 8 6 9 10, modulo 11 is 0."""
    digits = _numbers(text)
    return any(digits) and _weighted(digits, (1, 4, 3, 7, 5, 8, 6, 9, 10)) % 11 == 0


def ca_sin(text: str) -> bool:
    """Luhn; never starts with 0 or 8."""
    return text[0] not in "08" and luhn(text)
