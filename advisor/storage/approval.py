"""Who may approve a decision and what must be said: where the verdict is not clear, a second person and a reason.

The database holds the same rules (triggers of migration 0007), for the names as they are stored. Until somebody signs
in, a name is what was typed: it is kept as unverified.
"""

from __future__ import annotations

import unicodedata
from datetime import date

from sqlmodel import Session, col, select

from advisor.assessment import CLEAR, Assessment
from advisor.errors import StorageError
from advisor.storage.tables import DecisionRow
from advisor.storage.tables_lifecycle import LifeEventRow


def needs_second(assessment: Assessment) -> bool:
    """Whether the approval of this assessment takes a second person and a reason."""
    return assessment.verdict not in CLEAR


def same_person(name: str, other: str) -> bool:
    """Whether two names are one: letter case, blanks and forms of Unicode do not tell them apart."""
    return _plain(name) == _plain(other)


def check_approval(db: Session, row: DecisionRow, name: str, *, reason: str, assessment: Assessment | None) -> None:
    """Refuse an approval that lacks a second person or a reason; raises StorageError, which says what is missing.

    ``assessment`` is what is approved, None for any other step.
    """
    if assessment is None or not needs_second(assessment):
        return
    proposed_by = _last(db, row.decision_id, "proposed")
    if proposed_by is not None and same_person(name, proposed_by.actor):
        raise StorageError(
            f"“{row.name}” was proposed by {proposed_by.actor}, and its verdict is not clear ({assessment.verdict}): "
            "a second person approves it, under another name"
        )
    if not reason.strip():
        raise StorageError(
            f"no reason is given for the approval of “{row.name}”, whose verdict is not clear "
            f"({assessment.verdict}): say why in a sentence"
        )


def review_day(db: Session, decision_id: str) -> date | None:
    """The day on which the last approval asks for a review; None where it names none."""
    approved = _last(db, decision_id, "approved")
    return None if approved is None else approved.review_on


def _last(db: Session, decision_id: str, status: str) -> LifeEventRow | None:
    """The last step of a decision to a status."""
    steps = select(LifeEventRow).where(LifeEventRow.decision_id == decision_id, LifeEventRow.status_to == status)
    return db.exec(steps.order_by(col(LifeEventRow.event_id).desc())).first()


def trail_detail(text: str, *, conditions: str, review_on: date | None) -> str:
    """What the audit trail keeps of a step: its reason, and the conditions and next review of an approval."""
    parts = [
        text,
        f"Conditions: {conditions}" if conditions else "",
        f"Next review: {review_on.isoformat()}" if review_on else "",
    ]
    return "\n".join(part for part in parts if part)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
