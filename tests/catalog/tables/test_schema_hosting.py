"""Rows of the hosting tables."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema_hosting import HOSTING_TABLES, MeasuredSpeed


@pytest.mark.parametrize(
    "changes",
    [{"output_tokens_per_s": 0}, {"gpu_count": 0}, {"load_kind": "random"}, {"counts": "none"}, {"ttft_of": "best"}],
)
def test_a_measurement_that_cannot_be_one_is_refused(catalog: Catalog, changes: dict[str, Any]) -> None:
    """Speeds are above zero, loads come in three ways."""
    given = catalog.measured_speeds[0].model_dump()
    assert MeasuredSpeed.model_validate(given) == catalog.measured_speeds[0]
    with pytest.raises(ValidationError):
        MeasuredSpeed.model_validate(given | changes)


def test_ranges_of_hardware_hold_their_price(catalog: Catalog) -> None:
    """The least is no more than the price, the most no less."""
    assert all(row.usd_low <= row.usd <= row.usd_high for row in catalog.hardware_offers)


def test_defaults_stand_within_their_range(catalog: Catalog) -> None:
    """What is switched to an end of its range in the tornado brackets what is used."""
    assert "cost_defaults" in HOSTING_TABLES
    assert all(row.low <= row.default <= row.high for row in catalog.cost_defaults)
