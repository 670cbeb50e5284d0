"""Evaluations and the calls they consist of, as the database keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sqlalchemy import ColumnElement, func, true
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete, select

from advisor.errors import NotFoundError, StorageError
from advisor.storage.database import session
from advisor.storage.storable import stored_moment
from advisor.storage.tables_trials import EvaluationAnswerRow, EvaluationRow
from advisor.storage.trial_parts.owned import OwnedRows
from advisor.storage.trial_parts.records import EvaluationHead


class EvaluationStore(OwnedRows):
    """The evaluations that a person may see."""

    def save_evaluation(
        self, evaluation_id: str, *, decision_id: str | None, name: str, status: str, payload: str
    ) -> None:
        """Add an evaluation or replace its definition and status."""
        with session(self._engine) as db:
            owner = self._owner(db.get(EvaluationRow, evaluation_id), _missing(evaluation_id), db)
            self._refuse_adding(db, decision_id)
            db.merge(
                EvaluationRow(
                    evaluation_id=evaluation_id,
                    owner=owner,
                    decision_id=decision_id,
                    name=name,
                    status=status,
                    payload=payload,
                    updated_at=self._clock(),
                )
            )

    def evaluations(self, decision_id: str | None = None) -> tuple[EvaluationHead, ...]:
        """Evaluations, latest first."""
        query = select(EvaluationRow).where(self._theirs(EvaluationRow)).order_by(col(EvaluationRow.updated_at).desc())
        if decision_id is not None:
            query = query.where(EvaluationRow.decision_id == decision_id)
        with session(self._engine) as db:
            return tuple(_head(row) for row in db.exec(query))

    def save_answer(
        self,
        evaluation_id: str,
        item: int,
        connection: str,
        *,
        state: str,
        payload: str,
        cost_usd: Decimal | None = None,
    ) -> None:
        """Write down how one call of an evaluation ended."""
        with session(self._engine) as db:
            self._refuse_answers(db, evaluation_id)
            db.merge(
                EvaluationAnswerRow(
                    evaluation_id=evaluation_id,
                    item=item,
                    connection=connection,
                    state=state,
                    cost_usd=cost_usd,
                    payload=payload,
                    updated_at=self._clock(),
                )
            )

    def claim_answer(self, evaluation_id: str, item: int, connection: str, *, payload: str) -> bool:
        """Write a call down as sent; False when it already is, by this program or another on the same database."""
        try:
            with session(self._engine) as db:
                self._refuse_answers(db, evaluation_id)
                if db.get(EvaluationAnswerRow, (evaluation_id, item, connection)) is not None:
                    return False
                db.add(
                    EvaluationAnswerRow(
                        evaluation_id=evaluation_id,
                        item=item,
                        connection=connection,
                        state="sent",
                        payload=payload,
                        updated_at=self._clock(),
                    )
                )
        except StorageError as error:
            if isinstance(error.__cause__, IntegrityError):
                return False
            raise
        return True

    def release_answer(self, evaluation_id: str, item: int, connection: str) -> None:
        """Take a claim back, so that the call can be made again."""
        row = EvaluationAnswerRow
        where = (col(row.evaluation_id) == evaluation_id, col(row.item) == item, col(row.connection) == connection)
        with session(self._engine) as db:
            self._refuse_answers(db, evaluation_id)
            db.exec(delete(row).where(*where))

    def answers(self, evaluation_id: str) -> tuple[tuple[int, str, str, str], ...]:
        """Every call of an evaluation as (item, connection, state, JSON)."""
        row = EvaluationAnswerRow  # its columns alone: six thousand answers as records take half a second
        query = select(row.item, row.connection, row.state, row.payload).where(
            row.evaluation_id == evaluation_id, self._of_theirs()
        )
        with session(self._engine) as db:
            ordered = db.exec(query.order_by(col(row.item), row.connection))
            return tuple((item, name, how, payload) for item, name, how, payload in ordered)

    def answers_stamp(self, evaluation_id: str) -> tuple[object, ...]:
        """What changes whenever an answer or a mark of an evaluation does: how many there are, and the last change."""
        row = EvaluationAnswerRow
        ours = (col(row.evaluation_id) == evaluation_id, self._of_theirs())
        query = select(func.count(), func.max(row.updated_at)).where(*ours)
        with session(self._engine) as db:
            return tuple(str(part) for part in db.exec(query).one())

    def save_answers(self, evaluation_id: str, rows: Iterable[tuple[int, str, str, str]]) -> None:
        """Write down calls made elsewhere, given as (item, connection, state, JSON): they cost nothing here."""
        now, row = self._clock(), EvaluationAnswerRow
        with session(self._engine) as db:
            self._refuse_answers(db, evaluation_id)
            db.add_all(
                row(evaluation_id=evaluation_id, item=item, connection=name, state=how, payload=payload, updated_at=now)
                for item, name, how, payload in rows
            )

    def delete_evaluation(self, evaluation_id: str) -> None:
        """Forget an evaluation and its answers."""
        with session(self._engine) as db:
            self._refuse_answers(db, evaluation_id)
            db.exec(delete(EvaluationAnswerRow).where(col(EvaluationAnswerRow.evaluation_id) == evaluation_id))
            db.exec(delete(EvaluationRow).where(col(EvaluationRow.evaluation_id) == evaluation_id))

    def _of_theirs(self) -> ColumnElement[bool]:
        """The condition on answers that leaves those of evaluations which the person may see."""
        if self._person.sees_all:
            return true()
        seen = select(EvaluationRow.evaluation_id).where(self._theirs(EvaluationRow))
        return col(EvaluationAnswerRow.evaluation_id).in_(seen)

    def _refuse_answers(self, db: Session, evaluation_id: str) -> None:
        """Raise where the person may not write answers of this evaluation."""
        if self._person.sees_all:
            return
        row = db.get(EvaluationRow, evaluation_id)
        if row is None:
            raise NotFoundError(_missing(evaluation_id))
        self._owner(row, _missing(evaluation_id), db)


def _missing(evaluation_id: str) -> str:
    return f"There is no evaluation {evaluation_id}."


def _head(row: EvaluationRow) -> EvaluationHead:
    moment = stored_moment(row.updated_at)
    return EvaluationHead(row.evaluation_id, row.decision_id, row.name, row.status, row.payload, moment)
