"""How a database stands: told without its password, changed in nothing, and what does not hold by name."""

from __future__ import annotations

from pathlib import Path

import pytest
from filled_tables import fill
from sqlalchemy import text

from advisor.errors import StorageError
from advisor.storage.database import as_it_stands, open_database
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.status import status_of, upgrade


def test_a_full_database_is_told_with_its_rows_and_days(url: str) -> None:
    """Every table, the span of its rows, the schema and who made it; nothing is wrong with it."""
    open_database(url).dispose()
    with as_it_stands(url, writing=True) as connection:
        fill(connection, schema.tables_in(connection), "one")
    found = status_of(url, deep=True)
    rows = {table.table: (table.rows, table.span) for table in found.tables}
    assert rows["decision"] == (2, "2026-03-29 to 2026-03-29")
    assert rows["trial_evaluation_answer"] == (1, "2026-03-29 to 2026-03-29")
    assert (found.problems, found.up_to_date, found.trail and found.trail.records) == ((), True, 1)
    assert found.size_bytes > 100_000
    assert found.written_by.startswith("version ")
    assert "decision_version" in found.to_text()


def test_an_earlier_schema_is_told_and_left_alone(url: str) -> None:
    """Looking at it migrates nothing; upgrading does, and says from where."""
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, "0003")
    found = status_of(url)
    assert (found.revision, found.trail, found.up_to_date) == ("0003", None, False)
    assert upgrade(url) == ("0003", found.known_revision)
    assert upgrade(url) == (found.known_revision, found.known_revision)
    assert status_of(url).up_to_date


def test_a_newer_database_is_refused_with_the_version_that_wrote_it(url: str) -> None:
    """By every way of opening it; its status can be told."""
    open_database(url).dispose()
    with as_it_stands(url, writing=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.execute(
            text("INSERT INTO schema_step (revision, advisor, at) VALUES ('9999', '7.1', '2031-02-03T04:05:06')")
        )
    said = "newer version of the advisor: install that version.*written by version 7.1 of the advisor on 2031-02-03"
    for opening in (open_database, upgrade):
        with pytest.raises(StorageError, match=said) as raised:
            opening(url)
        assert raised.value.fault == "newer"
    found = status_of(url)
    assert (found.revision, found.tables) == ("9999", ())


def test_a_rule_that_somebody_took_away_is_named(url: str) -> None:
    """The trail may hold all the same: whoever drops a trigger has not yet changed a record."""
    open_database(url).dispose()
    with as_it_stands(url, writing=True) as connection:
        on = " ON decision" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER decision_locked{on}"))
    assert status_of(url).problems == ("the rule decision_locked of the database is missing or was changed",)


@pytest.mark.postgres
def test_the_password_is_not_told(postgres_url: str) -> None:
    """Neither in the status nor in a refusal."""
    secret = postgres_url.replace("advisor@", "advisor:hunter2@")
    open_database(secret).dispose()
    assert "hunter2" not in status_of(secret).model_dump_json()


def test_damage_of_the_file_is_found_by_reading_all_of_it(tmp_path: Path) -> None:
    """A page overwritten in the middle."""
    path = tmp_path / "a.sqlite3"
    url = f"sqlite:///{path}"
    open_database(url).dispose()
    with as_it_stands(url, writing=True) as connection:
        fill(connection, schema.tables_in(connection), "one")
        connection.execute(text("DROP INDEX ix_decision_name"))
        connection.execute(text("CREATE INDEX ix_decision_name ON decision (status)"))
        connection.execute(text("PRAGMA writable_schema = ON"))
        connection.execute(
            text("UPDATE sqlite_master SET sql = replace(sql, '(status)', '(name)') WHERE name = 'ix_decision_name'")
        )
    problems = status_of(url, deep=True).problems
    assert status_of(url).problems == ()
    assert any("the file is damaged: " in problem and "ix_decision_name" in problem for problem in problems)
