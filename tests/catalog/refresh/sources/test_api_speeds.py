"""Speeds of hosted models."""

from __future__ import annotations

from refresh_shapes import LATER, speeds

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.api_speeds import SOURCE


def test_a_median_of_the_best_host_is_a_dated_row(catalog: Catalog) -> None:
    """Dated endings of a router's names are taken off; figures that cannot be are refused."""
    content = speeds(
        {"id": "openai/gpt-5-20250807", "p50_latency": 1200, "p50_throughput": 80.5, "request_count": 5000},
        {"id": "openai/gpt-5-mini-20250807", "p50_latency": -5, "p50_throughput": 80},
        {"id": "nobody/nothing-20250807", "p50_latency": 500, "p50_throughput": 80},
    )
    found = SOURCE.read(SOURCE.parsed(content).value, catalog, LATER)
    (statement,) = found.statements
    assert (statement.match["model_id"], statement.match["statistic"]) == ("openai/gpt-5", "best_host")
    assert (statement.cells["ttft_ms_p50"], statement.cells["output_tokens_per_s_p50"]) == ("1200", "80.5")
    assert statement.cells["measured_to"] == LATER.isoformat()
    assert len(found.refused) == len(found.unmapped) == 1
