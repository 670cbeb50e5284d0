"""The database's own rules (triggers), taken off while whole tables come in, and put back in the same transaction.

They refuse a decision that begins as approved, a line of the trail with an id of its own, and so on: right for whoever
adds to a database, wrong for who brings one back. What fails in between takes the transaction back, rules included.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy import Connection, MetaData, text

ON_SQLITE_ALONE: Final = "_on_sqlite"
"""How the name of a rule ends that PostgreSQL does not need."""


@contextmanager
def rules_off(connection: Connection, tables: MetaData) -> Iterator[None]:
    """No trigger of ours fires on these tables within; keys to other tables go on to be checked."""
    if connection.dialect.name == "postgresql":
        for name in tables.tables:
            connection.exec_driver_sql(f'ALTER TABLE "{name}" DISABLE TRIGGER USER')
        yield
        for name in tables.tables:
            connection.exec_driver_sql(f'ALTER TABLE "{name}" ENABLE TRIGGER USER')
        return
    rules = rules_in(connection)
    for name in rules:
        connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
    yield
    for sql in rules.values():
        connection.exec_driver_sql(sql)


def rules_in(connection: Connection) -> dict[str, str]:
    """Every trigger that stands in a database, by name: on SQLite with its statement, on PostgreSQL with its state.

    The state is ``O`` where it fires; one that somebody switched off does not.
    """
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT t.tgname, t.tgenabled::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace ORDER BY 1"
        )
    return {str(name): str(said) for name, said in connection.execute(text(query))}
