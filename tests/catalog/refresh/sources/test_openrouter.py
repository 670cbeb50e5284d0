"""OpenRouter's list: its own prices, written as text."""

from __future__ import annotations

from refresh_shapes import LATER, openrouter

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.openrouter import PROVIDER, SOURCE


def test_every_statement_is_about_the_router_itself(catalog: Catalog) -> None:
    """Text becomes a price per million; free routes and prices below nothing are none."""
    prices = {
        "openai/gpt-5": {"prompt": "0.00000125", "completion": "0.00001", "input_cache_read": "0.000000125"},
        "openai/gpt-5:free": {"prompt": "0", "completion": "0"},
        "openrouter/auto": {"prompt": "-1", "completion": "-1"},
    }
    found = SOURCE.read(SOURCE.parsed(openrouter(prices)).value, catalog, LATER)
    (statement,) = found.statements
    assert statement.match["provider_id"] == PROVIDER
    assert dict(statement.cells) == {
        "input_usd_per_mtok": "1.25",
        "output_usd_per_mtok": "10",
        "cached_input_usd_per_mtok": "0.125",
    }
    assert len(found.refused) == 2
