"""Routing between a small and a large model: cost and quality of the mix."""

from __future__ import annotations

import pytest

from advisor.decision.results.portfolio.routing import route


def test_routing_runs_from_the_small_model_to_the_large() -> None:
    """Cost is linear; a blind router mixes qualities, a perfect one repairs failures and never does worse."""
    found = route(small_usd=100, large_usd=1_000, small_quality=0.6, large_quality=0.9)
    assert found.usd_per_month[[0, -1]].tolist() == [100.0, 1_100.0]
    assert found.quality_blind[[0, -1]] == pytest.approx([0.6, 0.9])
    assert found.quality_perfect[-1] == pytest.approx(0.6 + 0.4 * 0.9)
    assert (found.quality_perfect >= found.quality_blind - 1e-12).all()
