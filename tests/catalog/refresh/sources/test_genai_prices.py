"""The list of genai-prices: prices by provider, in steps, from a day on."""

from __future__ import annotations

from typing import Any

from refresh_shapes import LATER, cited_by, genai_prices

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.names import key_of_reference
from advisor.catalog.refresh.records import SourceReading
from advisor.catalog.refresh.sources.genai_prices import SOURCE


def read(catalog: Catalog, models: dict[str, Any]) -> SourceReading:
    """What the list says with these prices."""
    return SOURCE.read(SOURCE.parsed(genai_prices(models)).value, catalog, LATER)


def test_prices_become_cells(catalog: Catalog) -> None:
    """Plain, cached and written prices, under the key with a colon and the older one with a slash."""
    prices = {"input_mtok": 1.5, "output_mtok": 3, "cache_read_mtok": 0.15, "cache_write_mtok": 1.875}
    (statement,) = read(catalog, {"openai:gpt-5": prices}).statements
    assert dict(statement.cells) == {
        "input_usd_per_mtok": "1.5",
        "output_usd_per_mtok": "3",
        "cached_input_usd_per_mtok": "0.15",
        "cache_write_usd_per_mtok": "1.875",
    }
    assert (statement.source_key, statement.other_keys) == ("openai:gpt-5", ("openai/gpt-5",))


def test_a_price_of_some_hours_is_not_the_price(catalog: Catalog) -> None:
    """Night tariffs do not count; the plain price does."""
    steps: Any = [
        {"prices": {"input_mtok": 2, "output_mtok": 4}},
        {"constraint": {"start_time": "16:30", "end_time": "00:30"}, "prices": {"input_mtok": 1, "output_mtok": 2}},
    ]
    (statement,) = read(catalog, {"deepseek:deepseek-chat": steps}).statements
    assert statement.cells["input_usd_per_mtok"] == "2"


def test_google_is_two_providers_and_only_cited_rows_say_which(catalog: Catalog) -> None:
    """A name of the list that stands for two providers makes no new row."""
    offer = cited_by(catalog, "genai-prices", provider="google-vertex")
    prices = {"input_mtok": 1, "output_mtok": 2}
    found = read(catalog, {key_of_reference(offer.source): prices, "google:gemini-9": prices})
    assert [statement.whole for statement in found.statements if statement.source_key == "google:gemini-9"] == [False]


def test_names_of_zones_on_the_cloud_are_read(catalog: Catalog) -> None:
    """The prefix of a model on Bedrock is its zone; ``regional`` is none that the catalog has."""
    prices = {"input_mtok": 1, "output_mtok": 2}
    keys = ("eu.anthropic.claude-x", "us-gov.anthropic.claude-x", "regional.anthropic.claude-x", "anthropic.claude-x")
    found = read(catalog, {f"aws:{key}": prices for key in keys})
    assert [s.match["zone"] for s in found.statements] == ["eu", "gov", "regional", "unspecified"]
