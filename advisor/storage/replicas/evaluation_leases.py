"""Who works on which evaluation, where several processes share a database: a lease that runs out unless renewed.

A process that dies renews nothing, and another takes its evaluations over. The lease says who goes on; that no call is
paid twice is the journal's doing (``TrialStore.claim_answer``), also where a process that was thought dead wakes up.

Moments are told by the database alone: the clocks of two machines differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from advisor.errors import StorageError
from advisor.storage.database import session
from advisor.storage.replicas.database_clock import now_s
from advisor.storage.replicas.holder import is_surely_gone
from advisor.storage.replicas.tables_replicas import EvaluationLeaseRow
from advisor.storage.tables_trials import EvaluationRow

LEASE_S: Final = 20.0
"""A process that could not say for so long that it lives is taken for dead."""
MOST_TAKEN: Final = 5
"""Takings after which an evaluation waits for a person: what ends every process that touches it is not handed on."""
FORGOTTEN_AFTER_S: Final = 86_400.0
"""What nobody has worked on for a day waits for a person: they may no longer want to pay for it."""


@dataclass(frozen=True, slots=True)
class Left:
    """An evaluation that was taken over from a process that has fallen silent, with its definition as JSON."""

    evaluation_id: str
    payload: str


@dataclass(frozen=True, slots=True)
class Held:
    """An evaluation that a process holds, and whether somebody asked for its end."""

    evaluation_id: str
    stop_asked: bool


class EvaluationLeases:
    """The leases over one database, as seen by one process (``holder``)."""

    def __init__(self, engine: Engine, *, holder: str, lease_s: float = LEASE_S) -> None:
        self._engine = engine
        self._holder = holder
        self._lease_s = lease_s

    def begin(self, evaluation_id: str, *, anywhere: bool) -> bool:
        """Take an evaluation that a person has started here; False while another process works on it.

        ``anywhere`` says that every process could go on with it, having all its keys.
        """
        try:
            with session(self._engine) as db:
                row = db.get(EvaluationLeaseRow, evaluation_id, with_for_update=True)
                if row is not None and self._is_of_another(row, now_s(db)):
                    return False
                row = row or EvaluationLeaseRow(evaluation_id=evaluation_id)
                row.holder, row.until_s = self._holder, now_s(db) + self._lease_s
                row.stop_asked, row.anywhere, row.taken = False, anywhere, 1
                db.add(row)
                _say(db, evaluation_id, "running")
        except StorageError as error:
            if isinstance(error.__cause__, IntegrityError):  # another process was as quick
                return False
            raise
        return True

    def renew(self) -> tuple[Held, ...]:
        """Say that this process lives; gives what it still holds. What is not among them belongs to another now."""
        row = EvaluationLeaseRow
        with session(self._engine) as db:
            mine = col(row.holder) == self._holder
            db.exec(update(row).where(mine).values(until_s=now_s(db) + self._lease_s))
            found = db.exec(select(row.evaluation_id, row.stop_asked).where(mine)).all()
        return tuple(Held(evaluation_id, stop_asked) for evaluation_id, stop_asked in found)

    def take_over(self) -> Left | None:
        """Take one evaluation whose holder has fallen silent and that can go on here; None where there is none."""
        row = EvaluationLeaseRow
        with session(self._engine) as db:
            now = now_s(db)
            free = (
                col(row.anywhere).is_(True),
                col(row.stop_asked).is_(False),
                col(row.until_s) <= now,
                col(row.until_s) > now - FORGOTTEN_AFTER_S,
                col(row.taken) < MOST_TAKEN,
            )
            for evaluation_id in db.exec(select(row.evaluation_id).where(*free).order_by(col(row.until_s))).all():
                values = {"holder": self._holder, "until_s": now + self._lease_s, "taken": col(row.taken) + 1}
                mine = update(row).where(col(row.evaluation_id) == evaluation_id, *free).values(values)
                if db.exec(mine).rowcount:  # nobody was quicker
                    kept = db.get(EvaluationRow, evaluation_id)
                    return Left(evaluation_id, "" if kept is None else kept.payload)
        return None

    def hand_over(self, evaluation_id: str) -> None:
        """Let another process go on at once, as one that is about to end in good order does."""
        row = EvaluationLeaseRow
        mine = col(row.evaluation_id) == evaluation_id, col(row.holder) == self._holder
        with session(self._engine) as db:
            db.exec(update(row).where(*mine).values(until_s=now_s(db), taken=0))

    def end(self, evaluation_id: str, *, status: str) -> None:
        """Nobody works on it any longer, and nobody needs to: it has ended as ``status`` says."""
        row = EvaluationLeaseRow
        mine = col(row.evaluation_id) == evaluation_id, col(row.holder) == self._holder
        with session(self._engine) as db:
            if db.exec(delete(row).where(*mine)).rowcount:
                _say(db, evaluation_id, status)

    def ask_to_stop(self, evaluation_id: str) -> None:
        """Ask whoever works on it to stop; it does so when it next says that it lives."""
        row = EvaluationLeaseRow
        with session(self._engine) as db:
            db.exec(update(row).where(col(row.evaluation_id) == evaluation_id).values(stop_asked=True))

    def at_work(self, evaluation_id: str) -> bool:
        """Whether a process works on it, or one is about to go on with what another left."""
        with session(self._engine) as db:
            row = db.get(EvaluationLeaseRow, evaluation_id)
            return row is not None and (row.holder == self._holder or self._is_of_another(row, now_s(db)))

    def _is_of_another(self, row: EvaluationLeaseRow, now_s: float) -> bool:
        return row.holder != self._holder and row.until_s > now_s and not is_surely_gone(row.holder)


def _say(db: Session, evaluation_id: str, status: str) -> None:
    db.exec(update(EvaluationRow).where(col(EvaluationRow.evaluation_id) == evaluation_id).values(status=status))
