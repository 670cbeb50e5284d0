"""Speeds of hosted models: medians of a router's real traffic, one entry per model, as its daily copies have them.

https://github.com/pickmiu/llm-market-data, folder ``data/openrouter/performance``, one file per day: a list of entries,
or an object that holds it. Each median is that of the best host on that measure. OpenRouter's figures may not be
republished as a table: what is accepted stays on the user's machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import identify
from advisor.catalog.refresh.reading import cleaned, count_of, number_of
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.sources.token_prices import plain

FAMILY: Final = "openrouter-performance"
_NOTE: Final = "Median of real traffic at the best host, on each measure apart; prompt mix unknown."
MOST_MS: Final = 600_000
MOST_TOKENS_PER_S: Final = 20_000


def _entries(value: Any) -> list[Mapping[str, Any]]:
    if isinstance(value, dict):
        value = next((part for part in value.values() if isinstance(part, list) and part), [])
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _looks_like(value: Any) -> bool:
    return any("p50_latency" in entry and "p50_throughput" in entry for entry in _entries(value)[:50])


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    statements: list[Statement] = []
    unmapped: list[Unmapped] = []
    refused: list[str] = []
    entries = _entries(value)
    for entry in entries:
        key = cleaned(entry.get("id"))
        latency, rate = number_of(entry.get("p50_latency")), number_of(entry.get("p50_throughput"))
        if not key or latency is None or rate is None:
            continue
        if not 0 < latency <= MOST_MS or not 0 < rate <= MOST_TOKENS_PER_S:
            refused.append(f"{key}: {latency:.3g} ms or {rate:.3g} tokens per second cannot be")
            continue
        named = identify(catalog, key, scheme="openrouter")
        if not named.plain or named.model_id is None:
            unmapped.append(Unmapped(key, "model", named.near[:3]))
            continue
        cells = {"ttft_ms_p50": plain(latency), "output_tokens_per_s_p50": plain(rate), "note": _NOTE}
        if requests := count_of(entry.get("request_count")):
            cells["requests"] = str(requests)
        cells |= {"measured_from": day.isoformat(), "measured_to": day.isoformat()}
        match = {"model_id": named.model_id, "provider_id": "", "via": "router", "statistic": "best_host"}
        statements.append(Statement("api_speeds", cells, key, match))
    return SourceReading(tuple(statements), tuple(unmapped), tuple(refused), len(entries))


SOURCE: Final = RefreshSource(
    name="api-speeds",
    title="OpenRouter performance ranking, daily copy",
    family=FAMILY,
    form="json",
    files=("api-speeds*.json", "performance*.json", "openrouter-performance*.json"),
    address="",
    licence="MIT (copy); figures published by OpenRouter: read on the user's own machine",
    attribution="OpenRouter; pickmiu",
    link="https://github.com/pickmiu/llm-market-data",
    kind="aggregator",
    looks_like=_looks_like,
    read=_read,
)
