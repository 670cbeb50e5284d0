"""The table of LiteLLM: one entry per name under which its router calls a model, prices in US dollars per token.

https://github.com/BerriAI/litellm, file ``model_prices_and_context_window.json``. Prices of the tiers ``priority`` and
``flex`` stand beside the plain ones, those of batches and of long inputs too; ``deprecation_date`` is when the provider
ends the version.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import provider_names, zone_of_key
from advisor.catalog.refresh.reading import cleaned, day_of, number_of
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.sources.token_prices import PER_TOKEN, offer_statement, price_cell, priced

FAMILY: Final = "litellm"
NO_MODELS: Final = frozenset({"sample_spec", "fallback_generalizations"})
_KINDS: Final = frozenset({"chat", "completion", "embedding", "responses", "rerank"})
_TIERS: Final = {"standard": "", "priority": "_priority", "flex": "_flex"}
_FIELDS: Final = {
    "input_cost_per_token{tier}": "input_usd_per_mtok",
    "cache_read_input_token_cost{tier}": "cached_input_usd_per_mtok",
    "cache_creation_input_token_cost{tier}": "cache_write_usd_per_mtok",
    "output_cost_per_token{tier}": "output_usd_per_mtok",
}
_BATCH: Final = {
    "input_cost_per_token_batches": "batch_input_usd_per_mtok",
    "output_cost_per_token_batches": "batch_output_usd_per_mtok",
}
_AZURE_ZONES: Final = frozenset({"eu", "us", "global"})
_LONG: Final = re.compile(r"^(input|output)_cost_per_token_above_(\d+)k_tokens(_priority|_flex)?$")


def _looks_like(value: Any) -> bool:
    return isinstance(value, dict) and any(
        isinstance(part, dict) and "litellm_provider" in part for part in list(value.values())[:50]
    )


def _read(value: Any, catalog: Catalog, _day: date) -> SourceReading:
    entries = {cleaned(key): entry for key, entry in value.items() if isinstance(entry, dict) and key not in NO_MODELS}
    names = {key: cleaned(entry.get("litellm_provider")) for key, entry in entries.items()}
    providers = provider_names(catalog, FAMILY, names)
    statements: list[Statement] = []
    unmapped: list[Unmapped] = []
    refused: list[str] = []
    for key, entry in entries.items():
        if not key or entry.get("mode") not in _KINDS:
            continue
        for tier, cells in _prices(entry, refused, key):
            statement, lost = offer_statement(
                catalog,
                cells | _end(entry),
                scheme=FAMILY,
                key=key,
                model_key=key,
                host=names[key],
                provider_id=providers.get(names[key]),
                zone=_zone(key, names[key]),
                tier=tier,
            )
            statements.append(statement)
            if lost is not None and tier == "standard":
                unmapped.append(lost)
    return SourceReading(tuple(statements), tuple(unmapped), tuple(refused), len(entries))


def _prices(entry: Mapping[str, Any], refused: list[str], place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The prices of each tier that the entry has."""
    for tier, ending in _TIERS.items():
        named = {name.format(tier=ending): column for name, column in _FIELDS.items()}
        if tier == "standard":
            named |= _BATCH
        cells = {column: _price(entry.get(name), refused, f"{place} {name}") for name, column in named.items()}
        cells |= _long(entry, ending, refused, place)
        cells = {column: cell for column, cell in cells.items() if cell}
        if priced(cells):
            yield tier, cells


def _long(entry: Mapping[str, Any], ending: str, refused: list[str], place: str) -> dict[str, str]:
    """Prices above the lowest number of input tokens that has some of its own."""
    found = [(int(m[2]), m[1], name) for name in entry if (m := _LONG.match(name)) and (m[3] or "") == ending]
    if not found:
        return {}
    least = min(found)[0]
    cells = {f"long_{way}_usd_per_mtok": _price(entry[name], refused, place) for at, way, name in found if at == least}
    return cells | {"long_context_above_tokens": str(least * 1000)}


def _price(value: Any, refused: list[str], place: str) -> str:
    number = number_of(value)
    return price_cell(None if number is None else number * PER_TOKEN, refused, place)


def _end(entry: Mapping[str, Any]) -> dict[str, str]:
    day = day_of(entry.get("deprecation_date"))
    return {} if day is None else {"retires_on": day.isoformat()}


def _zone(key: str, provider: str) -> str:
    """The zone that a key names: by prefix of the model on Bedrock, by region or zone in the path elsewhere."""
    if provider.startswith("bedrock"):
        return zone_of_key(key)
    parts = key.split("/")
    if provider == "azure" and parts[1] in _AZURE_ZONES:
        return parts[1]
    return "global" if provider == "azure" else "unspecified"


SOURCE: Final = RefreshSource(
    name="litellm",
    title="LiteLLM model prices and context window table",
    family=FAMILY,
    form="json",
    files=("litellm*.json", "model_prices_and_context_window*.json"),
    address="https://raw.githubusercontent.com/BerriAI/litellm/main/model_prices_and_context_window.json",
    licence="MIT",
    attribution="BerriAI and contributors",
    link="https://github.com/BerriAI/litellm",
    kind="aggregator",
    looks_like=_looks_like,
    read=_read,
)
