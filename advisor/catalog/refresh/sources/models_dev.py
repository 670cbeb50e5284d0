"""The list of models.dev: one entry per provider with its models: prices per 10^6 tokens, limits, dates, abilities.

https://models.dev/api.json (MIT). A host states the limits and modalities of its own service; facts of a model are
therefore taken only from the entry of its own vendor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import identify
from advisor.catalog.refresh.names import provider_names, zone_of_key
from advisor.catalog.refresh.reading import cleaned, count_of, day_of, number_of
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.new_models import proposed_model
from advisor.catalog.refresh.sources.source import RefreshSource
from advisor.catalog.refresh.sources.token_prices import is_snapshot, offer_statement, price_cell, priced

FAMILY: Final = "modelsdev"
OWN_ENTRIES: Final[Mapping[str, str]] = {
    "anthropic": "anthropic",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "google": "google",
    "inception": "inception",
    "llama": "meta",
    "minimax": "minimax",
    "mistral": "mistral",
    "moonshotai": "moonshot",
    "openai": "openai",
    "stepfun": "stepfun",
    "upstage": "upstage",
    "xai": "xai",
    "xiaomi": "xiaomi",
    "zai": "zai",
    "alibaba": "alibaba",
}
"""The list's entry of a vendor itself, and the vendor's id in our tables."""
_COST: Final = {
    "input": "input_usd_per_mtok",
    "cache_read": "cached_input_usd_per_mtok",
    "cache_write": "cache_write_usd_per_mtok",
    "output": "output_usd_per_mtok",
}
_CHINA: Final = "-cn"
_LONG_ABOVE: Final = "200000"
_MODALITIES: Final = ("text", "image", "audio", "video", "pdf")
_NO_ANSWER: Final = frozenset({"embedding", "rerank"})
_OF_ANSWERS: Final = frozenset({"max_output_tokens", "reasoning", "tools", "structured_output"})
"""What the list states of models that answer nobody too: as the output of one that embeds, the length of its vector."""


def _looks_like(value: Any) -> bool:
    return isinstance(value, dict) and any(
        isinstance(part, dict) and isinstance(part.get("models"), dict) for part in list(value.values())[:20]
    )


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    entries = list(_models(value))
    providers = provider_names(catalog, FAMILY, {f"{host}/{key}": host for host, key, _ in entries})
    statements: list[Statement] = []
    unmapped: list[Unmapped] = []
    refused: list[str] = []
    for host, key, entry in entries:
        full = f"{host}/{key}"
        cells = _prices(entry.get("cost"), refused, full)
        if priced(cells):
            statement, lost = offer_statement(
                catalog,
                cells,
                scheme=FAMILY,
                key=full,
                model_key=key,
                host=host,
                provider_id=providers.get(host),
                zone=_zone(host, key),
            )
            statements.append(statement)
            if lost is not None and entry.get("status") != "deprecated":
                unmapped.append(lost)
        if host in OWN_ENTRIES:
            statements += _facts(catalog, full, key, entry, day)
    return SourceReading(tuple(statements), tuple(unmapped), tuple(refused), len(entries))


def _models(value: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for host, entry in value.items():
        models = entry.get("models") if isinstance(entry, dict) else None
        for key, model in models.items() if isinstance(models, dict) else ():
            if isinstance(model, dict) and cleaned(key):
                yield cleaned(host), cleaned(key), model


def _zone(host: str, key: str) -> str:
    if host == "amazon-bedrock":
        return zone_of_key(key)
    return "cn" if host.endswith(_CHINA) else "unspecified"


def _prices(cost: Any, refused: list[str], place: str) -> dict[str, str]:
    if not isinstance(cost, dict):
        return {}
    cells = {
        column: price_cell(number_of(cost.get(name)), refused, f"{place} {name}") for name, column in _COST.items()
    }
    above = cost.get("context_over_200k")
    if isinstance(above, dict):
        cells["long_input_usd_per_mtok"] = price_cell(number_of(above.get("input")), refused, place)
        cells["long_output_usd_per_mtok"] = price_cell(number_of(above.get("output")), refused, place)
        cells["long_context_above_tokens"] = _LONG_ABOVE
    return {column: cell for column, cell in cells.items() if cell}


def _facts(catalog: Catalog, full: str, key: str, entry: Mapping[str, Any], day: date) -> Iterator[Statement]:
    """What a vendor's own entry says of one of its models: of one that the catalog has, or of a new one."""
    named = identify(catalog, key, scheme=FAMILY, provider=full.partition("/")[0])
    cells = _cells(entry)
    if named.model_id is None and entry.get("status") != "deprecated":
        vendor = OWN_ENTRIES[full.partition("/")[0]]
        stated = cells | _identity(entry)
        new = proposed_model(catalog, named, vendor=vendor, key=key, source_key=full, stated=stated, day=day)
        if new is not None and stated["release_date"]:
            yield new
    if not named.plain or named.by == "shorter" or named.model_id is None:
        return
    if catalog.model[named.model_id].vendor != OWN_ENTRIES[full.partition("/")[0]]:
        return
    silent = _OF_ANSWERS if catalog.model[named.model_id].kind in _NO_ANSWER else frozenset()
    stated = {column: cell for column, cell in cells.items() if cell and column not in silent}
    if stated:
        match = {"model_id": named.model_id}
        yield Statement("model_catalog", stated, full, match, whole=False, snapshot=is_snapshot(named))


def _cells(entry: Mapping[str, Any]) -> dict[str, str]:
    """The facts of a model that an entry states, by column."""
    limit = entry.get("limit")
    limits = {} if not isinstance(limit, dict) else limit
    return {
        "context_tokens": _count(limits.get("context")),
        "max_input_tokens": _count(limits.get("input")),
        "max_output_tokens": _count(limits.get("output")),
        "knowledge_cutoff": _month_end(entry.get("knowledge")),
        "reasoning": _yes_no(entry.get("reasoning")),
        "tools": _yes_no(entry.get("tool_call")),
        "structured_output": _yes_no(entry.get("structured_output")),
        "modalities_in": _modalities(entry, "input"),
    }


def _identity(entry: Mapping[str, Any]) -> dict[str, str]:
    """Name, release and openness of a model that is new."""
    released = day_of(entry.get("release_date"))
    return {
        "name": cleaned(entry.get("name")),
        "release_date": "" if released is None else released.isoformat(),
        "openness": "open_weights" if entry.get("open_weights") is True else "proprietary",
        "modalities_out": _modalities(entry, "output"),
    }


def _count(value: Any) -> str:
    number = count_of(value)
    return "" if number is None else str(number)


def _yes_no(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""


def _month_end(value: Any) -> str:
    """A day as it stands; a month as its last day, which is how the catalog writes it."""
    day = day_of(value) if isinstance(value, date) or len(str(value or "")) > len("2026-01") else None
    if day is not None:
        return day.isoformat()
    first = day_of(f"{value}-01")
    if first is None:
        return ""
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return date.fromordinal(after.toordinal() - 1).isoformat()


def _modalities(entry: Mapping[str, Any], way: str) -> str:
    stated = entry.get("modalities")
    values = stated.get(way) if isinstance(stated, dict) else None
    return "|".join(name for name in _MODALITIES if isinstance(values, list) and name in values)


SOURCE: Final = RefreshSource(
    name="models-dev",
    title="models.dev",
    family=FAMILY,
    form="json",
    files=("models-dev*.json", "modelsdev*.json", "models.dev*.json", "api.json"),
    address="https://models.dev/api.json",
    licence="MIT",
    attribution="models.dev contributors",
    link="https://models.dev",
    kind="aggregator",
    looks_like=_looks_like,
    read=_read,
)
