"""Where somebody is named, what goes at their wish, and what stays because a decision answers for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from filled_tables import fill
from sqlalchemy import Engine, MetaData, String, text

from advisor.storage.audit_trail import entries, verify
from advisor.storage.database import as_it_stands, open_database
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.contents import row_counts
from advisor.storage.upkeep.personal import NAMES, forget, kept_of

NOW = datetime(2026, 11, 29, tzinfo=UTC)


@pytest.fixture
def full(url: str) -> Iterator[Engine]:
    """A database with a row in every table; ``ada`` owns and wrote what can be owned and written."""
    open_database(url).dispose()
    with as_it_stands(url, writing=True) as connection:
        fill(connection, schema.tables_in(connection), "one")
        connection.execute(text("UPDATE person SET subject = 'ada'"))
        connection.execute(text("UPDATE sign_in SET subject = 'ada'"))
        connection.execute(text("UPDATE trial_run SET decision_id = 'approved-one'"))
    opened = open_database(url)
    yield opened
    opened.dispose()


def test_what_is_theirs_alone_goes_and_what_decisions_answer_for_stays(full: Engine) -> None:
    """The evaluation of a draft goes, the run of an approved decision stays, and the trail holds and names nobody."""
    before = kept_of(full, "ada")
    gone, kept = forget(full, "ada", now=NOW, actor="house")
    places = {(found.table, found.column) for found in kept}
    assert {found.table for found in before} - {table for table, _ in places} == {
        "named_record",
        "person",
        "sign_in",
        "trial_evaluation",
        "trial_prompt",
        "working_copy",
    }
    assert {("trial_run", "owner"), ("decision", "owner"), ("decision_event", "subject")} <= places
    assert gone == 6
    assert entries(full)[0].detail == "6 rows of one person, at their wish"
    assert verify(full).holds
    assert forget(full, "ada", now=NOW) == (0, kept)


def test_nobody_else_loses_anything(full: Engine) -> None:
    """A name that nobody has."""
    with full.connect() as connection:
        before = row_counts(connection, schema.tables_in(connection))
    assert forget(full, "grace hopper", now=NOW) == (0, ())
    with full.connect() as connection:
        assert row_counts(connection, schema.tables_in(connection)) == before


def test_every_column_with_a_person_is_looked_at() -> None:
    """A new table that says who somebody is does so under one of the known names."""
    with schema.empty_database(schema.revisions()[-1]) as connection:
        tables: MetaData = schema.tables_in(connection)
        like = {
            column.name
            for table in tables.tables.values()
            for column in table.columns
            if isinstance(column.type, String)
            and any(part in column.name for part in ("_by", "subject", "author", "owner"))
        }
    assert like - {"superseded_by"} <= NAMES
