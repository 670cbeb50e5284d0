"""The list of genai-prices: one entry per provider, US dollars per 10^6 tokens, some in steps or from a day on.

https://github.com/pydantic/genai-prices, file ``prices/new_data/v2/data.json``: the same list as the installed package,
which never updates itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from advisor.catalog.audit.reference_prices import PROVIDERS
from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import provider_names, zone_of_key
from advisor.catalog.refresh.reading import cleaned, count_of, day_of, number_of
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.sources.token_prices import offer_statement, price_cell, priced

FAMILY: Final = "genai-prices"
_COLUMNS: Final = {
    "input_mtok": "input_usd_per_mtok",
    "cache_read_mtok": "cached_input_usd_per_mtok",
    "cache_write_mtok": "cache_write_usd_per_mtok",
    "output_mtok": "output_usd_per_mtok",
}
_LONG: Final = {"input_mtok": "long_input_usd_per_mtok", "output_mtok": "long_output_usd_per_mtok"}
_ONE_TO_ONE: Final = {theirs: ours for ours, theirs in PROVIDERS.items() if list(PROVIDERS.values()).count(theirs) == 1}


def _looks_like(value: Any) -> bool:
    return isinstance(value, list) and any(
        isinstance(part, dict) and isinstance(part.get("models"), list) and "id" in part for part in value
    )


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    entries = list(_models(value))
    names = {f"{provider}:{model['id']}": provider for provider, model in entries if isinstance(model.get("id"), str)}
    providers = provider_names(catalog, FAMILY, names)
    statements: list[Statement] = []
    unmapped: list[Unmapped] = []
    refused: list[str] = []
    for provider, model in entries:
        model_key = cleaned(model.get("id"))
        cells = _cells(_prices_on(model.get("prices"), day), refused, f"{provider}:{model_key}")
        if not model_key or not priced(cells):
            continue
        statement, lost = offer_statement(
            catalog,
            cells,
            scheme=FAMILY,
            key=f"{provider}:{model_key}",
            other_keys=(f"{provider}/{model_key}",),
            model_key=model_key,
            host=provider,
            provider_id=providers.get(provider) or _ONE_TO_ONE.get(provider),
            zone=zone_of_key(model_key) if provider == "aws" else "unspecified",
        )
        statements.append(statement)
        if lost is not None and not model.get("deprecated"):
            unmapped.append(lost)
    return SourceReading(tuple(statements), tuple(unmapped), tuple(refused), len(entries))


def _models(value: Any) -> Any:
    for provider in value:
        if not isinstance(provider, dict) or not isinstance(provider.get("models"), list):
            continue
        for model in provider["models"]:
            if isinstance(model, dict):
                yield cleaned(provider.get("id")), model


def _prices_on(prices: Any, day: date) -> Mapping[str, Any]:
    """The prices in force on a day: the last whose start has come; those of an hour of the day are left out."""
    if isinstance(prices, dict):
        return prices
    found: Mapping[str, Any] = {}
    for part in prices if isinstance(prices, list) else ():
        if not isinstance(part, dict) or not isinstance(part.get("prices"), dict):
            continue
        constraint = part.get("constraint")
        start = day_of(constraint.get("start_date")) if isinstance(constraint, dict) else None
        if constraint is None or (start is not None and start <= day):
            found = part["prices"]
    return found


def _cells(prices: Mapping[str, Any], refused: list[str], place: str) -> dict[str, str]:
    cells: dict[str, str] = {}
    for name, column in _COLUMNS.items():
        value = prices.get(name)
        steps = value.get("tiers") if isinstance(value, dict) else None
        cells[column] = price_cell(number_of(value.get("base") if isinstance(value, dict) else value), refused, place)
        if isinstance(steps, list) and steps and isinstance(steps[0], dict) and name in _LONG:
            cells[_LONG[name]] = price_cell(number_of(steps[0].get("price")), refused, place)
            start = count_of(steps[0].get("start"))
            cells["long_context_above_tokens"] = "" if start is None else str(start)
    return {column: cell for column, cell in cells.items() if cell}


SOURCE: Final = RefreshSource(
    name="genai-prices",
    title="genai-prices",
    family=FAMILY,
    form="json",
    files=("genai-prices*.json", "genai_prices*.json", "data.json", "data_slim.json"),
    address="https://raw.githubusercontent.com/pydantic/genai-prices/refs/heads/main/prices/new_data/v2/data.json",
    licence="MIT",
    attribution="Pydantic Services Inc.",
    link="https://github.com/pydantic/genai-prices",
    kind="aggregator",
    looks_like=_looks_like,
    read=_read,
)
