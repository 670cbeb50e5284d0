"""What a person finds in the database: decisions that are theirs or shared with them, and what is kept with those.

Every repository asks here. What a person may not see is not there for them: lists leave it out, and whoever names its
id is told the same as for an id that nobody has.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from advisor.access.people import Person
from advisor.access.rules import Belonging, Right, Share, Verb, may, rights_of
from advisor.errors import NotAllowedError, NotFoundError
from advisor.storage.rights.tables_people import ShareRow
from advisor.storage.tables import DecisionRow

_NEEDED: Final = {
    Verb.CHANGE: "changed by its owner, its team and those with whom it is shared for editing, who are editors",
    Verb.APPROVE: "approved or rejected by approvers of its team, or with whom it is shared for approval",
    Verb.DELETE: "removed and restored by its owner",
    Verb.SHARE: "shared and handed over by its owner",
}


def seen_by(person: Person) -> ColumnElement[bool]:
    """The condition on decisions that leaves those which a person may see."""
    if person.sees_all:
        return true()
    groups = sorted(person.groups)
    if not person.subject:
        return false()
    shared = select(ShareRow.decision_id).where(
        or_(
            and_(col(ShareRow.kind) == "person", col(ShareRow.who) == person.subject),
            and_(col(ShareRow.kind) == "team", col(ShareRow.who).in_(groups)),
        )
    )
    return or_(
        col(DecisionRow.owner) == person.subject,
        and_(col(DecisionRow.team) != "", col(DecisionRow.team).in_(groups)),
        col(DecisionRow.decision_id).in_(shared),
    )


def of_seen(person: Person, column: Mapped[str] | Mapped[str | None]) -> ColumnElement[bool]:
    """The condition on rows that are kept with a decision: ``column`` is that decision's id."""
    return true() if person.sees_all else column.in_(select(DecisionRow.decision_id).where(seen_by(person)))


def theirs(person: Person, decision: Mapped[str | None], owner: Mapped[str]) -> ColumnElement[bool]:
    """The condition on rows kept with a decision or with none: of decisions that are seen, else the person's own."""
    if person.sees_all:
        return true()
    return or_(and_(decision.is_(None), owner == person.subject, owner != ""), of_seen(person, decision))


def is_seen(db: Session, person: Person, decision_id: str) -> bool:
    """Whether a person may see what is kept with this decision; for whoever sees all, also where there is none."""
    found = select(DecisionRow.decision_id).where(DecisionRow.decision_id == decision_id, seen_by(person))
    return person.sees_all or db.exec(found).first() is not None


def belonging_of(db: Session, row: DecisionRow) -> Belonging:
    """To whom a decision belongs."""
    shares = db.exec(
        select(ShareRow)
        .where(ShareRow.decision_id == row.decision_id)
        .order_by(ShareRow.kind, ShareRow.who, ShareRow.granted)
    )
    return Belonging(
        owner=row.owner,
        team=row.team,
        shares=tuple(
            Share(kind="team" if share.kind == "team" else "person", who=share.who, right=Right(share.granted))
            for share in shares
        ),
    )


def decision_row(db: Session, person: Person, decision_id: str, verb: Verb, *, lock: bool = False) -> DecisionRow:
    """The row of a decision to which a person may do this.

    Raises NotFoundError where there is none that they may see, NotAllowedError where they may not do that to it.
    """
    row = db.get(DecisionRow, decision_id, with_for_update=lock)
    if row is not None and person.sees_all:
        return row
    rights = rights_of(person, belonging_of(db, row)) if row is not None else frozenset[Right]()
    if row is None or not may(person, Verb.SEE, rights):
        raise NotFoundError(f"there is no decision {decision_id}")
    if not may(person, verb, rights):
        raise NotAllowedError(f"“{row.name}” is {_NEEDED[verb]}: {person.actor} is not one of them")
    return row


def refuse_role(person: Person, verb: Verb) -> None:
    """Raise NotAllowedError where the role of a person does not let them do this in the house."""
    if not may(person, verb):
        raise NotAllowedError(f"{person.actor} is {person.role.value} here, which does not allow this ({verb.value})")
