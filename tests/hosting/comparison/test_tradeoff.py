"""The trade-off of the ways of hosting."""

from __future__ import annotations

import pytest

from advisor.hosting.comparison.tradeoff import overflow_share


def test_nothing_overflows_a_flat_load() -> None:
    """Without a peak the mean carries everything; with one, some requests overflow."""
    assert overflow_share(1.0) == pytest.approx(0.0, abs=1e-9)
    assert 0.3 < overflow_share(4.0) < 0.6
