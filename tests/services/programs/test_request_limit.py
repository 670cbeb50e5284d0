"""So many requests a minute for each caller, spread evenly after a first burst."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.services.installed import Installed
from advisor.services.programs import request_limit
from advisor.services.programs.request_limit import RequestLimit
from advisor.settings import Settings
from advisor.storage.tokens.access_tokens import AccessTokens


def test_a_burst_then_one_at_a_time() -> None:
    """Who waits as long as told may ask again, once."""
    now = 0.0
    limit = RequestLimit(6, clock=lambda: now)
    assert [limit.seconds_to_wait("a") for _ in range(7)] == [0] * 6 + [10]
    assert limit.seconds_to_wait("b") == 0
    now = 4.0
    assert limit.seconds_to_wait("a") == 6
    now = 10.0
    assert [limit.seconds_to_wait("a") for _ in range(2)] == [0, 10]
    now = 1000.0
    assert [limit.seconds_to_wait("a") for _ in range(7)] == [0] * 6 + [10]


def test_it_does_not_grow_with_callers() -> None:
    """The one that asked longest ago is forgotten."""
    limit = RequestLimit(1, clock=lambda: 0.0)
    assert limit.seconds_to_wait("first") == 0
    for number in range(request_limit.MOST_CALLERS):
        limit.seconds_to_wait(str(number))
    assert limit.seconds_to_wait(str(request_limit.MOST_CALLERS - 1)) > 0
    assert limit.seconds_to_wait("first") == 0


@pytest.mark.postgres
def test_processes_on_one_database_count_a_token_together(postgres_url: str, tmp_path: Path) -> None:
    """What one process let through is missing in the other; strangers are counted by each."""
    settings = [
        Settings(home=tmp_path / name, database_url=postgres_url, api_requests_per_minute=3) for name in ("one", "two")
    ]
    replicas = [Installed(one) for one in settings]
    tokens = AccessTokens(replicas[0].database())
    first, second = (tokens.create(name, ["read"])[0] for name in "ab")
    let = [replicas[number % 2].limits.seconds_to_wait(first, "10.0.0.1") for number in range(5)]
    assert let[:3] == [0, 0, 0]
    assert all(0 < wait <= 20 for wait in let[3:])
    assert replicas[1].limits.seconds_to_wait(second, "10.0.0.1") == 0
    strangers = [replica.limits.seconds_to_wait(None, "10.0.0.1") for replica in replicas for _ in range(3)]
    assert strangers == [0] * 6
    for replica in replicas:
        replica.database().dispose()


def test_one_process_alone_asks_no_database(tmp_path: Path) -> None:
    """What it counts it remembers."""
    here = Installed(Settings(home=tmp_path, database_url="", api_requests_per_minute=2))
    token = AccessTokens(here.database()).create("a", ["read"])[0]
    here.database().dispose()
    alone = Installed(Settings(home=tmp_path / "none", database_url="", api_requests_per_minute=2))
    assert [alone.limits.seconds_to_wait(token, "") > 0 for _ in range(3)] == [False, False, True]
    assert not (tmp_path / "none").exists()
