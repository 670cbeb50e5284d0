"""Tables of what several processes on one database share out among themselves."""

from __future__ import annotations

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel


class EvaluationLeaseRow(SQLModel, table=True):
    """Who works on an evaluation, until when unless it says so again; moments are seconds by the database's clock."""

    __tablename__ = "trial_evaluation_lease"

    evaluation_id: str = Field(primary_key=True, max_length=36)
    holder: str = Field(default="", max_length=200)
    until_s: float = Field(default=0.0)
    stop_asked: bool = Field(default=False)
    anywhere: bool = Field(default=True)
    taken: int = Field(default=1)


class DailyUseRow(SQLModel, table=True):
    """How often a person (by subject) has had something on a day (UTC, as ``2026-11-29``)."""

    __tablename__ = "daily_use"

    person: str = Field(primary_key=True, max_length=300)
    what: str = Field(primary_key=True, max_length=40)
    day: str = Field(primary_key=True, max_length=10)
    times: int = Field(default=0)


class RequestAllowanceRow(SQLModel, table=True):
    """How many requests a token has left, and at which moment (seconds by the database's clock) that was so."""

    __tablename__ = "request_allowance"

    token_id: str = Field(primary_key=True, max_length=16)
    requests_left: float = Field(default=0.0)
    at_s: float = Field(default=0.0)


class NamedRecordRow(SQLModel, table=True):
    """What a record rests on that a token was given the name of; ``owner`` is the subject of the token's person."""

    __tablename__ = "named_record"

    token_id: str = Field(primary_key=True, max_length=16)
    record: str = Field(primary_key=True, max_length=16)
    owner: str = Field(default="", max_length=500, index=True)
    answers_json: str = Field(sa_column=Column(Text, nullable=False))
    read_json: str = Field(sa_column=Column(Text, nullable=False))
    at_s: float = Field(default=0.0)
