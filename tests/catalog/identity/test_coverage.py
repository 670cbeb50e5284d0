"""The report on names that mean a model and those that do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.identity.coverage import coverage


@pytest.fixture(scope="module")
def unreviewed(catalog: Catalog) -> Catalog:
    """The catalog without a single reviewed name, so that nothing but the rules can lead to a model."""
    return replace(catalog, aliases=(), digest="without reviewed names")


def test_the_report_counts_a_missing_model_once_with_all_its_hosts(unreviewed: Catalog) -> None:
    """What could not be mapped stands by name and reason; routers do not spoil the share."""
    report = coverage(
        unreviewed,
        [
            ("litellm", "xai", "xai/grok-4.5"),
            ("modelsdev", "kilo", "x-ai/grok-99"),
            ("modelsdev", "poe", "xai/grok-99"),
            ("genai-prices", "openrouter", "openrouter/auto"),
        ],
    )
    assert report.unmapped == (("grok-99", "unknown", 2), ("auto", "not_a_model", 1))
    assert report.share == pytest.approx(1 / 3)
