"""Compare the shipped token prices with those of the package genai-prices, an independent list; nothing is downloaded.

An offer is compared where the list knows its provider and model and has a plain price of the day. Where the list has a
price per zone or tier, only the ordinary one counts, so only standard offers without a named zone are compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from genai_prices import __version__ as REFERENCE_VERSION  # noqa: N812 - a version, named for what it is of
from genai_prices.data_snapshot import get_snapshot

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import NO_ONE_ZONE, SERVED, Offer
from advisor.units import Record

__all__ = ["PROVIDERS", "REFERENCE_VERSION", "PriceCheck", "price_checks"]
PROVIDERS: Final = {
    "anthropic": "anthropic",
    "aws-bedrock": "aws",
    "azure-foundry": "azure",
    "baseten": "baseten",
    "cerebras": "cerebras",
    "cloudflare": "cloudflare",
    "cohere": "cohere",
    "databricks": "databricks",
    "deepseek": "deepseek",
    "fireworks": "fireworks",
    "google-gemini-api": "google",
    "google-vertex": "google",
    "groq": "groq",
    "meta-model-api": "meta",
    "minimax": "minimax",
    "mistral": "mistral",
    "moonshot": "moonshotai",
    "novita": "novita",
    "openai": "openai",
    "openrouter": "openrouter",
    "ovhcloud": "ovhcloud",
    "perplexity": "perplexity",
    "together": "together",
    "voyage": "voyageai",
    "xai": "x-ai",
    "zai": "zai",
}
"""Providers of the catalog and their ids in the list."""
TOLERANCE: Final = Decimal("0.01")


class PriceCheck(Record):
    """A shipped offer beside the list's price for the same provider and model, US dollars per 10^6 tokens.

    ``flagged``: the offer already says that its sources differ. ``independent``: the shipped price itself comes from
    another source than the list.
    """

    offer_id: str
    model_id: str
    provider_id: str
    reference: str
    input_usd_per_mtok: Decimal
    output_usd_per_mtok: Decimal | None
    reference_input: Decimal
    reference_output: Decimal | None
    flagged: bool
    independent: bool

    @property
    def agrees(self) -> bool:
        """Whether both prices are within one per cent; an output price that one side lacks is not compared."""
        return _near(self.input_usd_per_mtok, self.reference_input) and (
            self.output_usd_per_mtok is None
            or self.reference_output is None
            or _near(self.output_usd_per_mtok, self.reference_output)
        )

    def __str__(self) -> str:
        ours = f"{_said(self.input_usd_per_mtok)}/{_said(self.output_usd_per_mtok)}"
        theirs = f"{_said(self.reference_input)}/{_said(self.reference_output)}"
        flag = ", flagged" if self.flagged else ""
        return f"{self.offer_id}: shipped {ours}, genai-prices {theirs} ({self.reference}{flag})"


def price_checks(catalog: Catalog, *, on: date | None = None) -> tuple[PriceCheck, ...]:
    """Every standard offer of a model still served that the list knows too, on a day (the catalog's own by default)."""
    day = on or catalog.dated
    served = {model.model_id for model in catalog.models if model.status in SERVED}
    return tuple(
        check
        for offer in catalog.offers
        if offer.tier == "standard"
        and offer.zone in NO_ONE_ZONE
        and offer.offer_id not in catalog.own_offer_ids
        and not offer.derived
        and offer.model_id in served
        and (check := _check(offer, day)) is not None
    )


def _check(offer: Offer, day: date) -> PriceCheck | None:
    listed = _listed(offer)
    if listed is None or not offer.input_usd_per_mtok:
        return None
    name, prices = listed[0], listed[1].get_prices(datetime.combine(day, time(12), UTC))
    given, taken = _plain(prices, "input_mtok"), _plain(prices, "output_mtok")
    if not given:
        return None
    return PriceCheck(
        offer_id=offer.offer_id,
        model_id=offer.model_id,
        provider_id=offer.provider_id,
        reference=name,
        input_usd_per_mtok=offer.input_usd_per_mtok,
        output_usd_per_mtok=offer.output_usd_per_mtok,
        reference_input=given,
        reference_output=taken,
        flagged=offer.agreement == "conflict",
        independent=not offer.source.startswith("genai-prices"),
    )


def _listed(offer: Offer) -> tuple[str, Any] | None:
    """The list's entry for the provider's own key of the offer, or for the key that the offer's sources cite."""
    provider = PROVIDERS.get(offer.provider_id)
    if provider is None:
        return None
    for key in dict.fromkeys(_keys(offer, provider)):
        try:
            found, model = get_snapshot().find_provider_model(key, None, provider, None)
        except LookupError:
            continue
        return f"{found.id}/{model.id}", model
    return None


def _keys(offer: Offer, provider: str) -> Iterator[str]:
    """Names under which the list may know the offer, surest first."""
    for reference in (offer.source, offer.second_source or ""):
        source, _, key = reference.partition("#")
        if source.startswith("genai-prices"):
            yield re.sub(f"^{re.escape(provider)}[/:]", "", key)
    yield offer.provider_model_key
    yield offer.provider_model_key.removeprefix(f"{provider}/")


def _plain(prices: Any, name: str) -> Decimal | None:
    """A price, or the first step of one that grows with the length of the input."""
    value = getattr(prices, name, None)
    value = getattr(value, "base", value)
    return value if isinstance(value, Decimal) else None


def _near(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= TOLERANCE * max(one, other)


def _said(value: Decimal | None) -> str:
    return "unknown" if value is None else f"{value.normalize():f}"
