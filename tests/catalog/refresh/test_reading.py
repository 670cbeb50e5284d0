"""What a source sends is distrusted: one plain refusal for whatever is no document, and never a wrong number."""

from __future__ import annotations

import gzip
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.catalog.refresh.reading import (
    MOST_BYTES,
    UnreadableError,
    cleaned,
    count_of,
    csv_of,
    day_of,
    grid_of,
    json_of,
    number_of,
    unpacked,
    yaml_of,
)

BOMB = gzip.compress(b"0" * (MOST_BYTES + 1), 9)
REFUSED: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "empty"),
    ("blanks", b" \n\t ", "empty"),
    ("a web page", b"<!doctype html><title>Sign in</title>", "web page"),
    ("cut off", b'{"a": {"b": 1', "cut off"),
    ("two documents", b"{} {}", "not whole JSON"),
    ("NUL bytes", b'{"a": "\x00"}', "NUL"),
    ("latin-1", '{"a": "é"}'.encode("latin-1"), "not UTF-8"),
    ("UTF-16", '{"a": 1}'.encode("utf-16"), "NUL"),
    ("deep nesting", b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    ("a packed bomb", BOMB, "more than"),
    ("half a packed file", gzip.compress(b'{"a": 1}')[:-6], "cut off"),
]


@pytest.mark.parametrize(("content", "said"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_no_document_is_one_plain_refusal(content: bytes, said: str) -> None:
    """Whatever is no JSON document is refused in one sentence that says why."""
    with pytest.raises(UnreadableError, match=said) as refused:
        json_of(content)
    assert "\n" not in str(refused.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_document_or_a_refusal(content: bytes) -> None:
    """No bytes end in another error than the one refusal."""
    for read in (json_of, csv_of, yaml_of):
        with suppress(UnreadableError):
            assert read(content) is not NotImplemented


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    """A file saved with a mark reads like one without."""
    assert json_of(b'\xef\xbb\xbf{"a": 1}').value == json_of(b'{"a": 1}').value == {"a": Decimal(1)}


def test_a_packed_file_reads_like_a_plain_one() -> None:
    """A file packed with gzip is unpacked."""
    assert unpacked(gzip.compress(b"abc")) == b"abc"


def test_a_key_that_stands_twice_with_two_values_is_left_out_and_told() -> None:
    """Which of the two counts nobody can know; the same value twice is the value."""
    found = json_of(b'{"a": 1, "b": 2, "a": 3, "c": 4, "c": 4}')
    assert found.value == {"b": 2, "c": 4}
    assert found.doubled == ("a",)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400000000", "9" * 400, "true", '"1,5"', '"x"'])
def test_no_number_is_none(text: str) -> None:
    """What is no finite number of a sensible length is unknown, however it is written."""
    assert number_of(json_of(f'{{"price": {text}}}'.encode()).value["price"]) is None


@pytest.mark.parametrize(
    ("given_as", "number"), [('"0.0000003"', "3e-7"), ("3e-7", "3e-7"), ("0.1", "0.1"), ("7", "7")]
)
def test_numbers_are_decimal_and_may_be_written_as_text(given_as: str, number: str) -> None:
    """A price keeps its digits; one written as text is one."""
    assert number_of(json_of(f'{{"price": {given_as}}}'.encode()).value["price"]) == Decimal(number)


def test_counts_are_whole_and_at_least_one() -> None:
    """Token limits are counts: a fraction, zero and a number beyond any table are unknown."""
    assert [count_of(value) for value in (Decimal(8000), "128000", 0, Decimal("1.5"), Decimal(10) ** 30)] == [
        8000,
        128000,
        None,
        None,
        None,
    ]


def test_days_are_read_from_the_front_of_a_text() -> None:
    """A time behind the day does not matter; what is no day is unknown."""
    assert str(day_of("2026-11-20T10:00:00Z")) == "2026-11-20"
    assert day_of("20 November") is None
    assert day_of("2026-02-30") is None


def test_texts_lose_control_characters_and_their_excess() -> None:
    """A name from outside has no line breaks and no escape sequences, and an end."""
    assert cleaned("a\x1b[31m\nb\u202ec") == "a [31m b c"
    assert len(cleaned("x" * 100_000)) == 2000
    assert cleaned(17) == ""


def test_a_short_row_of_a_table_means_that_it_was_cut_off() -> None:
    """A CSV file that ends in the middle of a row is refused."""
    with pytest.raises(UnreadableError, match="cut off"):
        csv_of(b"a,b\n1,2\n3")


def test_a_column_that_stands_twice_is_refused() -> None:
    """Nobody can know which of two columns of one name is meant."""
    with pytest.raises(UnreadableError, match="twice"):
        csv_of(b"a,a\n1,2\n")


def test_aliases_of_yaml_are_refused() -> None:
    """A few lines with aliases unfold to gigabytes."""
    with pytest.raises(UnreadableError, match="aliases"):
        yaml_of(b"a: &x [1, 2]\nb: [*x, *x]\n")


def test_yaml_makes_no_objects() -> None:
    """A tag that asks for a Python object is refused."""
    with pytest.raises(UnreadableError):
        yaml_of(b"!!python/object/apply:os.system ['true']\n")


def test_a_table_whose_header_is_not_its_first_row_is_read_as_rows() -> None:
    """Rows keep their length; a short last one means that the file was cut off."""
    assert grid_of(b"a,,\nb,c,d\nx\n1,2,3\n") == [["a", "", ""], ["b", "c", "d"], ["x"], ["1", "2", "3"]]
    for bad in (b"a,b\n1", b"", b"<!DOCTYPE html><p>", b'a,"b\n'):
        with pytest.raises(UnreadableError):
            grid_of(bad)


@pytest.mark.parametrize("number", ["0x" + "f" * 20_000, "0b" + "1" * 20_000, "1" + ":59" * 3_000])
def test_a_number_that_cannot_be_written_out_is_none(number: str) -> None:
    """YAML has ways to write whole numbers of any length."""
    assert number_of(yaml_of(f"a: {number}".encode())["a"]) is None


def test_a_fraction_beyond_every_float_is_no_yaml() -> None:
    """In the sixties of YAML 1.1."""
    with pytest.raises(UnreadableError, match="not whole YAML"):
        yaml_of(b"a: 1" + b":59" * 3_000 + b".5")
