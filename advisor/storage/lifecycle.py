"""The life of a decision: draft -> proposed -> approved or rejected -> superseded, with who, when and why.

Each step keeps the assessment it was taken on. An approved, rejected or superseded decision is locked (see
``advisor.storage.decisions``); steps, comments, readings and exports are only ever added.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, Literal

from pydantic import ValidationError
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from advisor.assessment import Assessment, DecisionStatus, choice_of
from advisor.errors import StorageError
from advisor.storage import audit_trail
from advisor.storage.approval import check_approval, review_day, trail_detail
from advisor.storage.audit_trail import LOCKED
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.storable import stored_moment
from advisor.storage.tables import DecisionRow, VersionRow
from advisor.storage.tables_lifecycle import CatalogSnapshotRow, ExportRow, LifeEventRow
from advisor.units import Record

STEPS: Final[Mapping[DecisionStatus, tuple[DecisionStatus, ...]]] = MappingProxyType(
    {
        "draft": ("proposed",),
        "proposed": ("approved", "rejected", "draft"),
        "approved": ("superseded",),
        "rejected": ("superseded",),
        "superseded": (),
    }
)
NEEDS_REASON: Final = frozenset({"rejected", "superseded", "draft"})
NEEDS_ASSESSMENT: Final = frozenset({"proposed", "approved"})
_ACTOR_LIMIT: Final = 200
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
    """The life of the decisions in one database; ``clock`` and ``actor`` come from outside."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, actor: str = "") -> None:
        self._engine = engine
        self._clock = clock
        self._actor = actor

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
            row = self._row(db, decision_id)
            self._check(row, to, who=who, reason=reason, assessment=assessment)
            check_approval(db, row, who, reason=reason, assessment=assessment if to == "approved" else None)
            version = self._version(db, row)
            if assessment is not None and row.status not in LOCKED:
                self._keep(db, version, assessment)
            chosen_id = self._choice(assessment, chosen_id) if to in NEEDS_ASSESSMENT else chosen_id
            if to == "superseded" and superseded_by is not None:
                self._check_successor(row, self._row(db, superseded_by))
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
            row = self._row(db, decision_id)
            self._refuse_binned(row)
            self._add(db, row, "comment", text, actor=self._who(actor))

    def saw(self, decision_id: str, *, actor: str = "") -> None:
        """Keep that somebody has seen the revision that stands; once for each name and revision."""
        who = self._who(actor)
        self._refuse_nobody(who, "to have seen it")
        seen = {(entry.actor, entry.revision) for entry in self.life(decision_id) if entry.kind == "seen"}
        with session(self._engine) as db:
            row = self._row(db, decision_id)
            self._refuse_binned(row)
            if (who, row.revision) not in seen:
                self._add(db, row, "seen", "", actor=who)

    def life(self, decision_id: str) -> tuple[LifeEntry, ...]:
        """Every step, comment and reading, oldest first."""
        query = select(LifeEventRow).where(LifeEventRow.decision_id == decision_id).order_by(col(LifeEventRow.event_id))
        with session(self._engine) as db:
            return tuple(_entry(row) for row in db.exec(query))

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
        query = select(ExportRow).where(ExportRow.decision_id == decision_id).order_by(col(ExportRow.export_id).desc())
        with session(self._engine) as db:
            return tuple(
                ExportEntry(**{name: _value(row, name) for name in ExportEntry.model_fields}) for row in db.exec(query)
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
            return self._kept(db, self._row(db, decision_id, lock=False))

    def all_kept(self) -> tuple[KeptDecision, ...]:
        """Every decision outside the bin that has a kept assessment which can be read, latest first."""
        query = select(DecisionRow.decision_id).where(col(DecisionRow.deleted_at).is_(None))
        with session(self._engine) as db:
            ids = db.exec(query.order_by(col(DecisionRow.updated_at).desc(), DecisionRow.decision_id)).all()
            found = []
            for decision_id in ids:
                with suppress(StorageError, ValueError, OperationalError):  # one that cannot be read costs no other
                    found.append(self._kept(db, self._row(db, decision_id, lock=False)))
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
    def _refuse_nobody(who: str, what: str) -> None:
        if not who:
            raise StorageError(f"nobody is named {what}: a name of 1 to {_ACTOR_LIMIT} characters is needed")

    @staticmethod
    def _refuse_binned(row: DecisionRow) -> None:
        if row.deleted_at is not None:
            raise StorageError(f"“{row.name}” is in the bin; restore it to go on")

    @staticmethod
    def _check_successor(row: DecisionRow, successor: DecisionRow) -> None:
        if successor.decision_id == row.decision_id:
            raise StorageError(f"“{row.name}” cannot supersede itself: name another decision, or none")
        if successor.deleted_at is not None or successor.status in ("rejected", "superseded"):
            stands = "in the bin" if successor.deleted_at is not None else successor.status
            raise StorageError(f"“{successor.name}” is {stands}: a successor is a decision that stands")

    @classmethod
    def _check(
        cls, row: DecisionRow, to: DecisionStatus, *, who: str, reason: str, assessment: Assessment | None
    ) -> None:
        cls._refuse_binned(row)
        allowed = STEPS.get(row.status, ())  # type: ignore[call-overload]
        if to not in allowed:
            ways = ", ".join(allowed) or "no step"
            raise StorageError(f"“{row.name}” is {row.status} and cannot become {to}: {ways} is allowed")
        cls._refuse_nobody(who, f"for the step to {to}")
        if to in NEEDS_REASON and not reason.strip():
            raise StorageError(f"no reason is given for the step to {to}: say why in a sentence")
        if to not in NEEDS_ASSESSMENT:
            return
        if assessment is None:
            raise StorageError(f"no assessment is given for the step to {to}: run it first")
        if assessment.answers.model_dump_json(by_alias=True) != row.answers_json:
            raise StorageError(
                f"the assessment is not of revision {row.revision} of “{row.name}”: save and run it again"
            )

    @staticmethod
    def _choice(assessment: Assessment | None, chosen_id: str | None) -> str | None:
        ranked = [entry.alternative_id for entry in assessment.recommendations] if assessment else []
        if chosen_id is None:
            first = None if assessment is None else choice_of(assessment)
            return None if first is None else first.alternative_id
        if chosen_id not in ranked:
            raise StorageError(f"{chosen_id} is not in the ranking: one of its {len(ranked)} alternatives is allowed")
        return chosen_id

    @staticmethod
    def _version(db: Session, row: DecisionRow) -> VersionRow:
        version = db.get(VersionRow, (row.decision_id, row.revision))
        if version is None:
            raise StorageError(f"decision {row.decision_id} has no revision {row.revision}")
        return version

    @staticmethod
    def _keep(db: Session, version: VersionRow, assessment: Assessment) -> None:
        """Written at once: after the step the database would refuse it."""
        version.assessment_json = assessment.model_dump_json(by_alias=True)
        version.catalog_digest = assessment.provenance.catalog_digest
        db.add(version)
        db.flush()

    def _who(self, actor: str) -> str:
        return (self._actor or actor.strip())[:_ACTOR_LIMIT]

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
            verified=bool(self._actor),
            conditions=conditions.strip()[:_TEXT_LIMIT],
            review_on=review_on,
        )
        db.add(event)
        detail = trail_detail(event.text, conditions=event.conditions, review_on=review_on)
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
            detail=detail,
            sealed=sealed,
        )

    @staticmethod
    def _row(db: Session, decision_id: str, *, lock: bool = True) -> DecisionRow:
        row = db.get(DecisionRow, decision_id, with_for_update=lock)
        if row is None:
            raise StorageError(f"there is no decision {decision_id}")
        return row


def _entry(row: LifeEventRow) -> LifeEntry:
    return LifeEntry(**{name: _value(row, name) for name in LifeEntry.model_fields})


def _value(row: LifeEventRow | ExportRow, name: str) -> object:
    """A column."""
    value = getattr(row, name)
    return stored_moment(value) if isinstance(value, datetime) else value
