"""Replicas: what one replica carries within the SLO, and how many are needed over the day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats, Index
from advisor.hosting.memory.memory import MEAN_ANSWER_HELD
from advisor.hosting.planning.gpu_configurations import GpuConfigurations
from advisor.hosting.speed.constants import ANCHORED_BAND, MEASURED_SPREAD
from advisor.hosting.speed.roofline import Speed, serve
from advisor.hosting.workload import Workload

QUEUEING_MARGIN = 0.8
"""Share of a replica's steady throughput that planning uses, so that arrivals in bursts don't queue (Little's law)."""

TTFT_P95_FACTOR = 1.5
"""The 95th percentile of TTFT over its mean below saturation; a stated assumption (docs/hosting.md)."""

CONCURRENCIES = np.array([1.0, 4, 8, 16, 32, 64, 128, 256])


@dataclass(frozen=True, slots=True)
class MeasuredCorrections:
    """What measurements say of some rows of a grid at each planned concurrency; arrays (concurrencies, k).

    ``at`` (k,) are the rows, in order; nothing was measured near the others. ``throughput`` and ``ttft`` are logarithms
    that correct the estimate, ``share`` (0 to 1) how far measurements count. ``rate`` (output tokens/s, with its range)
    and ``ttft_s`` stand where this very load was measured, else nan.
    """

    at: Index
    throughput: Floats
    ttft: Floats
    share: Floats
    rate: Floats
    rate_low: Floats
    rate_high: Floats
    ttft_s: Floats

    def among(self, chosen: Index, rows: int) -> MeasuredCorrections:
        """The same of chosen ones of the ``rows`` rows, numbered as they are chosen."""
        position = np.full(rows, -1, dtype=np.intp)
        position[chosen] = np.arange(len(chosen))
        at = position[self.at]
        known = np.flatnonzero(at >= 0)
        return MeasuredCorrections(at[known], *(getattr(self, name)[:, known] for name in self.__slots__[1:]))


@dataclass(frozen=True, slots=True)
class Capacity:
    """Per grid row: what one replica carries. Arrays of shape (n,), or (concurrencies, n) for the curves.

    ``capacity`` is the requests per second that planning counts on.
    """

    concurrency: Floats
    requests_per_s: Floats
    ttft_s: Floats
    itl_s: Floats
    measured: NDArray[np.bool_]
    best: Index
    capacity: Floats
    max_concurrency: Floats
    meets_slo: NDArray[np.bool_]
    output_tokens: Floats
    error_low: Floats
    error_high: Floats
    ttft_error_low: Floats
    ttft_error_high: Floats

    @property
    def design_concurrency(self) -> Floats:
        """Requests in flight per replica at its capacity; shape (n,)."""
        return np.asarray(self.concurrency[self.best, np.arange(len(self.best))])

    def take(self, rows: Index) -> Capacity:
        """Some of the rows."""
        return Capacity(*(getattr(self, name).take(rows, axis=-1) for name in self.__slots__))


def generated_tokens(load: Workload, thinking: Floats) -> Floats:
    """Tokens generated per answer, thought and visible; ``thinking``: thought per visible one, shape (n,)."""
    return np.asarray(max(load.output_tokens, 1.0) * (1.0 + thinking))


def capacity_of(grid: GpuConfigurations, load: Workload, generated: Floats, anchors: MeasuredCorrections) -> Capacity:
    """What one replica of every grid row carries; ``generated``: tokens per answer, shape (n,)."""
    fresh = max(load.input_tokens - load.cached_input_tokens, 1.0)
    each = grid.held_bytes(np.maximum(load.input_tokens + MEAN_ANSWER_HELD * generated, 64.0))
    most = np.maximum(np.floor(grid.cache_room_bytes / each), 1.0)
    batch = np.minimum(CONCURRENCIES[:, None], most)
    speed = serve(
        grid.terms,
        batch,
        input_tokens=np.asarray(fresh),
        output_tokens=generated,
        cache_bytes=grid.cache_bytes(load.input_tokens + generated / 2),
    )
    _anchor(speed, anchors, batch, generated)
    rate = speed.output_tokens_per_s / generated
    best, meets = _best(rate, _within(load, speed, generated))
    measured = np.zeros(batch.shape, dtype=bool)
    measured[:, anchors.at] = ~np.isnan(anchors.rate)
    return Capacity(
        concurrency=batch,
        requests_per_s=rate,
        ttft_s=speed.ttft_s,
        itl_s=speed.itl_s,
        measured=measured,
        best=best,
        capacity=rate[best, np.arange(len(best))] * QUEUEING_MARGIN,
        max_concurrency=most,
        meets_slo=meets,
        output_tokens=generated,
        **_errors(grid, anchors, best),
    )


def _anchor(speed: Speed, anchors: MeasuredCorrections, batch: Floats, output: Floats) -> None:
    """Put in what was measured: throughput, TTFT and ITL are corrected near it and replaced at the very load.

    Gaps follow throughput, so that no correction of the wait for a prompt lands in them; where throughput and TTFT of
    this very load were measured, they are what is left: concurrency x output / throughput = TTFT + the gaps.
    """
    at, output = anchors.at, output[anchors.at]
    uncorrected = speed.output_tokens_per_s[:, at]
    rate = np.where(np.isnan(anchors.rate), uncorrected * np.exp(anchors.throughput), anchors.rate)
    ttft = np.where(np.isnan(anchors.ttft_s), speed.ttft_s[:, at] * np.exp(anchors.ttft), anchors.ttft_s)
    whole = batch[:, at] * output / rate
    left = np.maximum(whole - ttft, 0.05 * whole) / np.maximum(output - 1, 1.0)
    gaps = np.where(np.isnan(anchors.rate + anchors.ttft_s), speed.itl_s[:, at] * uncorrected / rate, left)
    speed.output_tokens_per_s[:, at], speed.ttft_s[:, at] = rate, ttft
    speed.itl_s[:, at] = np.where(anchors.share > 0, gaps, speed.itl_s[:, at])


def _best(rate: Floats, within: NDArray[np.bool_] | None) -> tuple[Index, NDArray[np.bool_]]:
    """The concurrency of the highest rate among those that keep the SLO, and which rows have one that does.

    Rows that have none take their highest rate; ``within`` None: all keep it.
    """
    if within is None:
        return _highest(rate), np.ones(rate.shape[1], dtype=bool)
    meets = np.asarray(within.any(axis=0))
    best = _highest(np.where(within, rate, -1.0))
    missed = np.flatnonzero(~meets)
    best[missed] = _highest(rate[:, missed])
    return best, meets


def _highest(values: Floats) -> Index:
    """Where each column is highest, the first of equal ones (``argmax`` along the first axis is much slower)."""
    best, top = np.zeros(values.shape[1], dtype=np.intp), values[0].copy()
    for number, row in enumerate(values[1:], 1):
        np.copyto(best, number, where=row > top)
        np.maximum(top, row, out=top)
    return best


def _errors(grid: GpuConfigurations, anchors: MeasuredCorrections, best: Index) -> dict[str, Floats]:
    """Logarithms of the band at the design load: held-out errors, narrowed by what was measured near or there."""
    at, picked = anchors.at, (best[anchors.at], np.arange(len(anchors.at)))
    narrow = np.ones(len(best))
    narrow[at] = 1.0 - ANCHORED_BAND * anchors.share[picked]
    rate, low, high = (values[picked] for values in (anchors.rate, anchors.rate_low, anchors.rate_high))
    error_low, error_high = grid.log_error_low * narrow, grid.log_error_high * narrow
    known = ~np.isnan(rate)
    error_low[at[known]] = np.log(low / rate * (1 - MEASURED_SPREAD))[known]
    error_high[at[known]] = np.log(high / rate * (1 + MEASURED_SPREAD))[known]
    return {
        "error_low": error_low,
        "error_high": error_high,
        "ttft_error_low": grid.ttft_log_error_low * narrow,
        "ttft_error_high": grid.ttft_log_error_high * narrow,
    }


def _within(load: Workload, speed: Speed, output: Floats) -> NDArray[np.bool_] | None:
    """Which operating points keep the SLO; None where there is none to keep."""
    ttft_p95_s = speed.ttft_s * TTFT_P95_FACTOR
    kept = []
    if load.ttft_p95_ms is not None:
        kept.append(ttft_p95_s * 1e3 <= load.ttft_p95_ms)
    if load.itl_ms is not None:
        kept.append(speed.itl_s * 1e3 <= load.itl_ms)
    if load.total_s is not None:
        kept.append(ttft_p95_s + (output - 1) * speed.itl_s <= load.total_s)
    return np.logical_and.reduce(kept) if kept else None
