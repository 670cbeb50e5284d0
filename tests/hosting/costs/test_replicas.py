"""Replicas are whole and come in whole servers."""

from __future__ import annotations

import numpy as np

from advisor.hosting.costs.replicas import paid_gpus, serving_replicas


def test_serving_replicas_are_whole_and_at_least_one() -> None:
    """2.1 replicas' worth of load takes three."""
    np.testing.assert_array_equal(serving_replicas(np.array([0.0, 1.0, 2.1]), np.ones(3)), [1, 1, 3])


def test_gpus_come_in_whole_servers() -> None:
    """Three replicas of two GPUs on servers of eight take one server of eight."""
    assert paid_gpus(np.array([3.0]), np.array([2.0]), np.array([8.0]))[0] == 8
