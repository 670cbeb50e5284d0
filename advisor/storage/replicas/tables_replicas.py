"""Tables of what several processes on one database share out among themselves."""

from __future__ import annotations

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
