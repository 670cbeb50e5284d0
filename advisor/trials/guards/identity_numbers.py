"""Check digits of accounts, cards and national identity numbers, each by the rule of the body that issues it.

The rules are those of python-stdnum, which somebody keeps current; what it lacks stands here with its source.
"""

from __future__ import annotations

import re
from typing import Final

from stdnum import luhn
from stdnum.au import tfn
from stdnum.be import nn
from stdnum.br import cpf
from stdnum.ca import sin
from stdnum.ch import ssn as ahv
from stdnum.cn import ric
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.gb import nhs
from stdnum.iban import is_valid as iban
from stdnum.in_ import aadhaar, pan
from stdnum.it import codicefiscale
from stdnum.jp import in_ as my_number
from stdnum.kr import rrn
from stdnum.nl import bsn
from stdnum.pl import pesel
from stdnum.se import personnummer
from stdnum.us import ssn

__all__ = ["NATIONAL", "card", "digits_of", "iban", "uk_nino"]


def digits_of(text: str) -> str:
    """The digits of a text, everything else left out."""
    return re.sub(r"\D", "", text)


_CARD_PREFIX: Final = re.compile(r"4|5[1-5]|2(22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|6(011|4[4-9]|5)|35(2[89]|[3-8])|62")
_CARD_LENGTHS: Final = range(13, 20)


def card(text: str) -> bool:
    """A payment card (ISO/IEC 7812-1): a known first part, a possible length, and Luhn's check."""
    digits = digits_of(text)
    if len(digits) not in _CARD_LENGTHS or not _CARD_PREFIX.match(digits) or len(set(digits)) == 1:
        return False
    return bool(luhn.is_valid(digits))


def uk_nino(text: str) -> bool:
    """Whether its prefix is one that is given out (HM Revenue and Customs, manual NIM39110)."""
    prefix = text[:2].upper()
    letters = not set(prefix) & set("DFIQUV") and prefix[1:] != "O"
    return letters and prefix not in ("BG", "GB", "NK", "KN", "TN", "NT", "ZZ")


def _es(text: str) -> bool:
    return bool(dni.is_valid(text) or nie.is_valid(text))


NATIONAL: Final = {
    "US social security number": ssn.is_valid,
    "UK national insurance number": uk_nino,
    "UK NHS number": nhs.is_valid,
    "German tax number": idnr.is_valid,
    "French social security number": nir.is_valid,
    "Spanish identity number": _es,
    "Italian tax code": codicefiscale.is_valid,
    "Dutch citizen number": lambda text: bsn.is_valid(digits_of(text)),
    "Belgian national number": nn.is_valid,
    "Polish PESEL": pesel.is_valid,
    "Swedish personal number": personnummer.is_valid,
    "Swiss AHV number": lambda text: ahv.is_valid(digits_of(text)),
    "Brazilian CPF": lambda text: len(set(digits_of(text))) > 1 and cpf.is_valid(text),
    "Indian Aadhaar number": aadhaar.is_valid,
    "Indian PAN": pan.is_valid,
    "Chinese identity number": ric.is_valid,
    "Japanese My Number": lambda text: my_number.is_valid(digits_of(text)),
    "Korean resident number": rrn.is_valid,
    "Australian tax file number": lambda text: tfn.is_valid(digits_of(text)),
    "Canadian social insurance number": sin.is_valid,
}
"""By kind in words: whether a text of the kind's form is such a number."""
