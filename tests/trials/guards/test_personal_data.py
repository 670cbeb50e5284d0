"""Personal data in prompts: found by form and check digits, and not found where there is none."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.trials.guards.personal_data import personal_data

# Numbers published by the issuing bodies or card brands as examples; none belongs to a person.
FOUND = [
    ("jane.doe+x@mail.example.co.uk", "e-mail address"),
    ("DE89 3704 0044 0532 0130 00", "bank account (IBAN)"),
    ("GB82WEST12345698765432", "bank account (IBAN)"),
    ("FR14 2004 1010 0505 0001 3M02 606", "bank account (IBAN)"),
    ("NO93 8601 1117 947", "bank account (IBAN)"),
    ("4111 1111 1111 1111", "payment card"),
    ("5500-0055-5555-5559", "payment card"),
    ("378282246310005", "payment card"),
    ("536-90-4399", "US social security number"),
    ("AB 12 34 56 C", "UK national insurance number"),
    ("943 476 5919", "UK NHS number"),
    ("86 095 742 719", "German tax number"),
    ("1 85 05 78 006 084 91", "French social security number"),
    ("12345678Z", "Spanish identity number"),
    ("X1234567L", "Spanish identity number"),
    ("RSSMRA85T10A562S", "Italian tax code"),
    ("BSN: 111222333", "Dutch citizen number"),
    ("85.07.30-033.28", "Belgian national number"),
    ("44051401359", "Polish PESEL"),
    ("811218-9876", "Swedish personal number"),
    ("756.9217.0769.85", "Swiss AHV number"),
    ("529.982.247-25", "Brazilian CPF"),
    ("2341 2341 2346", "Indian Aadhaar number"),
    ("ABCPE1234F", "Indian PAN"),
    ("11010519491231002X", "Chinese identity number"),
    ("My number: 1234 5678 9018", "Japanese My Number"),
    ("TFN 123 456 782", "Australian tax file number"),
    ("130 692 544", "Canadian social insurance number"),
    ("+49 30 901820", "phone number"),
    ("0044 20 7946 0958", "phone number"),
    ("(415) 555-2671", "phone number"),
]
NOT_FOUND = [
    "DE88 3704 0044 0532 0130 00",
    "GB82WEST1234569876543",
    "4111 1111 1111 1112",
    "1234 5678 9012 3456",
    "0000 0000 0000 0000",
    "666-12-3456",
    "000-12-3456",
    "943 476 5918",
    "86 095 742 718",
    "12345678A",
    "44051401358",
    "529.982.247-26",
    "111.111.111-11",
    "2341 2341 2345",
    "11010519491331002X",
    "version 1.2.3.4 of 2026-11-21",
    "ISBN 978-3-16-148410-0",
    "order 1000000, 12 pieces at 39.50 EUR",
    "write to me @home",
    "the year 2026 and the number 12345678901234567890",
]


@pytest.mark.parametrize(("text", "kind"), FOUND)
def test_found(text: str, kind: str) -> None:
    """Each kind is spotted in the middle of a sentence, and its trace does not show it."""
    found = personal_data(f"Please look at {text}, thank you.")
    assert [one.kind for one in found] == [kind]
    assert text not in found[0].trace
    assert len(found[0].trace) <= 4


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text: str) -> None:
    """A wrong check digit or a harmless number raises no alarm."""
    assert personal_data(f"Please look at {text} today.") == ()


@pytest.mark.parametrize(("country", "digits"), [("DE", 18), ("AT", 16)])
def test_an_account_is_found_by_its_check_digits_alone(country: str, digits: int) -> None:
    """Of all check digits of a well-formed account, the standard's (ISO 7064, modulo 97) are the only ones found."""
    source = random.Random(country)
    account = "".join(source.choice("0123456789") for _ in range(digits))
    number = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    check = 98 - int(number) % 97
    wrong = 2 + (check - 1) % 96
    assert not personal_data(f"to {country}{wrong:02d}{account} now")
    assert personal_data(f"to {country}{check:02d}{account} now")


def processor_s(text: str) -> float:
    """Processor time of one search, which other programs on the machine do not add to; the best of three."""
    found = []
    for _ in range(3):
        started = time.thread_time()
        personal_data(text)
        found.append(time.thread_time() - started)
    return min(found)


@pytest.mark.parametrize("unit", ["AA11 ", "a.b+c-", "12-34 ", "+49 1"])
def test_a_huge_prompt_does_not_make_the_search_explode(unit: str) -> None:
    """A text of eight times the length takes about eight times as long; were it quadratic, it would take 64 times."""
    short, long = unit * 12_500, unit * 100_000
    assert processor_s(long) < 24 * processor_s(short)


@given(st.text(max_size=300))
def test_offsets_point_into_the_text(text: str) -> None:
    """Whatever the text, findings lie inside it, in order, and do not overlap."""
    end = 0
    for one in personal_data(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end
