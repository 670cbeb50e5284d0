"""Tables of the playground and the evaluation: connections, runs, votes, prompts, overrides, evaluations, answers."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Column, DateTime, Numeric, Text, UniqueConstraint
from sqlmodel import Field, SQLModel


def _moment() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False, index=True)


def _text() -> Column[str]:
    return Column(Text, nullable=False)


class ConnectionRow(SQLModel, table=True):
    """A configured connection, without its key; ``owner`` is a person's subject, empty for one that all use."""

    __tablename__ = "trial_connection"

    owner: str = Field(default="", primary_key=True, max_length=300)
    name: str = Field(primary_key=True, max_length=100)
    payload: str = Field(sa_column=_text())
    updated_at: datetime = Field(sa_column=_moment())


class RunRow(SQLModel, table=True):
    """One run of the playground; ``searched`` is the prompt and the beginning of the answer."""

    __tablename__ = "trial_run"

    run_id: str = Field(primary_key=True, max_length=36)
    group_id: str = Field(max_length=36, index=True)
    decision_id: str | None = Field(default=None, max_length=36, index=True)
    use_case: str = Field(default="", max_length=200)
    started_at: datetime = Field(sa_column=_moment())
    connection: str = Field(max_length=100, index=True)
    model: str = Field(default="", max_length=300)
    whole: bool = True
    cost_usd: Decimal | None = Field(default=None, sa_column=Column(Numeric(20, 10), nullable=True))
    owner: str = Field(default="", max_length=300, index=True)
    searched: str = Field(sa_column=_text())
    payload: str = Field(sa_column=_text())


class VoteRow(SQLModel, table=True):
    """A blind vote over the panes of one trial; ``outcome`` is ``win``, ``tie`` or ``all_bad``."""

    __tablename__ = "trial_vote"
    __table_args__ = (UniqueConstraint("group_id", "voter"),)

    vote_id: int | None = Field(default=None, primary_key=True)
    group_id: str = Field(max_length=36, index=True)
    decision_id: str | None = Field(default=None, max_length=36, index=True)
    use_case: str = Field(default="", max_length=200)
    at: datetime = Field(sa_column=_moment())
    voter: str = Field(default="", max_length=200)
    outcome: str = Field(max_length=10)
    winner: str | None = Field(default=None, max_length=100)
    payload: str = Field(sa_column=_text())


class PromptRow(SQLModel, table=True):
    """A prompt of the library, kept with a decision or for all (no decision)."""

    __tablename__ = "trial_prompt"

    prompt_id: str = Field(primary_key=True, max_length=36)
    decision_id: str | None = Field(default=None, max_length=36, index=True)
    name: str = Field(max_length=200)
    owner: str = Field(default="", max_length=300, index=True)
    payload: str = Field(sa_column=_text())
    updated_at: datetime = Field(sa_column=_moment())


class OverrideRow(SQLModel, table=True):
    """A recorded override of a guard: who, when, what was lifted and why; rows are only ever added."""

    __tablename__ = "trial_override"

    override_id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=_moment())
    actor: str = Field(default="", max_length=200)
    decision_id: str | None = Field(default=None, max_length=36, index=True)
    lifted: str = Field(sa_column=_text())
    reason: str = Field(sa_column=_text())


class EvaluationRow(SQLModel, table=True):
    """An own-data evaluation: its definition as JSON and how far it is."""

    __tablename__ = "trial_evaluation"

    evaluation_id: str = Field(primary_key=True, max_length=36)
    decision_id: str | None = Field(default=None, max_length=36, index=True)
    name: str = Field(max_length=200)
    status: str = Field(default="ready", max_length=20)
    owner: str = Field(default="", max_length=300, index=True)
    payload: str = Field(sa_column=_text())
    updated_at: datetime = Field(sa_column=_moment())


class EvaluationAnswerRow(SQLModel, table=True):
    """One call of an evaluation; written as ``sent`` before it leaves and as ``done`` or ``failed`` when it is over."""

    __tablename__ = "trial_evaluation_answer"

    evaluation_id: str = Field(primary_key=True, max_length=36)
    item: int = Field(primary_key=True)
    connection: str = Field(primary_key=True, max_length=100)
    state: str = Field(max_length=10)
    cost_usd: Decimal | None = Field(default=None, sa_column=Column(Numeric(20, 10), nullable=True))
    payload: str = Field(sa_column=_text())
    updated_at: datetime = Field(sa_column=_moment())
