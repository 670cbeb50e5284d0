"""Monthly cost by component on arrays (alternatives, draws): one kernel for page, ranking and spreadsheet.

Load below capacity costs what is reserved: reserved and owned GPUs are paid around the clock, on-demand
GPUs follow the load in whole replicas and are let go outside the active hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from advisor.hosting.assumptions import Assumptions
from advisor.hosting.fleet import LOAD_LEVELS, paid_gpus, serving_replicas
from advisor.hosting.prices import TokenCosts
from advisor.hosting.speed import Array
from advisor.hosting.thinking import SIGMA, factors
from advisor.hosting.workload import Workload
from advisor.units import HOURS_PER_MONTH

GPUS_PER_SERVER = 8.0
QUERY_TOKENS = 50.0
BYTES_PER_OUTPUT_TOKEN = 5.0
ROUNDING = 1e-9
"""What whole units may be exceeded by before the next one is needed: binary fractions."""
RETRIEVAL_TASKS = frozenset({"rag", "semantic_search"})


@dataclass(frozen=True, slots=True)
class Draws:
    """Multipliers of shape (1, draws) on what is uncertain; all ones is the stated case.

    ``volume``: requests; ``price``: GPU rents and hardware; ``token_z``: standard normal for token prices, scaled per
    offer; ``speed``: capacity of a replica as exp(z x the row's log error); ``thinking_z``: standard normal for
    thinking tokens; the rest: power, staff, everything else.
    """

    volume: Array
    price: Array
    token_z: Array
    speed_z: Array
    power: Array
    staff: Array
    other: Array
    thinking_z: Array = field(default_factory=lambda: np.zeros((1, 1)))

    def scaled(self, *, volume: float, price: float | Array) -> Draws:
        """The draws with volume and price moved, for a later year."""
        return replace(self, volume=self.volume * volume, price=self.price * price)


def stated() -> Draws:
    """The one draw in which everything is as stated."""
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    return Draws(one, one, zero, zero, one, one, one)


@dataclass(frozen=True, slots=True)
class Fleet:
    """Self-hosted alternatives in columns of shape (n,); ``elastic`` ones follow the load (on-demand rent)."""

    cloud: NDArray[np.bool_]
    on_prem: NDArray[np.bool_]
    elastic: NDArray[np.bool_]
    gpu_count: Array
    unit: Array
    capacity: Array
    log_error: Array
    usd_per_gpu_hour: Array
    usd_per_gpu: Array
    complete_server: NDArray[np.bool_]
    owned: Array
    watts_per_gpu: Array
    usd_per_kwh: Array
    weights_gb: Array
    thinks: NDArray[np.intp]

    def take(self, rows: NDArray[np.intp]) -> Fleet:
        """Some of the rows."""
        return Fleet(**{name: getattr(self, name)[rows] for name in self.__slots__})


@dataclass(frozen=True, slots=True)
class Usage:
    """What runs, arrays (n, draws): GPUs paid at the peak, hours per month, utilisation of what runs."""

    replicas: Array
    gpus: Array
    gpu_hours: Array
    utilisation: Array
    kwh: Array


@dataclass(frozen=True, slots=True)
class Case:
    """What a cost is computed for: the load, the assumptions, availability, tuning and the horizon."""

    load: Workload
    assume: Assumptions
    spare_replicas: float
    fine_tuning: bool
    horizon_months: int

    @property
    def token_overhead(self) -> float:
        """Factor on every volume for retried requests and for evaluation."""
        return 1.0 + self.assume("retries") + self.assume("evaluation_share")


def usage_of(fleet: Fleet, case: Case, draws: Draws) -> Usage:
    """Replicas, GPUs, hours, utilisation and energy of every row in every draw."""
    load = case.load
    volume = draws.volume * case.token_overhead
    capacity = fleet.capacity[:, None] * np.exp(fleet.log_error[:, None] * draws.speed_z)
    if draws.thinking_z.any():
        capacity = capacity / more_tokens(case.assume, draws)[fleet.thinks]
    peak, mean = load.peak_requests_per_s * volume, load.requests_per_month / HOURS_PER_MONTH / 3600 * volume
    serving = serving_replicas(peak, capacity)
    replicas = serving + case.spare_replicas
    count, unit = fleet.gpu_count[:, None], fleet.unit[:, None]
    gpus = paid_gpus(replicas, count, unit)
    hours = gpus * HOURS_PER_MONTH
    rows = np.flatnonzero(fleet.elastic)
    if rows.size:
        hours[rows] = _elastic_hours(fleet, rows, case, (peak / capacity)[rows])
    utilisation = np.minimum(mean * HOURS_PER_MONTH / (capacity * hours / count), 1.0)
    return Usage(replicas, gpus, hours, utilisation, _kwh(fleet, case, hours, utilisation))


def more_tokens(assume: Assumptions, draws: Draws) -> Array:
    """Generated tokens per answer over the stated case, by habit of thinking; arrays (3, draws)."""
    stated_factor = factors(assume)[:, None]
    drawn = stated_factor * np.exp(SIGMA[:, None] * draws.thinking_z)
    return np.asarray((1.0 + drawn) / (1.0 + stated_factor))


def _elastic_hours(fleet: Fleet, rows: NDArray[np.intp], case: Case, need: Array) -> Array:
    """GPU-hours per month of rented GPUs that follow the load in whole replicas over the active hours."""
    pf = case.load.requests_per_month and case.load.peak_requests_per_s / case.load.mean_requests_per_s
    unit = fleet.unit[rows, None]
    units_each = fleet.gpu_count[rows, None] / unit
    paid, units = np.zeros(need.shape), np.empty(need.shape)
    for level in LOAD_LEVELS ** (max(pf, 1.0) - 1.0):
        np.multiply(need, level, out=units)
        units -= ROUNDING
        np.maximum(np.ceil(units, out=units), 1.0, out=units)
        units += case.spare_replicas
        units *= units_each
        units -= ROUNDING
        paid += np.ceil(units, out=units)
    return np.asarray(paid * unit / len(LOAD_LEVELS) * case.load.active_hours_per_month)


def _kwh(fleet: Fleet, case: Case, gpu_hours: Array, utilisation: Array) -> Array:
    """Energy per month at the wall, with the data centre's overhead: hours x watts x (idle + share of load) x PUE."""
    assume = case.assume
    idle, busy = assume.value("idle_power_share"), assume.value("load_power_share")
    pue = np.where(fleet.cloud, assume.value("pue_cloud"), np.where(fleet.on_prem, assume.value("pue"), 1.0))[:, None]
    share = idle + (max(busy, idle) - idle) * utilisation
    return np.asarray(gpu_hours * fleet.watts_per_gpu[:, None] / 1e3 * share * pue)


def self_host_costs(fleet: Fleet, case: Case, draws: Draws, usage: Usage) -> Mapping[str, Array]:
    """US dollars per month of self-hosting by component; arrays (n, draws)."""
    assume = case.assume
    cloud, on_prem = fleet.cloud[:, None], fleet.on_prem[:, None]
    bought = np.maximum(usage.gpus - fleet.owned[:, None], 0.0)
    factor = np.where(fleet.complete_server | ~fleet.on_prem, 1.0, assume("server_factor") or 1.0)[:, None]
    moved = draws.price * assume.value("gpu_price_factor")
    price = np.where(bought > 0, fleet.usd_per_gpu[:, None], 0.0) * factor * moved
    hardware = np.where(cloud, 0.0, bought * price)
    servers = np.ceil(usage.gpus / GPUS_PER_SERVER)
    months = assume.value("depreciation_years") * 12
    full_kw = usage.gpus * fleet.watts_per_gpu[:, None] / 1e3
    fte = np.where(
        cloud, assume("staff_cloud"), np.where(on_prem, assume("staff_on_prem") * servers, assume("staff_edge"))
    )
    gb_out = case.load.requests_per_month * case.load.output_tokens * BYTES_PER_OUTPUT_TOKEN / 1e9
    kwh_usd = np.where(fleet.cloud, 0.0, fleet.usd_per_kwh)[:, None]
    return {
        "gpu_rent": np.where(cloud, usage.gpu_hours * fleet.usd_per_gpu_hour[:, None] * moved, 0.0),
        "hardware": hardware * (1 - assume("residual_share")) / months,
        "electricity": usage.kwh * kwh_usd * draws.power * (1.0 if assume.on("electricity_usd_per_kwh") else 0.0),
        "colocation": _counted(on_prem * full_kw, assume("colocation_usd_per_kw") * draws.other),
        "support": hardware * assume("support_share") / 12,
        "network": np.where(on_prem, servers * assume("network_usd_per_server") / 12 * draws.other, 0.0),
        "software": _counted(usage.gpus * (cloud | on_prem), np.array([[assume("software_usd_per_gpu") / 12]])),
        "storage": np.where(cloud, fleet.weights_gb[:, None] * assume("storage_usd_per_gb") * draws.other, 0.0),
        "egress": np.where(cloud, gb_out * assume("egress_usd_per_gb") * draws.volume, 0.0),
        "staff": fte * assume("staff_usd_per_year") / 12 * draws.staff,
        **_shared(case, draws),
    }


def api_costs(
    tokens: TokenCosts, sigma: Array, case: Case, draws: Draws, *, thinks: NDArray[np.intp]
) -> Mapping[str, Array]:
    """US dollars per month at a provider's API by component; arrays (n, draws)."""
    assume = case.assume
    per_month = case.load.requests_per_month * case.token_overhead
    factor = per_month * draws.volume * np.exp(sigma[:, None] * draws.token_z) * draws.price
    factor = factor * assume.value("token_price_factor")
    gb_out = case.load.requests_per_month * case.load.output_tokens * BYTES_PER_OUTPUT_TOKEN / 1e9
    thought = np.exp(SIGMA[:, None] * draws.thinking_z)
    parts = {
        "input_tokens": _counted(tokens.input[:, None], factor),
        "cached_tokens": _counted(tokens.cached[:, None], factor),
        "cache_writes": _counted(tokens.cache_write[:, None], factor),
        "output_tokens": _counted(tokens.output[:, None], factor),
        "reasoning_tokens": _counted(tokens.reasoning[:, None], factor, drawn=thought, rows=thinks),
        "media": _counted(tokens.media[:, None], factor),
        "corpus": tokens.corpus[:, None] / case.horizon_months * np.ones_like(draws.volume),
        "egress": gb_out * assume("egress_usd_per_gb") * draws.volume,
        "staff": assume("staff_api") * assume("staff_usd_per_year") / 12 * draws.staff,
    }
    return {**parts, **_shared(case, draws)}


def _counted(
    amount: Array, factor: Array, *, drawn: Array | None = None, rows: NDArray[np.intp] | None = None
) -> Array:
    """Amount times factor (times ``drawn[rows]``); one zero where there is nothing to count."""
    if not amount.any() or not factor.any():
        return np.zeros((1, 1))
    return np.asarray(amount * factor if drawn is None else amount * factor * drawn[rows])


def _shared(case: Case, draws: Draws) -> Mapping[str, Array]:
    """Components that every way of hosting has; arrays (1, draws), which broadcast."""
    assume, load = case.assume, case.load
    tuning = assume("fine_tuning_runs") * assume("fine_tuning_usd_per_run") / 12 if case.fine_tuning else 0.0
    retrieval = 0.0
    if load.task in RETRIEVAL_TASKS:
        per_token = assume("retrieval_usd_per_mtok") / 1e6
        retrieval = (
            load.requests_per_month * QUERY_TOKENS * per_token + load.corpus_tokens * per_token / case.horizon_months
        )
    return {"fine_tuning": tuning * draws.other, "retrieval": retrieval * draws.volume}


def total(components: Mapping[str, Array]) -> Array:
    """The sum of the components."""
    whole = np.zeros(np.broadcast_shapes(*(np.shape(values) for values in components.values())))
    for values in components.values():
        whole += values
    return whole
