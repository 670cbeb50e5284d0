"""What was decided stays: changes are refused by the repository and by the database, and the chain shows the rest."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Thread

import pytest
from shipped import shipped_catalog
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import IntegrityError

from advisor.assessment import Assessment, DecisionStatus, assess
from advisor.errors import StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage.audit_trail import PURGE, append, verify
from advisor.storage.database import open_database, session
from advisor.storage.decisions import Decisions
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.upkeep import schema

SAMPLE = "marketing-images"
START = datetime(2026, 11, 20, tzinfo=UTC)


@lru_cache(maxsize=1)
def assessment() -> Assessment:
    """A small assessment, made once."""
    return assess(load_sample(SAMPLE), shipped_catalog(), samples=50)


def walked(engine: Engine, *steps: DecisionStatus) -> str:
    """The id of a new decision that took these steps."""
    kept = Decisions(engine).create(load_sample(SAMPLE), name="Images")
    for step in steps:
        who = "Grace" if step == "approved" else "Ada"
        Lifecycle(engine).move(kept.decision_id, step, actor=who, reason="because", assessment=assessment())
    return kept.decision_id


@pytest.fixture
def approved(engine: Engine) -> str:
    """The id of an approved decision."""
    return walked(engine, "proposed", "approved")


def stored(engine: Engine) -> list[tuple[object, ...]]:
    """Every row of decisions, revisions, steps and the trail."""
    tables = ("decision", "decision_version", "decision_event", "audit")
    with engine.connect() as connection:
        return [
            tuple(row)
            for table in tables
            for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY 1, 2"))  # noqa: S608 - named above
        ]


def test_the_repository_changes_nothing_of_what_was_approved(engine: Engine, approved: str) -> None:
    """Answers, name, assessment and place stay, and each refusal says what to do."""
    before = stored(engine)
    repository = Decisions(engine)
    other = load_sample(SAMPLE).model_copy(update={"notes": "other"})
    for attempt in (
        lambda: repository.change(approved, other),
        lambda: repository.rename(approved, "Other"),
        lambda: repository.delete(approved),
        lambda: repository.freeze(approved, assessment()),
    ):
        with pytest.raises(StorageError, match="approved and locked; duplicate it"):
            attempt()
    assert stored(engine) == before


def test_a_decision_is_not_superseded_by_itself_nor_by_what_does_not_stand(engine: Engine, approved: str) -> None:
    """Itself, one in the bin and one that was rejected are refused."""
    life = Lifecycle(engine)
    binned, rejected = walked(engine), walked(engine, "proposed", "rejected")
    Decisions(engine).delete(binned)
    for successor, said in ((approved, "cannot supersede itself"), (binned, "in the bin"), (rejected, "is rejected")):
        with pytest.raises(StorageError, match=said):
            life.move(approved, "superseded", actor="Ada", reason="newer", superseded_by=successor)
    assert Decisions(engine).get(approved).status == "approved"


def test_superseding_leaves_the_kept_assessment(engine: Engine, approved: str) -> None:
    """A newer assessment handed to the last step does not replace the one that was approved."""
    newer = assessment().model_copy(update={"verdict": "nothing fits"})
    Lifecycle(engine).move(approved, "superseded", actor="Ada", reason="newer", assessment=newer)
    assert Decisions(engine).frozen(approved) == assessment()


def test_the_bin_is_read_only(engine: Engine) -> None:
    """No change, name, step or comment there; restored, everything goes on."""
    repository, life, decision_id = Decisions(engine), Lifecycle(engine), walked(engine)
    repository.delete(decision_id)
    other = load_sample(SAMPLE).model_copy(update={"notes": "other"})
    for attempt in (
        lambda: repository.change(decision_id, other),
        lambda: repository.rename(decision_id, "Other"),
        lambda: repository.freeze(decision_id, assessment()),
        lambda: life.comment(decision_id, "hello", actor="Ada"),
        lambda: life.move(decision_id, "proposed", actor="Ada", assessment=assessment()),
    ):
        with pytest.raises(StorageError, match="in the bin; restore it"):
            attempt()
    repository.restore(decision_id)
    assert repository.rename(decision_id, "Other").name == "Other"


LOCKED_STATEMENTS = (
    "UPDATE decision SET name = 'Other' WHERE decision_id = :id",
    "UPDATE decision SET answers_json = '{}' WHERE decision_id = :id",
    "UPDATE decision SET revision = 2 WHERE decision_id = :id",
    "UPDATE decision SET status = 'draft' WHERE decision_id = :id",
    "UPDATE decision SET status = 'superseded', superseded_by = decision_id WHERE decision_id = :id",
    "UPDATE decision SET superseded_by = 'x' WHERE decision_id = :id",
    "UPDATE decision SET deleted_at = created_at WHERE decision_id = :id",
    "DELETE FROM decision WHERE decision_id = :id",
    "UPDATE decision_version SET assessment_json = '{}' WHERE decision_id = :id",
    "UPDATE decision_version SET answers_json = '{}' WHERE decision_id = :id",
    "DELETE FROM decision_version WHERE decision_id = :id",
    (
        "INSERT INTO decision_version (decision_id, revision, answers_json, created_at, author, note)"
        " SELECT decision_id, 2, '{}', created_at, '', '' FROM decision_version WHERE decision_id = :id"
    ),
    "UPDATE decision_event SET text = 'other' WHERE decision_id = :id",
    "DELETE FROM decision_event WHERE decision_id = :id",
    "UPDATE audit SET detail = 'other' WHERE decision_id = :id",
    "DELETE FROM audit WHERE decision_id = :id",
    (
        "INSERT INTO decision (decision_id, name, status, revision, answers_json, created_at, updated_at)"
        " SELECT 'forged', name, status, revision, answers_json, created_at, updated_at FROM decision"
        " WHERE decision_id = :id"
    ),
)


@pytest.mark.parametrize("statement", LOCKED_STATEMENTS)
def test_the_database_itself_refuses(engine: Engine, approved: str, statement: str) -> None:
    """Whoever gets past the program meets the same rules."""
    before = stored(engine)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(statement), {"id": approved})
    assert stored(engine) == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decision SET name = 'Other' WHERE decision_id = :id",
        "UPDATE decision SET deleted_at = NULL, name = 'Other' WHERE decision_id = :id",
        "UPDATE decision_version SET assessment_json = '{}' WHERE decision_id = :id",
        (
            "INSERT INTO decision_event (decision_id, at, actor, kind, revision, text)"
            " SELECT decision_id, created_at, '', 'comment', 1, 'x' FROM decision WHERE decision_id = :id"
        ),
    ],
)
def test_the_database_keeps_the_bin_read_only(engine: Engine, statement: str) -> None:
    """Only taking it out again is possible."""
    decision_id = walked(engine)
    Decisions(engine).delete(decision_id)
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(text(statement), {"id": decision_id})


def test_the_database_approves_nothing_without_its_assessment(engine: Engine) -> None:
    """A draft that is proposed by hand has none, though a step by hand says who approved it."""
    decision_id = walked(engine)
    set_status = text("UPDATE decision SET status = :to WHERE decision_id = :id")
    step = text(
        "INSERT INTO decision_event (decision_id, at, actor, kind, status_to, revision, text)"
        " VALUES (:id, :at, 'Grace', 'status', 'approved', 1, 'because')"
    )
    with engine.begin() as connection:
        connection.execute(set_status, {"to": "proposed", "id": decision_id})
        connection.execute(step, {"at": START, "id": decision_id})
    with pytest.raises(IntegrityError, match="without the assessment"), engine.begin() as connection:
        connection.execute(set_status, {"to": "approved", "id": decision_id})


def test_sqlite_does_not_replace_what_stands(tmp_path: Path) -> None:
    """REPLACE removes a row without asking the rules for removal."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    decision_id = walked(engine, "proposed", "approved")
    for statement in (
        "INSERT OR REPLACE INTO audit SELECT * FROM audit",
        f"REPLACE INTO decision SELECT * FROM decision WHERE decision_id = '{decision_id}'",  # noqa: S608 - an id
        "REPLACE INTO decision_event SELECT * FROM decision_event",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("table", ["decision", "decision_version", "decision_event", "audit"])
def test_sqlite_moves_nothing_into_the_place_of_what_stands(tmp_path: Path, table: str) -> None:
    """A row of another decision that takes the place of an approved one removes it as REPLACE does."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    walked(engine, "proposed")
    decision_id = walked(engine, "proposed", "approved")
    before = stored(engine)
    taken = text(
        f"UPDATE OR REPLACE {table} SET rowid = (SELECT rowid FROM {table} WHERE decision_id = :id)"  # noqa: S608 - named
        " WHERE decision_id <> :id"
    )
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(taken, {"id": decision_id})
    assert stored(engine) == before
    engine.dispose()


MOVED = (
    (
        "UPDATE OR REPLACE {table} SET rowid = (SELECT rowid FROM {table} WHERE decision_id = :kept)"
        " WHERE decision_id = :other"
    ),
    "UPDATE OR REPLACE {table} SET decision_id = :kept WHERE decision_id = :other",
)
PUT = {
    "decision": "REPLACE INTO decision"
    " (rowid, decision_id, name, status, revision, answers_json, created_at, updated_at)"
    " SELECT (SELECT rowid FROM decision WHERE decision_id = :kept), 'new', name, 'draft', revision, answers_json,"
    " created_at, updated_at FROM decision WHERE decision_id = :other",
    "decision_version": "REPLACE INTO decision_version"
    " (rowid, decision_id, revision, answers_json, created_at, author, note)"
    " SELECT (SELECT rowid FROM decision_version WHERE decision_id = :kept), decision_id, 99, answers_json, created_at,"
    " author, note FROM decision_version WHERE decision_id = :other",
    "catalog_snapshot": "REPLACE INTO catalog_snapshot (rowid, digest, kept_at, tables)"
    " SELECT rowid, 'new', kept_at, tables FROM catalog_snapshot",
    "audit": "REPLACE INTO audit (at, actor, action, decision_id, detail, sealed, previous_hash, row_hash)"
    " SELECT at, actor, action, :other, detail, sealed, previous_hash, 'new' FROM audit WHERE decision_id = :kept",
}


@pytest.mark.parametrize(
    "statement",
    [*PUT.values(), *(way.format(table=table) for way in MOVED for table in ("decision", "decision_version"))],
)
def test_another_program_replaces_nothing_either(tmp_path: Path, statement: str) -> None:
    """Its connection asks no rule for removal about what REPLACE removes: the row that comes in is asked."""
    place = tmp_path / "a.sqlite3"
    engine = open_database(f"sqlite:///{place}")
    other = walked(engine)
    kept = walked(engine, "proposed", "approved")
    before = stored(engine)
    with closing(sqlite3.connect(place)) as raw:
        raw.execute("INSERT INTO catalog_snapshot (digest, kept_at, tables) VALUES ('old', '2026-11-20', x'00')")
        with pytest.raises(sqlite3.IntegrityError):
            raw.execute(statement, {"kept": kept, "other": other})
    assert stored(engine) == before
    engine.dispose()


@pytest.mark.postgres
def test_postgresql_does_not_empty_what_stands(postgres_url: str) -> None:
    """TRUNCATE asks no row."""
    engine = open_database(postgres_url)
    for table in ("audit", "decision_entry"):
        with pytest.raises(IntegrityError, match="not emptied"), engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {table}"))
    engine.dispose()


def test_an_untouched_trail_holds(engine: Engine, approved: str) -> None:
    """Every line and the approved record are read; an earlier last hash is still part of it."""
    first = verify(engine)
    assert (first.holds, first.records) == (True, 1)
    Lifecycle(engine).comment(approved, "späte Frage 你好 \N{PILE OF POO}", actor="Ada")
    again = verify(engine, noted=first.last_hash)
    assert (again.holds, again.lines) == (True, first.lines + 1)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET detail = 'other' WHERE audit_id = 2", "line 2 .*changed"),
        ("UPDATE audit SET actor = 'Eve' WHERE audit_id = 2", "line 2 .*changed"),
        ("DELETE FROM audit WHERE audit_id = 2", "line 3: what stood before it was changed or removed"),
        ("DELETE FROM audit WHERE audit_id = 1", "line 2: what stood before it"),
        ("UPDATE decision SET name = 'Other'", "is not any more what was approved"),
        ("UPDATE decision SET status = 'draft'", "is not any more what was approved"),
        ("UPDATE decision SET deleted_at = created_at", "is not any more what was approved"),
        ("UPDATE decision_version SET assessment_json = '{}'", "is not any more what was approved"),
    ],
)
def test_what_is_changed_behind_the_rules_is_found(engine: Engine, approved: str, statement: str, said: str) -> None:
    """An owner of the database can take the rules away, and is seen."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
            for name in list(names):
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
    found = verify(engine)
    assert not found.holds
    assert any(re.search(said, problem) for problem in found.problems), found.problems


def test_a_cut_end_is_found_by_a_noted_hash(engine: Engine, approved: str) -> None:
    """The chain alone cannot know how long it was."""
    assert verify(engine, noted="ab" * 32).problems[0].endswith("cut off or replaced")


def test_writers_at_the_same_time_make_one_chain(engine: Engine) -> None:
    """Eight threads, five decisions each: every line follows one other."""

    def work() -> None:
        for number in range(5):
            Decisions(engine).create(load_sample(SAMPLE), name=str(number))

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = verify(engine)
    assert (found.problems, found.lines) == ((), 40)


def test_an_older_trail_is_chained_and_its_records_sealed(tmp_path: Path) -> None:
    """A database of the version before holds from the first opening, and goes back as well."""
    path = tmp_path / "old.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    walked(engine, "proposed", "approved")
    _migrate(engine, "0004")
    with sqlite3.connect(path) as raw:
        raw.execute("UPDATE decision SET deleted_at = created_at")
    raw.close()
    engine.dispose()
    engine = open_database(f"sqlite:///{path}")
    found = verify(engine)
    assert (found.problems, found.records, found.lines) == ((), 1, 4)
    assert [kept.status for kept in Decisions(engine).all()] == ["approved"]
    Decisions(engine, clock=lambda: START + timedelta(days=1)).create(load_sample(SAMPLE))
    assert verify(engine).holds
    engine.dispose()


def _migrate(engine: Engine, to: str) -> None:
    bare = create_engine(engine.url)
    with bare.begin() as connection:
        schema.move(connection, to)
    bare.dispose()


def test_what_was_removed_for_good_cannot_be_there(engine: Engine) -> None:
    """A line that says so about a decision that stands would hide what was taken from it."""
    kept = Decisions(engine).create(load_sample(SAMPLE))
    with session(engine) as db:
        append(db, at=START, actor="", action=PURGE, decision_id=kept.decision_id, detail="")
    assert verify(engine).problems == (
        f"decision {kept.decision_id} is there, though a line says that it was removed for good",
    )
