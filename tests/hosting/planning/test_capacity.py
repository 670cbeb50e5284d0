"""What one replica carries within what people wait for."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.hosting.planning.capacity import CONCURRENCIES, QUEUEING_MARGIN, TTFT_P95_FACTOR
from tests.hosting.conftest import LLAMA, Planner

OWN = {"allowed": ["cloud_gpu", "on_prem"]}


def test_a_replica_is_planned_below_what_it_could_do(planner: Planner) -> None:
    """By the margin that keeps arrivals in bursts from queueing."""
    candidates = planner(LLAMA, hosting=OWN).candidates
    rows = np.arange(len(candidates.best))
    most = candidates.requests_per_s[rows, candidates.best]
    assert candidates.fleet.capacity == pytest.approx(most * QUEUEING_MARGIN)


def test_a_tighter_limit_never_lets_a_configuration_carry_more(planner: Planner) -> None:
    """And what is planned keeps the limit, where anything can."""
    free = planner(LLAMA, hosting=OWN).candidates
    tight = planner(LLAMA, hosting=OWN, use_case={"latency": {"ttft_p95_ms": 5_000}}).candidates
    rows = np.arange(len(tight.best))
    assert tight.requests_per_s.max() <= free.requests_per_s.max() * (1 + 1e-9)
    waits = tight.ttft_s[rows, tight.best] * TTFT_P95_FACTOR * 1e3
    assert np.any(waits <= 5_000)


def test_concurrencies_rise() -> None:
    """The first that carries the load is then the least."""
    assert np.all(np.diff(CONCURRENCIES) > 0)
    assert CONCURRENCIES[0] == 1
