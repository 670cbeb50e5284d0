"""Saved decisions: create, reopen, change, duplicate, rename, delete with undo; each change leaves a version."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import ValidationError
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from advisor.access.people import LOCAL, Person
from advisor.access.rules import Verb
from advisor.assessment import Assessment
from advisor.errors import ConflictError, StorageError
from advisor.questionnaire.answers import Answers
from advisor.storage import audit_trail
from advisor.storage.audit_trail import LOCKED, AuditEntry
from advisor.storage.database import session
from advisor.storage.rights.visible import decision_row, of_seen, refuse_role, seen_by
from advisor.storage.storable import UNREADABLE_MOMENT, stored_moment
from advisor.storage.tables import AuditRow, DecisionRow, VersionRow
from advisor.units import Record


class SavedDecision(Record):
    """A decision as stored; ``owner`` is a person's subject, ``team`` a group, empty where nobody signed in."""

    decision_id: str
    name: str
    status: str
    revision: int
    answers: Answers
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    owner: str = ""
    team: str = ""


class UnreadableDecision(Record):
    """A stored decision that cannot be read: what is there of it, word for word, and why."""

    decision_id: str
    name: str
    stored: str
    why: str


class DecisionVersion(Record):
    """One revision of a decision."""

    decision_id: str
    revision: int
    answers: Answers
    catalog_digest: str | None
    created_at: datetime
    author: str
    note: str


def utc_now() -> datetime:
    """The present moment, with its time zone."""
    return datetime.now(UTC)


class Decisions:
    """The decisions in one database that a person may see; ``clock`` and ``person`` come from outside.

    Raises NotFoundError for what the person may not see, NotAllowedError for what they may not do.
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, person: Person = LOCAL) -> None:
        self._engine = engine
        self._clock = clock
        self._person = person
        self._actor = person.actor

    def create(self, answers: Answers, *, name: str | None = None) -> SavedDecision:
        """Save a new decision in status draft, named after its title unless ``name`` is given."""
        refuse_role(self._person, Verb.CREATE)
        now = self._clock()
        row = DecisionRow(
            decision_id=str(uuid.uuid4()),
            owner=self._person.subject,
            name=(name or answers.title)[:300],
            answers_json=_dump(answers),
            created_at=now,
            updated_at=now,
        )
        with session(self._engine) as db:
            db.add(row)
            db.flush()
            self._keep_version(db, row, note="created")
            self._trace(db, "create", row.decision_id, row.name)
            return _saved(row)

    def get(self, decision_id: str) -> SavedDecision:
        """The decision with this id, deleted or not; raises StorageError when there is none."""
        with session(self._engine) as db:
            return _saved(self._row(db, decision_id))

    def all(self, *, deleted: bool = False, search: str = "") -> tuple[SavedDecision, ...]:
        """Saved decisions that can be read, latest first; with ``deleted`` those in the bin instead."""
        return self.read(deleted=deleted, search=search)[0]

    def read(
        self, *, deleted: bool = False, search: str = ""
    ) -> tuple[tuple[SavedDecision, ...], tuple[UnreadableDecision, ...]]:
        """Saved decisions, latest first, and those that cannot be read: one that is damaged costs no other."""
        bin_ = col(DecisionRow.deleted_at)
        named = [col(DecisionRow.name).icontains(search, autoescape=True)] if search else []
        wanted = (seen_by(self._person), bin_.is_not(None) if deleted else bin_.is_(None), *named)
        query = select(DecisionRow.decision_id).where(*wanted)
        readable: list[SavedDecision] = []
        unreadable: list[UnreadableDecision] = []
        with session(self._engine) as db:
            ids = db.exec(query.order_by(col(DecisionRow.updated_at).desc(), DecisionRow.decision_id)).all()
            try:
                rows = {row.decision_id: row for row in db.exec(select(DecisionRow).where(*wanted))}
            except (ValueError, OperationalError):  # one value of one row is enough
                rows = {}
            for decision_id in ids:
                try:
                    readable.append(_saved(rows.get(decision_id) or self._row(db, decision_id)))
                except (StorageError, ValueError, OperationalError) as error:
                    unreadable.append(self._unreadable(db, decision_id, error))
        return tuple(readable), tuple(unreadable)

    @staticmethod
    def _unreadable(db: Session, decision_id: str, error: Exception) -> UnreadableDecision:
        columns = ("name", "status", "revision", "answers_json", "created_at", "updated_at")
        # As bytes where the database keeps whatever it is given; PostgreSQL keeps no text that is none.
        as_stored = "CAST({} AS BLOB)" if db.get_bind().dialect.name == "sqlite" else "CAST({} AS TEXT)"
        shown = ", ".join(as_stored.format(column) for column in columns)
        found = db.connection().execute(
            text(f"SELECT {shown} FROM decision WHERE decision_id = :id"),  # noqa: S608 - columns named above
            {"id": decision_id},
        )
        values = [
            value.decode(errors="backslashreplace") if isinstance(value, bytes) else str(value) for value in found.one()
        ]
        stored = "\n".join(f"{column}: {value}" for column, value in zip(columns, values, strict=True))
        why = str(error).strip().splitlines()[0][:300]
        return UnreadableDecision(decision_id=decision_id, name=values[0][:300], stored=stored, why=why)

    def change(
        self, decision_id: str, answers: Answers, *, revision: int | None = None, note: str = ""
    ) -> SavedDecision:
        """Replace the answers; ``revision`` (when given) must be the one that was read, else ConflictError."""
        with session(self._engine) as db:
            row = self._row(db, decision_id, Verb.CHANGE)
            self._refuse_locked(row)
            if revision is not None and revision != row.revision:
                raise ConflictError(
                    f"“{row.name}” was changed elsewhere: revision {row.revision} is stored, yours is {revision}; "
                    "reopen it, or save yours as a copy"
                )
            if row.answers_json == _dump(answers):
                return _saved(row)
            row.answers_json = _dump(answers)
            self._touch(db, row)
            self._keep_version(db, row, note=note)
            self._trace(db, "change", decision_id, note)
            return _saved(row)

    def rename(self, decision_id: str, name: str) -> SavedDecision:
        """Give a decision another name (1 to 300 characters)."""
        if not name.strip():
            raise StorageError("the name of a decision is empty: 1 to 300 characters are allowed")
        with session(self._engine) as db:
            row = self._row(db, decision_id, Verb.CHANGE)
            self._refuse_locked(row)
            self._trace(db, "rename", decision_id, f"{row.name} -> {name}")
            row.name = name.strip()[:300]
            row.updated_at = self._clock()
            db.add(row)
            return _saved(row)

    def duplicate(self, decision_id: str) -> SavedDecision:
        """Save a copy as a new draft."""
        original = self.get(decision_id)
        return self.create(original.answers, name=f"{original.name[:290]} (copy)")

    def delete(self, decision_id: str) -> None:
        """Put a decision in the bin, where it can only be looked at; ``restore`` takes it out again."""
        with session(self._engine) as db:
            row = self._row(db, decision_id, Verb.DELETE)
            if row.deleted_at is None:
                self._refuse_locked(row)
                row.deleted_at = self._clock()
                db.add(row)
                self._trace(db, "delete", decision_id, row.name)

    def restore(self, decision_id: str) -> None:
        """Take a decision out of the bin."""
        with session(self._engine) as db:
            row = self._row(db, decision_id, Verb.DELETE)
            if row.deleted_at is not None:
                row.deleted_at = None
                db.add(row)
                self._trace(db, "restore", decision_id, row.name)

    def freeze(self, decision_id: str, assessment: Assessment) -> None:
        """Keep the assessment with the present revision, so that it can be shown and replayed as it was."""
        with session(self._engine) as db:
            row = self._row(db, decision_id, Verb.CHANGE)
            self._refuse_locked(row)
            version = db.get(VersionRow, (decision_id, row.revision))
            if version is None:
                raise StorageError(f"decision {decision_id} has no revision {row.revision}")
            version.assessment_json = assessment.model_dump_json(by_alias=True)
            version.catalog_digest = assessment.provenance.catalog_digest
            db.add(version)
            self._trace(db, "freeze", decision_id, f"revision {row.revision}")

    def frozen(self, decision_id: str, *, revision: int | None = None) -> Assessment | None:
        """The assessment kept with a revision (the present one by default), if one was."""
        with session(self._engine) as db:
            row = self._row(db, decision_id)
            version = db.get(VersionRow, (decision_id, revision or row.revision))
            kept = version.assessment_json if version else None
        try:
            return Assessment.model_validate_json(kept) if kept else None
        except ValidationError as error:
            raise StorageError(f"the assessment kept with “{row.name}” cannot be read", fault="unreadable") from error

    def versions(self, decision_id: str) -> tuple[DecisionVersion, ...]:
        """Every revision that can be read, newest first."""
        query = select(VersionRow).where(
            VersionRow.decision_id == decision_id, of_seen(self._person, col(VersionRow.decision_id))
        )
        with session(self._engine) as db:
            rows = db.exec(query.order_by(col(VersionRow.revision).desc())).all()
        return tuple(version for row in rows if (version := _version(row)) is not None)

    def audit(self, decision_id: str | None = None, *, limit: int = 200) -> tuple[AuditEntry, ...]:
        """The audit trail, newest first, of one decision or of all."""
        seen = of_seen(self._person, col(AuditRow.decision_id))
        return audit_trail.entries(self._engine, decision_id, limit=limit, seen=seen)

    def _row(self, db: Session, decision_id: str, verb: Verb = Verb.SEE) -> DecisionRow:
        return decision_row(db, self._person, decision_id, verb, lock=verb is not Verb.SEE)

    @staticmethod
    def _refuse_locked(row: DecisionRow) -> None:
        if row.status in LOCKED:
            raise ConflictError(f"“{row.name}” is {row.status} and locked; duplicate it to go on")
        if row.deleted_at is not None:
            raise ConflictError(f"“{row.name}” is in the bin; restore it to go on")

    def _touch(self, db: Session, row: DecisionRow) -> None:
        row.revision += 1
        row.updated_at = self._clock()
        db.add(row)

    def _keep_version(self, db: Session, row: DecisionRow, *, note: str) -> None:
        db.add(
            VersionRow(
                decision_id=row.decision_id,
                revision=row.revision,
                answers_json=row.answers_json,
                created_at=self._clock(),
                author=self._actor,
                author_subject=self._person.subject,
                note=note,
            )
        )

    def _trace(self, db: Session, action: str, decision_id: str, detail: str) -> None:
        audit_trail.append(
            db,
            at=self._clock(),
            actor=self._actor,
            action=action,
            decision_id=decision_id,
            detail=audit_trail.told_of(self._person, detail),
        )


def _version(row: VersionRow) -> DecisionVersion | None:
    try:
        answers = Answers.model_validate_json(row.answers_json)
    except ValidationError:
        return None
    return DecisionVersion(
        decision_id=row.decision_id,
        revision=row.revision,
        answers=answers,
        catalog_digest=row.catalog_digest,
        created_at=stored_moment(row.created_at),
        author=row.author,
        note=row.note,
    )


def _dump(answers: Answers) -> str:
    return answers.model_dump_json(by_alias=True)


def _saved(row: DecisionRow) -> SavedDecision:
    """Raises StorageError where what is stored are no answers or moments: made by another version, or damaged."""
    if UNREADABLE_MOMENT in (row.created_at, row.updated_at, row.deleted_at):
        raise StorageError(f"“{row.name}” cannot be read: its moments are none", fault="unreadable")
    try:
        answers = Answers.model_validate_json(row.answers_json)
    except ValidationError as error:
        found = error.errors()[0]
        place = ".".join(str(part) for part in found["loc"])
        raise StorageError(
            f"“{row.name}” cannot be read: {place or 'answers'}: {found['msg']} ({error.error_count()} in all)",
            fault="unreadable",
        ) from error
    return SavedDecision(
        decision_id=row.decision_id,
        name=row.name,
        status=row.status,
        revision=row.revision,
        answers=answers,
        created_at=stored_moment(row.created_at),
        updated_at=stored_moment(row.updated_at),
        deleted_at=stored_moment(row.deleted_at) if row.deleted_at else None,
        owner=row.owner,
        team=row.team,
    )
