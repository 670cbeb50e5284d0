"""The audit trail: what was done to which decision, each line chained to the one before it so that no gap is hidden.

The database itself refuses to change or remove a line (triggers of migration 0005). Whoever owns the database can drop
triggers; then the chain shows it: each line holds the hash of its own words and of the line before it, and a step that
keeps a record holds the hash of that record. The end of a chain can still be cut off unseen, unless its last hash was
noted elsewhere: ``verify`` takes such a note.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import ColumnElement, Engine, text, true
from sqlmodel import Session, col, select

from advisor.access.people import Person
from advisor.storage.database import session
from advisor.storage.storable import storable, stored_moment
from advisor.storage.tables import AuditRow, DecisionRow, VersionRow
from advisor.storage.tables_lifecycle import EntryRow
from advisor.units import Record

LOCKED: Final = frozenset({"approved", "rejected", "superseded"})
"""A decision in one of these is a record: neither its answers, assessment and name nor its place can change."""
_ONE_AT_A_TIME: Final = "SELECT pg_advisory_xact_lock(7230146)"
"""Two lines written at once would both name the same line before them."""
_BATCH: Final = 1_000
ENTRY: Final = "entry"
"""The action of a line about an entry beside a decision."""
PURGE: Final = "purge"
POLICY: Final = "policy"
"""The action of a line about what was removed by rule; of a decision that left the bin, all of it."""


class AuditEntry(Record):
    """One line of the audit trail."""

    at: datetime
    actor: str
    action: str
    decision_id: str | None
    detail: str


class TrailCheck(Record):
    """What ``verify`` found: how many lines and records were read, the last hash, and what does not hold."""

    lines: int
    records: int
    last_hash: str
    problems: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was changed, removed or put in between."""
        return not self.problems


def told_of(person: Person, detail: str) -> str:
    """What a line keeps of a step: ``detail``, and what acted in the person's name where it was not themselves."""
    return f"{detail} (by {person.via})".strip() if person.via else detail


def append(
    db: Session, *, at: datetime, actor: str, action: str, decision_id: str | None, detail: str, sealed: str = ""
) -> None:
    """Add a line in the unit of work of what it tells about; ``sealed`` is the ``seal`` of a record that is kept."""
    if db.get_bind().dialect.name == "postgresql":
        db.connection().execute(text(_ONE_AT_A_TIME))
    db.flush()
    before = db.exec(select(AuditRow.row_hash).order_by(col(AuditRow.audit_id).desc()).limit(1)).first() or ""
    row = AuditRow(
        at=at.astimezone(UTC),
        actor=storable(actor),  # hashed as it is stored
        action=action,
        decision_id=decision_id,
        detail=storable(detail),
        sealed=sealed,
        previous_hash=before,
    )
    row.row_hash = hash_of(row)
    db.add(row)
    db.flush()


def note_policy(engine: Engine, detail: str, *, actor: str, at: datetime) -> None:
    """Add a line that says which policy of the house was put in force."""
    with session(engine) as db:
        append(db, at=at, actor=actor, action=POLICY, decision_id=None, detail=detail)


def entries(
    engine: Engine, decision_id: str | None = None, *, limit: int = 200, seen: ColumnElement[bool] | None = None
) -> tuple[AuditEntry, ...]:
    """The audit trail, newest first, of one decision or of all; ``seen`` leaves the lines that somebody may see."""
    query = (
        select(AuditRow).where(true() if seen is None else seen).order_by(col(AuditRow.audit_id).desc()).limit(limit)
    )
    if decision_id is not None:
        query = query.where(AuditRow.decision_id == decision_id)
    with session(engine) as db:
        return tuple(
            AuditEntry(
                at=stored_moment(row.at),
                actor=row.actor,
                action=row.action,
                decision_id=row.decision_id,
                detail=row.detail,
            )
            for row in db.exec(query)
        )


def seal(row: DecisionRow, version: VersionRow) -> str:
    """The hash of a record: its id, name, revision, answers and assessment."""
    return _hash(row.decision_id, row.name, row.revision, version.answers_json, version.assessment_json)


def verify(engine: Engine, *, noted: str | None = None) -> TrailCheck:
    """Walk the whole chain and every record it seals; ``noted`` is a hash that must still be part of it."""
    with session(engine) as db:
        return verify_in(db, noted=noted)


def verify_in(db: Session, *, noted: str | None = None) -> TrailCheck:
    """``verify`` in a unit of work that is open: what a backup reads, or what has just come back."""
    problems: list[str] = []
    before, lines, found = "", 0, noted is None
    seals: dict[str, AuditRow] = {}
    entered: set[tuple[str | None, str]] = set()
    purged: set[str | None] = set()
    for row in _in_order(db):
        lines += 1
        if row.previous_hash != before:
            problems.append(f"line {row.audit_id}: what stood before it was changed or removed")
        if row.row_hash != hash_of(row):
            problems.append(
                f"line {row.audit_id} ({row.action}, {stored_moment(row.at):%Y-%m-%d %H:%M}): it was changed"
            )
        before = row.row_hash
        found = found or before == noted
        if row.decision_id and row.sealed:
            seals[row.decision_id] = row
        if row.action == ENTRY:
            entered.add((row.decision_id, row.detail))
        if row.action == PURGE:
            purged.add(row.decision_id)
    problems += [problem for key, row in seals.items() if (problem := _broken_seal(db, key, row))]
    locked = select(DecisionRow.decision_id).where(col(DecisionRow.status).in_(LOCKED))
    problems += [f"decision {key} is locked, and no line says who locked it" for key in {*db.exec(locked)} - {*seals}]
    back = select(DecisionRow.decision_id).where(col(DecisionRow.decision_id).in_(purged - {None}))
    problems += [f"decision {key} is there, though a line says that it was removed for good" for key in db.exec(back)]
    problems += _broken_entries(db, {entry for entry in entered if entry[0] not in purged})
    if not found:
        problems.append(f"the line with the hash {noted} is gone: the end of the chain was cut off or replaced")
    return TrailCheck(lines=lines, records=len(seals), last_hash=before, problems=tuple(problems))


def entry_detail(row: EntryRow) -> str:
    """What the trail keeps of an entry beside a decision: which it is, and the hash of all that stands in it."""
    when = stored_moment(row.saved_at).isoformat(timespec="microseconds")
    what = (row.decision_id, row.kind, row.name, row.phase, row.revision, row.content_json, when, row.saved_by)
    return f"{row.kind} {row.name}".strip() + f" ({row.entry_id}, {row.phase}): sha256 {_hash(*what)}"


def hash_of(row: AuditRow) -> str:
    """The hash of a line's own words and of the line before it."""
    when = stored_moment(row.at).isoformat(timespec="microseconds")
    return _hash(row.previous_hash, when, row.actor, row.action, row.decision_id, row.detail, row.sealed)


def _in_order(db: Session) -> Iterator[AuditRow]:
    last = -1
    while rows := db.exec(
        select(AuditRow).where(col(AuditRow.audit_id) > last).order_by(col(AuditRow.audit_id)).limit(_BATCH)
    ).all():
        yield from rows
        last = rows[-1].audit_id or last


def _broken_seal(db: Session, decision_id: str, line: AuditRow) -> str | None:
    row = db.get(DecisionRow, decision_id)
    version = db.get(VersionRow, (decision_id, row.revision)) if row is not None else None
    if row is None or version is None:
        return f"line {line.audit_id}: decision {decision_id}, which it calls {line.action}, is gone"
    if row.status not in LOCKED or row.deleted_at is not None or seal(row, version) != line.sealed:
        return f"line {line.audit_id}: decision {decision_id} is not any more what was {line.action}"
    return None


def _broken_entries(db: Session, entered: set[tuple[str | None, str]]) -> list[str]:
    stored = {
        (row.decision_id, entry_detail(row)) for row in db.exec(select(EntryRow).execution_options(yield_per=100))
    }
    gone = [
        f"decision {key}: the entry {said} is gone or was changed" for key, said in sorted(entered - stored, key=str)
    ]
    return gone + [f"decision {key}: no line tells of the entry {said}" for key, said in sorted(stored - entered)]


def _hash(*values: str | int | None) -> str:
    return hashlib.sha256(json.dumps(values, ensure_ascii=True).encode()).hexdigest()
