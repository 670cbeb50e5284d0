"""The tables of people: who has signed in, what is shared with whom, and which sign-ins are open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, Text
from sqlmodel import Field, SQLModel


def _moment(*, nullable: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=nullable)


class PersonRow(SQLModel, table=True):
    """Somebody who has signed in, as the last sign-in told of them."""

    __tablename__ = "person"

    subject: str = Field(primary_key=True, max_length=300)
    name: str = Field(default="", max_length=200)
    email: str = Field(default="", max_length=320)
    groups_json: str = Field(default="[]", sa_column=Column(Text, nullable=False))
    role: str = Field(max_length=20)
    first_seen_at: datetime = Field(sa_column=_moment())
    last_seen_at: datetime = Field(sa_column=_moment())


class ShareRow(SQLModel, table=True):
    """A right on a decision, given to a person or a team."""

    __tablename__ = "decision_share"

    decision_id: str = Field(primary_key=True, foreign_key="decision.decision_id", max_length=36)
    kind: str = Field(primary_key=True, max_length=10)
    who: str = Field(primary_key=True, max_length=300, index=True)
    granted: str = Field(primary_key=True, max_length=10)
    given_by: str = Field(default="", max_length=300)
    given_at: datetime = Field(sa_column=_moment())


class SignInRow(SQLModel, table=True):
    """One sign-in: when it began, when something was last done in it, and when it ended."""

    __tablename__ = "sign_in"

    sign_in_id: str = Field(primary_key=True, max_length=64)
    subject: str = Field(max_length=300, index=True)
    began_at: datetime = Field(sa_column=_moment())
    last_seen_at: datetime = Field(sa_column=_moment())
    ended_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
