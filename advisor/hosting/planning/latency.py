"""Latency columns: of self-hosting at its design load, of APIs where somebody measured them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Z_90, Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.hosting.costs.case import Case
from advisor.hosting.costs.replicas import serving_replicas
from advisor.hosting.planning.capacity import TTFT_P95_FACTOR
from advisor.hosting.planning.self_hosted import Candidates
from advisor.hosting.prices.token_prices import OfferTable
from advisor.hosting.speed.api_speeds import api_speeds, prompt_ms_per_token, tail_factor
from advisor.hosting.speed.thinking_tokens import factors
from advisor.units import Basis

LatencyColumns = dict[str, tuple[Floats, tuple[Basis, ...]]]
_BASES = np.array(["estimated", "measured"], dtype=object)
NAMES = ("ttft_ms", "itl_ms", "total_s", "output_tokens_per_s")


PROMPT_INCLUDED: Final = 10_000
"""Prompt tokens that the measured figures include: below, the wait for the first token hardly grows with them."""


def api_latency(offers: OfferTable, rows: Index, case: Case, catalog: Catalog) -> LatencyColumns:
    """Latency of API rows: measured where somebody did, else the prior of the model's class, both with their width."""
    chosen = [offers.offers[row] for row in rows.tolist()]
    speeds = api_speeds(chosen, catalog)
    thinking = factors(case.assume)[offers.thinks[rows]]
    tokens = np.maximum(case.load.output_tokens * (1 + thinking) - 1, 0)
    longer = max(case.load.input_tokens - PROMPT_INCLUDED, 0) * prompt_ms_per_token(catalog)
    first = speeds.ttft_ms * tail_factor(catalog) + longer
    gap = 1e3 / speeds.tokens_per_s
    whole = (speeds.ttft_ms + longer + tokens * gap) / 1e3
    widths = (speeds.ttft_sigma, speeds.tokens_sigma, np.maximum(speeds.ttft_sigma, speeds.tokens_sigma))
    columns = {
        name: (_band(middle, sigma), speeds.bases)
        for name, middle, sigma in zip(NAMES, (first, gap, whole), widths, strict=False)
    }
    nothing: Basis = "unknown"
    return columns | {"output_tokens_per_s": (np.full((len(rows), 3), np.nan), (nothing,) * len(rows))}


def _band(median: Floats, sigma: Floats) -> Floats:
    """(n, 3) the median and the 5th and 95th percentile of a log-normal quantity."""
    return np.stack([median, median * np.exp(-Z_90 * sigma), median * np.exp(Z_90 * sigma)], axis=1)


def self_hosted_latency(candidates: Candidates, case: Case) -> LatencyColumns:
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


def _operating_point(candidates: Candidates, requests_per_s: Floats) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    """Index of the smallest planned concurrency that carries the load of one replica."""
    carries = candidates.requests_per_s >= requests_per_s[:, None] - 1e-12
    return np.asarray(
        np.where(carries.any(axis=1), carries.argmax(axis=1), candidates.requests_per_s.argmax(axis=1)), dtype=np.intp
    )
