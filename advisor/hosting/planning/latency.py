"""Latency columns: of self-hosting at its design load, of APIs where somebody measured them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from advisor.hosting.costs.monthly_costs import Case
from advisor.hosting.planning.capacity import TTFT_P95_FACTOR, serving_replicas
from advisor.hosting.planning.self_hosted import Candidates
from advisor.hosting.speed.roofline import Array
from advisor.units import Basis

Columns = dict[str, tuple[Array, tuple[Basis, ...]]]
_BASES = np.array(["estimated", "measured"], dtype=object)
NAMES = ("ttft_ms", "itl_ms", "total_s", "output_tokens_per_s")


def api_latency(count: int) -> Columns:
    """Latency of API rows: unknown, because no measurement of a provider is in the catalog."""
    blank = np.full((count, 3), np.nan)
    nothing: Basis = "unknown"
    unknown: tuple[Basis, ...] = (nothing,) * count
    return {name: (blank.copy(), unknown) for name in NAMES}


def self_hosted_latency(candidates: Candidates, case: Case) -> Columns:
    """TTFT (95th percentile), ITL, end-to-end seconds and throughput at the peak, with their bands."""
    load = case.load
    need = (
        load.peak_requests_per_s
        * case.token_overhead
        / serving_replicas(load.peak_requests_per_s * case.token_overhead, candidates.fleet.capacity)
    )
    at = _operating_point(candidates, need)
    rows = np.arange(len(at))
    ttft = candidates.ttft_s[rows, at] * TTFT_P95_FACTOR
    itl = candidates.itl_s[rows, at]
    seconds = ttft + np.maximum(candidates.output_tokens - 1, 0) * itl
    low, high = np.exp(candidates.error_low), np.exp(candidates.error_high)
    tlow, thigh = np.exp(candidates.ttft_error_low), np.exp(candidates.ttft_error_high)
    rate = candidates.replicas * candidates.fleet.capacity * candidates.output_tokens
    basis, rated = _basis(candidates.measured[rows, at]), _basis(candidates.measured[rows, candidates.best])
    return {
        "ttft_ms": (np.stack([ttft, ttft * tlow, ttft * thigh], axis=1) * 1e3, basis),
        "itl_ms": (np.stack([itl, itl / high, itl / low], axis=1) * 1e3, basis),
        "total_s": (np.stack([seconds, seconds / high, seconds / low], axis=1), basis),
        "output_tokens_per_s": (np.stack([rate, rate * low, rate * high], axis=1), rated),
    }


def _basis(measured: NDArray[np.bool_]) -> tuple[Basis, ...]:
    return tuple(_BASES[measured.astype(np.intp)].tolist())


def _operating_point(candidates: Candidates, requests_per_s: Array) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Index of the smallest planned concurrency that carries the load of one replica."""
    carries = candidates.requests_per_s >= requests_per_s[:, None] - 1e-12
    return np.asarray(
        np.where(carries.any(axis=1), carries.argmax(axis=1), candidates.requests_per_s.argmax(axis=1)), dtype=np.intp
    )
