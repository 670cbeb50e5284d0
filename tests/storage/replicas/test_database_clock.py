"""The clock of the database."""

from __future__ import annotations

import time

from sqlalchemy import Engine

from advisor.storage.database import session
from advisor.storage.replicas.database_clock import now_s


def test_it_tells_seconds_since_1970_and_goes_on(engine: Engine) -> None:
    """Within a unit of work too, where a database may stop its clock for the statement."""
    with session(engine) as db:
        first = now_s(db)
        time.sleep(0.01)
        second = now_s(db)
    assert abs(first - time.time()) < 60
    assert second > first
