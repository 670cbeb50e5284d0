"""Rows as lines: in one order whatever the database, streamed, and refused by their number."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import text

from advisor.errors import StorageError
from advisor.storage.database import as_it_stands
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.contents import lines, put, row_counts, shape

NAMES = ["Zebra", "apple", "Äpfel", "10", "9", "_", "a b", "A"]


def test_rows_come_by_the_bytes_of_their_key(url: str) -> None:
    """Languages order names in their own ways; a file has one order."""
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, "0002")
        table = schema.tables_in(connection).tables["trial_connection"]
        at = shape(table)[0].index("name")
        put(connection, table, [[name, "{}", "2026-01-01T00:00:00+00:00"] for name in NAMES])
        found = [json.loads(line)[at] for line in lines(connection, table)]
        counts = row_counts(connection, schema.tables_in(connection))
    assert found == sorted(NAMES)
    assert counts["trial_connection"] == len(NAMES)


def test_ids_go_on_behind_the_greatest(url: str) -> None:
    """PostgreSQL counts them apart from the rows."""
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, "0001")
        table = schema.tables_in(connection).tables["audit"]
        assert shape(table)[0] == ("action", "actor", "at", "audit_id", "decision_id", "detail")
        put(connection, table, [["a", "", "2026-01-01T00:00:00+00:00", 41, None, ""]])
        next_line = "INSERT INTO audit (action, actor, at, detail) VALUES ('b', '', '2026-01-01 00:00:00', '')"
        connection.execute(text(next_line))
        assert connection.execute(text("SELECT max(audit_id) FROM audit")).scalar() == 42


@pytest.mark.parametrize(
    "row", [["a"], {"a": 1}, ["a", "{}", "soon"], ["a", "{}", "2026-01-01T00:00:00"], ["a", 5, None]]
)
def test_a_row_that_is_none_is_named_by_its_number(url: str, row: object) -> None:
    """With its table."""
    good = ["b", "{}", "2026-01-01T00:00:00+00:00"]
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, "0002")
        table = schema.tables_in(connection).tables["trial_connection"]
    with (
        pytest.raises(StorageError, match="row 2 of trial_connection"),
        as_it_stands(url, writing=True) as connection,
    ):
        put(connection, table, [good, row])
