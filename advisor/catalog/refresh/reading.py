"""Read what a source sent, distrusting it: size, packing, encoding, depth, doubled keys and numbers that are none.

Every refusal is one ``UnreadableError`` with one plain sentence (nesting ends where Python's own parser stops). Texts
are cleaned of control characters; numbers are decimal and finite, and one with too many digits is refused before it is
made.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

import yaml

from advisor.errors import AdvisorError

MOST_BYTES: Final = 64_000_000
"""A source's file at most, unpacked; the largest of November 2026 has about 10 MB."""
MOST_ROWS: Final = 500_000
LONGEST_TEXT: Final = 2_000
LONGEST_NUMBER: Final = 40
"""Digits of a number at most: Python takes quadratic time for very long ones, and no price has more."""
_BRACKET: Final = re.compile(r"[\[\]{}]")
_BLOCKS: Final = re.compile(r"(?m)^(?: *[-?:](?= ))* *")
_DEEPEST: Final = 500
_GZIP: Final = b"\x1f\x8b"


class UnreadableError(AdvisorError):
    """A file that cannot be used as what it should be; the message is one sentence."""


def unpacked(content: bytes, *, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file, unpacked where it is gzip, never more than ``most`` of them."""
    if len(content) > most:
        raise UnreadableError(f"it has {len(content):,} bytes, more than the {most:,} that are read")
    if not content.startswith(_GZIP):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            plain = packed.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableError("it is packed as gzip and cannot be unpacked; it may have been cut off") from error
    if len(plain) > most:
        raise UnreadableError(f"unpacked it has more than the {most:,} bytes that are read")
    return plain


def text_of(content: bytes) -> str:
    """A file as text: UTF-8 with or without byte order mark; raises ``UnreadableError`` where it is not."""
    plain = unpacked(content)
    if not plain.strip():
        raise UnreadableError("it is empty")
    if b"\0" in plain:
        raise UnreadableError("it holds NUL bytes and is no text")
    try:
        return plain.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"byte {error.start:,} is not UTF-8 text") from error


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A JSON document, and the keys that stood twice in one object with different values: they were left out."""

    value: Any
    doubled: tuple[str, ...]


def json_of(content: bytes) -> ParsedFile:
    """A JSON document with decimal numbers; raises ``UnreadableError`` for whatever is not one."""
    text = text_of(content)
    if text.lstrip()[:1] == "<":
        raise UnreadableError("it is a web page and not JSON")
    doubled: set[str] = set()
    try:
        value = json.loads(
            text, parse_float=_decimal, parse_int=_decimal, parse_constant=_no_number, object_pairs_hook=_once(doubled)
        )
    except json.JSONDecodeError as error:
        raise UnreadableError(f"it is not whole JSON (line {error.lineno:,}); it may have been cut off") from error
    except RecursionError as error:
        raise UnreadableError("it is nested too deeply") from error
    return ParsedFile(value, tuple(sorted(doubled)))


def csv_of(content: bytes) -> list[dict[str, str]]:
    """The rows of a CSV file as cleaned texts by column; raises ``UnreadableError`` for whatever is not one."""
    text = text_of(content)
    if text.lstrip()[:1] == "<":
        raise UnreadableError("it is a web page and not a table")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cleaned(cell) for cell in next(reader, [])]
        rows = [cells for cells in _limited(reader) if any(cells)]
    except csv.Error as error:
        raise UnreadableError(f"it is not a comma-separated table (line {reader.line_num:,})") from error
    doubled = sorted(name for name, count in Counter(header).items() if count > 1)
    if doubled:
        raise UnreadableError(f"the column {doubled[0]!r} stands twice")
    short = next((number for number, cells in enumerate(rows, start=2) if len(cells) != len(header)), None)
    if short is not None:
        raise UnreadableError(f"row {short:,} has another number of cells than the header; it may have been cut off")
    return [dict(zip(header, map(cleaned, cells), strict=True)) for cells in rows]


def grid_of(content: bytes) -> list[list[str]]:
    """The rows of a CSV file as lists of cleaned cells, for files whose header is not their first row.

    Rows may differ in length, but for the last: a file that ends with a short one was cut off. Raises
    ``UnreadableError``.
    """
    text = text_of(content)
    if text.lstrip()[:6].lower() in ("<!doct", "<html>"):
        raise UnreadableError("it is a web page and not a table")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [[cleaned(cell) for cell in cells] for cells in _limited(reader) if any(cells)]
    except csv.Error as error:
        raise UnreadableError(f"it is not a comma-separated table (line {reader.line_num:,})") from error
    if not rows:
        raise UnreadableError("none of its rows has a cell with text")
    if len(rows[-1]) < len(rows[0]):
        raise UnreadableError("its last row is shorter than its first; it may have been cut off")
    return rows


def yaml_of(content: bytes) -> Any:
    """A YAML document of plain values; raises ``UnreadableError`` for whatever is not one.

    Anchors are refused: a few lines of them unfold to gigabytes.
    """
    text = text_of(content)
    _refuse_brackets(text)
    try:
        if "*" in text and any(isinstance(one, yaml.AliasToken) for one in yaml.scan(text, Loader=yaml.CSafeLoader)):
            raise UnreadableError("it uses YAML aliases, which are not read")
        return yaml.load(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise UnreadableError("it is not whole YAML; it may have been cut off") from error


def _refuse_brackets(text: str) -> None:
    """Raise ``UnreadableError`` for more lists and objects than any price list has, beside or within one another.

    The parser takes the square of open brackets as time, and ends the process at some ten thousand levels of brackets
    or of lines that begin further in.
    """
    depth = opened = 0
    for bracket in _BRACKET.finditer(text):
        opens = bracket[0] in "[{"
        opened += opens
        depth = depth + 1 if opens else max(depth - 1, 0)
        if opened > MOST_ROWS:
            raise UnreadableError(f"it has more than the {MOST_ROWS:,} rows that are read")
        if depth > _DEEPEST:
            break
    if depth > _DEEPEST or any(len(found[0]) > _DEEPEST for found in _BLOCKS.finditer(text)):
        raise UnreadableError("it is nested too deeply")


def cleaned(value: object) -> str:
    """A text without control characters and line breaks, cut to a length that a cell may have; blank for no text."""
    if not isinstance(value, str):
        return ""
    text = "".join(" " if not character.isprintable() else character for character in value[: LONGEST_TEXT * 2])
    return " ".join(text.split())[:LONGEST_TEXT]


_MOST_BITS: Final = 1_000
"""Of a whole number: YAML may write one that Python then refuses to write in digits."""


def number_of(value: object) -> Decimal | None:
    """A finite number, from a number or from text that is one; None for anything else (and for yes and no)."""
    if isinstance(value, bool) or (isinstance(value, int) and value.bit_length() > _MOST_BITS):
        return None
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int | float):
        return number_of(str(value))
    if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_NUMBER:
        return None
    try:
        number = Decimal(value.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() and number.adjusted() < LONGEST_NUMBER else None


def count_of(value: object) -> int | None:
    """A whole number of at least one that a table may hold; None for anything else."""
    number = number_of(value)
    most = Decimal(10) ** 12
    if number is None or number < 1 or number > most or number != number.to_integral_value():
        return None
    return int(number)


def day_of(value: object) -> date | None:
    """A day from text that begins with one (YYYY-MM-DD), or from a date; None for anything else."""
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value.strip()[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def _limited(reader: Any) -> Any:
    for number, cells in enumerate(reader, start=2):
        if number > MOST_ROWS:
            raise UnreadableError(f"it has more than the {MOST_ROWS:,} rows that are read")
        yield cells


def _decimal(text: str) -> Decimal | None:
    return number_of(text)


def _no_number(_text: str) -> None:
    """NaN and the infinities: no number at all, so the entry counts as one without it."""


def _once(doubled: set[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Makes objects of pairs; a key that stands twice with different values is left out and told in ``doubled``."""

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            first: dict[str, Any] = {}
            for name, value in pairs:
                if first.setdefault(name, value) != value:
                    doubled.add(cleaned(name))
                    found.pop(name, None)
        return found

    return made
