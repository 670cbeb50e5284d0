"""Token prices as arrays: which offer stands, and what one request costs at it, by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Offer
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.prices.token_prices import (
    TokenCosts,
    least_cached_tokens,
    offer_table,
    offers_of,
    table_of,
    token_costs,
)
from advisor.hosting.workload import Workload, workload_of
from advisor.questionnaire.answers import UseCase

MODEL = "meta/llama-3.3-70b-instruct"
PRICES = [name for name in Offer.model_fields if name.endswith("_mtok")]


@pytest.fixture
def offer(catalog: Catalog) -> Any:
    """An offer of Llama 3.3 with two dollars for input and eight for output, changed as asked."""
    pattern = next(one for one in catalog.offers if one.model_id == MODEL and one.tier == "standard")
    plain = dict.fromkeys(PRICES) | {"long_context_above_tokens": None, "agreement": "agreed"}
    priced = {"input_usd_per_mtok": Decimal(2), "output_usd_per_mtok": Decimal(8)}

    def of(**cells: Any) -> Offer:
        return pattern.model_copy(update=plain | priced | cells)

    return of


def load(**workload: Any) -> Workload:
    """1,000 tokens in, 100 out."""
    given = {"input_tokens": 1_000, "output_tokens": 100} | workload
    return workload_of(UseCase.model_validate({"task": "chat_assistant", "workload": given}))


def costs(catalog: Catalog, one: Offer, **workload: Any) -> TokenCosts:
    """What a request costs at an offer, without writing into a cache."""
    assume = assumptions_of(catalog, switched={"cache_write_share": False, "reasoning": False})
    return token_costs(table_of([one], catalog), load(**workload), assume=assume)


def test_a_request_costs_its_tokens(catalog: Catalog, offer: Any) -> None:
    """A thousand at two dollars a million, a hundred at eight."""
    found = costs(catalog, offer())
    assert (found.input[0], found.output[0], found.cached[0]) == (0.002, 0.0008, 0.0)
    assert found.per_request[0] == pytest.approx(0.0028)


def test_cached_tokens_cost_their_own_price_or_that_of_input(catalog: Catalog, offer: Any) -> None:
    """And never more than input."""
    half = {"input_tokens": 10_000, "cached_input_share": 0.5}
    assert costs(catalog, offer(cached_input_usd_per_mtok=Decimal("0.2")), **half).cached[0] == pytest.approx(0.001)
    assert costs(catalog, offer(), **half).cached[0] == pytest.approx(0.01)
    assert costs(catalog, offer(cached_input_usd_per_mtok=Decimal(9)), **half).cached[0] == pytest.approx(0.01)


@pytest.mark.parametrize(("tokens", "cached", "fresh"), [(1_023, 0.0, 1_023), (1_024, 512, 512)])
def test_what_repeats_in_a_prompt_too_short_to_be_cached_costs_as_input(
    catalog: Catalog, offer: Any, tokens: int, cached: float, fresh: float
) -> None:
    """Of 1,024 tokens half are cached; of one less all are input like the rest, and nothing is written."""
    one = offer(cached_input_usd_per_mtok=Decimal("0.2"), cache_write_usd_per_mtok=Decimal(4))
    found = token_costs(
        table_of([one], catalog), load(input_tokens=tokens, cached_input_share=0.5), assume=assumptions_of(catalog)
    )
    assert found.input[0] == pytest.approx(fresh * 2 / 1e6)
    assert found.cached[0] == pytest.approx(cached * 0.2 / 1e6)
    assert found.cache_write[0] == pytest.approx(cached * 0.05 * (4 - 0.2) / 1e6)


@pytest.mark.parametrize(
    ("model", "provider", "least"),
    [
        ("openai/gpt-5.1", "azure-foundry", 1024),
        ("anthropic/claude-haiku-4.5", "aws-bedrock", 512),
        ("google/gemini-2.5-pro", "google-vertex", 2048),
        ("google/gemma-3-27b-it", "deepinfra", 1024),
        ("deepseek/deepseek-v3.2", "deepseek", 0),
        ("deepseek/deepseek-v3.2", "deepinfra", 1024),
    ],
)
def test_the_least_prefix_is_the_providers_or_of_a_closed_models_vendor(
    catalog: Catalog, model: str, provider: str, least: float
) -> None:
    """Claude in a cloud keeps Anthropic's limit; weights that anyone may run keep that of whoever runs them."""
    assert least_cached_tokens(catalog, model, provider) == least


def test_a_catalog_from_before_the_limits_charges_as_it_did(catalog: Catalog) -> None:
    """A decision that is replayed on what was kept finds its own costs."""
    kept = replace(catalog, judgements=tuple(row for row in catalog.judgements if "least-cached" not in row.judgement))
    assert least_cached_tokens(kept, MODEL, "together") == 0.0


def test_batches_are_charged_for_their_share(catalog: Catalog, offer: Any) -> None:
    """At the standard price where no other is known."""
    batched = offer(batch_input_usd_per_mtok=Decimal(1))
    found = costs(catalog, batched, batch_share=0.5)
    assert found.input[0] == pytest.approx(0.0015)
    assert found.output[0] == pytest.approx(0.0008)


def test_a_long_prompt_is_charged_wholly_at_the_long_price(catalog: Catalog, offer: Any) -> None:
    """From the first token beyond the threshold on."""
    one = offer(long_context_above_tokens=1_000, long_input_usd_per_mtok=Decimal(4))
    assert costs(catalog, one).input[0] == pytest.approx(0.002)
    assert costs(catalog, one, input_tokens=1_001).input[0] == pytest.approx(1_001 * 4 / 1e6)


def test_nothing_costs_nothing_even_at_an_unknown_price(catalog: Catalog, offer: Any) -> None:
    """What is used at an unknown price costs an unknown amount."""
    unknown = offer(output_usd_per_mtok=None)
    assert np.isnan(costs(catalog, unknown).output[0])
    assert costs(catalog, unknown, output_tokens=0).output[0] == 0.0


def test_of_several_offers_in_one_place_the_agreed_then_the_cheaper_stands(catalog: Catalog, offer: Any) -> None:
    """One alternative per provider and zone."""
    dear = offer(offer_id="dear", input_usd_per_mtok=Decimal(3))
    doubtful = offer(offer_id="doubtful", agreement="conflict", input_usd_per_mtok=Decimal("0.1"))
    cheap = offer(offer_id="cheap")
    table = offer_table(replace(catalog, offers=(doubtful, dear, cheap), digest="three offers"))
    assert [one.offer_id for one in table.offers] == ["cheap"]


def test_rows_of_a_model_are_found(catalog: Catalog) -> None:
    """All of them and no other."""
    table, rows = offer_table(catalog), offers_of(catalog, {MODEL})
    assert {table.model_ids[row] for row in rows} == {MODEL}
    assert len(rows) == table.model_ids.count(MODEL)


SPOKEN = {"task": "transcription", "workload": {"audio_minutes_per_request": 2, "input_tokens": 0, "output_tokens": 0}}


@pytest.mark.parametrize(
    ("model", "provider", "recorded", "live"),
    [
        ("deepgram/nova-3", "deepgram", 0.0086, 0.0096),
        ("amazon/transcribe", "aws-ai-services", 0.012, float("nan")),
        ("openai/gpt-transcribe", "openai", 0.009, 0.009),
    ],
)
def test_live_audio_costs_what_a_stream_costs(
    catalog: Catalog, model: str, provider: str, recorded: float, live: float
) -> None:
    """Two minutes: at the price of streams where it streams, unknown where nobody states that, else as recordings."""
    one = next(o for o in catalog.offers if (o.model_id, o.provider_id) == (model, provider))
    table, assume = table_of([one], catalog), assumptions_of(catalog)
    for limits, cost in (({}, recorded), ({"ttft_p95_ms": 500}, live)):
        case = UseCase.model_validate(SPOKEN | {"latency": limits})
        found = token_costs(table, workload_of(case), assume=assume).per_request[0]
        assert found == pytest.approx(cost, nan_ok=True)
