"""Ends of service: a list of notices, one entry per version, as deprecations.info publishes it.

https://github.com/leblancfg/deprecations-rss, file ``docs/v1/deprecations.json``, read from the vendors' pages. An
entry whose version no name leads to, or whose text runs several versions together, says nothing and is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import identify
from advisor.catalog.refresh.reading import cleaned, day_of
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.source import RefreshSource

FAMILY: Final = "deprecations-info"
PROVIDERS: Final[Mapping[str, str]] = {
    "openai": "openai",
    "anthropic": "anthropic",
    "google": "google-gemini-api",
    "google ai": "google-gemini-api",
    "google vertex": "google-vertex",
    "google vertex ai": "google-vertex",
    "vertex ai": "google-vertex",
    "aws": "aws-bedrock",
    "aws bedrock": "aws-bedrock",
    "amazon bedrock": "aws-bedrock",
    "azure": "azure-foundry",
    "azure openai": "azure-foundry",
    "azure foundry": "azure-foundry",
    "cohere": "cohere",
    "mistral": "mistral",
    "xai": "xai",
    "groq": "groq",
    "deepseek": "deepseek",
}
"""How the list names providers, without regard to capitals."""
_HOSTS: Final = {"aws-bedrock": "bedrock", "azure-foundry": "azure", "google-vertex": "vertex_ai"}
"""How names of versions are written at clouds: as LiteLLM writes them there."""


def _looks_like(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(part, dict) and "shutdown_date" in part for part in value[:50])


def _read(value: Any, catalog: Catalog, _day: date) -> SourceReading:
    entries = [part for part in value if isinstance(part, dict)]
    statements: list[Statement] = []
    unmapped: list[Unmapped] = []
    refused: list[str] = []
    for entry in entries:
        key, ends = cleaned(entry.get("model_id")), day_of(entry.get("shutdown_date"))
        provider = PROVIDERS.get(cleaned(entry.get("provider")).lower())
        if not key or ends is None or provider is None or " " in key:
            continue
        announced = day_of(entry.get("announcement_date"))
        if announced is not None and ends <= announced:
            refused.append(
                f"{key}: ends {ends} on or before its notice of {announced}; the notice may be taken for the end"
            )
            continue
        named = identify(catalog, key, scheme="litellm", provider=_HOSTS.get(provider))
        if named.model_id is None:
            unmapped.append(Unmapped(key, "model", named.near[:3]))
            continue
        statements += _statements(catalog, entry, provider=provider, key=key, model_id=named.model_id, ends=ends)
    return SourceReading(tuple(statements), tuple(unmapped), tuple(refused), len(entries))


def _statements(
    catalog: Catalog, entry: Mapping[str, Any], *, provider: str, key: str, model_id: str, ends: date
) -> list[Statement]:
    """The end of the version, and of the offers that are called by its name."""
    offers = [o for o in catalog.offers if o.provider_id == provider and o.provider_model_key.endswith(key)]
    announced = day_of(entry.get("announcement_date"))
    cells = {
        "model_id": model_id,
        "announced_on": "" if announced is None else announced.isoformat(),
        "retires_on": ends.isoformat(),
        "certainty": "firm",
        "ends_offer": "yes" if offers else "no",
        "successor_key": cleaned(entry.get("replacement_model")),
    }
    match = {"provider_id": provider, "provider_model_key": key}
    stated = {name: cell for name, cell in cells.items() if cell}
    return [
        Statement("retirements", stated, f"{provider}/{key}", match),
        *(
            Statement(
                "offers", {"retires_on": ends.isoformat()}, f"{provider}/{key}", {"offer_id": o.offer_id}, whole=False
            )
            for o in offers
        ),
    ]


SOURCE: Final = RefreshSource(
    name="retirements",
    title="deprecations.info: notices of the end of models",
    family=FAMILY,
    form="json",
    files=("deprecations*.json", "retirements*.json"),
    address="https://raw.githubusercontent.com/leblancfg/deprecations-rss/main/docs/v1/deprecations.json",
    licence="none stated; single facts cited",
    attribution="leblancfg; the vendors' pages",
    link="https://deprecations.info",
    kind="aggregator",
    looks_like=_looks_like,
    read=_read,
)
