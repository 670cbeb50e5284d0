"""Gists of kept assessments: what somebody who looks at every decision asks of each, without reading the whole.

What is here was worked out from what is kept and can be again: it is no record, has no line in the audit trail, and
goes with its decision. Its contents belong to those who keep them and come and go as JSON text.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Engine
from sqlmodel import Session, col, delete, func, select

from advisor.access.people import LOCAL, Person
from advisor.errors import StorageError
from advisor.storage.database import session
from advisor.storage.derived.tables_derived import GistRow
from advisor.storage.rights.visible import of_seen, seen_by
from advisor.storage.storable import stored_text
from advisor.storage.tables import DecisionRow, VersionRow
from advisor.storage.tables_lifecycle import LifeEventRow
from advisor.units import Record

AS_KEPT = ""
"""In place of a catalog's digest: the assessment as it was kept."""
GistKey = tuple[str, int, str, str]
"""Decision, revision, alternative that was chosen (empty: the verdict's choice), digest of the catalog."""


class KeptBriefly(Record):
    """A decision outside the bin with a kept assessment, as ``KeptDecision`` has it but for the assessment."""

    decision_id: str
    name: str
    status: str
    revision: int
    chosen_id: str | None
    review_on: date | None = None

    def key(self, digest: str = AS_KEPT) -> GistKey:
        """Under which its gist is kept, of the assessment as it was kept or on another catalog."""
        return self.decision_id, self.revision, self.chosen_id or "", digest


class Gists:
    """The gists of decisions that a person may see."""

    def __init__(self, engine: Engine, *, person: Person = LOCAL) -> None:
        self._engine = engine
        self._person = person

    def all_kept(self) -> tuple[KeptBriefly, ...]:
        """Every decision outside the bin that has a kept assessment, latest first; no assessment is read for it."""
        with session(self._engine) as db:
            seen = (col(DecisionRow.deleted_at).is_(None), seen_by(self._person))
            rows = db.exec(
                select(DecisionRow.decision_id, DecisionRow.name, DecisionRow.status)
                .where(*seen)
                .order_by(col(DecisionRow.updated_at).desc(), DecisionRow.decision_id)
            ).all()
            kept = db.exec(
                select(VersionRow.decision_id, func.max(VersionRow.revision))
                .where(col(VersionRow.assessment_json).is_not(None))
                .group_by(col(VersionRow.decision_id))
            ).all()
            revisions, chosen, reviews = dict(kept), _chosen(db), _reviews(db)
        return tuple(
            KeptBriefly(
                decision_id=found,
                name=stored_text(name),
                status=status,
                revision=revisions[found],
                chosen_id=chosen.get(found),
                review_on=reviews.get(found),
            )
            for found, name, status in rows
            if found in revisions
        )

    def standing(self, made_with: str, digests: Sequence[str]) -> dict[GistKey, str]:
        """Every gist that this version made, of the assessments as they were kept and on these catalogs."""
        query = select(GistRow).where(
            GistRow.made_with == made_with,
            col(GistRow.digest).in_([AS_KEPT, *digests]),
            of_seen(self._person, col(GistRow.decision_id)),
        )
        with session(self._engine) as db:
            return {(row.decision_id, row.revision, row.chosen_id, row.digest): row.gist_json for row in db.exec(query)}

    def keep(self, key: GistKey, made_with: str, content: str) -> None:
        """Keep one; those of the same decision on catalogs that are gone make room. Two who keep one at once may."""
        decision_id, revision, chosen_id, digest = key
        row = GistRow(
            decision_id=decision_id,
            revision=revision,
            chosen_id=chosen_id,
            digest=digest,
            made_with=made_with,
            gist_json=content,
        )
        own = col(GistRow.decision_id) == decision_id
        of_kind = col(GistRow.digest) == AS_KEPT if digest == AS_KEPT else col(GistRow.digest) != AS_KEPT
        try:
            with session(self._engine) as db:
                db.exec(delete(GistRow).where(own, of_kind))
                db.add(row)
        except StorageError:  # another was faster, or the decision is gone: nothing is lost
            return


def _chosen(db: Session) -> dict[str, str | None]:
    """What was chosen last, by decision."""
    event = LifeEventRow
    last = select(func.max(event.event_id)).where(col(event.chosen_id).is_not(None)).group_by(col(event.decision_id))
    return dict(db.exec(select(event.decision_id, event.chosen_id).where(col(event.event_id).in_(last))).all())


def _reviews(db: Session) -> dict[str, date | None]:
    """The day on which the last approval asks for a review, by decision."""
    event = LifeEventRow
    last = select(func.max(event.event_id)).where(event.status_to == "approved").group_by(col(event.decision_id))
    rows = db.exec(select(event).where(col(event.event_id).in_(last)))
    return {row.decision_id: row.review_on for row in rows}
