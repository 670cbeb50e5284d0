"""Monthly cost by component on arrays (alternatives, draws): one kernel for page, ranking and spreadsheet.

Load below capacity costs what is reserved: reserved and owned GPUs are paid around the clock, on-demand
GPUs follow the load in whole replicas and are let go outside the active hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from advisor.hosting.assumptions import Assumptions
from advisor.hosting.planning.capacity import LOAD_LEVELS, paid_gpus, whole_replicas
from advisor.hosting.prices.token_prices import TokenCosts
from advisor.hosting.speed.roofline import Array, Index
from advisor.hosting.speed.thinking_tokens import SIGMA, factors
from advisor.hosting.workload import Workload
from advisor.units import HOURS_PER_MONTH

GPUS_PER_SERVER = 8.0
QUERY_TOKENS = 50.0
BYTES_PER_OUTPUT_TOKEN = 5.0
ROUNDING = 1e-9
"""What whole units may be exceeded by before the next one is needed: binary fractions."""
NOTHING = np.zeros((1, 1))
NO_RENT: Mapping[str, Array] = dict.fromkeys(("gpu_rent", "storage", "egress"), NOTHING)
NOT_OWNED: Mapping[str, Array] = dict.fromkeys(("hardware", "electricity", "colocation", "support", "network"), NOTHING)
"""Components of rows all of which are bought, or rented."""
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

    def take(self, rows: Index) -> Fleet:
        """Some of the rows."""
        return Fleet(*(getattr(self, name).take(rows) for name in self.__slots__))

    def by_tenure(self) -> Iterator[tuple[Index, Fleet]]:
        """The rented rows and the others apart, without empty ones: most components fall on one of the two."""
        for rows in (np.flatnonzero(self.cloud), np.flatnonzero(~self.cloud)):
            if rows.size:
                yield rows, self.take(rows)


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


@dataclass(frozen=True, slots=True)
class Usage:
    """What runs, arrays (n, draws): replicas and GPUs paid at the peak, GPU-hours per month.

    ``capacity`` is what one replica carries, ``mean_requests_per_s`` (1, draws) what all of them have to.
    """

    fleet: Fleet
    case: Case
    replicas: Array
    gpus: Array
    gpu_hours: Array
    capacity: Array
    mean_requests_per_s: Array

    @property
    def utilisation(self) -> Array:
        """How far what runs is used (0 to 1)."""
        carried = self.capacity * self.gpu_hours / self.fleet.gpu_count[:, None]
        return np.minimum(self.mean_requests_per_s * HOURS_PER_MONTH / carried, 1.0)

    @property
    def kwh(self) -> Array:
        """Energy per month at the wall, with the data centre's overhead: hours x watts x (idle + share of load) x PUE.

        What runs draws its idle share, and the rest as far as it is used.
        """
        fleet, assume = self.fleet, self.case.assume
        idle, busy = assume.value("idle_power_share"), assume.value("load_power_share")
        pue = np.where(fleet.cloud, assume.value("pue_cloud"), np.where(fleet.on_prem, assume.value("pue"), 1.0))
        share = idle + (max(busy, idle) - idle) * self.utilisation
        return np.asarray(self.gpu_hours * fleet.watts_per_gpu[:, None] / 1e3 * share * pue[:, None])


def usage_of(fleet: Fleet, case: Case, draws: Draws) -> Usage:
    """What of every row runs in every draw."""
    load = case.load
    volume = draws.volume * case.token_overhead
    capacity = fleet.capacity[:, None]
    if draws.speed_z.any():
        capacity = capacity * _lognormal(fleet.log_error, draws.speed_z)
    if draws.thinking_z.any():
        capacity = capacity / more_tokens(case.assume, draws)[fleet.thinks]
    need = load.peak_requests_per_s * volume / capacity
    replicas = whole_replicas(need) + case.spare_replicas
    gpus = paid_gpus(replicas, fleet.gpu_count[:, None], fleet.unit[:, None])
    hours = gpus * HOURS_PER_MONTH
    rows = np.flatnonzero(fleet.elastic)
    if rows.size:
        hours[rows] = _elastic_hours(fleet, rows, case, need[rows])
    mean = load.requests_per_month / HOURS_PER_MONTH / 3600 * volume
    return Usage(fleet, case, replicas, gpus, hours, capacity, mean)


def _lognormal(sigma: Array, z: Array) -> Array:
    """exp(sigma x z) of n spreads (n,), few of which differ, in draws (1, draws)."""
    distinct, place = np.unique(sigma, return_inverse=True)
    return np.asarray(np.exp(distinct[:, None] * z)[place])


def more_tokens(assume: Assumptions, draws: Draws) -> Array:
    """Generated tokens per answer over the stated case, by habit of thinking; arrays (3, draws)."""
    stated_factor = factors(assume)[:, None]
    drawn = stated_factor * np.exp(SIGMA[:, None] * draws.thinking_z)
    return np.asarray((1.0 + drawn) / (1.0 + stated_factor))


def _elastic_hours(fleet: Fleet, rows: Index, case: Case, need: Array) -> Array:
    """GPU-hours per month of rented GPUs that follow the load in whole replicas over the active hours.

    Rows that one replica carries in every draw pay for the same GPUs at every level of the load.
    """
    unit = fleet.unit[rows, None]
    units_each = fleet.gpu_count[rows, None] / unit
    least = np.ceil((1.0 + case.spare_replicas) * units_each - ROUNDING) * len(LOAD_LEVELS)
    paid = np.empty(need.shape)
    paid[...] = least
    several, whole = (need > 1.0).any(axis=1), units_each[:, 0] == np.floor(units_each[:, 0])
    for at in (np.flatnonzero(several & whole), np.flatnonzero(several & ~whole)):
        if at.size:
            paid[at] = _followed(need[at], units_each[at], case)
    return np.asarray(paid * unit / len(LOAD_LEVELS) * case.load.active_hours_per_month)


def _followed(need: Array, units_each: Array, case: Case) -> Array:
    """Units paid at all levels of the load together, where each takes whole replicas of ``units_each``.

    Replicas of whole units are added up as they are, others fill whole units at every level.
    """
    pf = case.load.requests_per_month and case.load.peak_requests_per_s / case.load.mean_requests_per_s
    whole = bool((units_each == np.floor(units_each)).all())
    paid, units, lowest = np.zeros(need.shape), np.empty(need.shape), need.min()
    for level in LOAD_LEVELS ** (max(pf, 1.0) - 1.0):
        np.multiply(need, level, out=units)
        units -= ROUNDING
        np.ceil(units, out=units)
        if not lowest * level > ROUNDING:
            np.maximum(units, 1.0, out=units)
        if not whole:
            units += case.spare_replicas
            units *= units_each
            units -= ROUNDING
            np.ceil(units, out=units)
        paid += units
    return (paid + len(LOAD_LEVELS) * case.spare_replicas) * units_each if whole else paid


def monthly_costs(fleet: Fleet, case: Case, draws: Draws) -> Array:
    """US dollars per month of self-hosting, all components together; shape (n, draws)."""
    costs = np.empty((len(fleet.cloud), draws.volume.shape[1]))
    for rows, part in fleet.by_tenure():
        costs[rows] = total(self_host_costs(part, case, draws, usage_of(part, case, draws)))
    return costs


def self_host_costs(fleet: Fleet, case: Case, draws: Draws, usage: Usage) -> Mapping[str, Array]:
    """US dollars per month of self-hosting by component; arrays that broadcast against (n, draws)."""
    assume = case.assume
    cloud, on_prem = fleet.cloud[:, None], fleet.on_prem[:, None]
    rent = _rent(fleet, case, draws, usage) if fleet.cloud.any() else NO_RENT
    owned = _owned(fleet, case, draws, usage) if not fleet.cloud.all() else NOT_OWNED
    fte, software = np.full((1, 1), assume("staff_cloud")), assume("software_usd_per_gpu")
    if not fleet.cloud.all():
        servers = np.ceil(usage.gpus / GPUS_PER_SERVER)
        fte = np.where(cloud, fte, np.where(on_prem, assume("staff_on_prem") * servers, assume("staff_edge")))
    return {
        "gpu_rent": rent["gpu_rent"],
        **owned,
        "software": usage.gpus * (cloud | on_prem) * (software / 12) if software else NOTHING,
        "storage": rent["storage"],
        "egress": rent["egress"],
        "staff": fte * assume("staff_usd_per_year") / 12 * draws.staff,
        **_shared(case, draws),
    }


def _rent(fleet: Fleet, case: Case, draws: Draws, usage: Usage) -> Mapping[str, Array]:
    """What only rented GPUs cost; nothing in the rows of others."""
    assume, load, cloud = case.assume, case.load, fleet.cloud[:, None]
    gb_out = load.requests_per_month * load.output_tokens * BYTES_PER_OUTPUT_TOKEN / 1e9
    moved = draws.price * assume.value("gpu_price_factor")
    parts = {
        "gpu_rent": usage.gpu_hours * fleet.usd_per_gpu_hour[:, None] * moved,
        "storage": fleet.weights_gb[:, None] * assume("storage_usd_per_gb") * draws.other,
        "egress": gb_out * assume("egress_usd_per_gb") * draws.volume,
    }
    return parts if cloud.all() else {name: np.where(cloud, values, 0.0) for name, values in parts.items()}


def _owned(fleet: Fleet, case: Case, draws: Draws, usage: Usage) -> Mapping[str, Array]:
    """What only GPUs cost that are bought or there; nothing in the rows of rented ones."""
    assume = case.assume
    bought = np.maximum(usage.gpus - fleet.owned[:, None], 0.0)
    factor = np.where(fleet.complete_server | ~fleet.on_prem, 1.0, assume("server_factor") or 1.0)[:, None]
    moved = draws.price * assume.value("gpu_price_factor")
    price = np.where(bought > 0, fleet.usd_per_gpu[:, None], 0.0) * factor * moved
    hardware = np.where(fleet.cloud[:, None], 0.0, bought * price)
    on_prem, colocation = fleet.on_prem[:, None], assume("colocation_usd_per_kw")
    usd_per_kwh = np.where(fleet.cloud, 0.0, fleet.usd_per_kwh)[:, None]
    servers, full_kw = np.ceil(usage.gpus / GPUS_PER_SERVER), usage.gpus * fleet.watts_per_gpu[:, None] / 1e3
    charged = 1.0 if assume.on("electricity_usd_per_kwh") else 0.0
    return {
        "hardware": hardware * (1 - assume("residual_share")) / (assume.value("depreciation_years") * 12),
        "electricity": usage.kwh * usd_per_kwh * draws.power * charged,
        "colocation": on_prem * full_kw * (colocation * draws.other) if colocation else NOTHING,
        "support": hardware * assume("support_share") / 12,
        "network": np.where(on_prem, servers * assume("network_usd_per_server") / 12 * draws.other, 0.0),
    }


def api_costs(
    tokens: TokenCosts, sigma: Array, case: Case, draws: Draws, *, thinks: NDArray[np.intp]
) -> Mapping[str, Array]:
    """US dollars per month at a provider's API by component; arrays (n, draws)."""
    assume = case.assume
    per_month = case.load.requests_per_month * case.token_overhead
    scale = per_month * draws.volume * draws.price * assume.value("token_price_factor")
    factor = _lognormal(sigma, draws.token_z) * scale
    gb_out = case.load.requests_per_month * case.load.output_tokens * BYTES_PER_OUTPUT_TOKEN / 1e9
    thought = np.exp(SIGMA[:, None] * draws.thinking_z)
    parts = {
        "input_tokens": _counted(tokens.input[:, None], factor),
        "cached_tokens": _counted(tokens.cached[:, None], factor),
        "cache_writes": _counted(tokens.cache_write[:, None], factor),
        "output_tokens": _counted(tokens.output[:, None], factor),
        "reasoning_tokens": _counted(tokens.reasoning[:, None], factor, drawn=thought, rows=thinks),
        "media": _counted(tokens.media[:, None], factor),
        "corpus": tokens.corpus[:, None] / case.horizon_months,
        "egress": gb_out * assume("egress_usd_per_gb") * draws.volume,
        "staff": assume("staff_api") * assume("staff_usd_per_year") / 12 * draws.staff,
    }
    return {**parts, **_shared(case, draws)}


def _counted(
    amount: Array, factor: Array, *, drawn: Array | None = None, rows: NDArray[np.intp] | None = None
) -> Array:
    """Amount times factor (times ``drawn[rows]``); one zero where there is nothing to count."""
    if not amount.any():
        return NOTHING
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
        if values.size == whole.size or values.any():
            whole += values
    return whole
