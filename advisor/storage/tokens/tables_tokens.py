"""The database table of access tokens; their secrets are in none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, Text, false
from sqlmodel import Field, SQLModel


class AccessTokenRow(SQLModel, table=True):
    """A token that was given out: whose it is, what it may, until when; ``secret_hash`` is SHA-256 of its secret."""

    __tablename__ = "access_token"

    token_id: str = Field(primary_key=True, max_length=16)
    secret_hash: str = Field(max_length=64)
    name: str = Field(max_length=100)
    subject: str = Field(default="", max_length=500, index=True)
    person_name: str = Field(default="", max_length=300)
    email: str = Field(default="", max_length=300)
    groups_json: str = Field(sa_column=Column(Text, nullable=False))
    role: str = Field(max_length=20)
    verified: bool = Field(default=False, sa_column=Column(Boolean, nullable=False, server_default=false()))
    scopes: str = Field(max_length=200)
    created_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    expires_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    last_used_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
    revoked_at: datetime | None = Field(default=None, sa_column=Column(DateTime(timezone=True), nullable=True))
