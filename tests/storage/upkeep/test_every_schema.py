"""A database of every earlier schema, with a row in every table of it: nothing is lost on the way up or down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from filled_tables import assessment, fill
from postgres_cluster import postgres_database
from sqlalchemy import Connection, MetaData

from advisor.storage.audit_trail import TrailCheck, verify
from advisor.storage.database import as_it_stands, open_database
from advisor.storage.decisions import Decisions, SavedDecision
from advisor.storage.lifecycle import KeptDecision, Lifecycle
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.contents import lines, shape

REVISIONS = schema.revisions()
Rows = dict[tuple[str, str], dict[str, Any]]
"""Each row by its table and key."""


@dataclass(frozen=True)
class Walked:
    """A database that went up through every schema, got rows at each, was opened, and went down again.

    ``lost`` names what was not there any more, by the revision at which it was made.
    """

    filled: dict[str, set[str]]
    tables: dict[str, set[str]]
    lost: dict[str, list[str]]
    left: set[str]
    opened: list[SavedDecision]
    kept: list[KeptDecision | None]
    trail: TrailCheck


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def walked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walked]:
    """One walk on each kind of database."""
    if request.param == "sqlite":
        yield walk(f"sqlite:///{tmp_path_factory.mktemp('walk') / 'a.sqlite3'}")
        return
    with postgres_database(request.getfixturevalue("postgres_server")) as url:
        yield walk(url)


def walk(url: str) -> Walked:
    """Fill a database at every revision on the way up, open it, and walk down."""
    lost: dict[str, list[str]] = {revision: [] for revision in REVISIONS}
    tables: dict[str, set[str]] = {}
    made: dict[str, Rows] = {}
    for revision in REVISIONS:
        with as_it_stands(url, writing=True, make=True) as connection:
            schema.move(connection, revision)
            there = schema.tables_in(connection)
            before = rows_in(connection, there)
            compare(before, made, lost, f"at {revision}")
            fill(connection, there, revision)
            made[revision] = {key: row for key, row in rows_in(connection, there).items() if key not in before}
            tables[revision] = {*there.tables}
    engine = open_database(url)
    decisions, life = Decisions(engine), Lifecycle(engine)
    opened = [decisions.get(f"{kind}-{revision}") for revision in REVISIONS for kind in ("draft", "approved")]
    kept = [life.kept(f"approved-{revision}") for revision in REVISIONS]
    trail = verify(engine)
    engine.dispose()
    for revision in reversed(REVISIONS):
        with as_it_stands(url, writing=True) as connection:
            schema.move(connection, revision)
            found = rows_in(connection, schema.tables_in(connection))
            compare(found, {at: made[at] for at in up_to(revision)}, lost, f"back at {revision}")
    with as_it_stands(url, writing=True) as connection:
        schema.move(connection, "base")
        left = {*schema.tables_in(connection).tables}
    filled = {revision: {table for table, _ in rows} for revision, rows in made.items()}
    return Walked(filled, tables, lost, left, opened, kept, trail)


def up_to(revision: str) -> tuple[str, ...]:
    """The revisions until this one."""
    return REVISIONS[: REVISIONS.index(revision) + 1]


def rows_in(connection: Connection, tables: MetaData) -> Rows:
    """Every row of a database as a file would have it."""
    found = {}
    for name, table in tables.tables.items():
        for line in lines(connection, table):
            row = dict(zip(shape(table)[0], json.loads(line), strict=True))
            found[name, json.dumps([row[key.name] for key in table.primary_key])] = row
    return found


def compare(found: Rows, made: dict[str, Rows], lost: dict[str, list[str]], where: str) -> None:
    """Note what is not there as it was made; what a later schema adds to a row, or to its key, is its own affair."""
    now: dict[str, list[dict[str, Any]]] = {}
    for (table, _), row in found.items():
        now.setdefault(table, []).append(row)
    for revision, rows in made.items():
        for (table, key), row in rows.items():
            same = (all(one.get(name) == value for name, value in row.items()) for one in now.get(table, []))
            lost[revision] += [] if any(same) else [f"{where}: {table} {key}"]


@pytest.mark.parametrize("revision", REVISIONS)
def test_nothing_that_any_schema_held_is_lost(walked: Walked, revision: str) -> None:
    """Rows made at a revision are the same at every later one and on the way back to it, in every table of it."""
    assert walked.lost[revision] == []
    assert walked.filled[revision] == walked.tables[revision]


def test_the_way_back_leads_to_an_empty_database(walked: Walked) -> None:
    """Every migration takes back what it made."""
    assert walked.left == set()


def test_decisions_of_every_schema_open(walked: Walked) -> None:
    """Drafts and approved ones, with their assessment where it was kept, and the trail holds."""
    assert [decision.status for decision in walked.opened] == ["draft", "approved"] * len(REVISIONS)
    assert [one and one.assessment for one in walked.kept] == [assessment()] * len(REVISIONS)
    assert (walked.trail.problems, walked.trail.records) == ((), len(REVISIONS))
