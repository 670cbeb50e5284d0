"""The life of a decision: draft -> proposed -> approved or rejected -> superseded, with who, when and why.

Each step keeps the assessment it was taken on. An approved, rejected or superseded decision is locked (see
``advisor.storage.decisions``); steps, comments, readings and exports are only ever added.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Final, Literal

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from advisor.access.people import LOCAL, Person
from advisor.access.rules import Verb
from advisor.assessment import Assessment, DecisionStatus
from advisor.errors import StorageError
from advisor.storage import audit_trail
from advisor.storage.approval import check_approval, review_day, trail_detail
from advisor.storage.audit_trail import LOCKED
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.derived.gists import Gists
from advisor.storage.rights.steps import (
    ACTOR_LIMIT,
    NEEDS_ASSESSMENT,
    check_step,
    check_successor,
    chosen_of,
    refuse_binned,
    refuse_nobody,
    verb_of,
)
from advisor.storage.rights.visible import decision_row, of_seen, seen_by
from advisor.storage.storable import stored_moment
from advisor.storage.tables import DecisionRow, VersionRow
from advisor.storage.tables_lifecycle import CatalogSnapshotRow, ExportRow, LifeEventRow
from advisor.units import Record

_TEXT_LIMIT: Final = 20_000


class LifeEntry(Record):
    """A change of status (``status_to``), a comment, or that somebody has seen a revision.

    ``verified`` says that whoever acted had signed in; ``conditions`` and ``review_on`` are those of an approval.
    """

    at: datetime
    actor: str
    kind: Literal["status", "comment", "seen"]
    status_from: str | None
    status_to: str | None
    revision: int
    chosen_id: str | None
    text: str
    verified: bool = False
    conditions: str = ""
    review_on: date | None = None


class ExportEntry(Record):
    """One report that was handed out."""

    at: datetime
    actor: str
    form: str
    language: str
    paper: str
    revision: int
    catalog_digest: str
    sha256: str
    size_bytes: int


class KeptDecision(Record):
    """A decision with the latest assessment kept with it; ``chosen_id`` None means the choice of the verdict.

    ``review_on`` is the day on which its approval asks for a review, where it names one.
    """

    decision_id: str
    name: str
    status: str
    revision: int
    assessment: Assessment
    chosen_id: str | None
    review_on: date | None = None


class Lifecycle:
    """The life of the decisions that a person may see; ``clock`` and ``person`` come from outside.

    ``actor`` is the name that was typed where nobody signs in; a person's own stands in its place.
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, person: Person = LOCAL) -> None:
        self._engine = engine
        self._clock = clock
        self._person = person
        self._actor = person.actor

    def move(
        self,
        decision_id: str,
        to: DecisionStatus,
        *,
        actor: str = "",
        reason: str = "",
        assessment: Assessment | None = None,
        chosen_id: str | None = None,
        superseded_by: str | None = None,
        conditions: str = "",
        review_on: date | None = None,
    ) -> None:
        """Take a step; raises StorageError where it is not allowed or lacks who, why or the assessment.

        ``chosen_id`` is the alternative that is proposed or approved, by default the choice of the verdict;
        ``conditions`` and ``review_on`` are those of an approval, for which see ``advisor.storage.approval``.
        """
        who = self._who(actor)
        with session(self._engine) as db:
            row = self._row(db, decision_id, verb_of(to))
            check_step(row, to, who=who, reason=reason, assessment=assessment)
            approved = assessment if to == "approved" else None
            check_approval(db, row, self._person, who, reason=reason, assessment=approved)
            version = self._version(db, row)
            self._keep(db, version, assessment if row.status not in LOCKED else None)
            chosen_id = chosen_of(assessment, chosen_id) if to in NEEDS_ASSESSMENT else chosen_id
            if to == "superseded" and superseded_by is not None:
                check_successor(row, self._row(db, superseded_by))
            self._add(
                db,
                row,
                "status",
                reason,
                actor=who,
                status_to=to,
                chosen_id=chosen_id,
                sealed=audit_trail.seal(row, version) if to in LOCKED else "",
                conditions=conditions if to == "approved" else "",
                review_on=review_on if to == "approved" else None,
            )
            row.status = to
            row.superseded_by = superseded_by if to == "superseded" else None
            row.updated_at = self._clock()
            db.add(row)

    def comment(self, decision_id: str, text: str, *, actor: str = "") -> None:
        """Add a comment; allowed in every status."""
        if not text.strip():
            raise StorageError(f"the comment is empty: 1 to {_TEXT_LIMIT:,} characters are allowed")
        with session(self._engine) as db:
            row = self._row(db, decision_id, Verb.COMMENT)
            refuse_binned(row)
            self._add(db, row, "comment", text, actor=self._who(actor))

    def saw(self, decision_id: str, *, actor: str = "") -> None:
        """Keep that somebody has seen the revision that stands; once for each name and revision."""
        who = self._who(actor)
        refuse_nobody(who, "to have seen it")
        seen = {(entry.actor, entry.revision) for entry in self.life(decision_id) if entry.kind == "seen"}
        with session(self._engine) as db:
            row = self._row(db, decision_id, Verb.COMMENT)
            refuse_binned(row)
            if (who, row.revision) not in seen:
                self._add(db, row, "seen", "", actor=who)

    def life(self, decision_id: str) -> tuple[LifeEntry, ...]:
        """Every step, comment and reading, oldest first."""
        seen = of_seen(self._person, col(LifeEventRow.decision_id))
        query = select(LifeEventRow).where(LifeEventRow.decision_id == decision_id, seen)
        with session(self._engine) as db:
            return tuple(_entry(row) for row in db.exec(query.order_by(col(LifeEventRow.event_id))))

    def record_export(
        self, decision_id: str, assessment: Assessment, *, form: str, language: str, paper: str, sha256: str, size: int
    ) -> None:
        """Write down that a report was handed out."""
        with session(self._engine) as db:
            row = self._row(db, decision_id)
            export = ExportRow(
                decision_id=decision_id,
                at=self._clock(),
                actor=self._actor,
                form=form,
                language=language,
                paper=paper,
                revision=row.revision,
                catalog_digest=assessment.provenance.catalog_digest,
                sha256=sha256,
                size_bytes=size,
            )
            db.add(export)
            self._trace(db, "export", decision_id, f"{form} {language} {paper} {sha256}")

    def exports(self, decision_id: str) -> tuple[ExportEntry, ...]:
        """Every export, newest first."""
        seen = of_seen(self._person, col(ExportRow.decision_id))
        query = select(ExportRow).where(ExportRow.decision_id == decision_id, seen)
        with session(self._engine) as db:
            return tuple(
                ExportEntry(**{name: _value(row, name) for name in ExportEntry.model_fields})
                for row in db.exec(query.order_by(col(ExportRow.export_id).desc()))
            )

    def keep_catalog(self, digest: str, tables: bytes) -> None:
        """Keep the tables of a catalog (see ``advisor.report.replay.snapshot``), once per digest."""
        with session(self._engine) as db:
            if db.get(CatalogSnapshotRow, digest) is None:
                db.add(CatalogSnapshotRow(digest=digest, kept_at=self._clock(), tables=tables))

    def has_catalog(self, digest: str) -> bool:
        """Whether the catalog with this digest is kept."""
        query = select(CatalogSnapshotRow.digest).where(CatalogSnapshotRow.digest == digest)
        with session(self._engine) as db:
            return db.exec(query).first() is not None

    def catalog_tables(self, digest: str) -> bytes | None:
        """The kept tables of the catalog with this digest."""
        with session(self._engine) as db:
            row = db.get(CatalogSnapshotRow, digest)
            return row.tables if row else None

    def kept(self, decision_id: str) -> KeptDecision | None:
        """The decision with the newest assessment that was kept with it, or None where none was."""
        with session(self._engine) as db:
            return self._kept(db, self._row(db, decision_id, Verb.SEE, lock=False))

    def gists(self) -> Gists:
        """What is worked out of the kept assessments of the same decisions."""
        return Gists(self._engine, person=self._person)

    def all_kept(self) -> tuple[KeptDecision, ...]:
        """Every decision outside the bin that has a kept assessment which can be read, latest first."""
        query = select(DecisionRow.decision_id).where(col(DecisionRow.deleted_at).is_(None), seen_by(self._person))
        with session(self._engine) as db:
            ids = db.exec(query.order_by(col(DecisionRow.updated_at).desc(), DecisionRow.decision_id)).all()
            found = []
            for decision_id in ids:
                with suppress(StorageError, ValueError, OperationalError):  # one that cannot be read costs no other
                    found.append(self._kept(db, self._row(db, decision_id, Verb.SEE, lock=False)))
        return tuple(kept for kept in found if kept is not None)

    def _kept(self, db: Session, row: DecisionRow) -> KeptDecision | None:
        query = select(VersionRow).where(
            VersionRow.decision_id == row.decision_id, col(VersionRow.assessment_json).is_not(None)
        )
        version = db.exec(query.order_by(col(VersionRow.revision).desc())).first()
        if version is None or version.assessment_json is None:
            return None
        chosen = db.exec(
            select(LifeEventRow.chosen_id)
            .where(LifeEventRow.decision_id == row.decision_id, col(LifeEventRow.chosen_id).is_not(None))
            .order_by(col(LifeEventRow.event_id).desc())
        ).first()
        try:
            assessment = Assessment.model_validate_json(version.assessment_json)
        except ValidationError as error:
            raise StorageError(f"the assessment kept with “{row.name}” cannot be read", fault="unreadable") from error
        return KeptDecision(
            decision_id=row.decision_id,
            name=row.name,
            status=row.status,
            revision=version.revision,
            assessment=assessment,
            chosen_id=chosen,
            review_on=review_day(db, row.decision_id),
        )

    @staticmethod
    def _version(db: Session, row: DecisionRow) -> VersionRow:
        version = db.get(VersionRow, (row.decision_id, row.revision))
        if version is None:
            raise StorageError(f"decision {row.decision_id} has no revision {row.revision}")
        return version

    @staticmethod
    def _keep(db: Session, version: VersionRow, assessment: Assessment | None) -> None:
        """Written at once: after the step the database would refuse it."""
        if assessment is None:
            return
        version.assessment_json = assessment.model_dump_json(by_alias=True)
        version.catalog_digest = assessment.provenance.catalog_digest
        db.add(version)
        db.flush()

    def _who(self, actor: str) -> str:
        return (self._actor or actor.strip())[:ACTOR_LIMIT]

    def _add(
        self,
        db: Session,
        row: DecisionRow,
        kind: str,
        text: str,
        *,
        actor: str,
        status_to: str | None = None,
        chosen_id: str | None = None,
        sealed: str = "",
        conditions: str = "",
        review_on: date | None = None,
    ) -> None:
        event = LifeEventRow(
            decision_id=row.decision_id,
            at=self._clock(),
            actor=actor,
            kind=kind,
            status_from=row.status if status_to else None,
            status_to=status_to,
            revision=row.revision,
            chosen_id=chosen_id,
            text=text.strip()[:_TEXT_LIMIT],
            verified=self._person.verified,
            subject=self._person.subject,
            conditions=conditions.strip()[:_TEXT_LIMIT],
            review_on=review_on,
        )
        db.add(event)
        signed_in = self._person if status_to and self._person.verified else None
        detail = trail_detail(event.text, conditions=event.conditions, review_on=review_on, signed_in=signed_in)
        self._trace(db, status_to or kind, row.decision_id, detail, actor=actor, sealed=sealed)

    def _trace(
        self, db: Session, action: str, decision_id: str, detail: str, *, actor: str = "", sealed: str = ""
    ) -> None:
        audit_trail.append(
            db,
            at=self._clock(),
            actor=actor or self._actor,
            action=action,
            decision_id=decision_id,
            detail=audit_trail.told_of(self._person, detail),
            sealed=sealed,
        )

    def _row(self, db: Session, decision_id: str, verb: Verb = Verb.SEE, *, lock: bool = True) -> DecisionRow:
        return decision_row(db, self._person, decision_id, verb, lock=lock)


def _entry(row: LifeEventRow) -> LifeEntry:
    return LifeEntry(**{name: _value(row, name) for name in LifeEntry.model_fields})


def _value(row: LifeEventRow | ExportRow, name: str) -> object:
    """A column."""
    value = getattr(row, name)
    return stored_moment(value) if isinstance(value, datetime) else value
