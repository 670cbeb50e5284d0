"""The database tables of a decision's life: steps and comments, exports, catalogs as they stood, entries beside it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Column, DateTime, LargeBinary, Text, false
from sqlmodel import Field, SQLModel


def _moment() -> Column[datetime]:
    return Column(DateTime(timezone=True), nullable=False)


class LifeEventRow(SQLModel, table=True):
    """A change of status, a comment, or that somebody has seen a revision; rows are only ever added.

    ``verified`` says that whoever acted had signed in, as ``subject``; ``conditions`` and ``review_on`` are those of
    an approval.
    """

    __tablename__ = "decision_event"

    event_id: int | None = Field(default=None, primary_key=True)
    decision_id: str = Field(foreign_key="decision.decision_id", max_length=36, index=True)
    at: datetime = Field(sa_column=_moment())
    actor: str = Field(default="", max_length=200)
    kind: str = Field(max_length=20)
    status_from: str | None = Field(default=None, max_length=20)
    status_to: str | None = Field(default=None, max_length=20)
    revision: int
    chosen_id: str | None = Field(default=None, max_length=500)
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    verified: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    conditions: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    review_on: date | None = Field(default=None)
    subject: str = Field(default="", max_length=300)


class ExportRow(SQLModel, table=True):
    """A report that was handed out, with the hash of its bytes."""

    __tablename__ = "decision_export"

    export_id: int | None = Field(default=None, primary_key=True)
    decision_id: str = Field(foreign_key="decision.decision_id", max_length=36, index=True)
    at: datetime = Field(sa_column=_moment())
    actor: str = Field(default="", max_length=200)
    form: str = Field(max_length=20)
    language: str = Field(max_length=10)
    paper: str = Field(max_length=20)
    revision: int
    catalog_digest: str = Field(max_length=64)
    sha256: str = Field(max_length=64)
    size_bytes: int


class CatalogSnapshotRow(SQLModel, table=True):
    """The tables of a catalog on which a decision was taken, kept once per digest so that it can be replayed."""

    __tablename__ = "catalog_snapshot"

    digest: str = Field(primary_key=True, max_length=64)
    kept_at: datetime = Field(sa_column=_moment())
    tables: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class EntryRow(SQLModel, table=True):
    """What is kept beside a decision, as JSON; rows are only ever added, the newest of a kind and name stands.

    ``content_json`` None says that the entry was withdrawn; ``phase`` is ``decision`` or ``operation``.
    """

    __tablename__ = "decision_entry"

    entry_id: int | None = Field(default=None, primary_key=True)
    decision_id: str = Field(foreign_key="decision.decision_id", max_length=36, index=True)
    kind: str = Field(max_length=40)
    name: str = Field(default="", max_length=200)
    phase: str = Field(max_length=20)
    revision: int
    content_json: str | None = Field(default=None, sa_column=Column(Text, nullable=True))
    saved_at: datetime = Field(sa_column=_moment())
    saved_by: str = Field(default="", max_length=200)
