"""The audit of hardware, rents and tariffs finds what is broken, and tells which rents are old."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from shipped import shipped_catalog

from advisor.catalog.audit.check_hardware import hardware_findings, rent_notes
from advisor.catalog.catalog import Catalog

DAY = date(2026, 11, 29)


@pytest.fixture(scope="module")
def shipped() -> Catalog:
    """The shipped tables."""
    return shipped_catalog()


def test_the_shipped_hardware_is_sound(shipped: Catalog) -> None:
    """Nothing to find, whatever is sold and consumed."""
    assert list(hardware_findings(shipped, as_of=DAY)) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [("usd", 1.0), ("usd_high", 2.0), ("priced_on", date(2030, 1, 1)), ("sold_in", ("moon",)), ("lead_weeks_low", 90)],
)
def test_a_broken_offer_is_found(shipped: Catalog, column: str, value: object) -> None:
    """A price outside its range or in another unit, of the future, in no zone, a lead time upside down."""
    broken = shipped.hardware_offers[-1].model_copy(update={column: value})
    found = list(hardware_findings(replace(shipped, hardware_offers=(broken,)), as_of=DAY))
    assert {finding.row for finding in found} == {broken.hardware_id}


def test_a_gap_between_bands_is_found(shipped: Catalog) -> None:
    """A consumption that no band covers."""
    rows = [row for row in shipped.electricity_tariffs if row.country == "DE"]
    found = list(hardware_findings(replace(shipped, electricity_tariffs=(rows[0], rows[2])), as_of=DAY))
    assert [finding.row for finding in found] == [rows[2].tariff_id]


def test_old_rents_are_told(shipped: Catalog) -> None:
    """How many are older than sixty days, and of which GPUs no newer one is known."""
    first, second = rent_notes(shipped, as_of=DAY)
    assert "older than 60 days" in first
    assert "a30-24gb" in second
    assert "h100-sxm-80gb" not in second
