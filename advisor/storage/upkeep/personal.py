"""What is kept of a person, where, and what of it can go when they ask.

Somebody is named by the subject of their sign-in, or by the name that was typed where nobody signs in. What is
theirs alone goes: sign-ins, what was told of them, shares with them, drafts, connections, prompts, and the runs and
evaluations on which no decision rests. Who made, changed, proposed or approved one stays: the house answers for
these records, and the database refuses to change them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Engine, MetaData, Table, and_, delete, func, select
from sqlmodel import Session, col

from advisor.storage import audit_trail
from advisor.storage.database import session
from advisor.storage.tables_trials import EvaluationRow, RunRow
from advisor.storage.upkeep import schema
from advisor.storage.upkeep.retention import remove_evaluations, rests_on
from advisor.units import Record

NAMES: Final = frozenset(
    {"actor", "author", "author_subject", "given_by", "owner", "saved_by", "subject", "voter", "who", "email", "person"}
)
"""Columns that say who somebody is."""
_ALONE: Final[tuple[tuple[str, str], ...]] = (
    ("sign_in", "subject"),
    ("decision_share", "who"),
    ("working_copy", "owner"),
    ("working_copy", "actor"),
    ("trial_connection", "owner"),
    ("trial_prompt", "owner"),
    ("access_token", "subject"),
    ("named_record", "owner"),
    ("daily_use", "person"),
    ("person", "subject"),
)
"""What is a person's alone, by table and column; a table that is not there is passed over."""


class KeptOfPerson(Record):
    """Rows that name a person: in which table and column, and how many."""

    table: str
    column: str
    rows: int


def kept_of(engine: Engine, who: str) -> tuple[KeptOfPerson, ...]:
    """Every place that names somebody, by table and column."""
    with session(engine) as db:
        return _kept(db, schema.tables_in(db.connection()), who)


def forget(engine: Engine, who: str, *, now: datetime, actor: str = "") -> tuple[int, tuple[KeptOfPerson, ...]]:
    """Remove what is a person's alone; gives how many rows went, and what still names them because it must stay.

    The trail keeps how many rows went, not whose.
    """
    with session(engine) as db:
        tables = schema.tables_in(db.connection())
        gone = _forget_trials(db, tables, who)
        for name, column in _ALONE:
            table = tables.tables.get(name)
            if table is not None and column in table.columns:
                gone += db.connection().execute(delete(table).where(_is(table, column, who))).rowcount
        if gone:
            said = f"{gone} rows of one person, at their wish"
            audit_trail.append(db, at=now, actor=actor, action=audit_trail.PURGE, decision_id=None, detail=said)
        return gone, _kept(db, tables, who)


def _forget_trials(db: Session, tables: MetaData, who: str) -> int:
    """Runs and evaluations of somebody on which no decision rests."""
    theirs = and_(col(RunRow.owner) == who, ~rests_on(col(RunRow.decision_id)))
    runs = db.connection().execute(delete(RunRow).where(theirs)).rowcount
    plans = and_(col(EvaluationRow.owner) == who, ~rests_on(col(EvaluationRow.decision_id)))
    found = [str(row[0]) for row in db.connection().execute(select(col(EvaluationRow.evaluation_id)).where(plans))]
    remove_evaluations(db, tables, found)
    return int(runs) + len(found)


def _kept(db: Session, tables: MetaData, who: str) -> tuple[KeptOfPerson, ...]:
    counted = (
        (
            column,
            db.connection().execute(select(func.count()).select_from(column.table).where(column == who)).scalar_one(),
        )
        for column in _naming(tables)
    )
    return tuple(KeptOfPerson(table=at.table.name, column=at.name, rows=rows) for at, rows in counted if rows)


def _naming(tables: MetaData) -> Iterator[Column[Any]]:
    for _, table in sorted(tables.tables.items()):
        yield from (column for column in table.columns if column.name in NAMES)


def _is(table: Table, column: str, who: str) -> ColumnElement[bool]:
    named = table.columns[column] == who
    return and_(named, table.columns["kind"] == "person") if table.name == "decision_share" else named
