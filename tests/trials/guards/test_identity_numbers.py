"""Check digits: numbers that bodies publish as examples, and the same with one digit wrong."""

from __future__ import annotations

import pytest

from advisor.trials.guards.identity_numbers import NATIONAL, card, digits_of, uk_nino

EXAMPLES = {
    "UK NHS number": "943 476 5919",  # NHS Data Dictionary
    "Dutch citizen number": "111222333",  # Belastingdienst's test number
    "Polish PESEL": "44051401359",  # Ministry of Digital Affairs' example
    "Brazilian CPF": "390.533.447-05",
    "Swiss AHV number": "756.9217.0769.85",  # Central Compensation Office's example
    "Spanish identity number": "54362315K",
    "Canadian social insurance number": "123-456-782",  # python-stdnum's, fictitious
}


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_a_published_example_is_right_and_one_digit_more_is_wrong(kind: str) -> None:
    """By the rule of the body that issues it."""
    text = EXAMPLES[kind]
    assert NATIONAL[kind](text)
    place = next(at for at, letter in enumerate(text) if letter.isdigit() and at > 1)
    assert not NATIONAL[kind](text[:place] + str((int(text[place]) + 1) % 10) + text[place + 1 :])


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("4111 1111 1111 1111", True),
        ("5555-5555-5555-4444", True),
        ("378282246310005", True),
        ("4111 1111 1111 1112", False),
        ("9111 1111 1111 1111", False),
        ("411111111111", False),
        ("4444444444444448", True),
        ("0000000000000000", False),
    ],
)
def test_a_card_has_a_known_beginning_a_length_and_luhns_check(number: str, *, valid: bool) -> None:
    """Test numbers of the schemes."""
    assert card(number) is valid


@pytest.mark.parametrize(
    ("prefix", "used"), [("AB", True), ("BG", False), ("DA", False), ("AV", False), ("AO", False), ("ZZ", False)]
)
def test_prefixes_that_are_not_given_out(prefix: str, *, used: bool) -> None:
    """HM Revenue and Customs, manual NIM39110."""
    assert uk_nino(f"{prefix}123456C") is used


def test_digits_are_what_is_left() -> None:
    """Of any writing."""
    assert digits_of("DE-12 3/4") == "1234"
