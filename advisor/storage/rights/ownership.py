"""To whom a decision belongs and with whom it is shared: looked at by all who see it, changed by its owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from advisor.access.people import Person
from advisor.access.rules import Belonging, Share, Verb
from advisor.errors import StorageError
from advisor.storage import audit_trail
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.rights.tables_people import PersonRow, ShareRow
from advisor.storage.rights.visible import belonging_of, decision_row
from advisor.storage.tables import DecisionRow


class Ownership:
    """Owners, teams and shares of the decisions that a person may see; each change has a line in the trail."""

    def __init__(self, engine: Engine, *, person: Person, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._person = person
        self._clock = clock

    def belonging(self, decision_id: str) -> Belonging:
        """To whom a decision belongs; raises NotFoundError where the person may not see it."""
        with session(self._engine) as db:
            return belonging_of(db, decision_row(db, self._person, decision_id, Verb.SEE))

    def share(self, decision_id: str, share: Share) -> None:
        """Give a right to a person who has signed in here, or to a team; one that stands already is left."""
        if not share.who.strip():
            raise StorageError("nobody is named with whom to share: a person or a team is needed")
        with session(self._engine) as db:
            self._row(db, decision_id)
            self._refuse_unknown(db, share.who if share.kind == "person" else "")
            if db.get(ShareRow, _key(decision_id, share)) is None:
                db.add(
                    ShareRow(
                        decision_id=decision_id,
                        kind=share.kind,
                        who=share.who.strip(),
                        granted=share.right.value,
                        given_by=self._person.subject,
                        given_at=self._clock(),
                    )
                )
                self._trace(db, "share", decision_id, f"{share.right.value} to the {share.kind} {share.who}")

    def unshare(self, decision_id: str, share: Share) -> None:
        """Take a right back."""
        with session(self._engine) as db:
            self._row(db, decision_id)
            row = db.get(ShareRow, _key(decision_id, share))
            if row is not None:
                db.delete(row)
                self._trace(db, "unshare", decision_id, f"{share.right.value} from the {share.kind} {share.who}")

    def give_to_team(self, decision_id: str, team: str) -> None:
        """Let a decision belong to a team (a group of the directory); empty is none."""
        with session(self._engine) as db:
            row = self._row(db, decision_id)
            if row.team != team.strip():
                self._trace(db, "team", decision_id, f"{row.team or 'none'} -> {team.strip() or 'none'}")
                row.team = team.strip()
                db.add(row)

    def give_to(self, decision_id: str, subject: str) -> None:
        """Hand a decision over to another owner, who has signed in here."""
        with session(self._engine) as db:
            row = self._row(db, decision_id)
            self._refuse_unknown(db, subject)
            if row.owner != subject:
                self._trace(db, "owner", decision_id, f"{row.owner or 'nobody'} -> {subject}")
                row.owner = subject
                db.add(row)

    def _row(self, db: Session, decision_id: str) -> DecisionRow:
        return decision_row(db, self._person, decision_id, Verb.SHARE, lock=True)

    @staticmethod
    def _refuse_unknown(db: Session, subject: str) -> None:
        if subject and db.get(PersonRow, subject) is None:
            raise StorageError(f"{subject} has not signed in here yet: whoever gets a decision signs in once before")

    def _trace(self, db: Session, action: str, decision_id: str, detail: str) -> None:
        detail = audit_trail.told_of(self._person, detail)
        audit_trail.append(
            db, at=self._clock(), actor=self._person.actor, action=action, decision_id=decision_id, detail=detail
        )


def _key(decision_id: str, share: Share) -> tuple[str, str, str, str]:
    return decision_id, share.kind, share.who.strip(), share.right.value
