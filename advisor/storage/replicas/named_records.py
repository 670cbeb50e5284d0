"""Records that programs were given the name of: what each rests on, found again by whichever process is asked next.

They are kept for a day and for the token alone that asked; with the token's person they are forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete

from advisor.errors import StorageError
from advisor.storage.database import session
from advisor.storage.replicas.database_clock import now_s
from advisor.storage.replicas.tables_replicas import NamedRecordRow

KEPT_S: Final = 86_400.0
"""A judgement: a conversation is over after a day, and asked the same again the advisor gives the same name."""


@dataclass(frozen=True, slots=True)
class NamedRecordContent:
    """What a record rests on, as JSON: its answers, and which of them were read in a description."""

    answers_json: str
    read_json: str


class NamedRecords:
    """The records of one token; ``owner`` is the subject of its person."""

    def __init__(self, engine: Engine, *, token_id: str, owner: str) -> None:
        self._engine = engine
        self._token_id = token_id
        self._owner = owner

    def keep(self, record: str, content: NamedRecordContent) -> None:
        """Keep a record for a day from now; those that were kept for a day are tidied away."""
        try:
            with session(self._engine) as db:
                now = now_s(db)
                db.exec(delete(NamedRecordRow).where(col(NamedRecordRow.at_s) < now - KEPT_S))
                row = db.get(NamedRecordRow, (self._token_id, record)) or NamedRecordRow(
                    token_id=self._token_id, record=record, owner=self._owner, answers_json="", read_json=""
                )
                row.answers_json, row.read_json, row.at_s = content.answers_json, content.read_json, now
                db.add(row)
        except StorageError as error:
            if not isinstance(error.__cause__, IntegrityError):  # else another process kept the same: its name says so
                raise

    def find(self, record: str) -> NamedRecordContent | None:
        """What a record of this token rests on; None where there is none of this name, or not any more."""
        with session(self._engine) as db:
            row = db.get(NamedRecordRow, (self._token_id, record))
            if row is None or row.at_s < now_s(db) - KEPT_S:
                return None
            return NamedRecordContent(row.answers_json, row.read_json)
