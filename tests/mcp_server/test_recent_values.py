"""A memory of so many things."""

from __future__ import annotations

from advisor.mcp_server.recent_values import RecentValues


def test_the_longest_kept_makes_room() -> None:
    """What is kept anew counts as the latest."""
    known: RecentValues[int] = RecentValues(2)
    for key, value in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        known.keep(key, value)
    assert [known.get(key) for key in "abc"] == [3, None, 4]
