"""The database tables of decisions; table models never leave ``advisor.storage``."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, Text
from sqlmodel import Field, SQLModel


def _moment(*, nullable: bool = False) -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=nullable)


class DecisionRow(SQLModel, table=True):
    """A saved decision; ``deleted_at`` marks one in the bin, ``revision`` guards against lost updates.

    ``owner`` is a person's subject and ``team`` a group; empty for what was made where nobody signs in.
    """

    __tablename__ = "decision"

    decision_id: str = Field(primary_key=True, max_length=36)
    name: str = Field(max_length=300, index=True)
    status: str = Field(default="draft", max_length=20, index=True)
    revision: int = Field(default=1)
    answers_json: str = Field(sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_column=_moment())
    updated_at: datetime = Field(sa_column=_moment())
    deleted_at: datetime | None = Field(default=None, sa_column=_moment(nullable=True))
    superseded_by: str | None = Field(default=None, max_length=36)
    owner: str = Field(default="", max_length=300, index=True)
    team: str = Field(default="", max_length=200, index=True)


class VersionRow(SQLModel, table=True):
    """One revision of a decision: the answers as they stood, and the assessment where one was frozen."""

    __tablename__ = "decision_version"

    decision_id: str = Field(primary_key=True, foreign_key="decision.decision_id", max_length=36)
    revision: int = Field(primary_key=True)
    answers_json: str = Field(sa_column=Column(Text, nullable=False))
    assessment_json: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    catalog_digest: str | None = Field(default=None, max_length=64)
    created_at: datetime = Field(sa_column=_moment())
    author: str = Field(default="", max_length=200)
    author_subject: str = Field(default="", max_length=300)
    note: str = Field(default="", sa_column=Column(Text, nullable=False))


class AuditRow(SQLModel, table=True):
    """What was done, by whom and when; rows are only ever added, each chained to the one before it."""

    __tablename__ = "audit"

    audit_id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=_moment())
    actor: str = Field(default="", max_length=200)
    action: str = Field(max_length=50)
    decision_id: str | None = Field(default=None, max_length=36, index=True)
    detail: str = Field(default="", sa_column=Column(Text, nullable=False))
    sealed: str = Field(default="", max_length=64)
    previous_hash: str = Field(default="", max_length=64, unique=True, index=True)
    row_hash: str = Field(default="", max_length=64)


class WorkingCopyRow(SQLModel, table=True):
    """Answers as they were given, step by step; ``position`` is the step that is shown.

    ``refused_json`` has what was typed and cannot be an answer yet, by its place.
    """

    __tablename__ = "working_copy"

    copy_id: str = Field(primary_key=True, max_length=36)
    decision_id: str | None = Field(default=None, max_length=36, index=True)
    revision: int | None = Field(default=None)
    title: str = Field(default="", max_length=300)
    steps_json: str = Field(sa_column=Column(Text, nullable=False))
    refused_json: str = Field(default="{}", sa_column=Column(Text, nullable=False, server_default="{}"))
    position: int = Field(default=0)
    actor: str = Field(default="", max_length=200)
    owner: str = Field(default="", max_length=300, index=True)
    updated_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False, index=True))


class SchemaStepRow(SQLModel, table=True):
    """A change of the schema: to which revision, by which version of the advisor, when (ISO)."""

    __tablename__ = "schema_step"

    step_id: int | None = Field(default=None, primary_key=True)
    revision: str = Field(max_length=32)
    advisor: str = Field(max_length=40)
    at: str = Field(max_length=40)
