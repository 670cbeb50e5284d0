"""LiteLLM's table: prices per token, in tiers, for batches, for long inputs; ends of versions; zones in keys."""

from __future__ import annotations

from typing import Any

import pytest
from refresh_shapes import LATER, litellm

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.records import SourceReading
from advisor.catalog.refresh.sources.litellm import SOURCE


def read(catalog: Catalog, entries: dict[str, dict[str, Any]]) -> SourceReading:
    """What the table says with these entries."""
    return SOURCE.read(SOURCE.parsed(litellm(entries)).value, catalog, LATER)


PRICES: dict[str, Any] = {"input_cost_per_token": 2.5e-6, "output_cost_per_token": 1e-5}


def test_prices_per_token_become_prices_per_million(catalog: Catalog) -> None:
    """Exactly, without the dust of binary fractions."""
    (statement,) = read(catalog, {"gpt-5": PRICES | {"cache_read_input_token_cost": 3e-7}}).statements
    assert dict(statement.cells) == {
        "input_usd_per_mtok": "2.5",
        "output_usd_per_mtok": "10",
        "cached_input_usd_per_mtok": "0.3",
    }


def test_tiers_are_statements_of_their_own(catalog: Catalog) -> None:
    """Priority and flex prices stand beside the plain one and are about other offers."""
    more = {
        "input_cost_per_token_priority": 5e-6,
        "output_cost_per_token_priority": 2e-5,
        "output_cost_per_token_flex": 5e-6,
    }
    found = read(catalog, {"gpt-5": PRICES | more}).statements
    assert {s.match["tier"]: s.cells["output_usd_per_mtok"] for s in found} == {
        "standard": "10",
        "priority": "20",
        "flex": "5",
    }


def test_batches_and_long_inputs_belong_to_the_plain_tier(catalog: Catalog) -> None:
    """The lowest threshold counts as the beginning of long inputs."""
    more = {
        "input_cost_per_token_batches": 1.25e-6,
        "input_cost_per_token_above_200k_tokens": 5e-6,
        "input_cost_per_token_above_400k_tokens": 8e-6,
        "input_cost_per_token_above_200k_tokens_priority": 9e-6,
    }
    (statement,) = read(catalog, {"gpt-5": PRICES | more}).statements
    cells = statement.cells
    assert (
        cells["batch_input_usd_per_mtok"],
        cells["long_context_above_tokens"],
        cells["long_input_usd_per_mtok"],
    ) == (
        "1.25",
        "200000",
        "5",
    )


@pytest.mark.parametrize(
    ("key", "provider", "zone"),
    [
        ("eu.anthropic.claude-opus-4-5", "bedrock_converse", "eu"),
        ("bedrock/eu-west-2/qwen.qwen3-coder-next", "bedrock", "uk"),
        ("bedrock/us-gov-west-1/anthropic.claude-3-haiku", "bedrock", "gov"),
        ("bedrock/ap-northeast-1/anthropic.claude-v2", "bedrock", "jp"),
        ("azure/eu/gpt-5", "azure", "eu"),
        ("azure/gpt-5", "azure", "global"),
        ("gemini/gemini-3-flash", "gemini", "unspecified"),
    ],
)
def test_zones_are_read_from_the_key(catalog: Catalog, key: str, provider: str, zone: str) -> None:
    """By prefix, region or path, as each provider writes them."""
    (statement,) = read(catalog, {key: PRICES | {"litellm_provider": provider}}).statements
    assert statement.match["zone"] == zone


def test_what_is_no_model_says_nothing(catalog: Catalog) -> None:
    """The sample at the head, other kinds of entries, and entries without a price."""
    entries = {"a": {"mode": "search", **PRICES}, "b": {}, "c": {"input_cost_per_token": "free"}}
    found = read(catalog, entries)
    assert (found.statements, found.entries) == ((), 3)


def test_the_end_of_a_version_comes_with_its_price(catalog: Catalog) -> None:
    """A date is an end; prose in its place is nothing."""
    found = read(
        catalog, {"x": PRICES | {"deprecation_date": "2027-01-31"}, "y": PRICES | {"deprecation_date": "soon"}}
    )
    assert [s.cells.get("retires_on") for s in found.statements] == ["2027-01-31", None]
