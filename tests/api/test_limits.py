"""So many requests a minute for each caller, spread evenly after a first burst."""

from __future__ import annotations

from advisor.api import limits
from advisor.api.limits import RequestLimit


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
    for number in range(limits.MOST_CALLERS):
        limit.seconds_to_wait(str(number))
    assert limit.seconds_to_wait(str(limits.MOST_CALLERS - 1)) > 0
    assert limit.seconds_to_wait("first") == 0
