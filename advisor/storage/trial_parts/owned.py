"""What every store of trials asks before it reads or writes: whose is it, and may this person do that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Engine
from sqlmodel import Session, col

from advisor.access.people import LOCAL, Person
from advisor.access.rules import Verb
from advisor.errors import NotFoundError
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.rights.visible import decision_row, is_seen, refuse_role, theirs
from advisor.storage.tables_trials import EvaluationRow, PromptRow, RunRow


class OwnedRows:
    """Rows of one person over one database; ``clock`` and ``person`` come from outside."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, person: Person = LOCAL) -> None:
        self._engine = engine
        self._clock = clock
        self._person = person
        self._actor = person.actor

    def _theirs(self, kind: type[EvaluationRow | RunRow]) -> ColumnElement[bool]:
        """The condition that leaves what the person may see."""
        return theirs(self._person, col(kind.decision_id), col(kind.owner))

    def check_adding(self, decision_id: str | None) -> None:
        """Raise where the person may keep nothing with this decision, before a call is paid that could not be kept."""
        with session(self._engine) as db:
            self._refuse_adding(db, decision_id)

    def _refuse_adding(self, db: Session, decision_id: str | None, verb: Verb = Verb.CHANGE) -> None:
        """Raise where the person may not keep something with this decision, or with none."""
        if decision_id is None:
            refuse_role(self._person, Verb.TRY)
        elif not self._person.sees_all:
            decision_row(db, self._person, decision_id, verb)

    def _owner(self, row: EvaluationRow | RunRow | PromptRow | None, what: str, db: Session) -> str:
        """The owner of a row that the person is about to write: of the one that stands, which must be theirs.

        Raises NotFoundError, with ``what`` is missing, for another's.
        """
        if row is None or self._person.sees_all:
            return self._person.subject if row is None else row.owner
        if row.decision_id is not None and is_seen(db, self._person, row.decision_id):
            decision_row(db, self._person, row.decision_id, Verb.CHANGE)
        elif row.decision_id is not None or not row.owner or row.owner != self._person.subject:
            raise NotFoundError(what)
        return row.owner
