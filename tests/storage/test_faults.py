"""Databases that are newer, locked, gone, full, read-only or damaged: one sentence each, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from filled_tables import assessment
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from advisor.access.people import Person, Role
from advisor.errors import Fault, StorageError
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.storage.database import open_database, session
from advisor.storage.decisions import Decisions
from advisor.storage.derived.gists import Gists
from advisor.storage.faults import explained
from advisor.storage.lifecycle import Lifecycle
from advisor.storage.rights.known_people import KnownPeople
from advisor.storage.trials import TrialStore
from advisor.storage.working_copies import WorkingCopies

ANSWERS = load_sample("marketing-images")


def answers(title: str) -> Answers:
    """Answers of this title."""
    return ANSWERS.model_copy(update={"title": title})


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("(sqlite3.OperationalError) database is locked", "locked"),
        ("(psycopg.errors.LockNotAvailable) canceling statement due to lock timeout", "locked"),
        ("(sqlite3.OperationalError) database or disk is full", "full"),
        ('(psycopg.errors.DiskFull) could not extend file "base/5/1": No space left on device', "full"),
        ("(sqlite3.OperationalError) attempt to write a readonly database", "read-only"),
        ("(psycopg.errors.ReadOnlySqlTransaction) cannot execute INSERT in a read-only transaction", "read-only"),
        ("(sqlite3.DatabaseError) file is not a database", "damaged"),
        ("(sqlite3.DatabaseError) database disk image is malformed", "damaged"),
        ("connection to server at 127.0.0.1, port 1 failed: Connection refused", "gone"),
        ("connection failed: FATAL: the database system is starting up", "gone"),
        ("(psycopg.OperationalError) the connection is lost", "gone"),
        ("Can't locate revision identified by '9999'", "newer"),
        ("something else", ""),
    ],
)
def test_every_fault_is_known_by_what_its_driver_says(said: str, fault: Fault) -> None:
    """And the sentence is one line with what the driver said."""
    found = explained(ValueError(said + "\nmore"))
    assert found.fault == fault
    assert "\n" not in str(found)
    assert said in str(found)


def test_what_went_while_the_end_was_told_may_have_been_saved() -> None:
    """Nobody is told that nothing was saved where nobody knows."""
    lost = ValueError("server closed the connection unexpectedly")
    assert "nothing was saved" in str(explained(lost))
    assert "whether this was saved is not known" in str(explained(lost, at_the_end=True))


def test_what_somebody_wrote_is_no_word_of_the_driver() -> None:
    """A comment on a full disk that the database refuses for another reason does not make its disk full."""
    error = OperationalError("UPDATE decision SET name = ?", ("the disk is full",), ValueError("no such column: x"))
    assert "disk is full" in str(error)
    assert explained(error).fault == ""


def test_a_newer_database_is_not_touched(engine: Engine) -> None:
    """A revision that this version does not know: refused with what to do."""
    with engine.begin() as connection:
        own = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageError, match="newer version of the advisor") as raised:
        open_database(engine.url.render_as_string(hide_password=False))
    assert raised.value.fault == "newer"
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :own"), {"own": own})


def test_a_file_that_is_no_database_is_called_damaged(tmp_path: Path) -> None:
    """Whatever bytes it has; they stay."""
    path = tmp_path / "a.sqlite3"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(StorageError, match="damaged"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes() == b"no database" * 1000


def test_a_file_that_went_takes_no_save_and_is_used_again_when_it_is_back(tmp_path: Path) -> None:
    """A save into a removed file would be acknowledged and lost."""
    path = tmp_path / "a.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    repository = Decisions(engine)
    kept = repository.create(answers("first"))
    engine.dispose()
    repository.all()
    moved = path.rename(tmp_path / "moved")
    for _ in range(2):
        with pytest.raises(StorageError, match="cannot be reached") as raised:
            repository.create(answers("second"))
        assert raised.value.fault == "gone"
    assert not path.exists()
    shutil.copy(moved, path)
    assert [found.decision_id for found in repository.all()] == [kept.decision_id]
    repository.create(answers("third"))
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT count(*) FROM decision").fetchone() == (2,)
    raw.close()
    engine.dispose()


@pytest.mark.postgres
def test_a_server_that_dropped_the_connection_is_asked_again(postgres_url: str) -> None:
    """A restart of the server costs one error at most."""
    engine = open_database(postgres_url)
    repository = Decisions(engine)
    repository.all()
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"))
    assert isinstance(repository.all(), tuple)
    engine.dispose()


@pytest.mark.slow
def test_a_locked_database_says_so_after_ten_seconds(tmp_path: Path) -> None:
    """And is used again when it is let go."""
    path = tmp_path / "a.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageError, match="another program holds it") as raised:
        Decisions(engine).create(ANSWERS)
    assert raised.value.fault == "locked"
    other.execute("ROLLBACK")
    other.close()
    assert Decisions(engine).create(ANSWERS).revision == 1
    engine.dispose()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False).returncode == 0
    if not mounted:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_says_so_and_keeps_what_was_saved(small_disk: Path) -> None:
    """Every acknowledged save is there, the refused one is not, and with room the next one goes."""
    engine = open_database(f"sqlite:///{small_disk / 'a.sqlite3'}")
    repository = Decisions(engine)
    saved: list[str] = []

    def fill() -> None:
        for number in range(1000):
            kept = repository.create(answers(f"{number} {'x' * 200}"))
            saved.append(kept.decision_id)

    with pytest.raises(StorageError) as raised:
        fill()
    assert raised.value.fault == "full", raised.value
    assert {found.decision_id for found in repository.all()} == set(saved)
    assert len(saved) > 3
    subprocess.run(["mount", "-o", "remount,size=4m", small_disk], check=True)
    repository.create(ANSWERS)
    assert len(repository.all()) == len(saved) + 1
    engine.dispose()


def test_an_export_to_a_full_disk_leaves_no_half_report(small_disk: Path) -> None:
    """One line, status 2, and the old report."""
    out = small_disk / "report.json"
    out.write_bytes(b"old")
    (small_disk / "filler").write_bytes(b"x" * 1_020_000)
    command = [sys.executable, "-m", "advisor.cli", "report", "data/samples/marketing-images.yaml", "--samples", "50"]
    done = subprocess.run([*command, "--format", "json", "-o", out], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (2, f"{out} cannot be written: No space left on device\n")
    assert out.read_bytes() == b"old"
    assert {found.name for found in small_disk.iterdir()} == {"report.json", "filler"}


def test_a_disk_that_cannot_be_written_says_so(small_disk: Path) -> None:
    """Saving is refused with what to do; nothing is changed."""
    path = small_disk / "a.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    Decisions(engine).create(ANSWERS)
    engine.dispose()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    with pytest.raises(StorageError) as raised:
        Decisions(open_database(f"sqlite:///{path}")).create(ANSWERS)
    assert raised.value.fault in ("read-only", "gone")
    assert "nothing was saved" in str(raised.value)


def test_folder_and_file_of_the_database_are_for_their_owner_alone(tmp_path: Path) -> None:
    """With what SQLite keeps beside it; a file that others could read is closed to them."""
    path = tmp_path / "home" / "a.sqlite3"
    engine = open_database(f"sqlite:///{path}")
    Decisions(engine).create(ANSWERS)
    modes = {found.name: found.stat().st_mode & 0o777 for found in path.parent.iterdir()}
    assert modes == {"a.sqlite3": 0o600, "a.sqlite3-wal": 0o600, "a.sqlite3-shm": 0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    engine.dispose()
    path.chmod(0o644)
    open_database(f"sqlite:///{path}").dispose()
    assert path.stat().st_mode & 0o777 == 0o600


DAMAGE = ("'{}'", "'no json'", "''", "replace(answers_json, '\"use_cases\":', '\"use_case\":')")


@pytest.mark.parametrize("value", DAMAGE)
def test_one_unreadable_row_costs_no_other(engine: Engine, value: str) -> None:
    """It is told with its name, the reason and what is stored; the others are listed and open."""
    repository = Decisions(engine)
    good, bad = repository.create(answers("good")), repository.create(answers("bad"))
    with engine.begin() as connection:
        connection.execute(
            text(f"UPDATE decision SET answers_json = {value} WHERE decision_id = :id"),  # noqa: S608 - listed above
            {"id": bad.decision_id},
        )
    readable, unreadable = repository.read()
    assert [found.decision_id for found in readable] == [good.decision_id]
    assert [(found.decision_id, found.name) for found in unreadable] == [(bad.decision_id, "bad")]
    assert "answers_json:" in unreadable[0].stored
    with pytest.raises(StorageError, match="“bad” cannot be read") as raised:
        repository.get(bad.decision_id)
    assert raised.value.fault == "unreadable"


@pytest.mark.parametrize("change", ["created_at = 'yesterday'", "answers_json = x'ff00fe'", "name = x'c328'"])
def test_a_row_that_the_driver_itself_cannot_read_costs_no_other(tmp_path: Path, change: str) -> None:
    """SQLite keeps whatever it is given: a date that is none, bytes that are no text."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    repository = Decisions(engine)
    good, bad = repository.create(answers("good")), repository.create(answers("bad"))
    with engine.begin() as connection:
        statement = f"UPDATE decision SET {change} WHERE decision_id = :id"  # noqa: S608 - listed above
        connection.execute(text(statement), {"id": bad.decision_id})
    readable, unreadable = repository.read()
    assert [found.decision_id for found in readable] == [good.decision_id]
    assert [found.decision_id for found in unreadable] == [bad.decision_id]
    assert Lifecycle(engine).all_kept() == ()
    engine.dispose()


def test_an_unreadable_working_copy_costs_no_other(engine: Engine) -> None:
    """The list of what is unfinished goes on without it."""
    copies = WorkingCopies(engine)
    good, bad = copies.begin(answers("good")), copies.begin(answers("bad"))
    with session(engine) as db:
        change = text("UPDATE working_copy SET steps_json = '[]' WHERE copy_id = :id")
        db.connection().execute(change, {"id": bad.copy_id})
    assert [found.copy_id for found in copies.unsaved()] == [good.copy_id]


@pytest.mark.parametrize("value", ["'yesterday'", "12", "x'ff'", "''"])
def test_a_moment_that_is_none_costs_no_other_row(tmp_path: Path, value: str) -> None:
    """SQLite keeps whatever it is given; pages ask for the last change of connections and for reviews that are due."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    good = Decisions(engine).create(answers("good"))
    trials = TrialStore(engine)
    for name in ("bad", "good"):
        trials.save_connection(name, f'{{"name": "{name}"}}')
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE trial_connection SET updated_at = {value} WHERE name = 'bad'"))  # noqa: S608
    assert trials.connections() == ('{"name": "bad"}', '{"name": "good"}')
    assert len(trials.stamp(good.decision_id)) == 8
    engine.dispose()


def test_bytes_in_the_place_of_a_name_stop_no_list(tmp_path: Path) -> None:
    """They are shown as far as they are text."""
    engine = open_database(f"sqlite:///{tmp_path / 'a.sqlite3'}")
    people, life = KnownPeople(engine), Lifecycle(engine)
    people.saw(Person(subject="ada", name="Ada", email="", groups=frozenset(), role=Role.READER, verified=True))
    kept = Decisions(engine).create(ANSWERS)
    life.move(kept.decision_id, "proposed", actor="Ada", assessment=assessment())
    with engine.begin() as connection:
        for table in ("person", "decision"):
            connection.execute(text(f"UPDATE {table} SET name = x'41ff'"))  # noqa: S608 - named above
    assert [person.name for person in people.everybody()] == ["A\N{REPLACEMENT CHARACTER}"]
    assert [one.name for one in Gists(engine).all_kept()] == ["A\N{REPLACEMENT CHARACTER}"]
    engine.dispose()


def test_somebody_whose_row_is_damaged_has_no_right_and_stops_nobody(engine: Engine) -> None:
    """Groups and role are told anew by the next sign-in."""
    people = KnownPeople(engine)
    for name in ("ada", "grace"):
        team = frozenset({"team"})
        people.saw(Person(subject=name, name=name, email="", groups=team, role=Role.APPROVER, verified=True))
    for groups, role in (("{", "approver"), ("NaN", "owner"), ('{"team": 1}', "")):
        with engine.begin() as connection:
            statement = text("UPDATE person SET groups_json = :groups, role = :role WHERE subject = 'ada'")
            connection.execute(statement, {"groups": groups, "role": role})
        ada, grace = people.everybody()
        assert (ada.name, ada.groups) == ("ada", frozenset())
        assert (grace.groups, grace.role) == (frozenset({"team"}), Role.APPROVER)
    assert people.person("ada").role == Role.READER
