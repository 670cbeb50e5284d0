"""Energy and carbon of providers' APIs, by the model of EcoLogits with its range, and by country's grid."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model
from advisor.catalog.tables.schema_hosting import EnergyModelSize
from advisor.geography import country_for
from advisor.hosting.costs.case import Case
from advisor.hosting.prices.token_prices import OfferTable, offer_table
from advisor.hosting.speed.thinking_tokens import factors
from advisor.units import Basis

SATURATED_FACTOR = (20.0, 4.0)
"""EcoLogits' figure over that of a saturated server, as measured wall power per token shows: 4 to 20 times (docs)."""
_GPU_WH, _GPU_WH_BATCH, _GPU_WH_BASE = 1.1665273170451914e-06, -0.011205921025579175, 4.052928146734005e-05
"""Wh per token of a GPU: per 10^9 active parameters at no load, its fall with the requests at once, and the rest."""
_SECONDS, _SECONDS_BATCH, _SECONDS_BASE = 0.0006785088094353663, 0.0003119310311688259, 0.019473717579473387
"""Seconds per token: per 10^9 active parameters, per request at once, and the rest."""
_BATCH: Final = 64
_TOKENS: Final = 1000.0
"""Of the request that is worked out, so that every digit is that of the package."""
_SERVER_KW, _GPUS_PER_SERVER, _GPU_MEMORY_GB = 1.2, 8, 80.0
_MEMORY_FACTOR, _BYTES_PER_WEIGHT = 1.2, 2
_PUE: Final = 1.2
_BASES = np.array(["estimated", "unknown"], dtype=object)


def intensities(catalog: Catalog) -> dict[str, float]:
    """Kilograms of CO2 equivalent per kWh of the countries whose grid is known."""
    return {country: grid.kgco2e_per_kwh for country, grid in catalog.grid.items()}


def api_energy(
    offers: OfferTable, rows: NDArray[np.intp], catalog: Catalog, case: Case
) -> dict[str, tuple[Floats, tuple[Basis, ...]]]:
    """Energy (kWh) and carbon (kg) per month of API rows: value, low, high; unknown without a size of the model.

    The value is the geometric middle of EcoLogits' range, which is conservative; the low end is what a saturated server
    would draw, a twentieth of it.
    """
    per_token, intensity = _api_columns(catalog)
    thinking = 1.0 + factors(case.assume)[offers.thinks[rows]]
    tokens = case.load.requests_per_month * case.token_overhead * case.load.output_tokens * thinking
    kwh = per_token[rows] * tokens[:, None]
    carbon = kwh * intensity[rows][:, None]
    return {"energy_kwh": (kwh, bases_of(kwh)), "co2_kg": (carbon, bases_of(carbon))}


def bases_of(columns: Floats) -> tuple[Basis, ...]:
    """What estimated rows (n, 3) rest on: unknown where they have no value."""
    return tuple(_BASES[np.isnan(columns[:, 0]).astype(np.intp)].tolist())


@derived(by="digest")
def _api_columns(catalog: Catalog) -> tuple[Floats, Floats]:
    """Per offer: kWh per output token (value, low, high) and the intensity of the grid of its zone."""
    offers = offer_table(catalog)
    unknown = (np.nan, np.nan, np.nan)
    sizes = {row.model_id: row for row in catalog.energy_model_sizes}
    each = {name: kwh_per_token(catalog.model[name], sizes.get(name)) or unknown for name in set(offers.model_ids)}
    known = intensities(catalog)
    intensity = [known.get(country_for(offer.zone) or "", np.nan) for offer in offers.offers]
    return np.array([each[name] for name in offers.model_ids]).reshape(-1, 3), np.array(intensity, dtype=np.float64)


def kwh_per_token(model: Model, estimated: EnergyModelSize | None) -> tuple[float, float, float] | None:
    """KWh per output token of a model at a provider: value, low, high; None for other kinds and unknown sizes.

    Sizes are the published ones, else those that EcoLogits estimates for a closed model.
    """
    if model.kind not in LANGUAGE_KINDS:
        return None
    if model.total_params_b is not None:
        low = high = served_kwh_per_token(model.active_params_b or model.total_params_b, model.total_params_b)
    elif estimated is not None:
        low = served_kwh_per_token(estimated.active_low_b, estimated.total_low_b)
        high = served_kwh_per_token(estimated.active_high_b, estimated.total_high_b)
    else:
        return None
    return float(np.sqrt(low * high)), low / SATURATED_FACTOR[0], high


def served_kwh_per_token(active_b: float, total_b: float) -> float:
    """KWh per output token of a provider's server, for 10^9 active and total parameters, by EcoLogits 0.11.3.

    Its ``ecologits.impacts.llm``, written out: bf16 weights and a fifth on top spread over 80 GB GPUs, as many as the
    next power of two, in servers of eight; the energy of a GPU and the time per token by its regressions, at 64
    requests at once; what the server draws beside its GPUs for that time; a PUE of 1.2.
    """
    gpus = 2.0 ** math.ceil(math.log2(math.ceil(_MEMORY_FACTOR * total_b * _BYTES_PER_WEIGHT / _GPU_MEMORY_GB)))
    gpu_kwh = _TOKENS * ((_GPU_WH * math.exp(_GPU_WH_BATCH * _BATCH) * active_b + _GPU_WH_BASE) / 1000)
    seconds = _TOKENS * (_SECONDS * active_b + _SECONDS_BATCH * _BATCH + _SECONDS_BASE)
    server_kwh = seconds / 3600 * _SERVER_KW * (gpus / _GPUS_PER_SERVER) * (1 / _BATCH)
    return _PUE * (server_kwh + gpus * gpu_kwh) / _TOKENS
