"""What runs of every self-hosted alternative: replicas, servers and GPUs that are paid, their hours, power and people.

Reserved and owned GPUs are paid around the clock; on-demand GPUs follow the load in whole servers and are let go
outside the active hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats, Index
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs.availability import ROUNDING, OwnServers, gpus_per_server, own_first, replicas_per_server
from advisor.hosting.costs.case import NO_SPARE, Case, Draws, Span
from advisor.hosting.costs.replicas import LOAD_LEVELS, whole_replicas
from advisor.hosting.costs.staffing import StaffNeed, staff_need
from advisor.hosting.speed.thinking_tokens import SIGMA, factors
from advisor.units import HOURS_PER_MONTH

BLOCK_CELLS = 512 * 64
"""Rows times draws that are costed at a time."""


@dataclass(frozen=True, slots=True)
class Fleet:
    """Self-hosted alternatives in columns of shape (n,); ``elastic`` ones follow the load (on-demand rent).

    ``unit`` is how many GPUs are had together: those of a server as it is sold, or of an instance. ``usd_per_gpu`` is
    the price of the server over its GPUs, nan where nobody sells it; ``value_per_gpu`` what a new one is worth anyway.
    Of ``owned`` GPUs ``there_size`` stand in one server, and ``there_servers`` is how many there are (nan: not stated);
    where they are ``given`` nothing is bought beside them.
    ``price_spread`` is how much wider than usual the row's price is known: 1 is the usual width. ``term_months`` is how
    long a reservation binds, 0 for what is not reserved.
    """

    cloud: NDArray[np.bool_]
    on_prem: NDArray[np.bool_]
    elastic: NDArray[np.bool_]
    gpu_count: Floats
    unit: Floats
    capacity: Floats
    log_error: Floats
    usd_per_gpu_hour: Floats
    usd_per_gpu: Floats
    value_per_gpu: Floats
    owned: Floats
    there_size: Floats
    there_servers: Floats
    given: NDArray[np.bool_]
    watts_per_gpu: Floats
    weights_gb: Floats
    thinks: NDArray[np.intp]
    price_spread: Floats
    term_months: Floats

    def take(self, rows: Index) -> Fleet:
        """Some of the rows."""
        return Fleet(*(getattr(self, name).take(rows) for name in self.__slots__))

    def blocks(self, draws: int) -> Iterator[tuple[Index, Fleet]]:
        """The rented rows and the others apart, in blocks: most components fall on one of the two.

        A block of 512 rows and 64 draws stays in the processor's cache, which takes two fifths off the time of costing
        thousands of rows (measured at 128 to 2,048 rows).
        """
        size = max(BLOCK_CELLS // draws, 1)
        for rows in (np.flatnonzero(self.cloud), np.flatnonzero(~self.cloud)):
            for start in range(0, rows.size, size):
                block = rows[start : start + size]
                yield block, self.take(block)

    @property
    def edge(self) -> NDArray[np.bool_]:
        """Rows of edge devices."""
        return ~(self.cloud | self.on_prem)


@dataclass(frozen=True, slots=True)
class ServerUsage:
    """What runs, arrays (n, draws): servers and GPUs paid at the peak, GPU-hours per month.

    Of both ``own_servers`` and ``own_gpus`` are there already.
    ``capacity`` is what one replica carries, ``mean_requests_per_s`` (1, draws) what all of them have to.
    """

    fleet: Fleet
    case: Case
    replicas: Floats
    servers: Floats
    gpus: Floats
    own_servers: Floats
    own_gpus: Floats
    gpu_hours: Floats
    capacity: Floats
    mean_requests_per_s: Floats

    def row(self, number: int) -> ServerUsage:
        """One row alone; what all rows share stays."""
        columns = ("replicas", "servers", "gpus", "own_servers", "own_gpus", "gpu_hours", "capacity")
        mine = {name: getattr(self, name)[number : number + 1] for name in columns}
        return replace(self, fleet=self.fleet.take(np.array([number], dtype=np.intp)), **mine)

    @property
    def utilisation(self) -> Floats:
        """How far what runs is used (0 to 1)."""
        carried = self.capacity * self.gpu_hours / self.fleet.gpu_count[:, None]
        return np.minimum(self.mean_requests_per_s * HOURS_PER_MONTH / carried, 1.0)

    @property
    def kwh(self) -> Floats:
        """Energy per month at the wall, with the data centre's overhead: hours x watts x (idle + share of load) x PUE.

        What runs draws its idle share, and the rest as far as it is used.
        """
        fleet, assume = self.fleet, self.case.assume
        idle, busy = assume.value("idle_power_share"), assume.value("load_power_share")
        pue = np.where(fleet.cloud, assume.value("pue_cloud"), np.where(fleet.on_prem, assume.value("pue"), 1.0))
        share = idle + (max(busy, idle) - idle) * self.utilisation
        return np.asarray(self.gpu_hours * fleet.watts_per_gpu[:, None] / 1e3 * share * pue[:, None])

    @property
    def devices_there(self) -> Floats:
        """Edge devices among ``servers`` that are there already (n, draws); none in the rows of servers."""
        return np.where(self.fleet.edge[:, None], self.own_gpus / self.fleet.gpu_count[:, None], 0.0)

    @property
    def staff(self) -> StaffNeed:
        """The people that this takes."""
        return staff_need(
            self.case.team,
            self.case.assume,
            cloud=self.fleet.cloud[:, None],
            on_prem=self.fleet.on_prem[:, None],
            servers=self.servers,
            there=self.devices_there,
            availability=self.case.availability,
        )


def usage_of(fleet: Fleet, case: Case, draws: Draws, *, servers: Floats | None = None) -> ServerUsage:
    """What of every row runs in every draw; ``servers`` (n, 1) takes so many instead of those that the peak needs."""
    load = case.load
    volume = draws.volume * case.token_overhead
    capacity = fleet.capacity[:, None]
    if draws.speed_z.any():
        capacity = capacity * lognormal(fleet.log_error, draws.speed_z)
    if draws.thinking_z.any():
        capacity = capacity / more_tokens(case.assume, draws)[fleet.thinks]
    need = load.peak_requests_per_s * volume / capacity
    each, together = _servers_of(fleet)
    replicas, paid = _paid_servers(fleet, case, need, each)
    paid = paid if servers is None else np.broadcast_to(servers, paid.shape).copy()
    gpus = paid * together
    own_servers = np.zeros(gpus.shape)
    own_gpus = np.minimum(gpus, fleet.owned[:, None])
    there = np.flatnonzero(fleet.on_prem & (fleet.owned > 0))
    if there.size:
        mixed = _own_first(fleet.take(there), case, need[there], None if servers is None else paid[there])
        own_servers[there], own_gpus[there], bought = mixed
        paid[there] = own_servers[there] + bought
        gpus[there] = own_gpus[there] + bought * together[there]
    hours = gpus * HOURS_PER_MONTH
    rows = np.flatnonzero(fleet.elastic)
    if rows.size:
        most = None if servers is None else paid[rows]
        hours[rows] = _elastic_hours(case, need[rows], each[rows], together[rows], most)
    mean = load.requests_per_month / HOURS_PER_MONTH / 3600 * volume
    return ServerUsage(fleet, case, replicas, paid, gpus, own_servers, own_gpus, hours, capacity, mean)


def usage_in(fleet: Fleet, case: Case, draws: Draws, span: Span, *, servers: Floats | None = None) -> ServerUsage:
    """What of every row runs in a span, at its mean volume.

    Where the load grows fast, what stays is there for its last month, and what follows the load is let go between.
    """
    found = usage_of(fleet, case, draws.scaled(volume=span.peak), servers=servers)
    if not span.by_month:
        return found
    hours, rows = found.gpu_hours.copy(), np.flatnonzero(fleet.elastic)
    if rows.size:
        few, most = fleet.take(rows), None if servers is None else servers[rows]
        monthly = [usage_of(few, case, draws.scaled(volume=one), servers=most).gpu_hours for one in span.by_month]
        hours[rows] = sum(monthly) / len(monthly)
    return replace(found, gpu_hours=hours, mean_requests_per_s=found.mean_requests_per_s * (span.growth / span.peak))


def _own_first(fleet: Fleet, case: Case, need: Floats, servers: Floats | None) -> tuple[Floats, Floats, Floats]:
    """Servers that are there, their GPUs, and servers that are bought, for rows of GPUs that are there."""
    columns = (fleet.owned, fleet.there_size, fleet.there_servers, fleet.gpu_count)
    gpus, size, stand, count = (column[:, None] for column in columns)
    own = OwnServers(gpus, size, stand, count, fleet.given[:, None])
    each = replicas_per_server(own.gpu_count, fleet.unit[:, None])
    found = own_first(case.availability.level, whole_replicas(need), own, each)
    if servers is None:
        return found.own, found.own_replicas * own.gpu_count, found.bought
    kept = np.minimum(found.own, servers)
    share = kept / np.maximum(found.own, 1.0)
    return kept, np.ceil(found.own_replicas * share - ROUNDING) * own.gpu_count, servers - kept


def _servers_of(fleet: Fleet) -> tuple[Floats, Floats]:
    """Replicas that a server of every row holds, and its GPUs; arrays (n, 1)."""
    count, unit = fleet.gpu_count[:, None], fleet.unit[:, None]
    return replicas_per_server(count, unit), gpus_per_server(count, unit)


def _paid_servers(fleet: Fleet, case: Case, need: Floats, each: Floats) -> tuple[Floats, Floats]:
    """Replicas that run and servers that are paid, for a need in replicas (n, draws).

    Every edge device carries its own share of the load.
    """
    edge = np.flatnonzero(fleet.edge)
    serving = whole_replicas(need)
    servers = case.availability.servers(np.ceil(serving / each - ROUNDING))
    replicas = serving + case.spare_replicas
    if edge.size:
        servers[edge] = replicas[edge] = devices_of(need[edge], case)
    return replicas, servers


def devices_of(need: Floats, case: Case) -> Floats:
    """Edge devices in all for a need in replicas: as many at every place as its share takes, and the spare ones."""
    in_use = case.devices * whole_replicas(need / case.devices)
    return case.availability.devices(in_use, spare_share=case.assume("spare_devices_share"))


def lognormal(sigma: Floats, z: Floats) -> Floats:
    """exp(sigma x z) of n spreads (n,), few of which differ, in draws (1, draws)."""
    distinct, which = np.unique(sigma, return_inverse=True)
    return np.asarray(np.exp(distinct[:, None] * z)[which])


def more_tokens(assume: Assumptions, draws: Draws) -> Floats:
    """Generated tokens per answer over the stated case, by habit of thinking; arrays (3, draws)."""
    stated_factor = factors(assume)[:, None]
    drawn = stated_factor * np.exp(SIGMA[:, None] * draws.thinking_z)
    return np.asarray((1.0 + drawn) / (1.0 + stated_factor))


def _elastic_hours(case: Case, need: Floats, each: Floats, together: Floats, most: Floats | None) -> Floats:
    """GPU-hours per month of rented GPUs that follow the load in whole servers over the active hours.

    Rows that one replica carries in every draw pay for the same GPUs at every level of the load. ``most`` servers are
    had where so many are asked for instead: none of them is spare.
    """
    if most is not None:
        paid = _followed(need, each, replace(case, availability=NO_SPARE), most)
        return np.asarray(paid * together / len(LOAD_LEVELS) * case.load.active_hours_per_month)
    one = float(case.availability.servers(np.ones(1))[0])
    paid = np.full(need.shape, one * len(LOAD_LEVELS))
    several = np.flatnonzero((need > 1.0).any(axis=1))
    if several.size:
        paid[several] = _followed(need[several], each[several], case)
    return np.asarray(paid * together / len(LOAD_LEVELS) * case.load.active_hours_per_month)


def _followed(need: Floats, each: Floats, case: Case, most: Floats | float = np.inf) -> Floats:
    """Servers paid at all levels of the load together, where each takes whole servers of ``each`` replicas."""
    load = case.load
    pf = load.requests_per_month and load.peak_requests_per_s / load.mean_requests_per_s
    paid, units, single = np.zeros(need.shape), np.empty(need.shape), bool((each == 1.0).all())
    for level in LOAD_LEVELS ** (max(pf, 1.0) - 1.0):
        np.multiply(need, level, out=units)
        units -= ROUNDING
        np.ceil(units, out=units)
        np.maximum(units, 1.0, out=units)
        if not single:
            units /= each
            units -= ROUNDING
            np.ceil(units, out=units)
        paid += np.minimum(units, most)
    if case.availability.level == "another_server":
        return paid + len(LOAD_LEVELS)
    return case.availability.servers(paid)
