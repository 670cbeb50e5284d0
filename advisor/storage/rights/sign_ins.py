"""Open sign-ins: one that nobody used for too long, that lasted too long or that was ended is none, on every replica.

A browser keeps its cookie for a month and can be made to show it again after a sign-out; what counts is written here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Engine

from advisor.storage.database import session
from advisor.storage.decisions import utc_now
from advisor.storage.rights.tables_people import SignInRow
from advisor.storage.storable import stored_moment

_WRITTEN_EVERY: Final = 30
"""A use is written down when it is later than the last by this part of what may pass idly: not at every click."""


class SignIns:
    """The sign-ins of one installation; each may lie ``idle`` and last ``longest`` at most."""

    def __init__(
        self, engine: Engine, *, idle: timedelta, longest: timedelta, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine = engine
        self._idle = idle
        self._longest = longest
        self._clock = clock

    def is_open(self, sign_in_id: str) -> bool:
        """Whether a sign-in was begun and is not over; asking is no use of it."""
        with session(self._engine) as db:
            row = db.get(SignInRow, sign_in_id)
            return row is not None and self._lasts(row)

    def use(self, sign_in_id: str, *, subject: str, began_at: datetime) -> bool:
        """Begin a sign-in or go on with it; False where it is over, and then for good."""
        now = self._clock()
        with session(self._engine) as db:
            row = db.get(SignInRow, sign_in_id, with_for_update=True) or SignInRow(
                sign_in_id=sign_in_id, subject=subject, began_at=began_at, last_seen_at=now
            )
            if not self._lasts(row):
                row.ended_at = row.ended_at or now
                db.add(row)
                return False
            if row.last_seen_at == now or now - stored_moment(row.last_seen_at) > self._idle / _WRITTEN_EVERY:
                row.last_seen_at = now
                db.add(row)
        return True

    def end(self, sign_in_id: str) -> None:
        """Somebody signs out."""
        with session(self._engine) as db:
            row = db.get(SignInRow, sign_in_id, with_for_update=True)
            if row is not None and row.ended_at is None:
                row.ended_at = self._clock()
                db.add(row)

    def _lasts(self, row: SignInRow) -> bool:
        now = self._clock()
        used, began = stored_moment(row.last_seen_at), stored_moment(row.began_at)
        return row.ended_at is None and now - used <= self._idle and now - began <= self._longest
