"""Energy and carbon: self-hosting from wall power, APIs by EcoLogits with its range, by country's grid."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import LANGUAGE_KINDS, Model
from advisor.geography import country_for
from advisor.hosting.costs.case import Case
from advisor.hosting.prices.token_prices import OfferTable, offer_table
from advisor.hosting.speed.roofline import Array
from advisor.hosting.speed.thinking_tokens import factors
from advisor.units import Basis

SATURATED_FACTOR = (20.0, 4.0)
"""EcoLogits' figure over that of a saturated server, as measured wall power per token shows: 4 to 20 times (docs)."""
TOKENS = 1000.0
_BASES = np.array(["estimated", "unknown"], dtype=object)


def intensities(catalog: Catalog) -> dict[str, float]:
    """Kilograms of CO2 equivalent per kWh of the countries whose grid is known."""
    return {country: grid.kgco2e_per_kwh for country, grid in catalog.grid.items()}


def api_energy(
    offers: OfferTable, rows: NDArray[np.intp], catalog: Catalog, case: Case
) -> dict[str, tuple[Array, tuple[Basis, ...]]]:
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


def bases_of(columns: Array) -> tuple[Basis, ...]:
    """What estimated rows (n, 3) rest on: unknown where they have no value."""
    return tuple(_BASES[np.isnan(columns[:, 0]).astype(np.intp)].tolist())


@derived(by="digest")
def _api_columns(catalog: Catalog) -> tuple[Array, Array]:
    """Per offer: kWh per output token (value, low, high) and the intensity of the grid of its zone."""
    offers = offer_table(catalog)
    unknown = (np.nan, np.nan, np.nan)
    each = {name: kwh_per_token(catalog.model[name]) or unknown for name in set(offers.model_ids)}
    known = intensities(catalog)
    intensity = [known.get(country_for(offer.zone) or "", np.nan) for offer in offers.offers]
    return np.array([each[name] for name in offers.model_ids]).reshape(-1, 3), np.array(intensity, dtype=np.float64)


def kwh_per_token(model: Model) -> tuple[float, float, float] | None:
    """KWh per output token of a model at a provider: value, low, high; None for other kinds and unknown sizes.

    Sizes are the published ones, else the estimates that EcoLogits carries for closed models.
    """
    if model.kind not in LANGUAGE_KINDS:
        return None
    sizes = _sizes(model)
    if sizes is None:
        return None
    low, high = (_ecologits_kwh(active, total) / TOKENS for active, total in sizes)
    return float(np.sqrt(low * high)), low / SATURATED_FACTOR[0], high


def _sizes(model: Model) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """(active, total) parameters in 10^9, lowest and highest."""
    if model.total_params_b is not None:
        size = (model.active_params_b or model.total_params_b, model.total_params_b)
        return size, size
    return _estimated_sizes().get(_plain(model.model_id.split("/")[1]))


@lru_cache(maxsize=1)
def _estimated_sizes() -> dict[str, tuple[tuple[float, float], tuple[float, float]]]:
    """EcoLogits' own sizes of closed models by plain name (estimates where the vendor published none)."""
    from ecologits.model_repository import ModelRepository, ParametersMoE  # noqa: PLC0415 - slow to import
    from ecologits.utils.range_value import RangeValue  # noqa: PLC0415

    def ends(value: float | RangeValue) -> tuple[float, float]:
        return (value.min, value.max) if isinstance(value, RangeValue) else (float(value), float(value))

    sizes = {}
    for model in ModelRepository.from_json().list_models():
        parameters = model.architecture.parameters
        if isinstance(parameters, ParametersMoE):
            active, total = ends(parameters.active), ends(parameters.total)
        else:
            active = total = ends(parameters)
        sizes[_plain(model.name)] = ((active[0], total[0]), (active[1], total[1]))
    return sizes


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


@lru_cache(maxsize=2048)
def _ecologits_kwh(active: float, total: float) -> float:
    """KWh of a thousand output tokens by EcoLogits' model of a provider's server (its own PUE of 1.2)."""
    from ecologits.impacts.llm import compute_llm_impacts  # noqa: PLC0415 - slow to import
    from ecologits.utils.range_value import RangeValue  # noqa: PLC0415

    impacts = compute_llm_impacts(
        model_active_parameter_count=active,
        model_total_parameter_count=total,
        output_token_count=TOKENS,
        if_electricity_mix_adpe=0.0,
        if_electricity_mix_pe=0.0,
        if_electricity_mix_gwp=0.0,
        if_electricity_mix_wue=0.0,
        datacenter_pue=1.2,
        datacenter_wue=0.0,
    )
    energy = impacts.energy.value
    return float(energy.max if isinstance(energy, RangeValue) else energy)
