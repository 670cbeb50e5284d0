"""The revisions that this program knows, and the tables that are its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.util.exc import CommandError
from sqlalchemy import text

from advisor import __version__
from advisor.storage.database import as_it_stands, migrate, open_database
from advisor.storage.upkeep import schema

FOLDER = Path(schema.__file__).parents[1] / "migrations" / "versions"


def test_every_migration_of_the_folder_is_on_one_way() -> None:
    """None is left aside, and no two lead from the same place."""
    assert sorted(schema.revisions()) == sorted(path.name[:4] for path in FOLDER.rglob("0*.py"))


def test_a_change_of_the_schema_is_noted_once(url: str) -> None:
    """With the version that made it; opening it again notes nothing."""
    engine = open_database(url)
    migrate(engine)
    engine.dispose()
    with as_it_stands(url) as connection:
        found = [(step.revision, step.advisor) for step in schema.steps(connection)]
    assert found == [(schema.revisions()[-1], __version__)]


def test_tables_of_others_in_the_same_database_are_not_ours(url: str) -> None:
    """They are neither counted nor exported."""
    with as_it_stands(url, writing=True, make=True) as connection:
        schema.move(connection, "0001")
        connection.execute(text("CREATE TABLE theirs (x INTEGER)"))
        assert {*schema.tables_in(connection).tables} == {"decision", "decision_version", "audit"}


def test_a_revision_of_a_newer_version_is_none_that_is_moved(url: str) -> None:
    """Refused before anything is done."""
    with pytest.raises(CommandError, match=r"'9999', written by somebody; this is version"):
        schema.refuse_newer("9999", "somebody")
