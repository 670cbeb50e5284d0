"""Electricity by country and by what this plan consumes: businesses pay by bands of consumption."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.arrays import Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.geography import THE_UNION
from advisor.hosting.assumptions import Assumptions

MODEL_COUNTRY, MODEL_BAND = THE_UNION, "IF"
"""Where one tariff of large consumers alone is known, smaller ones pay more in the proportions of the EU's bands."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """US dollars per kWh by MWh a year; band ``b`` begins at ``mwh_from[b]``, the first at 0. Arrays (bands,).

    ``source`` is that of the tariffs; ``basis`` tells how they are known.
    """

    mwh_from: Floats
    usd_per_kwh: Floats
    bands: tuple[str, ...]
    source: str
    basis: str

    @classmethod
    def flat(cls, usd_per_kwh: float, *, source: str = "", basis: str = "stated") -> Tariff:
        """One price at any consumption."""
        return cls(np.zeros(1), np.array([usd_per_kwh]), ("flat",), source, basis)

    def band(self, kwh_per_month: Floats) -> Index:
        """The band of a consumption; any shape."""
        mwh = np.nan_to_num(kwh_per_month) * 12.0 / 1e3
        return np.asarray(np.searchsorted(self.mwh_from, mwh, side="right") - 1, dtype=np.intp)

    def usd_per_month(self, kwh_per_month: Floats) -> Floats:
        """The bill; who consumes more never pays less, as a band's price at its edge would have it."""
        if len(self.mwh_from) == 1:
            return np.asarray(kwh_per_month * self.usd_per_kwh[0])
        band = self.band(kwh_per_month)
        edges = np.maximum.accumulate(np.concatenate([[0.0], self.mwh_from[1:] * 1e3 * self.usd_per_kwh[:-1] / 12.0]))
        return np.asarray(np.maximum(kwh_per_month * self.usd_per_kwh[band], edges[band]))


def tariff_of(catalog: Catalog, country: str | None, assume: Assumptions) -> Tariff:
    """The tariff of a country: its bands, else its large consumers' in the EU's proportions, else the default.

    The user's own price replaces them all.
    """
    default = assume.defaults["electricity_usd_per_kwh"]
    if "electricity_usd_per_kwh" in dict(assume.changed):
        return Tariff.flat(assume.value("electricity_usd_per_kwh"))
    rows = catalog.electricity_tariffs_of.get(country or "", ())
    if rows:
        bands = tuple(row.band for row in rows)
        starts, prices = ([getattr(row, name) for row in rows] for name in ("mwh_from", "usd_per_kwh"))
        return Tariff(np.array(starts, dtype=np.float64), np.array(prices), bands, rows[0].source, "published")
    grid = catalog.grid.get(country or "")
    model = catalog.electricity_tariffs_of.get(MODEL_COUNTRY, ())
    large = next((row.usd_per_kwh for row in model if row.band == MODEL_BAND), None)
    if grid is None or grid.usd_per_kwh is None or large is None:
        return Tariff.flat(default.default, source=default.source, basis=default.basis)
    scaled = np.array([grid.usd_per_kwh * max(row.usd_per_kwh / large, 1.0) for row in model])
    edges = np.array([row.mwh_from for row in model], dtype=np.float64)
    return Tariff(edges, scaled, tuple(row.band for row in model), grid.tariff_source or "", "estimated")
