"""How fast a hosted model answers: what was measured of it, else what is known of its class.

A speed is log-normal: a median with a standard deviation of its logarithm. What was measured at the very provider
counts by its age: a figure older than a month is a weak signal and shares its weight with the class prior. A figure of
the best host says something about the model, so that the usual distance of a given host to the best one is added. What
nobody measured is the prior of the class, times that distance: at a vendor's own endpoint the one that was measured at
such endpoints, whatever the weights; elsewhere that of other hosts, drawn towards it as long as few models stand behind
it. Source of all of it: ``api_speed_priors.csv``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model, Offer
from advisor.catalog.tables.schema_facts import OPEN_LARGE_FROM_B, ApiSpeed
from advisor.units import Basis

OLD_DAYS: Final = 31
"""A figure older than a month: ten of a hundred models changed by a factor of 2 within twelve days."""
FAST_CHIPS: Final = frozenset({"groq", "cerebras", "sambanova"})
"""Providers that serve on inference chips of their own, by their own statements."""
HOST_FACTOR: Final = {"ttft_ms": "host_ttft_factor", "output_tokens_per_s": "host_tokens_per_s_factor"}


@dataclass(frozen=True, slots=True)
class LogNormal:
    """A positive quantity by its median and the standard deviation of its logarithm."""

    median: float
    sigma: float

    def times(self, other: LogNormal) -> LogNormal:
        """The product of two independent ones."""
        return LogNormal(self.median * other.median, math.hypot(self.sigma, other.sigma))

    def drawn_to(self, other: LogNormal, weight: float) -> LogNormal:
        """Drawn by ``weight`` (0 to 1) towards another, in logarithms, and wider as far as the two are apart."""
        apart, kept = math.log(other.median / self.median), 1.0 - weight
        spread = kept * self.sigma**2 + weight * other.sigma**2 + kept * weight * apart**2
        return LogNormal(self.median * math.exp(weight * apart), math.sqrt(spread))

    def blended(self, other: LogNormal) -> LogNormal:
        """Half of each, in logarithms: neither is trusted alone."""
        return self.drawn_to(other, 0.5)


@dataclass(frozen=True, slots=True)
class ApiSpeedColumns:
    """Of n offers: median of the time to first token (ms) and of tokens per second, their sigmas, and the bases.

    NaN where a model generates no text, or where the catalog has no priors.
    """

    ttft_ms: Floats
    ttft_sigma: Floats
    tokens_per_s: Floats
    tokens_sigma: Floats
    bases: tuple[Basis, ...]


def api_speeds(offers: Sequence[Offer], catalog: Catalog, as_of: date | None = None) -> ApiSpeedColumns:
    """Speeds of offers on ``as_of`` (the catalog's own date by default)."""
    known = _known(catalog, as_of or catalog.dated)
    found = [known[offer.model_id, offer.provider_id] for offer in offers]
    ttft, ttft_sigma, rate, rate_sigma = (
        np.array([getattr(one[which], part) if one else np.nan for one in found], dtype=np.float64)
        for which in (0, 1)
        for part in ("median", "sigma")
    )
    return ApiSpeedColumns(ttft, ttft_sigma, rate, rate_sigma, tuple(one[2] if one else "unknown" for one in found))


_Speeds = tuple[LogNormal, LogNormal, Basis]


@derived
def _known(catalog: Catalog, as_of: date) -> Mapping[tuple[str, str], _Speeds | None]:
    """The speeds of every model at every provider that offers it: no answer changes them."""
    book = _Book(catalog, as_of)
    pairs = sorted({(offer.model_id, offer.provider_id) for offer in catalog.offers})
    return {
        (model_id, provider_id): book.of(catalog.model[model_id], provider_id)
        for model_id, provider_id in pairs
        if model_id in catalog.model
    }


class _Book:
    """Priors and measurements by what they are about."""

    def __init__(self, catalog: Catalog, as_of: date) -> None:
        self._as_of = as_of
        self._prior: dict[tuple[str, str], LogNormal] = {
            (row.class_id, row.quantity): LogNormal(row.median, row.sigma_log) for row in catalog.api_speed_priors
        }
        self._models: dict[tuple[str, str], int] = {
            (row.class_id, row.quantity): row.models for row in catalog.api_speed_priors
        }
        self._weight = catalog.judgement.get("host-prior-models", 0.0)
        self._class = {row.model_id: row.class_id for row in catalog.api_speed_classes}
        self._measured: dict[tuple[str, str | None], ApiSpeed] = {}
        for row in sorted(catalog.api_speeds, key=lambda row: row.measured_to):
            if row.statistic != "vendor_claim":
                self._measured[row.model_id, row.provider_id] = row

    def of(self, model: Model, provider_id: str) -> _Speeds | None:
        if not self._prior or model.kind not in LANGUAGE_KINDS:
            return None
        at = self._measured.get((model.model_id, provider_id))
        ttft = self._speed(model, provider_id, "ttft_ms", "ttft_ms_p50")
        rate = self._speed(model, provider_id, "output_tokens_per_s", "output_tokens_per_s_p50")
        return ttft, rate, "measured" if at is not None and at.ttft_ms_p50 is not None else "estimated"

    def _speed(self, model: Model, provider_id: str, quantity: str, column: str) -> LogNormal:
        """One quantity of one model at one provider."""
        prior, drift = self._by_class(model, provider_id, quantity), self._prior["all", "drift_factor"].sigma
        at, anywhere = (self._measured.get((model.model_id, where)) for where in (provider_id, None))
        here, best = (getattr(row, column) if row else None for row in (at, anywhere))
        if here is not None and at is not None:
            return self._aged(LogNormal(here, drift), prior, at)
        if best is not None and anywhere is not None:
            seen = LogNormal(best, drift)
            if anywhere.statistic == "best_host":
                seen = seen.times(self._host(model, provider_id, quantity))
            return self._aged(seen, prior, anywhere)
        return prior

    def _aged(self, seen: LogNormal, prior: LogNormal, row: ApiSpeed) -> LogNormal:
        old = (self._as_of - row.measured_to).days > OLD_DAYS
        return seen.blended(prior) if old else seen

    def _by_class(self, model: Model, provider_id: str, quantity: str) -> LogNormal:
        if provider_id in FAST_CHIPS:
            return self._prior["fast_chip", quantity]
        return self._prior[self._class_of(model), quantity].times(self._host(model, provider_id, quantity))

    def _host(self, model: Model, provider_id: str, quantity: str) -> LogNormal:
        """What this host does against the best one."""
        own = self._prior["closed", HOST_FACTOR[quantity]]
        if model.openness != "open_weights" or own_endpoint(model, provider_id):
            return own
        key = ("open", HOST_FACTOR[quantity])
        return self._prior[key].drawn_to(own, self._weight / (self._weight + self._models[key]))

    def _class_of(self, model: Model) -> str:
        if model.openness == "open_weights":
            return "open_large" if (model.total_params_b or 0) >= OPEN_LARGE_FROM_B else "open_small"
        return self._class.get(model.model_id, "closed_medium")


def own_endpoint(model: Model, provider_id: str) -> bool:
    """Whether a provider is the model's own vendor: its id is the vendor's, or begins with it."""
    return provider_id == model.vendor or provider_id.startswith(f"{model.vendor}-")


def tail_factor(catalog: Catalog) -> float:
    """What the slow end of the time to first token is against its median (1 where nothing is known)."""
    rows = (row.median for row in catalog.api_speed_priors if row.quantity == "ttft_p90_factor")
    return next(rows, 1.0)


def prompt_ms_per_token(catalog: Catalog) -> float:
    """Milliseconds that each further prompt token adds to the first token (0 where nothing is known)."""
    rows = (row.median for row in catalog.api_speed_priors if row.quantity == "ttft_ms_per_1k_prompt_tokens")
    return next(rows, 0.0) / 1_000
