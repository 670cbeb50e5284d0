"""What the playground and the evaluation keep: connections, runs, votes, prompts, overrides and evaluation answers.

The records themselves belong to ``advisor.trials``, which this layer does not know: they come and go as JSON text, with
the few columns beside it by which they are found. No key is ever among them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Engine, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select
from sqlmodel.sql.expression import Select

from advisor.errors import StorageError
from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.storable import stored_moment
from advisor.storage.tables_trials import (
    ConnectionRow,
    EvaluationAnswerRow,
    EvaluationRow,
    OverrideRow,
    PromptRow,
    RunRow,
    VoteRow,
)

SEARCHED_CHARACTERS = 20_000
MOST_CHARACTERS = 64_000_000
"""Of the runs that are read at once: what a page needs beside them is about four times as much."""


@dataclass(frozen=True, slots=True)
class RunKey:
    """The columns by which a run is found."""

    run_id: str
    group_id: str
    decision_id: str | None
    use_case: str
    started_at: datetime
    connection: str
    model: str
    whole: bool
    cost_usd: Decimal | None
    searched: str


@dataclass(frozen=True, slots=True)
class Vote:
    """A blind vote as stored; ``payload`` names the panes as JSON."""

    group_id: str
    decision_id: str | None
    use_case: str
    outcome: str
    winner: str | None
    payload: str


@dataclass(frozen=True, slots=True)
class Override:
    """A recorded override."""

    at: datetime
    actor: str
    decision_id: str | None
    lifted: str
    reason: str


@dataclass(frozen=True, slots=True)
class EvaluationHead:
    """An evaluation as listed."""

    evaluation_id: str
    decision_id: str | None
    name: str
    status: str
    payload: str
    updated_at: datetime


class TrialStore:
    """The repository of trials over one database; ``clock`` and ``actor`` come from outside."""

    def __init__(self, engine: Engine, *, clock: Callable[[], datetime] = utc_now, actor: str = "") -> None:
        self._engine = engine
        self._clock = clock
        self._actor = actor

    # connections

    def connections(self) -> tuple[str, ...]:
        """Every connection as JSON, by name."""
        with session(self._engine) as db:
            return tuple(row.payload for row in db.exec(select(ConnectionRow).order_by(ConnectionRow.name)))

    def save_connection(self, name: str, payload: str) -> None:
        """Add a connection or replace the one of this name."""
        with session(self._engine) as db:
            db.merge(ConnectionRow(name=name, payload=payload, updated_at=self._clock()))

    def delete_connection(self, name: str) -> None:
        """Forget a connection; its runs stay."""
        with session(self._engine) as db:
            db.exec(delete(ConnectionRow).where(col(ConnectionRow.name) == name))

    # runs

    def save_run(self, key: RunKey, payload: str) -> None:
        """Keep a run, or replace it (a rating was given)."""
        searched = key.searched[:SEARCHED_CHARACTERS]
        values = {name: getattr(key, name) for name in RunKey.__slots__} | {"searched": searched}
        with session(self._engine) as db:
            db.merge(RunRow(**values, payload=payload))

    def run(self, run_id: str) -> str:
        """A run as JSON; raises ``StorageError`` when there is none."""
        with session(self._engine) as db:
            row = db.get(RunRow, run_id)
            if row is None:
                raise StorageError(f"There is no run {run_id}.")
            return row.payload

    def runs(
        self,
        *,
        decision_id: str | None = None,
        group_id: str | None = None,
        search: str = "",
        limit: int = 200,
        offset: int = 0,
        most_characters: int = MOST_CHARACTERS,
    ) -> tuple[str, ...]:
        """Runs as JSON, latest first; ``search`` looks in the prompt, the answer, the connection and the model.

        Those that would pass ``most_characters`` together are left out, but for the latest: a run may have 12 MB.
        """
        query = _sizes(decision_id, group_id, search).limit(limit).offset(offset)
        with session(self._engine) as db:
            wanted = _within(db.exec(query), most_characters)
            rows = db.exec(select(RunRow.run_id, RunRow.payload).where(col(RunRow.run_id).in_(wanted)))
            payloads = dict(iter(rows))
        return tuple(payloads[run_id] for run_id in wanted if run_id in payloads)

    def left_out(
        self,
        *,
        decision_id: str | None = None,
        search: str = "",
        limit: int = 200,
        most_characters: int = MOST_CHARACTERS,
    ) -> int:
        """How many of the latest runs ``runs`` leaves out because they would be too long together."""
        with session(self._engine) as db:
            sizes = list(db.exec(_sizes(decision_id, None, search).limit(limit)))
        return len(sizes) - len(_within(sizes, most_characters))

    def stamp(self, decision_id: str) -> tuple[object, ...]:
        """What changes when anything does that a decision draws evidence from: counts, sizes and last changes."""
        ours = select(EvaluationRow.evaluation_id).where(EvaluationRow.decision_id == decision_id)
        answer, run = EvaluationAnswerRow, RunRow
        latest = (
            select(func.count(), func.max(EvaluationRow.updated_at)).where(EvaluationRow.decision_id == decision_id),
            select(func.count(), func.max(answer.updated_at)).where(col(answer.evaluation_id).in_(ours)),
            select(func.count(), func.max(run.started_at)).where(run.decision_id == decision_id),
            select(func.count(), func.max(ConnectionRow.updated_at)),
        )
        with session(self._engine) as db:
            return tuple(str(part) for one in latest for part in db.exec(one).one())

    def delete_run(self, run_id: str) -> None:
        """Forget a run."""
        with session(self._engine) as db:
            db.exec(delete(RunRow).where(col(RunRow.run_id) == run_id))

    def spent_usd(self, *, since: datetime) -> Decimal:
        """What all runs and evaluation calls since a moment cost, as far as their price is known."""
        answer = EvaluationAnswerRow
        runs = select(func.coalesce(func.sum(RunRow.cost_usd), 0)).where(col(RunRow.started_at) >= since)
        calls = select(func.coalesce(func.sum(answer.cost_usd), 0)).where(col(answer.updated_at) >= since)
        with session(self._engine) as db:
            return Decimal(str(db.exec(runs).one())) + Decimal(str(db.exec(calls).one()))

    # votes

    def save_vote(self, vote: Vote) -> None:
        """Keep a vote; a second vote of the same person on the same trial replaces the first."""
        with session(self._engine) as db:
            db.exec(delete(VoteRow).where(col(VoteRow.group_id) == vote.group_id, col(VoteRow.voter) == self._actor))
            values = {name: getattr(vote, name) for name in Vote.__slots__}
            db.add(VoteRow(**values, at=self._clock(), voter=self._actor))

    def votes(self, *, decision_id: str | None = None) -> tuple[Vote, ...]:
        """Votes in the order they were given."""
        query = select(VoteRow).order_by(col(VoteRow.vote_id))
        if decision_id is not None:
            query = query.where(VoteRow.decision_id == decision_id)
        with session(self._engine) as db:
            return tuple(Vote(**{name: getattr(row, name) for name in Vote.__slots__}) for row in db.exec(query))

    # prompts

    def prompts(self, decision_id: str | None) -> tuple[str, ...]:
        """The prompts of a decision and those kept for all, as JSON, by name."""
        column = col(PromptRow.decision_id)
        query = select(PromptRow).where(column.is_(None) | (column == decision_id)).order_by(PromptRow.name)
        with session(self._engine) as db:
            return tuple(row.payload for row in db.exec(query))

    def save_prompts(self, prompts: Sequence[tuple[str, str | None, str, str]]) -> None:
        """Add or replace prompts given as (id, decision id, name, JSON)."""
        with session(self._engine) as db:
            for prompt_id, decision_id, name, payload in prompts:
                db.merge(
                    PromptRow(
                        prompt_id=prompt_id,
                        decision_id=decision_id,
                        name=name,
                        payload=payload,
                        updated_at=self._clock(),
                    )
                )

    def delete_prompt(self, prompt_id: str) -> None:
        """Forget a prompt."""
        with session(self._engine) as db:
            db.exec(delete(PromptRow).where(col(PromptRow.prompt_id) == prompt_id))

    # overrides

    def record_override(self, *, decision_id: str | None, lifted: str, reason: str) -> None:
        """Record that a guard was lifted, by whom and why."""
        with session(self._engine) as db:
            db.add(
                OverrideRow(at=self._clock(), actor=self._actor, decision_id=decision_id, lifted=lifted, reason=reason)
            )

    def overrides(self, decision_id: str | None = None) -> tuple[Override, ...]:
        """Recorded overrides, latest first."""
        query = select(OverrideRow).order_by(col(OverrideRow.override_id).desc())
        if decision_id is not None:
            query = query.where(OverrideRow.decision_id == decision_id)
        with session(self._engine) as db:
            return tuple(
                Override(stored_moment(row.at), row.actor, row.decision_id, row.lifted, row.reason)
                for row in db.exec(query)
            )

    # evaluations

    def save_evaluation(
        self, evaluation_id: str, *, decision_id: str | None, name: str, status: str, payload: str
    ) -> None:
        """Add an evaluation or replace its definition and status."""
        with session(self._engine) as db:
            db.merge(
                EvaluationRow(
                    evaluation_id=evaluation_id,
                    decision_id=decision_id,
                    name=name,
                    status=status,
                    payload=payload,
                    updated_at=self._clock(),
                )
            )

    def evaluations(self, decision_id: str | None = None) -> tuple[EvaluationHead, ...]:
        """Evaluations, latest first."""
        query = select(EvaluationRow).order_by(col(EvaluationRow.updated_at).desc())
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
            db.exec(delete(row).where(*where))

    def answers(self, evaluation_id: str) -> tuple[tuple[int, str, str, str], ...]:
        """Every call of an evaluation as (item, connection, state, JSON)."""
        row = EvaluationAnswerRow  # its columns alone: six thousand answers as records take half a second
        query = select(row.item, row.connection, row.state, row.payload).where(row.evaluation_id == evaluation_id)
        with session(self._engine) as db:
            ordered = db.exec(query.order_by(col(row.item), row.connection))
            return tuple((item, name, how, payload) for item, name, how, payload in ordered)

    def answers_stamp(self, evaluation_id: str) -> tuple[object, ...]:
        """What changes whenever an answer or a mark of an evaluation does: how many there are, and the last change."""
        row = EvaluationAnswerRow
        query = select(func.count(), func.max(row.updated_at)).where(col(row.evaluation_id) == evaluation_id)
        with session(self._engine) as db:
            return tuple(str(part) for part in db.exec(query).one())

    def save_answers(self, evaluation_id: str, rows: Iterable[tuple[int, str, str, str]]) -> None:
        """Write down calls made elsewhere, given as (item, connection, state, JSON): they cost nothing here."""
        now, row = self._clock(), EvaluationAnswerRow
        with session(self._engine) as db:
            db.add_all(
                row(evaluation_id=evaluation_id, item=item, connection=name, state=how, payload=payload, updated_at=now)
                for item, name, how, payload in rows
            )

    def delete_evaluation(self, evaluation_id: str) -> None:
        """Forget an evaluation and its answers."""
        with session(self._engine) as db:
            db.exec(delete(EvaluationAnswerRow).where(col(EvaluationAnswerRow.evaluation_id) == evaluation_id))
            db.exec(delete(EvaluationRow).where(col(EvaluationRow.evaluation_id) == evaluation_id))


def _head(row: EvaluationRow) -> EvaluationHead:
    moment = stored_moment(row.updated_at)
    return EvaluationHead(row.evaluation_id, row.decision_id, row.name, row.status, row.payload, moment)


def _sizes(decision_id: str | None, group_id: str | None, search: str) -> Select[str, int]:
    """Ids and lengths of runs, latest first."""
    sizes = select(RunRow.run_id, func.length(RunRow.payload))
    query = sizes.order_by(col(RunRow.started_at).desc(), col(RunRow.run_id))
    if decision_id is not None:
        query = query.where(RunRow.decision_id == decision_id)
    if group_id is not None:
        query = query.where(RunRow.group_id == group_id)
    if search:
        hit = [
            column.icontains(search, autoescape=True)
            for column in (col(RunRow.searched), col(RunRow.connection), col(RunRow.model))
        ]
        query = query.where(hit[0] | hit[1] | hit[2])
    return query


def _within(sizes: Iterable[tuple[str, int]], most: int) -> list[str]:
    """The first ids whose sizes together stay within a limit; one at least."""
    kept: list[str] = []
    for run_id, size in sizes:
        most -= size
        if kept and most < 0:
            break
        kept.append(run_id)
    return kept
