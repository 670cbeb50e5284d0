"""Latency columns: of self-hosting at its design load, of APIs where somebody measured them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Z_90, Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer
from advisor.hosting.costs.case import Case
from advisor.hosting.costs.replicas import serving_replicas
from advisor.hosting.planning.capacity import TTFT_P95_FACTOR
from advisor.hosting.planning.self_hosted import Candidates
from advisor.hosting.prices.token_prices import OfferTable
from advisor.hosting.speed.api_speeds import api_speeds, prompt_ms_per_token, tail_factor
from advisor.hosting.speed.thinking_tokens import ALWAYS, SIGMA, before_first_word, factors
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
    spared = ~_streams_thoughts(chosen, speeds.bases, catalog)
    thought = np.where(spared, 0.0, _thought([catalog.model[offer.model_id] for offer in chosen], case, catalog))
    widths = (speeds.ttft_sigma, speeds.tokens_sigma, np.maximum(speeds.ttft_sigma, speeds.tokens_sigma))
    columns = {
        name: (_band(middle, sigma), speeds.bases)
        for name, middle, sigma in zip(NAMES, (first, gap, whole), widths, strict=False)
    }
    columns["ttft_ms"] = (columns["ttft_ms"][0] + _thinking(thought, columns["itl_ms"][0]), speeds.bases)
    nothing: Basis = "unknown"
    return columns | {"output_tokens_per_s": (np.full((len(rows), 3), np.nan), (nothing,) * len(rows))}


def _band(median: Floats, sigma: Floats) -> Floats:
    """(n, 3) the median and the 5th and 95th percentile of a log-normal quantity."""
    return np.stack([median, median * np.exp(-Z_90 * sigma), median * np.exp(Z_90 * sigma)], axis=1)


def _streams_thoughts(offers: Sequence[Offer], bases: Sequence[Basis], catalog: Catalog) -> NDArray[np.bool_]:
    """Where a wait is that for the first token, thought or not: of open weights that nobody measured there.

    What was measured at a provider holds the thoughts, and so do the priors of closed models, which hide theirs.
    """
    return np.array(
        [
            catalog.model[offer.model_id].openness == "open_weights" and basis != "measured"
            for offer, basis in zip(offers, bases, strict=True)
        ],
        dtype=bool,
    )


def _thought(models: Sequence[Model], case: Case, catalog: Catalog) -> Floats:
    """Tokens that are thought before the first word of an answer; shape (n,)."""
    return np.asarray(max(case.load.output_tokens, 1.0) * before_first_word(models, catalog, case.assume))


def _thinking(tokens: Floats, gap: Floats) -> Floats:
    """The wait (n, 3) while ``tokens`` (n,) are thought, each a gap (n, 3) apart: as wide as both are uncertain."""
    spread = np.exp(Z_90 * SIGMA[ALWAYS])
    return np.asarray(np.where(tokens[:, None] > 0, tokens[:, None] * gap * np.array([1.0, 1 / spread, spread]), 0.0))


def self_hosted_latency(candidates: Candidates, case: Case, catalog: Catalog) -> LatencyColumns:
    """TTFT (95th percentile), ITL, end-to-end seconds and throughput at the peak, with their bands.

    The first token is that of the answer: what is thought before it, and cannot be left out, is waited for as well.
    """
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
    gap = np.stack([itl, itl / high, itl / low], axis=1) * 1e3
    thought = _thought([catalog.model[one.model_id] for one in candidates.alternatives], case, catalog)
    first = np.stack([ttft, ttft * tlow, ttft * thigh], axis=1) * 1e3 + _thinking(thought, gap)
    return {
        "ttft_ms": (first, basis),
        "itl_ms": (gap, basis),
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
