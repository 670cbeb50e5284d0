"""Timings by the stated definitions, tokens labelled, cost from the offer's price."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.trials.events import TokenUsage
from advisor.trials.measures import tokens as tokens_module
from advisor.trials.measures.costs import Price, cost_of, estimated_usd, offer_for, price_for
from advisor.trials.measures.timing import MAX_ARRIVALS, Timeline, measured, spread
from advisor.trials.measures.tokens import counted_tokens, estimated_tokens, token_counts
from advisor.trials.records import Connection, Cost, Message, Parameters, TokenCounts, TrialRequest, embedded_connection
from advisor.ui.frame import figures


def timeline(*times: float, started: float = 100.0) -> Timeline:
    """A timeline with a piece of four characters at each time."""
    found = Timeline(started=started)
    for time in times:
        found.arrive(time, 4, reasoning=False)
    return found


def test_the_definitions_by_hand() -> None:
    """TTFT 0.5 s; ITL (2.5 - 0.5)/(5 - 1) = 500 ms; 5 tokens in 3 s end to end."""
    found = measured(
        timeline(100.5, 101.0, 101.5, 102.0, 102.5), ended=103.0, tokens=TokenCounts(output_tokens=5), connect_s=0.1
    )
    assert found.ttft_s == pytest.approx(0.5)
    assert found.itl_ms == pytest.approx(500)
    assert found.itl_p95_ms == pytest.approx(500)
    assert found.total_s == pytest.approx(3.0)
    assert found.output_tokens_per_s == pytest.approx(5 / 3)
    assert found.connect_s == 0.1


def test_several_tokens_in_one_piece_shorten_the_gap() -> None:
    """The mean gap counts tokens, not pieces."""
    found = measured(timeline(100.5, 102.5), ended=103.0, tokens=TokenCounts(output_tokens=9), connect_s=None)
    assert found.itl_ms == pytest.approx(250)


def test_hidden_reasoning_tokens_do_not_shorten_the_gap() -> None:
    """Tokens that were thought but never shown are not between the first and the last piece."""
    counts = TokenCounts(output_tokens=105, reasoning_tokens=100)
    found = measured(timeline(110.0, 110.5, 111.0, 111.5, 112.0), ended=112.0, tokens=counts, connect_s=None)
    assert found.itl_ms == pytest.approx(500)


def test_shown_reasoning_starts_the_clock_of_the_first_token() -> None:
    """TTFT ends with the first thought, the answer's start with the first word of the answer."""
    found = Timeline(started=0.0)
    found.arrive(1.0, 4, reasoning=True)
    found.arrive(3.0, 4, reasoning=False)
    result = measured(found, ended=3.0, tokens=TokenCounts(output_tokens=2), connect_s=None)
    assert (result.ttft_s, result.answer_start_s) == (1.0, 3.0)


def test_what_cannot_be_measured_is_none() -> None:
    """Nothing arrived, or everything at once: no invented gap."""
    nothing = measured(Timeline(started=0.0), ended=1.0, tokens=TokenCounts(), connect_s=None)
    assert (nothing.ttft_s, nothing.itl_ms, nothing.itl_p95_ms, nothing.output_tokens_per_s) == (None,) * 4
    whole = timeline(101.0)
    whole.streamed = False
    assert measured(whole, ended=101.0, tokens=TokenCounts(output_tokens=50), connect_s=None).itl_ms is None


def test_a_long_stream_is_thinned_for_the_plot_only() -> None:
    """A million pieces stay bounded in memory, and the last point is the last arrival."""
    found = Timeline(started=0.0)
    for number in range(MAX_ARRIVALS + 100):
        found.arrive(number * 0.001, 1, reasoning=False)
    result = measured(found, ended=999.0, tokens=TokenCounts(output_tokens=10), connect_s=None)
    assert len(found.times) == MAX_ARRIVALS
    assert len(result.arrivals) == 200
    assert found.last == pytest.approx((MAX_ARRIVALS + 99) * 0.001)


def test_the_spread_leaves_out_what_is_unknown() -> None:
    """Median, range and sample deviation of the known values."""
    found = spread([1.0, None, 3.0, 2.0])
    assert found is not None
    assert (found.count, found.median, found.low, found.high, found.deviation) == (3, 2.0, 1.0, 3.0, 1.0)
    assert spread([None]) is None


def request(text: str) -> TrialRequest:
    """A request."""
    return TrialRequest(messages=(Message(role="user", text=text),))


def test_the_endpoints_count_comes_first() -> None:
    """Reported tokens are taken as they are."""
    found = token_counts(TokenUsage(11, 22, 5, 3), request("x"), answer="y", reasoning="", model="m")
    assert (found.basis, found.input_tokens, found.output_tokens, found.cached_input_tokens) == ("reported", 11, 22, 3)


def test_an_estimate_says_so() -> None:
    """Without a count and without a tokeniser file, about four characters are a token; CJK counts one each."""
    found = token_counts(None, request("x" * 40), answer="y" * 80, reasoning="", model="llama")
    assert (found.basis, found.input_tokens, found.output_tokens) == ("estimated", 10, 20)
    assert estimated_tokens("東京都") == 3
    assert estimated_tokens("") == 0


def test_no_tokeniser_is_ever_downloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With an empty cache folder OpenAI's models are estimated, and nothing appears in the folder."""
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path))
    tokens_module._offline_encoding.cache_clear()
    assert counted_tokens("hello", "gpt-5") is None
    assert list(tmp_path.iterdir()) == []
    tokens_module._offline_encoding.cache_clear()


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


def test_a_second_price_is_shown_from_one_percent_on() -> None:
    """A difference of 1% passes; more is shown with its share, wherever the cost stands."""
    same = Cost(usd=Decimal("0.0100"), cross_check_usd=Decimal("0.0101"))
    other = Cost(usd=Decimal("0.0100"), cross_check_usd=Decimal("0.0125"))
    assert (same.disagreement, figures.second_price(same), figures.cost(same)) == (None, "", "$0.010000")
    assert other.disagreement == Decimal("0.25")
    assert "$0.012500" in figures.second_price(other)
    assert "+25%" in figures.second_price(other)
    assert figures.cost(other) == "$0.010000 ($0.012500 by genai-prices)"
    assert Cost(usd=Decimal(0), cross_check_usd=Decimal("0.1")).disagreement == 1
    assert Cost(cross_check_usd=Decimal("0.1")).disagreement is None


def test_another_providers_price_is_no_second_opinion() -> None:
    """A provider that the second list does not know by this model gives no figure rather than another provider's."""
    counts = TokenCounts(input_tokens=1000, output_tokens=1000, basis="reported")
    assert cost_of(api(model="gpt-4o-mini", provider_id="nebius"), counts, PRICE).cross_check_usd is None


def test_the_estimate_assumes_the_longest_answer() -> None:
    """Beforehand every token of the maximum is counted, for every repetition."""
    found = estimated_usd("x" * 400, Parameters(max_tokens=50), PRICE, repetitions=3)
    assert found == (100 * PRICE.input_usd + 50 * PRICE.output_usd) * 3
