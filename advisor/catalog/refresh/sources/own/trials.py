"""Speeds that the user's own trials measured at providers: medians per model and provider, of whole runs alone.

The file is what ``services.refresh.own_files`` writes: one entry per run. Fewer than ``LEAST`` runs say too little;
runs older than ``RECENT`` say how fast the provider was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import identify
from advisor.catalog.refresh.reading import cleaned, count_of, day_of, number_of
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.api_speeds import MOST_MS, MOST_TOKENS_PER_S
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.sources.token_prices import plain

ENTRIES: Final = "trials"
LEAST: Final = 5
"""Runs at least: the median of fewer moves with each (own judgement)."""
RECENT: Final = timedelta(days=90)
"""As old as a price may be: providers change hardware and load in such times (own judgement)."""
_NOTE: Final = "Your own trials; the time to the first token counts connection and queue."


def _looks_like(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get(ENTRIES), list)


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    runs: defaultdict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    unmapped: dict[str, Unmapped] = {}
    entries = [entry for entry in value[ENTRIES] if isinstance(entry, dict)]
    for entry in entries:
        provider, name = cleaned(entry.get("provider_id")), cleaned(entry.get("model"))
        model_id = cleaned(entry.get("catalog_model_id"))
        if model_id not in catalog.model:
            named = identify(catalog, name, scheme="litellm", provider=provider or None)
            model_id = (named.model_id or "") if named.plain else ""
        measured = day_of(entry.get("measured_on"))
        if not model_id:
            unmapped.setdefault(name, Unmapped(name, "model"))
        elif provider in catalog.provider and measured is not None and day - RECENT <= measured <= day:
            runs[model_id, provider].append(entry)
    statements = [
        statement
        for (model_id, provider), of_pair in runs.items()
        if (statement := _statement(model_id, provider, of_pair)) is not None
    ]
    return SourceReading(tuple(statements), tuple(unmapped.values()), (), len(entries))


def _statement(model_id: str, provider: str, runs: Sequence[Mapping[str, Any]]) -> Statement | None:
    first = _figures(runs, "ttft_ms", MOST_MS)
    rates = _figures(runs, "output_tokens_per_s", MOST_TOKENS_PER_S)
    if len(first) < LEAST or len(rates) < LEAST:
        return None
    days = [day for run in runs if (day := day_of(run.get("measured_on")))]
    cells = {
        "ttft_ms_p50": plain(Decimal(median(first))),
        "output_tokens_per_s_p50": plain(Decimal(median(rates))),
        "measured_from": min(days).isoformat(),
        "measured_to": max(days).isoformat(),
        "requests": str(len(first)),
        "note": _NOTE,
    }
    for column in ("prompt_tokens", "output_tokens"):
        if counts := [count for run in runs if (count := count_of(run.get(column)))]:
            cells[column] = str(int(median(counts)))
    match = {"model_id": model_id, "provider_id": provider, "via": "direct", "statistic": "median"}
    return Statement("api_speeds", cells, f"{provider}/{model_id}", match)


def _figures(runs: Sequence[Mapping[str, Any]], column: str, most: int) -> list[Decimal]:
    numbers = (number_of(run.get(column)) for run in runs)
    return [number for number in numbers if number is not None and 0 < number <= most]


SOURCE: Final = RefreshSource(
    name="own-trials",
    title="Speeds that your own trials measured",
    family="own-trials",
    form="json",
    files=("own-trials*.json",),
    address="",
    licence="your own",
    attribution="your own trials",
    link="docs/playground.md",
    kind="own",
    looks_like=_looks_like,
    read=_read,
)
