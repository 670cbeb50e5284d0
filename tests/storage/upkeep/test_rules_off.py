"""The database's own rules while whole tables come in: off within, on again after, and back when it fails."""

from __future__ import annotations

import pytest
from filled_tables import fill
from sqlalchemy import text

from advisor.errors import StorageError
from advisor.storage.database import as_it_stands
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.rules_off import rules_in, rules_off

CHANGE = text("UPDATE decision SET name = 'x' WHERE status = 'approved'")


def test_rules_are_off_within_and_the_same_after(url: str) -> None:
    """A record can be put in within; afterwards, and after a failure, it is refused."""
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, "head")
        tables = schema.tables_in(connection)
        fill(connection, tables, "one")
        before = rules_in(connection)
        with rules_off(connection, tables):
            assert connection.execute(CHANGE).rowcount == 1
        assert rules_in(connection) == before
    with (
        pytest.raises(ZeroDivisionError),
        as_it_stands(url, writing=True) as connection,
        rules_off(connection, tables),
    ):
        raise ZeroDivisionError
    with as_it_stands(url) as connection:
        assert rules_in(connection) == before
    with pytest.raises(StorageError, match="cannot be changed"), as_it_stands(url, writing=True) as connection:
        connection.execute(text("UPDATE decision SET name = 'y' WHERE status = 'approved'"))
