"""What the user's own endpoints list: models that the catalog does not have, and providers that it has no offer of.

The file is what ``services.refresh.own_files`` writes: one entry per saved connection with the names that its endpoint
gave. A name says that the endpoint serves a model and nothing else; price, limits and licence are for the user to fill.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.identify import Identity, identify
from advisor.catalog.refresh.reading import cleaned
from advisor.catalog.refresh.records import SourceReading, Statement, Unmapped
from advisor.catalog.refresh.sources.new_models import proposed_model
from advisor.catalog.refresh.sources.source import RefreshSource

ENTRIES: Final = "endpoints"
UNPRICED: Final = "price unknown: your endpoint lists the model without a price"


def _looks_like(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get(ENTRIES), list)


def _read(value: Any, catalog: Catalog, day: date) -> SourceReading:
    statements: dict[str, Statement] = {}
    unmapped: dict[str, Unmapped] = {}
    count = 0
    for connection, provider, name in _names(value):
        count += 1
        named = identify(catalog, name, scheme="litellm" if provider else "huggingface", provider=provider or None)
        key = f"{connection}/{name}"
        new = _new(catalog, named, provider=provider, name=name, key=key, day=day)
        if new is not None:
            statements.setdefault(new.match["model_id"], new)
        elif named.model_id is None:
            unmapped.setdefault(name, Unmapped(name, "model", named.near[:3]))
        elif named.plain and (offer := _unknown_offer(catalog, named.model_id, provider=provider, name=name, key=key)):
            statements.setdefault(f"{provider}:{named.model_id}", offer)
    return SourceReading(tuple(statements.values()), tuple(unmapped.values()), (), count)


def _names(value: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    for entry in value[ENTRIES]:
        models = entry.get("models") if isinstance(entry, dict) else None
        for name in models if isinstance(models, list) else ():
            if text := cleaned(name):
                yield cleaned(entry.get("connection")), cleaned(entry.get("provider_id")), text


def _new(catalog: Catalog, named: Identity, *, provider: str, name: str, key: str, day: date) -> Statement | None:
    """The row of an unknown model, where the endpoint is that of a vendor or the name says whose model it is."""
    vendor = provider if provider in catalog.vendor else name.partition("/")[0].lower()
    if "/" in name and provider not in catalog.vendor:
        organisation = f"{name.partition('/')[0].lower()}/"
        vendor = next((m.vendor for m in catalog.models if (m.hub_id or "").lower().startswith(organisation)), vendor)
    return proposed_model(catalog, named, vendor=vendor, key=name, source_key=key, stated={}, day=day)


def _unknown_offer(catalog: Catalog, model_id: str, *, provider: str, name: str, key: str) -> Statement | None:
    """An offer without a price of a model that a provider serves though the catalog knows no offer of it there."""
    if provider not in catalog.provider or any(o.provider_id == provider for o in catalog.offers_of.get(model_id, ())):
        return None
    match = {
        "model_id": model_id,
        "provider_id": provider,
        "zone": "unspecified",
        "tier": "standard",
        "provider_model_key": name,
    }
    return Statement("offers", {"conflict": UNPRICED}, key, match)


SOURCE: Final = RefreshSource(
    name="own-endpoints",
    title="Models that your own endpoints list",
    family="own-endpoints",
    form="json",
    files=("own-endpoints*.json",),
    address="",
    licence="your own",
    attribution="your own connections",
    link="docs/catalog.md",
    kind="own",
    looks_like=_looks_like,
    read=_read,
)
