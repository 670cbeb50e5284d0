"""The cost of a run from the price of the offer, exact, with a second list beside it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.trials.measures.costs import Price, cost_of, estimated_usd, offer_for, price_for
from advisor.trials.records import Connection, Parameters, TokenCounts, embedded_connection


def test_the_price_comes_from_the_offer(catalog: Catalog) -> None:
    """A connection's price is its provider's standard offer."""
    offer = next(
        one
        for one in catalog.offers
        if one.tier == "standard"
        and one.input_usd_per_mtok
        and one.output_usd_per_mtok
        and not one.long_context_above_tokens
    )
    connection = Connection(
        name="c",
        base_url="https://x/v1",
        model="m",
        catalog_model_id=offer.model_id,
        provider_id=offer.provider_id,
        region=offer.zone,
    )
    chosen = offer_for(connection, catalog)
    price = price_for(connection, catalog)
    assert chosen is not None
    assert price is not None
    assert chosen.output_usd_per_mtok is not None
    assert (chosen.model_id, chosen.provider_id, chosen.zone) == (offer.model_id, offer.provider_id, offer.zone)
    assert price.output_usd == chosen.output_usd_per_mtok / 1_000_000


PRICE = Price("o", Decimal("0.000002"), Decimal("0.0000005"), Decimal("0.00001"), date(2026, 11, 1).isoformat())


def api(**changes: Any) -> Connection:
    """A provider's connection."""
    given = {"name": "c", "base_url": "https://x/v1", "model": "gpt-x", "catalog_model_id": "a/b"}
    return Connection.model_validate(given | changes)


def test_cached_tokens_cost_less() -> None:
    """1,000 tokens in of which 400 cached, 100 out: exact decimal arithmetic."""
    counts = TokenCounts(input_tokens=1000, cached_input_tokens=400, output_tokens=100, basis="reported")
    found = cost_of(api(), counts, PRICE)
    assert found.usd == Decimal("0.0012") + Decimal("0.0002") + Decimal("0.001")


def test_unknown_costs_stay_unknown_and_say_why() -> None:
    """No price, no catalog model, own hardware, no token count: None and a reason, never zero."""
    counts = TokenCounts(input_tokens=10, output_tokens=10)
    assert cost_of(api(), counts, None).usd is None
    assert "no model of the catalog" in cost_of(api(catalog_model_id=None), counts, None).note
    assert "by the hour" in cost_of(api(hosting="on_prem"), counts, None).note
    assert cost_of(api(), TokenCounts(output_tokens=5, basis="reported"), PRICE).usd is None


def test_the_embedded_model_charges_nothing_per_token() -> None:
    """Zero is a fact here, and labelled."""
    found = cost_of(embedded_connection(), TokenCounts(), None)
    assert found.usd == 0
    assert "this machine" in found.note


def test_the_second_price_list_checks_the_first() -> None:
    """A model that genai-prices knows by name gets its figure beside ours."""
    counts = TokenCounts(input_tokens=1000, output_tokens=1000, basis="reported")
    assert cost_of(api(model="gpt-4o-mini"), counts, PRICE).cross_check_usd is not None
    assert cost_of(api(model="no-such-model-xyz"), counts, PRICE).cross_check_usd is None


def test_another_providers_price_is_no_second_opinion() -> None:
    """A provider that the second list does not know by this model gives no figure rather than another provider's."""
    counts = TokenCounts(input_tokens=1000, output_tokens=1000, basis="reported")
    assert cost_of(api(model="gpt-4o-mini", provider_id="nebius"), counts, PRICE).cross_check_usd is None


def test_the_estimate_assumes_the_longest_answer() -> None:
    """Beforehand every token of the maximum is counted, for every repetition."""
    found = estimated_usd("x" * 400, Parameters(max_tokens=50), PRICE, repetitions=3)
    assert found == (100 * PRICE.input_usd + 50 * PRICE.output_usd) * 3
