"""Values as a file has them: the same from SQLite and PostgreSQL, and back to each as it keeps them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import (
    BLOB,
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    Interval,
    MetaData,
    Numeric,
    Table,
    Text,
)

from advisor.errors import StorageError
from advisor.storage.storable import storable
from advisor.storage.upkeep.values import KINDS, kind_of, placeholder, plain, stored

TYPES = {
    "boolean": Boolean(),
    "integer": Integer(),
    "real": Float(),
    "decimal": Numeric(20, 10),
    "moment": DateTime(timezone=True),
    "date": Date(),
    "bytes": BLOB(),
    "json": JSON(),
    "text": Text(),
}
TABLE = Table("t", MetaData(), *(Column(kind, type_) for kind, type_ in TYPES.items()), Column("odd", Interval()))
PLUS_TWO = timezone(timedelta(hours=2))
SAME: list[tuple[str, Any, Any, Any]] = [
    ("boolean", 1, True, True),
    ("real", 2, 2.0, 2.0),
    ("decimal", 0.0012345678, Decimal("0.0012345678"), "0.0012345678"),
    (
        "moment",
        "2026-03-29 01:30:00.000001",
        datetime(2026, 3, 29, 3, 30, 0, 1, tzinfo=PLUS_TWO),
        "2026-03-29T01:30:00.000001+00:00",
    ),
    ("date", "2028-02-29", date(2028, 2, 29), "2028-02-29"),
    ("bytes", b"\x00\xff", memoryview(b"\x00\xff"), "AP8="),
    ("json", '{"b": [1], "a": "ß"}', {"a": "ß", "b": [1]}, '{"a":"ß","b":[1]}'),
]


def test_every_kind_is_told_by_its_type() -> None:
    """And a type that no file can have is refused by name."""
    assert {kind: kind_of(TABLE.columns[kind]) for kind in KINDS} == {kind: kind for kind in KINDS}
    with pytest.raises(StorageError, match=r"t\.odd is of the type"):
        kind_of(TABLE.columns["odd"])


@pytest.mark.parametrize(("kind", "of_sqlite", "of_postgresql", "in_file"), SAME, ids=[row[0] for row in SAME])
def test_what_both_databases_give_is_one_in_the_file(
    kind: str, of_sqlite: Any, of_postgresql: Any, in_file: Any
) -> None:
    """Whatever each keeps it as."""
    column = TABLE.columns[kind]
    assert plain(of_sqlite, column) == plain(of_postgresql, column) == in_file


@given(st.datetimes(timezones=st.just(UTC)), st.text(), st.binary(), st.integers(0, 10**15))
def test_what_goes_into_a_file_comes_back(moment: datetime, said: str, blob: bytes, ten_billionths: int) -> None:
    """For either database; a decimal with up to fifteen digits, of which SQLite keeps no more."""
    decimal = Decimal(ten_billionths) / Decimal(10**10)
    for kind, value in (("moment", moment), ("text", storable(said)), ("bytes", blob), ("decimal", decimal)):
        column = TABLE.columns[kind]
        in_file = plain(value, column)
        for dialect in ("sqlite", "postgresql"):
            assert plain(stored(in_file, kind_of(column), dialect), column) == in_file


ODD: list[tuple[str, Any]] = [
    ("moment", "yesterday"),
    ("moment", b"\xc3("),
    ("text", "\udcff"),
    ("text", "a\x00b"),
    ("text", b"\xff"),
    ("boolean", 7),
    ("integer", "many"),
    ("integer", 1.5),
    ("decimal", "dear"),
    ("date", 12),
    ("json", "{"),
]


@pytest.mark.parametrize(("kind", "value"), ODD)
def test_what_is_not_what_its_column_says_goes_back_to_sqlite_alone(kind: str, value: Any) -> None:
    """As bytes that it is told to call text, where it was text."""
    column = TABLE.columns[kind]
    in_file = plain(value, column)
    back = stored(in_file, kind_of(column), "sqlite")
    as_text = placeholder(in_file, "v") == "CAST(:v AS TEXT)"
    assert as_text == isinstance(value, str)
    assert (back.decode(errors="surrogateescape") if as_text else back) == value
    with pytest.raises(ValueError, match="only SQLite keeps such"):
        stored(in_file, kind_of(column), "postgresql")


@pytest.mark.parametrize(
    ("kind", "given_"),
    [
        ("moment", "2026-03-29T01:30:00"),
        ("moment", 5),
        ("decimal", "NaN"),
        ("decimal", 1.5),
        ("bytes", "???"),
        ("integer", True),
        ("boolean", 1),
        ("text", "a\x00b"),
        ("text", {"as_stored": ["other", "x"]}),
        ("real", 1e999),
        ("date", "2026-02-30"),
    ],
)
def test_what_a_file_says_otherwise_is_refused(kind: str, given_: Any) -> None:
    """Never guessed."""
    with pytest.raises((ValueError, TypeError, ArithmeticError)):
        stored(given_, kind_of(TABLE.columns[kind]), "sqlite")
