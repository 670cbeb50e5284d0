"""Opening a database: migrated, tuned, refused in words; and units of work that are whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect, text
from sqlmodel import SQLModel

from advisor.errors import StorageError
from advisor.storage.database import is_made, migrate, open_database, session


def test_a_new_database_has_every_table(tmp_path: Path) -> None:
    """In a folder that is made for it; opening it again finds nothing left to do."""
    url = f"sqlite:///{tmp_path / 'deep' / 'advisor.sqlite3'}"
    engine = open_database(url)
    names = set(inspect(engine).get_table_names())
    assert "alembic_version" in names
    assert {table.name for table in SQLModel.metadata.sorted_tables} <= names
    migrate(engine)
    assert set(inspect(engine).get_table_names()) == names
    engine.dispose()


def test_a_database_that_is_there_is_told_from_one_that_is_not(tmp_path: Path) -> None:
    """Asking makes none; a server's is taken to be there."""
    url = f"sqlite:///{tmp_path / 'a.sqlite3'}"
    assert not is_made(url)
    assert list(tmp_path.iterdir()) == []
    open_database(url).dispose()
    assert is_made(url)
    assert is_made("postgres://advisor@db/advisor")


def test_a_reader_waits_for_a_writer_and_references_hold(tmp_path: Path) -> None:
    """Write-ahead log, ten seconds of patience, foreign keys."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with engine.connect() as connection:
        found = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "busy_timeout", "foreign_keys")
        ]
    assert found == ["wal", 10_000, 1]
    engine.dispose()


def test_what_is_raised_undoes_the_work(tmp_path: Path) -> None:
    """Nothing of a broken unit stays."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with session(engine) as db:
        db.connection().execute(text("CREATE TABLE note (word TEXT)"))

    def half() -> None:
        with session(engine) as db:
            db.connection().execute(text("INSERT INTO note VALUES ('half')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    with session(engine) as db:
        assert db.connection().execute(text("SELECT count(*) FROM note")).scalar() == 0
    engine.dispose()


def test_a_refusal_of_the_database_is_one_line(tmp_path: Path) -> None:
    """Of our own kind of error."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    with pytest.raises(StorageError, match=r"^The database refused: .*no such table") as raised, session(engine) as db:
        db.connection().execute(text("SELECT * FROM nowhere"))
    assert "\n" not in str(raised.value)
    engine.dispose()


def test_a_database_that_cannot_be_opened_is_named_without_its_password() -> None:
    """A wrong address names the place and keeps the secret."""
    with pytest.raises(StorageError, match="cannot be opened") as raised:
        open_database("postgresql://ada:hunter2@127.0.0.1:9/nothing?connect_timeout=2")
    assert "hunter2" not in str(raised.value)
    assert "127.0.0.1" in str(raised.value)
