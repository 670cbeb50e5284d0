"""Rents of GPUs: one entry per provider, GPU and tier, in US dollars per GPU and hour, with the day each was read.

https://github.com/tardellirs/gpu-pricing, file ``src/data/offerings.json``; its schema says what each field holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from advisor.catalog.audit.check_prices import GPU_HOUR
from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import gpu_named
from advisor.catalog.refresh.reading import cleaned, day_of, number_of
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.sources.token_prices import plain

FAMILY: Final = "gpu-pricing"
_MARKET: Final = frozenset({"marketplace", "community"})
_MARKET_NOTE: Final = "marketplace price of the day, not a list price"


def _looks_like(value: Any) -> bool:
    return isinstance(value, list) and any(
        isinstance(part, dict) and {"price_usd_hour", "gpu_model"} <= set(part) for part in value[:50]
    )


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    entries = [part for part in value if isinstance(part, dict) and cleaned(part.get("id"))]
    statements: list[Statement] = []
    unmapped: list[Unmapped] = []
    refused: list[str] = []
    for entry in entries:
        key, price = cleaned(entry["id"]), number_of(entry.get("price_usd_hour"))
        low, high = (Decimal(str(bound)) for bound in GPU_HOUR)
        if price is None or not low <= price <= high:
            refused.append(f"{key}: {price if price is None else f'{price:.3g}'} USD per GPU and hour is no rent")
            continue
        statement = _statement(catalog, entry, key, plain(price), day)
        statements.append(statement)
        if not statement.whole and "gpu_id" not in statement.match:
            unmapped.append(Unmapped(cleaned(entry.get("gpu_model")), "gpu"))
    return SourceReading(tuple(statements), tuple(unmapped), tuple(refused), len(entries))


def _statement(catalog: Catalog, entry: Mapping[str, Any], key: str, price: str, day: date) -> Statement:
    seen = day_of(entry.get("collected_at"))
    cells = {"usd_per_gpu_hour": price, "priced_on": (min(seen, day) if seen else day).isoformat()}
    provider, gpu = cleaned(entry.get("provider_id")), _gpu(catalog, entry)
    commitment = "spot" if entry.get("is_spot") is True else "on_demand"
    match = {"provider_id": provider, "commitment": commitment}
    if gpu is not None:
        match["gpu_id"] = gpu
    whole = gpu is not None and provider in catalog.provider
    if whole:
        tier = cleaned(entry.get("tier"))
        market = {"note": _MARKET_NOTE, "price_kind": tier} if tier in _MARKET else {}
        match |= {"instance": key, "gpu_count": "1", "offer_id": f"{provider}/{key}/{commitment}"} | market
    return Statement("gpu_offers", cells, key, match, whole=whole)


def _gpu(catalog: Catalog, entry: Mapping[str, Any]) -> str | None:
    model, link = cleaned(entry.get("gpu_model")), cleaned(entry.get("interconnect"))
    memory = number_of(entry.get("vram_gb"))
    size = "" if memory is None else f"{plain(memory)}gb"
    return gpu_named(catalog, (f"{model} {link} {size}", f"{model} {link}", f"{model} {size}", model))


SOURCE: Final = RefreshSource(
    name="gpu-rents",
    title="GPU pricing offerings read from vendors' pages",
    family=FAMILY,
    form="json",
    files=("gpu-rents*.json", "gpu-pricing*.json", "offerings.json"),
    address="https://raw.githubusercontent.com/tardellirs/gpu-pricing/main/src/data/offerings.json",
    licence="none stated; single facts cited",
    attribution="tardellirs",
    link="https://github.com/tardellirs/gpu-pricing",
    kind="aggregator",
    looks_like=_looks_like,
    read=_read,
)
