"""So many requests a minute, counted in the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, update
from sqlmodel import col

from advisor.storage.database import session
from advisor.storage.replicas.request_allowance import RequestAllowance
from advisor.storage.replicas.tables_replicas import RequestAllowanceRow


def earlier(engine: Engine, token_id: str, seconds: float) -> None:
    """As if the token had asked so long ago."""
    row = RequestAllowanceRow
    with session(engine) as db:
        db.exec(update(row).where(col(row.token_id) == token_id).values(at_s=col(row.at_s) - seconds))


def test_a_burst_then_one_at_a_time(engine: Engine) -> None:
    """Who waits as long as told may ask again, once; after a minute the whole burst is there again, and no more."""
    allowed = RequestAllowance(engine, per_minute=6)
    assert [allowed.seconds_to_wait("a") for _ in range(6)] == [0] * 6
    wait = allowed.seconds_to_wait("a")
    assert 0 < wait <= 10
    assert allowed.seconds_to_wait("b") == 0
    earlier(engine, "a", wait)
    assert allowed.seconds_to_wait("a") == 0
    assert allowed.seconds_to_wait("a") > 0
    earlier(engine, "a", 1_000)
    assert [allowed.seconds_to_wait("a") > 0 for _ in range(7)] == [False] * 6 + [True]


def test_those_who_ask_at_once_are_counted_once_each(engine: Engine) -> None:
    """Also where none has asked before: as many pass as may."""
    allowed = RequestAllowance(engine, per_minute=5)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: allowed.seconds_to_wait("a"), range(16)))
    assert found.count(0) == 5


def test_whoever_asks_no_more_leaves_no_row(engine: Engine) -> None:
    """It is tidied away when another begins, and begins anew itself."""
    allowed = RequestAllowance(engine, per_minute=1)
    assert allowed.seconds_to_wait("a") == 0
    earlier(engine, "a", 61)
    assert allowed.seconds_to_wait("b") == 0
    with session(engine) as db:
        assert db.get(RequestAllowanceRow, "a") is None
    assert allowed.seconds_to_wait("a") == 0
