"""A provider's quote beside the band of a plan."""

from __future__ import annotations

from advisor.hosting.comparison.hosting_view import cheapest_of_each
from advisor.hosting.comparison.quote import compare_quote
from tests.hosting.conftest import GPT_OSS, Planner


def test_a_quote_is_compared_to_the_band(planner: Planner) -> None:
    """A quote far above the band is said to be outside it."""
    table = planner(GPT_OSS)
    plan = table.record(cheapest_of_each(table)[0])
    found = compare_quote(plan, 1e6, "per_month", tokens_per_month=1e9)
    assert found is not None
    assert not found.inside_band
    assert found.told["sentence"].key == "quote.above.outside"
    assert compare_quote(plan, 2.0, "per_gpu_hour", tokens_per_month=1e9) is None
