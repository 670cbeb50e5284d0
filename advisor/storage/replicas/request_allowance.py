"""How many requests each token may still send, counted once for all processes on the database."""

from __future__ import annotations

import math
from typing import Final

from sqlalchemy import ColumnElement, Engine, case, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, delete

from advisor.errors import StorageError
from advisor.storage.database import session
from advisor.storage.replicas.database_clock import now_s
from advisor.storage.replicas.tables_replicas import RequestAllowanceRow

_MINUTE_S: Final = 60.0


class RequestAllowance:
    """A minute's requests at once for whoever asked none lately, then as many as come back while time goes by."""

    def __init__(self, engine: Engine, *, per_minute: int) -> None:
        self._engine = engine
        self._per_minute = per_minute

    def seconds_to_wait(self, token_id: str) -> int:
        """0 where the token may ask now, which is counted; else the whole seconds until it may."""
        try:
            with session(self._engine) as db:
                return self._asked(db, token_id)
        except StorageError as error:
            if not isinstance(error.__cause__, IntegrityError):  # else another process has begun the count
                raise
        with session(self._engine) as db:
            return self._asked(db, token_id)

    def _asked(self, db: Session, token_id: str) -> int:
        row, now = RequestAllowanceRow, now_s(db)
        left, mine = self._left(now), col(row.token_id) == token_id
        # One statement looks and counts: of two that come at once the second sees what the first has left.
        if db.exec(update(row).where(mine, left >= 1).values(requests_left=left - 1, at_s=now)).rowcount:
            return 0
        known = db.get(row, token_id)
        if known is not None:
            found = min(
                known.requests_left + max(now - known.at_s, 0.0) * self._per_minute / _MINUTE_S, self._per_minute
            )
            return max(1, math.ceil((1 - found) * _MINUTE_S / self._per_minute))
        db.exec(delete(row).where(col(row.at_s) < now - _MINUTE_S))  # they have their whole minute again
        db.add(row(token_id=token_id, requests_left=self._per_minute - 1.0, at_s=now))
        return 0

    def _left(self, now: float) -> ColumnElement[float]:
        """What a row holds by now: what it had, and what came back since."""
        row, most = RequestAllowanceRow, float(self._per_minute)
        waited = case((col(row.at_s) < now, now - col(row.at_s)), else_=0.0)  # another's look at the clock may be newer
        grown = col(row.requests_left) + waited * (self._per_minute / _MINUTE_S)
        return case((grown > most, most), else_=grown)
