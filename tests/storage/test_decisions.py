"""Saved decisions on SQLite and on PostgreSQL: the same behaviour on both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from signed_in import signed_in
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

from advisor.errors import StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage import trials as _trials  # noqa: F401
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions


class Clock:
    """A clock that moves a second whenever it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment of this reading."""
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def decisions(engine: Engine) -> Decisions:
    """The repository, with a clock of its own."""
    return Decisions(engine, clock=Clock(), person=signed_in("ada@example.org"))


def test_a_saved_decision_comes_back_as_it_was(decisions: Decisions) -> None:
    """Reopening gives equal answers, the name and the first revision."""
    answers = load_sample("eu-bank-customer-service")
    kept = decisions.create(answers)
    again = decisions.get(kept.decision_id)
    assert (again.answers, again.name, again.revision, again.status) == (answers, answers.title, 1, "draft")


def test_a_change_keeps_the_older_version(decisions: Decisions) -> None:
    """Each revision can still be read after a change."""
    first, second = load_sample("contract-analyser"), load_sample("marketing-images")
    kept = decisions.create(first)
    assert decisions.change(kept.decision_id, second, revision=1).revision == 2
    assert [version.answers for version in decisions.versions(kept.decision_id)] == [second, first]


def test_an_unchanged_save_makes_no_revision(decisions: Decisions) -> None:
    """Saving the same answers twice leaves one version."""
    kept = decisions.create(load_sample("contract-analyser"))
    assert decisions.change(kept.decision_id, kept.answers).revision == 1


def test_a_change_on_an_old_revision_is_refused_and_loses_nothing(decisions: Decisions) -> None:
    """Two people editing at once: the second is told, the first one's work stands."""
    kept = decisions.create(load_sample("contract-analyser"))
    winner = decisions.change(kept.decision_id, load_sample("marketing-images"), revision=1)
    with pytest.raises(StorageError, match="changed elsewhere: revision 2 is stored, yours is 1"):
        decisions.change(kept.decision_id, load_sample("semantic-search-20m"), revision=1)
    assert decisions.get(kept.decision_id).answers == winner.answers


def test_a_deleted_decision_can_be_restored(decisions: Decisions) -> None:
    """Deleting moves to the bin, restoring takes out of it."""
    kept = decisions.create(load_sample("contract-analyser"))
    decisions.delete(kept.decision_id)
    assert not decisions.all()
    assert [d.decision_id for d in decisions.all(deleted=True)] == [kept.decision_id]
    decisions.restore(kept.decision_id)
    assert [d.decision_id for d in decisions.all()] == [kept.decision_id]


def test_a_copy_is_a_draft_of_its_own(decisions: Decisions) -> None:
    """Changing the copy leaves the original alone."""
    kept = decisions.create(load_sample("contract-analyser"))
    copy = decisions.duplicate(kept.decision_id)
    decisions.change(copy.decision_id, load_sample("marketing-images"))
    assert decisions.get(kept.decision_id).answers == kept.answers
    assert copy.name.endswith("(copy)")


def test_search_takes_the_text_literally(decisions: Decisions) -> None:
    """Wildcards of the database have no meaning in a search."""
    kept = decisions.create(load_sample("contract-analyser"), name="100% sure_thing")
    decisions.create(load_sample("contract-analyser"), name="1000 sureXthing")
    assert [d.decision_id for d in decisions.all(search="100%")] == [kept.decision_id]
    assert [d.decision_id for d in decisions.all(search="SURE_")] == [kept.decision_id]


def test_an_empty_name_is_refused(decisions: Decisions) -> None:
    """A decision always has a name."""
    kept = decisions.create(load_sample("contract-analyser"))
    with pytest.raises(StorageError, match="empty"):
        decisions.rename(kept.decision_id, "  ")
    assert decisions.rename(kept.decision_id, " New ").name == "New"


def test_an_unknown_decision_is_named(decisions: Decisions) -> None:
    """Asking for what is not there gives its id."""
    with pytest.raises(StorageError, match="no decision nope"):
        decisions.get("nope")


def test_every_change_leaves_a_trace(decisions: Decisions) -> None:
    """Who did what, newest first."""
    kept = decisions.create(load_sample("contract-analyser"))
    decisions.rename(kept.decision_id, "Other")
    decisions.delete(kept.decision_id)
    trail = decisions.audit(kept.decision_id)
    assert [entry.action for entry in trail] == ["delete", "rename", "create"]
    assert {entry.actor for entry in trail} == {"ada@example.org"}


def test_migrations_give_the_tables_of_the_code(engine: Engine) -> None:
    """The migrated schema has every table and column that the code declares."""
    found = inspect(engine)
    for table in SQLModel.metadata.tables.values():
        columns = {column["name"] for column in found.get_columns(table.name)}
        assert columns == {column.name for column in table.columns}, table.name


def test_opening_twice_changes_nothing(engine: Engine, decisions: Decisions) -> None:
    """A second start finds the decisions of the first."""
    kept = decisions.create(load_sample("contract-analyser"))
    again = open_database(engine.url.render_as_string(hide_password=False))
    assert [d.decision_id for d in Decisions(again).all()] == [kept.decision_id]
    again.dispose()


def test_an_unreachable_database_is_named_without_its_password() -> None:
    """The message shows where, never the password."""
    with pytest.raises(StorageError) as caught:
        open_database("postgresql://user:secret@127.0.0.1:1/nothing")
    assert "127.0.0.1:1/nothing" in str(caught.value)
    assert "secret" not in str(caught.value)
