"""What each person has had in a day, counted once for all processes on the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy import Engine, func, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select

from advisor.access.people import Person
from advisor.errors import StorageError
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.replicas.tables_replicas import DailyUseRow
from advisor.storage.tables_trials import EvaluationAnswerRow, EvaluationRow, RunRow

KEPT_DAYS: Final = 7
"""Counts of days before that are tidied away: who did how much is nobody's business for longer."""


class DailyUse:
    """The counts of one person over one database; where nobody signs in all who use it are one person."""

    def __init__(self, engine: Engine, *, person: Person, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._person = person.subject
        self._clock = clock

    def take(self, what: str, *, most: int) -> bool:
        """Count one more of something today; False, and nothing counted, where there were as many as may be."""
        if self._one_more(what, most=most):
            return True
        if most < 1:
            return False
        try:
            with session(self._engine) as db:
                if db.get(DailyUseRow, (self._person, what, self._day)) is not None:
                    return False
                db.exec(delete(DailyUseRow).where(col(DailyUseRow.day) < self._oldest))
                db.add(DailyUseRow(person=self._person, what=what, day=self._day, times=1))
        except StorageError as error:
            if isinstance(error.__cause__, IntegrityError):  # another process has begun the count
                return self._one_more(what, most=most)
            raise
        return True

    def spent_usd(self) -> Decimal:
        """What runs and evaluations of the person cost today, as far as their price is known."""
        begin = self._clock().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        run, answer, evaluation = RunRow, EvaluationAnswerRow, EvaluationRow
        mine = select(evaluation.evaluation_id).where(evaluation.owner == self._person)
        runs = select(func.coalesce(func.sum(run.cost_usd), 0)).where(
            run.owner == self._person, col(run.started_at) >= begin
        )
        calls = select(func.coalesce(func.sum(answer.cost_usd), 0)).where(
            col(answer.evaluation_id).in_(mine), col(answer.updated_at) >= begin
        )
        with session(self._engine) as db:
            return Decimal(str(db.exec(runs).one())) + Decimal(str(db.exec(calls).one()))

    @property
    def _day(self) -> str:
        return self._clock().astimezone(UTC).date().isoformat()

    @property
    def _oldest(self) -> str:
        return (self._clock().astimezone(UTC).date() - timedelta(days=KEPT_DAYS)).isoformat()

    def _one_more(self, what: str, *, most: int) -> bool:
        row = DailyUseRow
        here = col(row.person) == self._person, col(row.what) == what, col(row.day) == self._day, col(row.times) < most
        with session(self._engine) as db:
            return bool(db.exec(update(row).where(*here).values(times=col(row.times) + 1)).rowcount)
