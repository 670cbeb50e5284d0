"""What the playground and the evaluation keep: connections, runs, votes, prompts, overrides and evaluation answers.

The records themselves belong to ``advisor.trials``, which this layer does not know: they come and go as JSON text, with
the few columns beside it by which they are found. No key is ever among them.

What is kept with a decision is seen by those who see the decision; what is kept with none by whoever kept it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import Select

from advisor.access.rules import Verb
from advisor.errors import NotAllowedError, NotFoundError, StorageError
from advisor.storage.database import session
from advisor.storage.rights.visible import is_seen, of_seen, refuse_role, theirs
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
from advisor.storage.trial_parts.evaluations import EvaluationStore
from advisor.storage.trial_parts.records import Override, RunKey, Vote

SEARCHED_CHARACTERS = 20_000
MOST_CHARACTERS = 64_000_000
"""Of the runs that are read at once: what a page needs beside them is about four times as much."""


class TrialStore(EvaluationStore):
    """The trials that a person may see, over one database; ``clock`` and ``person`` come from outside."""

    # connections

    def connections(self) -> tuple[str, ...]:
        """The connections that all use and the person's own, as JSON, by name; those for all come first."""
        with session(self._engine) as db:
            found = {row.name: row.payload for row in reversed(self._connections(db))}
        return tuple(found[name] for name in sorted(found))

    def connections_for_all(self) -> tuple[str, ...]:
        """Those that all use, as JSON, by name: what a decision draws from them is the same for all who see it."""
        with session(self._engine) as db:
            return tuple(row.payload for row in self._connections(db) if not row.owner)

    def own_connections(self) -> frozenset[str]:
        """The names of those that only this person uses; none where nobody signs in."""
        with session(self._engine) as db:
            rows = self._connections(db)
        return frozenset(row.name for row in rows if row.owner) - {row.name for row in rows if not row.owner}

    def save_connection(self, name: str, payload: str, *, for_all: bool = False) -> None:
        """Add a connection or replace the one of this name: the person's own, or one ``for_all``.

        Where nobody signs in, every connection is for all. Raises NotAllowedError where the role does not allow it,
        StorageError where one for all has the name.
        """
        owner = "" if for_all else self._person.subject
        refuse_role(self._person, Verb.CONNECT if owner else Verb.CONNECT_ALL)
        with session(self._engine) as db:
            if owner and db.get(ConnectionRow, ("", name)) is not None:
                raise StorageError(f"“{name}” is a connection that all use: give yours another name")
            db.merge(ConnectionRow(owner=owner, name=name, payload=payload, updated_at=self._clock()))

    def delete_connection(self, name: str) -> None:
        """Forget a connection, the person's own before one for all; its runs stay."""
        with session(self._engine) as db:
            row = db.get(ConnectionRow, (self._person.subject, name)) or db.get(ConnectionRow, ("", name))
            if row is not None:
                refuse_role(self._person, Verb.CONNECT if row.owner else Verb.CONNECT_ALL)
                db.delete(row)

    def _connections(self, db: Session) -> list[ConnectionRow]:
        owners = col(ConnectionRow.owner).in_({"", self._person.subject})
        return list(db.exec(select(ConnectionRow).where(owners).order_by(ConnectionRow.owner, ConnectionRow.name)))

    # runs

    def save_run(self, key: RunKey, payload: str) -> None:
        """Keep a run, or replace it (a rating was given)."""
        searched = key.searched[:SEARCHED_CHARACTERS]
        values = {name: getattr(key, name) for name in RunKey.__slots__} | {"searched": searched}
        with session(self._engine) as db:
            owner = self._owner(db.get(RunRow, key.run_id), f"There is no run {key.run_id}.", db)
            self._refuse_adding(db, key.decision_id)
            db.merge(RunRow(**values, owner=owner, payload=payload))

    def run(self, run_id: str) -> str:
        """A run as JSON; raises ``StorageError`` when there is none."""
        with session(self._engine) as db:
            row = db.exec(select(RunRow).where(RunRow.run_id == run_id, self._theirs(RunRow))).first()
            if row is None:
                raise NotFoundError(f"There is no run {run_id}.")
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
        query = _sizes(decision_id, group_id, search).where(self._theirs(RunRow)).limit(limit).offset(offset)
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
            sizes = list(db.exec(_sizes(decision_id, None, search).where(self._theirs(RunRow)).limit(limit)))
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
            if not is_seen(db, self._person, decision_id):
                return ()
            return tuple(str(part) for one in latest for part in db.exec(one).one())

    def delete_run(self, run_id: str) -> None:
        """Forget a run."""
        with session(self._engine) as db:
            row = db.get(RunRow, run_id)
            if row is not None:
                self._owner(row, f"There is no run {run_id}.", db)
                db.delete(row)

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
            self._refuse_adding(db, vote.decision_id, Verb.COMMENT)
            voter = self._person.subject
            db.exec(delete(VoteRow).where(col(VoteRow.group_id) == vote.group_id, col(VoteRow.voter) == voter))
            values = {name: getattr(vote, name) for name in Vote.__slots__}
            db.add(VoteRow(**values, at=self._clock(), voter=voter))

    def votes(self, *, decision_id: str | None = None) -> tuple[Vote, ...]:
        """Votes in the order they were given."""
        seen = theirs(self._person, col(VoteRow.decision_id), col(VoteRow.voter))
        query = select(VoteRow).where(seen).order_by(col(VoteRow.vote_id))
        if decision_id is not None:
            query = query.where(VoteRow.decision_id == decision_id)
        with session(self._engine) as db:
            return tuple(Vote(**{name: getattr(row, name) for name in Vote.__slots__}) for row in db.exec(query))

    # prompts

    def prompts(self, decision_id: str | None) -> tuple[str, ...]:
        """The prompts of a decision and those kept for all, as JSON, by name."""
        column = col(PromptRow.decision_id)
        seen = column.is_(None) | ((column == decision_id) & of_seen(self._person, column))
        query = select(PromptRow).where(seen).order_by(PromptRow.name)
        with session(self._engine) as db:
            return tuple(row.payload for row in db.exec(query))

    def save_prompts(self, prompts: Sequence[tuple[str, str | None, str, str]]) -> None:
        """Add or replace prompts given as (id, decision id, name, JSON)."""
        with session(self._engine) as db:
            for prompt_id, decision_id, name, payload in prompts:
                owner = self._prompt_owner(db, db.get(PromptRow, prompt_id))
                self._refuse_adding(db, decision_id)
                db.merge(
                    PromptRow(
                        prompt_id=prompt_id,
                        owner=owner,
                        decision_id=decision_id,
                        name=name,
                        payload=payload,
                        updated_at=self._clock(),
                    )
                )

    def delete_prompt(self, prompt_id: str) -> None:
        """Forget a prompt."""
        with session(self._engine) as db:
            row = db.get(PromptRow, prompt_id)
            if row is not None:
                self._prompt_owner(db, row)
                db.delete(row)

    def _prompt_owner(self, db: Session, row: PromptRow | None) -> str:
        """The owner of a prompt that is about to be written; one kept for all is changed by whoever keeps it."""
        if row is None or row.decision_id is not None or self._person.sees_all:
            return self._owner(row, "There is no such prompt.", db)
        if row.owner != self._person.subject:
            raise NotAllowedError(f"“{row.name}” is kept for all by somebody else: save yours under another name")
        return row.owner

    # overrides

    def record_override(self, *, decision_id: str | None, lifted: str, reason: str) -> None:
        """Record that a guard was lifted, by whom and why."""
        with session(self._engine) as db:
            self._refuse_adding(db, decision_id)
            db.add(
                OverrideRow(at=self._clock(), actor=self._actor, decision_id=decision_id, lifted=lifted, reason=reason)
            )

    def overrides(self, decision_id: str | None = None) -> tuple[Override, ...]:
        """Recorded overrides, latest first."""
        decision = col(OverrideRow.decision_id)
        own = decision.is_(None) & (col(OverrideRow.actor) == self._actor)
        query = select(OverrideRow).where(own | of_seen(self._person, decision))
        query = query.order_by(col(OverrideRow.override_id).desc())
        if decision_id is not None:
            query = query.where(OverrideRow.decision_id == decision_id)
        with session(self._engine) as db:
            return tuple(
                Override(stored_moment(row.at), row.actor, row.decision_id, row.lifted, row.reason)
                for row in db.exec(query)
            )


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
