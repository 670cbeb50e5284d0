"""The list of OpenRouter: what this router takes for a model, in US dollars per token, written as text.

https://openrouter.ai/api/v1/models (documented at https://openrouter.ai/docs/models). A router's price is the router's
own and never a vendor's; the statements are about offers of the provider ``openrouter`` alone. The list may not be
republished: what is accepted stays on the user's machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.reading import cleaned, day_of, number_of
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.sources.token_prices import PER_TOKEN, offer_statement, price_cell, priced

FAMILY: Final = "openrouter-models"
PROVIDER: Final = "openrouter"
FREE: Final = ":free"
_PRICES: Final = {
    "prompt": "input_usd_per_mtok",
    "input_cache_read": "cached_input_usd_per_mtok",
    "input_cache_write": "cache_write_usd_per_mtok",
    "completion": "output_usd_per_mtok",
}


def _looks_like(value: Any) -> bool:
    data = value.get("data") if isinstance(value, dict) else None
    return isinstance(data, list) and any(isinstance(part, dict) and "pricing" in part for part in data[:50])


def _read(value: Any, catalog: Catalog, _day: date) -> SourceReading:
    entries = [part for part in value["data"] if isinstance(part, dict) and cleaned(part.get("id"))]
    statements: list[Statement] = []
    unmapped: list[Unmapped] = []
    refused: list[str] = []
    for entry in entries:
        key = cleaned(entry["id"])
        cells = _cells(entry, refused, key)
        if key.endswith(FREE) or not priced(cells):
            continue
        statement, lost = offer_statement(
            catalog,
            cells,
            scheme="openrouter",
            key=key,
            model_key=key,
            host=PROVIDER,
            provider_id=PROVIDER,
            zone="unspecified",
        )
        statements.append(statement)
        if lost is not None:
            unmapped.append(lost)
    return SourceReading(tuple(statements), tuple(unmapped), tuple(refused), len(entries))


def _cells(entry: Mapping[str, Any], refused: list[str], place: str) -> dict[str, str]:
    pricing = entry.get("pricing")
    if not isinstance(pricing, dict):
        return {}
    cells: dict[str, str] = {}
    for name, column in _PRICES.items():
        number = number_of(pricing.get(name))
        cells[column] = price_cell(None if number is None else number * PER_TOKEN, refused, f"{place} {name}")
    ends = day_of(entry.get("expiration_date"))
    cells["retires_on"] = "" if ends is None else ends.isoformat()
    return {column: cell for column, cell in cells.items() if cell}


SOURCE: Final = RefreshSource(
    name="openrouter",
    title="OpenRouter models list",
    family=FAMILY,
    form="json",
    files=("openrouter-models*.json", "openrouter*.json", "models.json"),
    address="https://openrouter.ai/api/v1/models",
    licence="none stated; read on the user's own machine",
    attribution="OpenRouter",
    link="https://openrouter.ai/models",
    kind="aggregator",
    looks_like=_looks_like,
    read=_read,
    copied_by=("genai-prices", "modelsdev"),
)
