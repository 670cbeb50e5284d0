"""Who may approve a decision and what must be said.

Where people sign in, a second person approves, always: not the owner, nor who changed it last, nor who proposed it.
Where nobody does, a name is what was typed and is kept as unverified; a second name is then needed where the verdict is
not clear. There a reason is needed in both. The database holds the same rules (triggers of migrations 0007 and 0009).
"""

from __future__ import annotations

import unicodedata
from datetime import date

from sqlmodel import Session, col, select

from advisor.access.people import Person
from advisor.assessment import CLEAR, Assessment
from advisor.errors import NotAllowedError, StorageError
from advisor.storage.tables import DecisionRow, VersionRow
from advisor.storage.tables_lifecycle import LifeEventRow


def needs_second(assessment: Assessment) -> bool:
    """Whether the approval of this assessment takes a second person and a reason."""
    return assessment.verdict not in CLEAR


def same_person(name: str, other: str) -> bool:
    """Whether two names are one: letter case, blanks and forms of Unicode do not tell them apart."""
    return _plain(name) == _plain(other)


def check_approval(
    db: Session, row: DecisionRow, person: Person, name: str, *, reason: str, assessment: Assessment | None
) -> None:
    """Refuse an approval that lacks a second person or a reason; raises StorageError, which says what is missing.

    ``assessment`` is what is approved, None for any other step.
    """
    if assessment is None:
        return
    if person.verified:
        _refuse_own(db, row, person)
    elif row.owner:
        raise StorageError(f"“{row.name}” belongs to somebody who signed in: it is approved by a person who signs in")
    if not needs_second(assessment):
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


def _refuse_own(db: Session, row: DecisionRow, person: Person) -> None:
    """Refuse whoever owns a decision, changed it last or proposed it."""
    version = db.get(VersionRow, (row.decision_id, row.revision))
    proposed_by = _last(db, row.decision_id, "proposed")
    parts = {
        "owns it": row.owner,
        "changed it last": version.author_subject if version is not None else "",
        "proposed it": proposed_by.subject if proposed_by is not None else "",
    }
    own = next((part for part, subject in parts.items() if subject and subject == person.subject), None)
    if own is not None:
        raise NotAllowedError(f"“{row.name}”: {person.actor} {own}, and a second person approves it")


def review_day(db: Session, decision_id: str) -> date | None:
    """The day on which the last approval asks for a review; None where it names none."""
    approved = _last(db, decision_id, "approved")
    return None if approved is None else approved.review_on


def _last(db: Session, decision_id: str, status: str) -> LifeEventRow | None:
    """The last step of a decision to a status."""
    steps = select(LifeEventRow).where(LifeEventRow.decision_id == decision_id, LifeEventRow.status_to == status)
    return db.exec(steps.order_by(col(LifeEventRow.event_id).desc())).first()


def trail_detail(text: str, *, conditions: str, review_on: date | None, signed_in: Person | None = None) -> str:
    """What the audit trail keeps of a step: its reason, conditions and next review, and who ``signed_in`` took it."""
    parts = [
        text,
        f"Conditions: {conditions}" if conditions else "",
        f"Next review: {review_on.isoformat()}" if review_on else "",
        f"Signed in: {signed_in.name} ({signed_in.subject})" if signed_in else "",
    ]
    return "\n".join(part for part in parts if part)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
