"""Rows that are made when they are read: a tuple in everything but the time at which it is made."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import Field, ValidationError

from advisor.lazy_rows import Rows
from advisor.units import Record


class _Item(Record):
    number: int


class _Table(Record):
    items: Rows[_Item]
    more: Rows[_Item] = Field(default=(), validate_default=True)


def _items(count: int) -> Iterator[_Item]:
    return (_Item(number=number) for number in range(count))


def test_rows_are_made_once_and_only_when_they_are_read() -> None:
    """A record that holds them does not read them."""
    calls: list[int] = []

    def make() -> Iterator[_Item]:
        calls.append(1)
        return _items(3)

    table = _Table(items=Rows(make))
    assert calls == []
    assert (len(table.items), table.items[2].number, [item.number for item in table.items]) == (3, 2, [0, 1, 2])
    assert table.items[:2] == tuple(_items(2))
    assert calls == [1]
    assert len(table.more) == 0


def test_each_row_is_changed_when_it_is_read_and_the_bare_ones_are_not() -> None:
    """Who needs only what no change touches does not pay for the change."""
    changed: list[int] = []

    def doubled(item: _Item) -> _Item:
        changed.append(item.number)
        return _Item(number=2 * item.number)

    rows = Rows(lambda: _items(3)).each(doubled).each(doubled)
    assert [item.number for item in rows.bare] == [0, 1, 2]
    assert changed == []
    assert [item.number for item in rows] == [0, 4, 8]
    assert Rows.of(_items(2)).bare == Rows.of(_items(2))


def _doubled(item: _Item) -> _Item:
    return _Item(number=2 * item.number)


def test_rows_are_counted_and_packed_before_they_are_changed() -> None:
    """Whoever opens the pickle changes what they read; rows that were read before are packed as they are."""
    made: list[int] = []

    def make() -> list[_Item]:
        made.append(1)
        return _items(3)

    rows = Rows(make).each(_doubled).each(_doubled)
    opened = pickle.loads(pickle.dumps(rows))  # noqa: S301 - our own
    assert (len(rows), len(opened), made) == (3, 3, [1])
    assert [item.number for item in opened.bare] == [0, 1, 2]
    assert list(opened) == list(rows) == [_Item(number=number) for number in (0, 4, 8)]
    assert list(pickle.loads(pickle.dumps(rows))) == list(rows)  # noqa: S301 - our own


def test_rows_survive_json_a_pickle_and_a_schema() -> None:
    """They are a list there, and come back equal."""
    table = _Table(items=Rows(lambda: _items(2)))
    assert json.loads(table.model_dump_json()) == {"items": [{"number": 0}, {"number": 1}], "more": []}
    assert _Table.model_validate_json(table.model_dump_json()) == table
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301 - our own
    assert _Table.model_json_schema()["properties"]["items"]["type"] == "array"
    assert hash(table.items) == hash(tuple(_items(2)))
    assert repr(table.items) == repr(tuple(_items(2)))


def test_rows_from_outside_are_validated() -> None:
    """A wrong row is named by its place; rows equal a tuple of the same, and nothing else."""
    with pytest.raises(ValidationError, match=r"items\.1\.number"):
        _Table.model_validate({"items": [{"number": 1}, {"number": "x"}]})
    rows = Rows.of(_items(1))
    assert rows == (_Item(number=0),)
    assert rows != Rows.of(_items(2))
    assert rows != [_Item(number=0)]


def test_threads_that_read_at_once_see_the_same() -> None:
    """Whoever is first: all read the same rows."""
    for _ in range(50):
        rows = Rows(lambda: _items(20))
        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(lambda _, rows=rows: tuple(rows), range(8))) == {tuple(_items(20))}
