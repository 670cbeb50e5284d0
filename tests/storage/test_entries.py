"""What is kept beside a decision: none is lost, what is locked stays, the trail shows the rest; on both databases."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import pytest
from shipped import shipped_catalog
from signed_in import signed_in
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from advisor.assessment import Assessment, DecisionStatus, assess
from advisor.errors import ConflictError, StorageError
from advisor.questionnaire.presets import load_sample
from advisor.storage.audit_trail import verify
from advisor.storage.database import open_database
from advisor.storage.decisions import Decisions
from advisor.storage.entries import MOST_CHARACTERS, Entries
from advisor.storage.lifecycle import Lifecycle

SAMPLE = "marketing-images"
REGISTER = "risk_register"


class Clock:
    """A clock that moves a second whenever it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The moment of this reading."""
        self.now += timedelta(seconds=1)
        return self.now


@lru_cache(maxsize=1)
def assessment() -> Assessment:
    """A small assessment, made once."""
    return assess(load_sample(SAMPLE), shipped_catalog(), samples=50)


@pytest.fixture
def decision(engine: Engine) -> str:
    """The id of a saved draft."""
    return Decisions(engine).create(load_sample(SAMPLE), name="Images").decision_id


@pytest.fixture
def entries(engine: Engine) -> Entries:
    """The repository, with a clock of its own."""
    return Entries(engine, clock=Clock(), person=signed_in("ada@example.org"))


def walk(engine: Engine, decision_id: str, *steps: DecisionStatus) -> None:
    """Take these steps with a decision."""
    for step in steps:
        who = "Grace" if step == "approved" else "Ada"
        Lifecycle(engine).move(decision_id, step, actor=who, reason="because", assessment=assessment())


def test_what_was_kept_stands_after_a_new_start(engine: Engine, entries: Entries, decision: str) -> None:
    """The newest of a kind and name stands, in the words it was given; what stood before can still be read."""
    entries.keep(decision, REGISTER, '{"due": "2027-01-31", "owner": "Zoë 你好"}')
    kept = entries.keep(decision, REGISTER, '{"owner": "Grace"}')
    again = open_database(engine.url.render_as_string(hide_password=False))
    found = Entries(again)
    assert found.standing(decision, REGISTER) == kept
    assert [json.loads(entry.content or "")["owner"] for entry in found.history(decision)] == ["Grace", "Zoë 你好"]
    assert (kept.saved_by, kept.saved_at, kept.revision) == (
        "ada@example.org",
        datetime(2026, 11, 20, 0, 0, 2, tzinfo=UTC),
        1,
    )
    again.dispose()


def test_entries_of_one_kind_are_told_apart_by_name(entries: Entries, decision: str) -> None:
    """Each month stands for itself, and one that was withdrawn no longer does."""
    for month, content in (("2026-10", "1"), ("2026-09", "2"), ("2026-10", "3"), ("2026-08", "4")):
        entries.keep(decision, "usage", content, name=month)
    entries.withdraw(decision, "usage", name="2026-08")
    assert [(entry.name, entry.content) for entry in entries.all_standing(decision, "usage")] == [
        ("2026-09", "2"),
        ("2026-10", "3"),
    ]
    assert entries.standing(decision, "usage", name="2026-08") is None
    assert len(entries.history(decision, "usage")) == 5


def test_the_same_content_again_adds_nothing(entries: Entries, decision: str) -> None:
    """Saving twice leaves one entry, and a page's caches stay."""
    first = entries.keep(decision, REGISTER, "[]")
    stamp = entries.stamp(decision)
    assert entries.keep(decision, REGISTER, "[]") == first
    assert (entries.stamp(decision), len(entries.history(decision))) == (stamp, 1)


def test_two_people_lose_nothing_of_each_other(entries: Entries, decision: str) -> None:
    """The second to save what both had read is told who was first, and that one's work stands."""
    entries.keep(decision, REGISTER, "1", after=0)
    with pytest.raises(ConflictError, match=r"ada@example\.org saved this while it was open here"):
        entries.keep(decision, REGISTER, "2", after=0)
    standing = entries.standing(decision, REGISTER)
    assert standing is not None
    assert entries.keep(decision, REGISTER, "2", after=standing.entry_id).content == "2"


@pytest.mark.parametrize(
    ("content", "said"), [("{", "not JSON"), (" " * (MOST_CHARACTERS + 1), "at most 5,000,000 are kept")]
)
def test_what_could_not_be_read_again_is_refused(entries: Entries, decision: str, content: str, said: str) -> None:
    """Broken and endless contents are named."""
    with pytest.raises(StorageError, match=said):
        entries.keep(decision, REGISTER, content)
    with pytest.raises(StorageError, match="no decision nope"):
        entries.keep("nope", REGISTER, "1")


def test_what_an_approved_decision_rests_on_stays(engine: Engine, entries: Entries, decision: str) -> None:
    """Its own entries are closed, those of its operation go on, and both stand side by side."""
    entries.keep(decision, REGISTER, '"as decided"')
    walk(engine, decision, "proposed", "approved")
    with pytest.raises(ConflictError, match="approved and locked; duplicate it"):
        entries.keep(decision, REGISTER, '"other"')
    with pytest.raises(ConflictError, match="approved and locked"):
        entries.withdraw(decision, REGISTER)
    entries.keep(decision, REGISTER, '"followed up"', phase="operation")
    decided = entries.standing(decision, REGISTER, phase="decision")
    now = entries.standing(decision, REGISTER)
    assert decided is not None
    assert now is not None
    assert (decided.content, now.content) == ('"as decided"', '"followed up"')


def test_the_bin_takes_no_entry_and_gives_back_every_one(engine: Engine, entries: Entries, decision: str) -> None:
    """In the bin what was kept can be read; restored, it goes on."""
    kept = entries.keep(decision, REGISTER, "1")
    Decisions(engine).delete(decision)
    with pytest.raises(StorageError, match="in the bin; restore it"):
        entries.keep(decision, "usage", "1", phase="operation")
    assert entries.standing(decision, REGISTER) == kept
    Decisions(engine).restore(decision)
    assert entries.keep(decision, REGISTER, "2", after=kept.entry_id).content == "2"


def test_a_copy_takes_along_what_was_decided(engine: Engine, entries: Entries, decision: str) -> None:
    """The register comes as it stands, the usage of the old one does not."""
    entries.keep(decision, REGISTER, '"as decided"')
    walk(engine, decision, "proposed", "approved")
    entries.keep(decision, REGISTER, '"followed up"', phase="operation")
    entries.keep(decision, "usage", "1", name="2026-10", phase="operation")
    copy = Decisions(engine).duplicate(decision).decision_id
    entries.carry(decision, copy)
    assert [(entry.kind, entry.content, entry.phase) for entry in entries.history(copy)] == [
        (REGISTER, '"followed up"', "decision")
    ]


ADDED = (
    "INSERT INTO decision_entry (decision_id, kind, name, phase, revision, content_json, saved_at, saved_by)"
    " SELECT decision_id, 'x', '', '{phase}', 1, '1', created_at, '' FROM decision"
)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE decision_entry SET content_json = '2'", "only ever added"),
        ("DELETE FROM decision_entry", "only ever added"),
        (ADDED.format(phase="decision"), "rests on"),
        (ADDED.format(phase="other"), "belongs to"),
    ],
)
def test_the_database_itself_refuses(
    engine: Engine, entries: Entries, decision: str, statement: str, said: str
) -> None:
    """Whoever gets past the program meets the same rules."""
    entries.keep(decision, REGISTER, "1")
    walk(engine, decision, "proposed", "approved")
    with pytest.raises(IntegrityError, match=said), engine.begin() as connection:
        connection.execute(text(statement))
    assert [entry.content for entry in entries.history(decision)] == ["1"]


def test_the_database_adds_nothing_to_the_bin(engine: Engine, entries: Entries, decision: str) -> None:
    """An entry of the operation neither; and on SQLite none is replaced."""
    kept = entries.keep(decision, REGISTER, "1")
    Decisions(engine).delete(decision)
    with pytest.raises(IntegrityError, match="in the bin"), engine.begin() as connection:
        connection.execute(text(ADDED.format(phase="operation")))
    Decisions(engine).restore(decision)
    copied = ADDED.format(phase="operation").replace("(decision_id", "(entry_id, decision_id")
    copied = copied.replace("SELECT decision_id", f"SELECT {kept.entry_id}, decision_id")
    if engine.dialect.name == "sqlite":
        copied = copied.replace("INSERT", "INSERT OR REPLACE")
    with pytest.raises(IntegrityError, match="not replaced"), engine.begin() as connection:
        connection.execute(text(copied))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE decision_entry SET content_json = '2'", "the entry risk_register .* is gone or was changed"),
        ("UPDATE decision_entry SET saved_by = 'Eve'", "no line tells of the entry risk_register"),
        ("DELETE FROM decision_entry", "is gone or was changed"),
        (ADDED.format(phase="operation"), "no line tells of the entry x"),
    ],
)
def test_what_is_changed_behind_the_rules_is_found(
    engine: Engine, entries: Entries, decision: str, statement: str, said: str
) -> None:
    """The trail has the hash of every entry; an untouched one holds."""
    entries.keep(decision, REGISTER, "1")
    assert verify(engine).holds
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            names = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars()
            for name in list(names):
                connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text(statement))
    problems = verify(engine).problems
    assert any(re.search(said, problem) for problem in problems), problems
