"""Energy and carbon: self-hosting from wall power, APIs by EcoLogits with its range, by country's grid."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor.catalog.catalog import Catalog
from advisor.hosting.costs import Case
from advisor.hosting.prices import OfferTable
from advisor.hosting.speed import Array
from advisor.units import Basis


def grid_intensity(catalog: Catalog, countries: Sequence[str | None]) -> Array:
    """Kilograms of CO2 equivalent per kWh of each country; nan where the country or its grid is unknown."""
    return np.array(
        [
            catalog.grid[country].kgco2e_per_kwh if country is not None and country in catalog.grid else np.nan
            for country in countries
        ],
        dtype=np.float64,
    )


def api_energy(
    offers: OfferTable, rows: np.ndarray[tuple[int], np.dtype[np.intp]], catalog: Catalog, case: Case
) -> dict[str, tuple[Array, tuple[Basis, ...]]]:
    """Energy and carbon of API rows."""
    blank = np.full((len(rows), 3), np.nan)
    unknown: tuple[Basis, ...] = ("unknown",) * len(rows)
    return {"energy_kwh": (blank, unknown), "co2_kg": (blank.copy(), unknown)}
