"""Shipped token prices beside an independent list."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from advisor.catalog.audit.reference_prices import PROVIDERS, PriceCheck, price_checks
from advisor.catalog.catalog import Catalog


def check(**changes: Any) -> PriceCheck:
    """An offer whose list price is the same but for what is given."""
    given: dict[str, Any] = {
        "offer_id": "o",
        "model_id": "v/m",
        "provider_id": "p",
        "reference": "p/m",
        "input_usd_per_mtok": Decimal(1),
        "output_usd_per_mtok": Decimal(2),
        "reference_input": Decimal(1),
        "reference_output": Decimal(2),
        "flagged": False,
        "independent": True,
    }
    return PriceCheck.model_validate(given | changes)


@pytest.mark.parametrize(
    ("changes", "agrees"),
    [
        ({}, True),
        ({"reference_input": Decimal("1.009")}, True),
        ({"reference_input": Decimal("1.02")}, False),
        ({"reference_output": Decimal(3)}, False),
        ({"reference_output": None}, True),
        ({"output_usd_per_mtok": None}, True),
    ],
)
def test_prices_agree_within_one_in_a_hundred(changes: dict[str, Any], agrees: bool) -> None:  # noqa: FBT001 - the case
    """What one side lacks is not compared."""
    assert check(**changes).agrees == agrees


def test_a_difference_is_told_with_both_prices() -> None:
    """And whether the offer says so already."""
    told = str(check(reference_input=Decimal("1.50"), output_usd_per_mtok=None, flagged=True))
    assert told == "o: shipped 1/unknown, genai-prices 1.5/2 (p/m, flagged)"


def test_only_ordinary_offers_of_models_that_are_served_are_compared(catalog: Catalog) -> None:
    """A zone's or a tier's price is none of the list's."""
    found = price_checks(catalog)
    assert len(found) > 100
    offers = [catalog.offer[one.offer_id] for one in found]
    assert {offer.tier for offer in offers} == {"standard"}
    assert {offer.zone for offer in offers} <= {"global", "unspecified"}
    assert {one.provider_id for one in found} <= PROVIDERS.keys()
    assert PROVIDERS.keys() <= catalog.provider.keys()
