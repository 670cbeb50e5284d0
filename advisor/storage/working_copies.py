"""Working copies: every answer is kept as it is given, before anybody presses Save, and every step can be undone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from pydantic import Field
from sqlalchemy import Engine
from sqlmodel import Session, col, delete, select

from advisor.access.people import LOCAL, Person
from advisor.errors import NotFoundError, StorageError
from advisor.questionnaire.answers import Answers
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.rights.visible import is_seen
from advisor.storage.storable import stored_moment
from advisor.storage.tables import WorkingCopyRow
from advisor.units import Record

MOST_STEPS: Final = 100
"""Older steps are let go; the present one never is."""
KEPT_DAYS: Final = 90
"""A copy that nobody touched for so long is tidied away."""


class WorkingCopy(Record):
    """What is on a desk: the answers, of which saved decision (if any), and how many steps lie before and after.

    ``refused`` is what was typed and cannot be an answer yet, by its place in the answers.
    """

    copy_id: str
    decision_id: str | None
    revision: int | None
    title: str
    answers: Answers
    steps_before: int
    steps_after: int
    updated_at: datetime
    refused: dict[str, Any] = Field(default_factory=dict)


class WorkingCopies:
    """The working copies of a person; ``clock`` and ``person`` come from outside.

    A copy belongs to whoever began it, also one of a decision that others see: two people have two desks.
    """

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, person: Person = LOCAL) -> None:
        self._engine = engine
        self._clock = clock
        self._person = person

    def begin(self, answers: Answers, *, decision_id: str | None = None, revision: int | None = None) -> WorkingCopy:
        """Keep what was just put on a desk; copies that were let lie too long go."""
        now = self._clock()
        row = WorkingCopyRow(
            copy_id=str(uuid.uuid4()),
            decision_id=decision_id,
            revision=revision,
            title=answers.title[:300],
            steps_json=json.dumps([_text(answers)]),
            actor=self._person.actor,
            owner=self._person.subject,
            updated_at=now,
        )
        with session(self._engine) as db:
            if decision_id is not None and not is_seen(db, self._person, decision_id):
                raise NotFoundError(f"there is no decision {decision_id}")
            old = col(WorkingCopyRow.updated_at) < now - timedelta(days=KEPT_DAYS)
            db.exec(delete(WorkingCopyRow).where(old))
            db.add(row)
            db.flush()
            return _copy(row)

    def get(self, copy_id: str) -> WorkingCopy:
        """The working copy with this id; raises StorageError when there is none."""
        with session(self._engine) as db:
            return _copy(self._row(db, copy_id, lock=False))

    def step(self, copy_id: str, answers: Answers) -> WorkingCopy:
        """Keep changed answers as the next step; steps that were undone before it go."""
        with session(self._engine) as db:
            row = self._row(db, copy_id)
            steps = _steps(row)
            text = _text(answers)
            if steps[row.position] != text:
                steps = [*steps[: row.position + 1], text][-MOST_STEPS:]
                row.steps_json, row.position = json.dumps(steps), len(steps) - 1
                row.title = answers.title[:300]
                row.updated_at = self._clock()
                db.add(row)
            return _copy(row)

    def note_refused(self, copy_id: str, refused: Mapping[str, object]) -> WorkingCopy:
        """Keep what was typed and cannot be an answer yet, in place of what was kept of it before."""
        with session(self._engine) as db:
            row = self._row(db, copy_id)
            text = json.dumps(dict(refused))
            if row.refused_json != text:
                row.refused_json, row.updated_at = text, self._clock()
                db.add(row)
            return _copy(row)

    def move(self, copy_id: str, by: int) -> WorkingCopy:
        """Go back (-1) or forward (+1) among the steps, as far as there are any; what was refused goes."""
        with session(self._engine) as db:
            row = self._row(db, copy_id)
            row.refused_json = "{}"
            row.position = min(max(row.position + by, 0), len(_steps(row)) - 1)
            row.updated_at = self._clock()
            db.add(row)
            return _copy(row)

    def belongs_to(self, copy_id: str, decision_id: str, revision: int) -> None:
        """Say that the copy was saved as this revision of a decision."""
        with session(self._engine) as db:
            row = self._row(db, copy_id)
            row.decision_id, row.revision = decision_id, revision
            db.add(row)

    def unsaved(self, *, limit: int = 20) -> tuple[WorkingCopy, ...]:
        """Copies of this person that belong to no saved decision, the latest first."""
        query = (
            select(WorkingCopyRow)
            .where(col(WorkingCopyRow.decision_id).is_(None), WorkingCopyRow.owner == self._person.subject)
            .order_by(col(WorkingCopyRow.updated_at).desc(), WorkingCopyRow.copy_id)
            .limit(limit)
        )
        with session(self._engine) as db:
            found = []
            for row in db.exec(query):
                with suppress(StorageError):  # one that cannot be read costs no other
                    found.append(_copy(row))
            return tuple(found)

    def drop(self, copy_id: str) -> None:
        """Let a working copy go."""
        with session(self._engine) as db:
            row = db.get(WorkingCopyRow, copy_id)
            if row is not None and self._is_theirs(db, row):
                db.delete(row)

    def _row(self, db: Session, copy_id: str, *, lock: bool = True) -> WorkingCopyRow:
        row = db.get(WorkingCopyRow, copy_id, with_for_update=lock)  # two tabs on one copy take turns
        if row is None or not self._is_theirs(db, row):
            raise NotFoundError("there is no such working copy here: it was let go, or belongs to somebody else")
        return row

    def _is_theirs(self, db: Session, row: WorkingCopyRow) -> bool:
        """Whether the person began it, and still sees the decision that it is of."""
        if self._person.sees_all:
            return True
        theirs = bool(row.owner) and row.owner == self._person.subject
        return theirs and (row.decision_id is None or is_seen(db, self._person, row.decision_id))


def _text(answers: Answers) -> str:
    return answers.model_dump_json(by_alias=True)


def _steps(row: WorkingCopyRow) -> list[str]:
    return [str(step) for step in json.loads(row.steps_json)]


def _copy(row: WorkingCopyRow) -> WorkingCopy:
    try:
        steps = _steps(row)
        answers = Answers.model_validate_json(steps[row.position])
    except (ValueError, IndexError) as error:
        raise StorageError(f"the unfinished “{row.title}” cannot be read", fault="unreadable") from error
    return WorkingCopy(
        copy_id=row.copy_id,
        decision_id=row.decision_id,
        revision=row.revision,
        title=row.title,
        answers=answers,
        steps_before=row.position,
        steps_after=len(steps) - 1 - row.position,
        updated_at=stored_moment(row.updated_at),
        refused=json.loads(row.refused_json),
    )
