"""Replicas: what one replica carries within the SLO, and how many are needed over the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.hosting.grid import Grid
from advisor.hosting.speed import Array, Speed, serve
from advisor.hosting.workload import Workload

QUEUEING_MARGIN = 0.8
"""Share of a replica's steady throughput that planning uses, so that arrivals in bursts don't queue (Little's law)."""

TTFT_P95_FACTOR = 1.5
"""The 95th percentile of TTFT over its mean below saturation; a stated assumption (docs/hosting.md)."""

MEAN_ANSWER_HELD = 0.6
"""Share of the answer that requests in flight hold in the cache on average, with some room for the uneven."""

CONCURRENCIES = np.array([1.0, 4, 8, 16, 32, 64, 128, 256])
LOAD_LEVELS = (np.arange(12) + 0.5) / 12


ANCHORED_BAND = 0.6
"""Share of the band that measurements right beside the load take away."""
MEASURED_SPREAD = 0.1
"""Relative spread of repeated measurements with other versions of the same engines."""


@dataclass(frozen=True, slots=True)
class Anchors:
    """What measurements say of grid rows at each planned concurrency; arrays (n, concurrencies).

    ``throughput`` and ``ttft`` are logarithms that correct the estimate, ``share`` (0 to 1) how far measurements count.
    ``rate`` (output tokens/s, with its range) and ``ttft_s`` stand where this very load was measured, else nan.
    """

    throughput: Array
    ttft: Array
    share: Array
    rate: Array
    rate_low: Array
    rate_high: Array
    ttft_s: Array


@dataclass(frozen=True, slots=True)
class Capacity:
    """Per grid row: what one replica carries. Arrays of shape (n,), or (n, concurrencies) for the curves."""

    concurrency: Array
    requests_per_s: Array
    ttft_s: Array
    itl_s: Array
    best: NDArray[np.intp]
    max_concurrency: Array
    meets_slo: NDArray[np.bool_]
    fits_context: NDArray[np.bool_]
    output_tokens: Array
    measured: NDArray[np.bool_]
    error_low: Array
    error_high: Array
    ttft_error_low: Array
    ttft_error_high: Array

    @property
    def capacity(self) -> Array:
        """Requests per second of one replica that planning counts on; shape (n,)."""
        rows = np.arange(len(self.best))
        return np.asarray(self.requests_per_s[rows, self.best] * QUEUEING_MARGIN)

    @property
    def design_concurrency(self) -> Array:
        """Requests in flight per replica at its capacity; shape (n,)."""
        return np.asarray(self.concurrency[np.arange(len(self.best)), self.best])


def generated_tokens(load: Workload, thinking: Array) -> Array:
    """Tokens generated per answer, thought and visible; ``thinking``: thought per visible one, shape (n,)."""
    return np.asarray(max(load.output_tokens, 1.0) * (1.0 + thinking))


def capacity_of(grid: Grid, load: Workload, generated: Array, anchors: Anchors) -> Capacity:
    """What one replica of every grid row carries; ``generated``: tokens per answer, shape (n,)."""
    fresh = max(load.input_tokens - load.cached_input_tokens, 1.0)
    output = generated[:, None]
    each = grid.held_bytes(np.maximum(load.input_tokens + MEAN_ANSWER_HELD * generated, 64.0))
    most = np.maximum(np.floor(grid.cache_room_bytes / each), 1.0)
    batch = np.minimum(CONCURRENCIES[None, :], most[:, None])
    speed = serve(
        grid.rig,
        batch,
        input_tokens=np.asarray(fresh),
        output_tokens=output,
        cache_bytes=grid.cache_bytes(load.input_tokens + generated / 2)[:, None],
    )
    tokens_per_s, ttft_s, itl_s = _anchored(speed, anchors, batch, output)
    rate = tokens_per_s / output
    within = _within(load, ttft_s * TTFT_P95_FACTOR, itl_s, output)
    usable = np.where(within, rate, -1.0)
    usable[:, 0] = np.maximum(usable[:, 0], 1e-12)
    best = np.where(within.any(axis=1), usable.argmax(axis=1), rate.argmax(axis=1))
    return Capacity(
        concurrency=batch,
        requests_per_s=rate,
        ttft_s=ttft_s,
        itl_s=itl_s,
        best=best,
        max_concurrency=most,
        meets_slo=np.asarray(within.any(axis=1)),
        fits_context=grid.cache_room_bytes >= grid.held_bytes(float(max(load.context_tokens, 1))),
        output_tokens=generated,
        measured=~np.isnan(anchors.rate),
        **_errors(grid, anchors, best),
    )


def _anchored(speed: Speed, anchors: Anchors, batch: Array, output: Array) -> tuple[Array, Array, Array]:
    """Throughput, TTFT and ITL with what was measured: corrected near it, replaced at the very load.

    ITL follows from the other two where a measurement counts: concurrency x output / throughput = TTFT + the gaps.
    """
    rate = np.where(np.isnan(anchors.rate), speed.output_tokens_per_s * np.exp(anchors.throughput), anchors.rate)
    ttft = np.where(np.isnan(anchors.ttft_s), speed.ttft_s * np.exp(anchors.ttft), anchors.ttft_s)
    whole = batch * output / rate
    gaps = np.maximum(whole - ttft, 0.05 * whole) / np.maximum(output - 1, 1.0)
    return rate, ttft, np.asarray(np.where(anchors.share > 0, gaps, speed.itl_s))


def _errors(grid: Grid, anchors: Anchors, best: NDArray[np.intp]) -> dict[str, Array]:
    """Logarithms of the band at the design load: held-out errors, narrowed by what was measured near or there."""
    rows = np.arange(len(best))
    c = grid.rig.constants
    narrow = 1.0 - ANCHORED_BAND * anchors.share[rows, best]
    rate, low, high = (values[rows, best] for values in (anchors.rate, anchors.rate_low, anchors.rate_high))
    known = ~np.isnan(rate)
    return {
        "error_low": np.where(known, np.log(low / rate * (1 - MEASURED_SPREAD)), c["log_error_low"] * narrow),
        "error_high": np.where(known, np.log(high / rate * (1 + MEASURED_SPREAD)), c["log_error_high"] * narrow),
        "ttft_error_low": c["ttft_log_error_low"] * narrow,
        "ttft_error_high": c["ttft_log_error_high"] * narrow,
    }


def _within(load: Workload, ttft_p95_s: Array, itl_s: Array, output: Array) -> NDArray[np.bool_]:
    """Which operating points keep the SLO."""
    within = np.ones(ttft_p95_s.shape, dtype=bool)
    if load.ttft_p95_ms is not None:
        within &= ttft_p95_s * 1e3 <= load.ttft_p95_ms
    if load.itl_ms is not None:
        within &= itl_s * 1e3 <= load.itl_ms
    if load.total_s is not None:
        within &= ttft_p95_s + (output - 1) * itl_s <= load.total_s
    return within


def serving_replicas(peak_requests_per_s: Array | float, capacity: Array) -> Array:
    """Whole replicas that carry the peak; at least one."""
    return np.maximum(np.ceil(peak_requests_per_s / capacity - 1e-9), 1.0)


def mean_autoscaled_replicas(
    peak_requests_per_s: Array | float, capacity: Array, *, peak_factor: float, minimum: float = 1.0
) -> Array:
    """Mean replicas over the active hours when they follow the load in whole steps.

    The load-duration curve is ``peak * u ** (peak_factor - 1)`` for u in (0, 1), whose mean is peak / peak_factor.
    """
    level = LOAD_LEVELS ** (peak_factor - 1.0)
    need = np.asarray(peak_requests_per_s / capacity)
    return np.asarray(np.maximum(np.ceil(need[..., None] * level - 1e-9), minimum).mean(axis=-1))


def paid_gpus(replicas: Array, gpu_count: Array, unit: Array) -> Array:
    """GPUs that must be paid for: replicas times their GPUs, in whole servers or instances of ``unit`` GPUs."""
    return np.asarray(np.ceil(replicas * gpu_count / unit - 1e-9) * unit)
