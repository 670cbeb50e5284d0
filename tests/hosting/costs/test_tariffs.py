"""What a kWh costs a consumer of a size: bands, countries with one tariff, the user's own."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.tariffs import tariff_of


def test_who_consumes_more_never_pays_less_for_power(catalog: Catalog) -> None:
    """At the edge of a band the bill does not fall, in any country whose bands are known."""
    kwh = np.geomspace(10, 3e7, 4000)
    for country in catalog.electricity_tariffs_of:
        bill = tariff_of(catalog, country, assumptions_of(catalog)).usd_per_month(kwh)
        assert (np.diff(bill) >= -1e-9).all(), country


def test_a_small_consumer_pays_the_band_of_small_consumers(catalog: Catalog) -> None:
    """1,000 kWh a month in Germany are 12 MWh a year: band IA, 0.3326 EUR per kWh at 1.08 USD."""
    tariff = tariff_of(catalog, "DE", assumptions_of(catalog))
    assert float(tariff.usd_per_month(np.array(1000.0))) == pytest.approx(1000 * 0.3592)


def test_a_country_with_one_tariff_is_scaled_by_the_bands_of_the_eu(catalog: Catalog) -> None:
    """Japan's tariff is that of large consumers: small ones pay more, in the EU's proportions, and it says so."""
    tariff = tariff_of(catalog, "JP", assumptions_of(catalog))
    assert tariff.basis == "estimated"
    assert tariff.usd_per_kwh[0] > 2 * tariff.usd_per_kwh[-2]


def test_the_users_own_tariff_replaces_every_band(catalog: Catalog) -> None:
    """A price that the user set holds at any consumption."""
    mine = assumptions_of(catalog, changed={"electricity_usd_per_kwh": 0.11})
    assert float(tariff_of(catalog, "DE", mine).usd_per_month(np.array(50_000.0))) == pytest.approx(5500)
