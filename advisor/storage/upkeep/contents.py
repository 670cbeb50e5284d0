"""What stands in the tables of a database, row by row as lines of JSON: read out, put in, and compared by a hash.

Rows come in the order of their key, the same on SQLite and PostgreSQL, so that the same rows have the same hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import Column, Connection, MetaData, Table, func, select, text, type_coerce
from sqlalchemy.types import NullType

from advisor.errors import StorageError
from advisor.storage.upkeep.values import Kind, is_as_stored, kind_of, placeholder, plain, stored
from advisor.units import Record

_AT_ONCE: Final = 100
"""Rows that are read or put in together: an assessment has up to a megabyte."""


class TableContents(Record):
    """What a table holds: its columns with their kinds, how many rows, and the hash of their lines."""

    columns: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: Annotated[int, Field(ge=0)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Tally:
    """Counts and hashes the lines of one table as they go by."""

    def __init__(self) -> None:
        self.rows = 0
        self._hash = hashlib.sha256()

    def add(self, line: bytes) -> bytes:
        """Count a line."""
        self.rows += 1
        self._hash.update(line)
        return line

    def of(self, columns: tuple[str, ...], kinds: tuple[Kind, ...]) -> TableContents:
        """What has gone by."""
        return TableContents(columns=columns, kinds=kinds, rows=self.rows, sha256=self._hash.hexdigest())


def shape(table: Table) -> tuple[tuple[str, ...], tuple[Kind, ...]]:
    """The columns of a table by name, and what they hold."""
    columns = sorted(table.columns, key=lambda column: column.name)
    return tuple(column.name for column in columns), tuple(map(kind_of, columns))


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """Every row of a table as a line, in the order of its key."""
    names, _ = shape(table)
    columns = [table.columns[name] for name in names]
    raw = [type_coerce(column, NullType()).label(f"c{place}") for place, column in enumerate(columns)]
    query = select(*raw).order_by(*(_ordered(connection, key) for key in table.primary_key or table.columns))
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        values = [plain(value, column) for value, column in zip(row, columns, strict=True)]
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def contents(connection: Connection, tables: MetaData) -> dict[str, TableContents]:
    """What every table holds."""
    found = {}
    for name, table in sorted(tables.tables.items()):
        tally = Tally()
        for line in lines(connection, table):
            tally.add(line)
        found[name] = tally.of(*shape(table))
    return found


def put(connection: Connection, table: Table, rows: Iterable[Any]) -> None:
    """Put rows of a file into a table; raises StorageError naming the row that cannot be."""
    names, kinds = shape(table)
    dialect, remaining, before = connection.dialect.name, iter(rows), 0
    while batch := list(islice(remaining, _AT_ONCE)):
        values = [_parameters(table.name, before + place, row, kinds, dialect) for place, row in enumerate(batch, 1)]
        marked = [any(map(is_as_stored, row)) for row in batch]
        plain_rows = [value for value, mark in zip(values, marked, strict=True) if not mark]
        if plain_rows:
            connection.execute(_statement(table.name, names, [None] * len(names)), plain_rows)
        for row, value, mark in zip(batch, values, marked, strict=True):
            if mark:
                connection.execute(_statement(table.name, names, row), value)
        before += len(batch)
    _go_on_counting(connection, table)


def row_counts(connection: Connection, tables: MetaData) -> dict[str, int]:
    """How many rows every table has."""
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in sorted(tables.tables.items())
    }


def _ordered(connection: Connection, key: Column[Any]) -> Any:
    """By bytes: languages order text in their own ways."""
    by_bytes = connection.dialect.name == "postgresql" and kind_of(key) == "text"
    return key.collate("C") if by_bytes else key


def _parameters(table: str, number: int, row: Any, kinds: tuple[Kind, ...], dialect: str) -> Mapping[str, Any]:
    if not isinstance(row, list) or len(row) != len(kinds):
        raise StorageError(f"row {number:,} of {table} does not have its {len(kinds)} values")
    try:
        return {f"v{at}": stored(value, kind, dialect) for at, (value, kind) in enumerate(zip(row, kinds, strict=True))}
    except (ValueError, TypeError, ArithmeticError, OverflowError) as error:
        raise StorageError(f"row {number:,} of {table} holds a value that cannot be stored: {error}") from error


def _statement(table: str, names: tuple[str, ...], row: list[Any]) -> Any:
    columns = ", ".join(f'"{name}"' for name in names)
    values = ", ".join(placeholder(value, f"v{at}") for at, value in enumerate(row))
    return text(f'INSERT INTO "{table}" ({columns}) VALUES ({values})')  # noqa: S608 - names of our own tables


def _go_on_counting(connection: Connection, table: Table) -> None:
    """PostgreSQL counts ids apart from the rows: the next one comes after the greatest."""
    key = list(table.primary_key)
    if connection.dialect.name != "postgresql" or len(key) != 1 or kind_of(key[0]) != "integer":
        return
    named = {"table": f'"{table.name}"', "column": key[0].name}
    counter = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), named).scalar()
    greatest = connection.execute(select(func.max(key[0]))).scalar()
    if counter is not None and greatest is not None:
        connection.execute(text("SELECT setval(:counter, :greatest)"), {"counter": counter, "greatest": greatest})
