"""Whole replicas and whole servers: how many are needed, and how many are paid for."""

from __future__ import annotations

import numpy as np

from advisor.arrays import Floats

LOAD_LEVELS = (np.arange(12) + 0.5) / 12
"""The middles of twelve equal shares of the active hours, from the quietest to the busiest."""


def serving_replicas(peak_requests_per_s: Floats | float, capacity: Floats) -> Floats:
    """Whole replicas that carry the peak; at least one."""
    return whole_replicas(peak_requests_per_s / capacity)


def whole_replicas(need: Floats) -> Floats:
    """Whole replicas for a need in fractions of one; at least one."""
    return np.maximum(np.ceil(need - 1e-9), 1.0)


def paid_gpus(replicas: Floats, gpu_count: Floats, unit: Floats) -> Floats:
    """GPUs that must be paid for: replicas times their GPUs, in whole servers or instances of ``unit`` GPUs."""
    return np.asarray(np.ceil(replicas * gpu_count / unit - 1e-9) * unit)
