"""What is kept beside a decision: its risk register, months of usage, evidence of fairness.

The contents belong to those who keep them: they come and go as JSON text. An entry is never changed or removed; the
newest of a kind and a name stands, and what stood before can be read. Who saves names the entry that was read: where
another came in between, nothing is overwritten.

An entry of the phase ``decision`` is part of what is decided and is locked with it; one of the phase ``operation``
comes after the decision and may be added until the decision is in the bin. The database holds both rules (triggers of
migration 0008), and the audit trail has a line with the hash of each entry.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Final, Literal

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from advisor.access.people import LOCAL, Person
from advisor.access.rules import Verb
from advisor.errors import ConflictError, StorageError
from advisor.storage import audit_trail
from advisor.storage.audit_trail import LOCKED
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.rights.visible import decision_row, of_seen
from advisor.storage.storable import storable, stored_moment
from advisor.storage.tables import DecisionRow
from advisor.storage.tables_lifecycle import EntryRow
from advisor.units import Record

Phase = Literal["decision", "operation"]
MOST_CHARACTERS: Final = 5_000_000
"""Of the content of one entry: a year of usage by day and model is about a tenth of it."""
_NAME_LIMIT: Final = 200


class Entry(Record):
    """One entry beside a decision; ``content`` is JSON, None where the entry was withdrawn."""

    entry_id: int
    decision_id: str
    kind: str
    name: str
    phase: Phase
    revision: int
    content: str | None
    saved_at: datetime
    saved_by: str


class Entries:
    """The entries beside the decisions that a person may see; ``clock`` and ``person`` come from outside."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, person: Person = LOCAL) -> None:
        self._engine = engine
        self._clock = clock
        self._person = person
        self._actor = person.actor
        self._seen = of_seen(person, col(EntryRow.decision_id))

    def keep(
        self,
        decision_id: str,
        kind: str,
        content: str,
        *,
        name: str = "",
        phase: Phase = "decision",
        after: int | None = None,
        actor: str = "",
    ) -> Entry:
        """Add an entry, which from then on stands; the same content again adds nothing.

        ``name`` tells entries of one kind apart (a month). ``after`` is the id of the entry that was read, 0 where
        there was none, None for whoever adds whatever stands. Raises StorageError where the content is no JSON or too
        long, or the decision is in the bin; ConflictError where the decision is locked or another entry came first.
        """
        if len(content) > MOST_CHARACTERS:
            raise StorageError(f"the entry has {len(content):,} characters: at most {MOST_CHARACTERS:,} are kept")
        try:
            json.loads(content)
        except ValueError as error:
            raise StorageError(f"the entry is not JSON: {error}") from error
        return self._add(decision_id, kind, storable(content), name=name, phase=phase, after=after, actor=actor)

    def withdraw(
        self, decision_id: str, kind: str, *, name: str = "", phase: Phase = "decision", actor: str = ""
    ) -> None:
        """Say that no entry of this kind and name stands any more; those that stood can still be read."""
        self._add(decision_id, kind, None, name=name, phase=phase, after=None, actor=actor)

    def standing(self, decision_id: str, kind: str, *, name: str = "", phase: Phase | None = None) -> Entry | None:
        """The newest entry of a kind and name (of one phase, where it is given); None where there is none."""
        with session(self._engine) as db:
            row = self._newest(db, decision_id, kind, name, phase)
            return None if row is None or row.content_json is None else _entry(row)

    def all_standing(self, decision_id: str, kind: str) -> tuple[Entry, ...]:
        """The newest entry of each name of a kind, by name; those that were withdrawn are left out."""
        newest = (
            select(func.max(EntryRow.entry_id))
            .where(EntryRow.decision_id == decision_id, EntryRow.kind == kind, self._seen)
            .group_by(col(EntryRow.name))
        )
        with session(self._engine) as db:
            rows = db.exec(select(EntryRow).where(col(EntryRow.entry_id).in_(newest)).order_by(EntryRow.name)).all()
        return tuple(_entry(row) for row in rows if row.content_json is not None)

    def standing_of_kind(self, kind: str) -> dict[str, tuple[Entry, ...]]:
        """The newest entry of each name of a kind, by name, of every decision that has one: all in one question."""
        newest = (
            select(func.max(EntryRow.entry_id))
            .where(EntryRow.kind == kind, self._seen)
            .group_by(col(EntryRow.decision_id), col(EntryRow.name))
        )
        with session(self._engine) as db:
            rows = db.exec(select(EntryRow).where(col(EntryRow.entry_id).in_(newest)).order_by(EntryRow.name)).all()
        found: dict[str, list[Entry]] = {}
        for row in rows:
            if row.content_json is not None:
                found.setdefault(row.decision_id, []).append(_entry(row))
        return {decision_id: tuple(entries) for decision_id, entries in found.items()}

    def history(self, decision_id: str, kind: str | None = None) -> tuple[Entry, ...]:
        """Every entry of a decision (of one kind, where it is given), newest first, the withdrawn ones included."""
        query = select(EntryRow).where(EntryRow.decision_id == decision_id, self._seen)
        if kind is not None:
            query = query.where(EntryRow.kind == kind)
        with session(self._engine) as db:
            return tuple(_entry(row) for row in db.exec(query.order_by(col(EntryRow.entry_id).desc())))

    def stamp(self, decision_id: str) -> int:
        """A number that moves whenever an entry is added: what a page keys its caches by."""
        query = select(func.max(EntryRow.entry_id)).where(EntryRow.decision_id == decision_id, self._seen)
        with session(self._engine) as db:
            return db.exec(query).one() or 0

    def carry(self, decision_id: str, to_id: str) -> None:
        """Add what stands beside a decision to a copy of it; what only its operation brought (usage) stays behind."""
        with session(self._engine) as db:
            query = select(EntryRow).where(EntryRow.decision_id == decision_id, self._seen)
            rows = list(db.exec(query.order_by(col(EntryRow.entry_id))))
        decided = {(row.kind, row.name) for row in rows if row.phase == "decision"}
        for key, row in {(row.kind, row.name): row for row in rows}.items():
            if key in decided and row.content_json is not None:
                self._add(to_id, row.kind, row.content_json, name=row.name, phase="decision", after=None, actor="")

    def _add(
        self,
        decision_id: str,
        kind: str,
        content: str | None,
        *,
        name: str,
        phase: Phase,
        after: int | None,
        actor: str,
    ) -> Entry:
        with session(self._engine) as db:
            decision = _unlocked(decision_row(db, self._person, decision_id, Verb.CHANGE, lock=True), phase)
            before = self._newest(db, decision_id, kind, name[:_NAME_LIMIT])
            _refuse_overtaken(before, after)
            if before is not None and (before.content_json, before.phase) == (content, phase):
                return _entry(before)
            row = EntryRow(
                decision_id=decision_id,
                kind=kind,
                name=name[:_NAME_LIMIT],
                phase=phase,
                revision=decision.revision,
                content_json=content,
                saved_at=self._clock(),
                saved_by=storable(audit_trail.told_of(self._person, self._actor or actor.strip()))[:_NAME_LIMIT],
            )
            db.add(row)
            db.flush()
            audit_trail.append(
                db,
                at=row.saved_at,
                actor=row.saved_by,
                action=audit_trail.ENTRY,
                decision_id=decision_id,
                detail=audit_trail.entry_detail(row),
            )
            return _entry(row)

    def _newest(
        self, db: Session, decision_id: str, kind: str, name: str, phase: Phase | None = None
    ) -> EntryRow | None:
        query = select(EntryRow).where(
            EntryRow.decision_id == decision_id, EntryRow.kind == kind, EntryRow.name == storable(name), self._seen
        )
        if phase is not None:
            query = query.where(EntryRow.phase == phase)
        return db.exec(query.order_by(col(EntryRow.entry_id).desc()).limit(1)).first()


def _unlocked(row: DecisionRow, phase: Phase) -> DecisionRow:
    if row.deleted_at is not None:
        raise StorageError(f"“{row.name}” is in the bin; restore it to go on")
    if phase == "decision" and row.status in LOCKED:
        raise ConflictError(f"“{row.name}” is {row.status} and locked; duplicate it to go on")
    return row


def _refuse_overtaken(before: EntryRow | None, after: int | None) -> None:
    """Raise ConflictError where another entry stands than the one that was read."""
    if after is None or after == (0 if before is None else before.entry_id):
        return
    who = (before.saved_by if before else "") or "somebody"
    raise ConflictError(f"{who} saved this while it was open here: look at what stands now, then save yours again")


def _entry(row: EntryRow) -> Entry:
    return Entry(
        entry_id=row.entry_id or 0,
        decision_id=row.decision_id,
        kind=row.kind,
        name=row.name,
        phase="operation" if row.phase == "operation" else "decision",
        revision=row.revision,
        content=row.content_json,
        saved_at=stored_moment(row.saved_at),
        saved_by=row.saved_by,
    )
