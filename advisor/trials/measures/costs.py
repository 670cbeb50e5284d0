"""What a run costs, from the catalog's offer; a second price list checks it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Offer
from advisor.trials.measures.tokens import estimated_tokens
from advisor.trials.records import Connection, Cost, Parameters, TokenCounts

PER_MTOK: Final = Decimal(1_000_000)
DEFAULT_ANSWER_TOKENS: Final = 1024
"""Tokens assumed for an answer without a maximum, when its cost is estimated beforehand."""


@dataclass(frozen=True, slots=True)
class Price:
    """Prices of one offer in US dollars per token."""

    offer_id: str
    input_usd: Decimal
    cached_usd: Decimal
    output_usd: Decimal
    dated: str


def offer_for(connection: Connection, catalog: Catalog) -> Offer | None:
    """The standard offer of the connection's provider in its region; the dearest of several, so as not to flatter."""
    if connection.hosting != "provider_api" or connection.catalog_model_id is None:
        return None
    offers = [
        offer
        for offer in catalog.offers_of.get(connection.catalog_model_id, ())
        if offer.tier == "standard"
        and offer.input_usd_per_mtok is not None
        and offer.output_usd_per_mtok is not None
        and connection.provider_id in (None, offer.provider_id)
    ]
    here = [offer for offer in offers if offer.zone == connection.region] or offers
    return max(here, key=lambda offer: (offer.output_usd_per_mtok or Decimal(0), offer.offer_id), default=None)


def price_for(connection: Connection, catalog: Catalog | None) -> Price | None:
    """The price per token of a connection, or None when the catalog knows none."""
    offer = None if catalog is None else offer_for(connection, catalog)
    if offer is None or offer.input_usd_per_mtok is None or offer.output_usd_per_mtok is None:
        return None
    cached = offer.cached_input_usd_per_mtok
    return Price(
        offer_id=offer.offer_id,
        input_usd=offer.input_usd_per_mtok / PER_MTOK,
        cached_usd=(offer.input_usd_per_mtok if cached is None else cached) / PER_MTOK,
        output_usd=offer.output_usd_per_mtok / PER_MTOK,
        dated=offer.priced_on.isoformat(),
    )


def cost_of(connection: Connection, tokens: TokenCounts, price: Price | None) -> Cost:
    """The cost of a run; None with the reason where it cannot be known."""
    if connection.flavour == "embedded":
        return Cost(usd=Decimal(0), note="Runs on this machine: no charge per token.")
    if price is None:
        return Cost(note=_why_unknown(connection))
    if tokens.input_tokens is None or tokens.output_tokens is None:
        return Cost(offer_id=price.offer_id, note="Unknown: the endpoint did not say how many tokens it used.")
    cached = min(tokens.cached_input_tokens or 0, tokens.input_tokens)
    usd = (tokens.input_tokens - cached) * price.input_usd + cached * price.cached_usd
    usd += tokens.output_tokens * price.output_usd
    basis = "" if tokens.basis == "reported" else f" on {tokens.basis} tokens"
    return Cost(
        usd=usd,
        offer_id=price.offer_id,
        cross_check_usd=_second_opinion(connection, tokens),
        note=f"Price of {price.dated}{basis}.",
    )


def _why_unknown(connection: Connection) -> str:
    if connection.hosting != "provider_api":
        return "Self-hosted: paid by the hour, not by the token; see Hosting."
    if connection.catalog_model_id is None:
        return "Unknown: the connection names no model of the catalog."
    return "Unknown: the catalog has no price of this model at this provider."


def _second_opinion(connection: Connection, tokens: TokenCounts) -> Decimal | None:
    """The same run by the package genai-prices, from the data it ships (never updated over the network).

    The provider is found by the connection's address, else by its name, else (where none is named) by the model alone.
    """
    from genai_prices import Usage as PricedUsage  # noqa: PLC0415 - heavy
    from genai_prices import calc_price  # noqa: PLC0415

    usage = PricedUsage(
        input_tokens=tokens.input_tokens,
        cache_read_tokens=tokens.cached_input_tokens,
        output_tokens=tokens.output_tokens,
    )
    ways: tuple[dict[str, Any], ...] = (
        {"provider_api_url": connection.base_url},
        {"provider_id": connection.provider_id} if connection.provider_id else {},
    )
    for provider in ways:
        try:
            return Decimal(calc_price(usage, model_ref=connection.model, **provider).total_price)
        except (LookupError, ValueError):
            continue
    return None


def estimated_usd(prompt: str, parameters: Parameters, price: Price | None, *, repetitions: int) -> Decimal | None:
    """The most that a run is likely to cost: every token of the answer's maximum is used."""
    if price is None:
        return None
    asked = estimated_tokens(prompt) + estimated_tokens(parameters.system)
    said = parameters.max_tokens or DEFAULT_ANSWER_TOKENS
    return (asked * price.input_usd + said * price.output_usd) * repetitions
