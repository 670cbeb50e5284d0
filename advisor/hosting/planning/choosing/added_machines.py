"""What a deployment takes beyond the GPUs that it starts with: what is bought beside own ones, the spare, growth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.hosting.costs.availability import ROUNDING, Availability
from advisor.hosting.costs.case import NO_SPARE, Case, stated
from advisor.hosting.costs.monthly_costs import self_host_costs, total
from advisor.hosting.costs.replicas import whole_replicas
from advisor.hosting.costs.usage import Fleet, devices_of, usage_in
from advisor.hosting.prices.gpu_market import GpuDeal
from advisor.hosting.records import Machines

LEAST_USD = 1.0
"""A spare that costs less a month is not worth a word."""


class _Bought(NamedTuple):
    """Of n rows: GPUs bought at the start and in all, over the years of the horizon."""

    first: Floats
    whole: Floats

    @classmethod
    def of(cls, fleet: Fleet, case: Case) -> _Bought:
        yearly = []
        for span in case.years():
            usage = usage_in(fleet, case, stated(), span)
            yearly.append(np.where(fleet.cloud, 0.0, (usage.gpus - usage.own_gpus)[:, 0]))
        return cls(yearly[0], np.max(yearly, axis=0))


def replicas_in_all(fleet: Fleet, case: Case, growth: float = 1.0) -> Floats:
    """Replicas in all (n,): those that serve and the spare one where there is one, of edge devices the whole fleet."""
    need = case.load.peak_requests_per_s * case.token_overhead * growth / fleet.capacity
    with_spare = whole_replicas(need) + np.where(unspared(fleet, case), 0.0, case.spare_replicas)
    return np.where(fleet.edge, devices_of(need, case), with_spare)


def unspared(fleet: Fleet, case: Case) -> NDArray[np.bool_]:
    """(n,) where a failure is to be survived, what is there does not suffice for that, and nothing may be bought."""
    if case.availability.level == "none" or not fleet.given.any():
        return np.zeros(len(fleet.given), dtype=np.bool_)
    free = replace(fleet, given=np.zeros_like(fleet.given))
    return np.asarray(fleet.given & (_Bought.of(free, case).whole > 0))


def machines_of(fleet: Fleet, deals: Sequence[GpuDeal], case: Case) -> list[Machines | None]:
    """What every row takes beyond the GPUs that it starts with; None where it takes nothing."""
    bought, alone = _Bought.of(fleet, case), unspared(fleet, case)
    grown = replicas_in_all(fleet, case, max(span.peak for span in case.years())) * fleet.gpu_count
    more = grown > replicas_in_all(fleet, case) * fleet.gpu_count
    short, saved = _short(fleet, case), dict(_spares(fleet, case, bought))
    return [
        _machines(deals[row], case, first=bought.first[row], whole=bought.whole[row]).model_copy(
            update={
                "grown": int(grown[row]) if more[row] else None,
                "spare_usd": saved.get(row),
                "unspared": bool(alone[row]),
                "short": int(short[row]),
            }
        )
        if bought.whole[row] > 0 or alone[row] or more[row] or short[row] > 0
        else None
        for row in range(len(deals))
    ]


def _machines(deal: GpuDeal, case: Case, *, first: float, whole: float) -> Machines:
    """What is bought, for how much and how long one waits for it."""
    item, usd = deal.hardware, whole * deal.usd_per_gpu * case.assume.value("gpu_price_factor")
    if not whole > 0:
        return Machines()
    return Machines(
        bought=int(whole),
        first=int(first),
        usd=float(usd) if np.isfinite(usd) else None,
        lead_weeks_low=None if item is None else item.lead_weeks_low,
        lead_weeks_high=None if item is None else item.lead_weeks_high,
    )


def _short(fleet: Fleet, case: Case) -> Floats:
    """(n,) GPUs that the load takes beyond those that are there, where nothing may be bought."""
    if not fleet.given.any():
        return np.zeros(len(fleet.given))
    free = replace(fleet, given=np.zeros_like(fleet.given))
    lacks = fleet.given & (_Bought.of(free, replace(case, availability=Availability())).whole > 0)
    growth = max(span.peak for span in case.years())
    serving = whole_replicas(case.load.peak_requests_per_s * case.token_overhead * growth / fleet.capacity)
    servers = np.where(np.isnan(fleet.there_servers), fleet.owned / fleet.there_size.clip(1.0), fleet.there_servers)
    held = np.floor(servers + ROUNDING) * np.floor(fleet.there_size / fleet.gpu_count + ROUNDING)
    return np.where(lacks, (serving - held).clip(1.0) * fleet.gpu_count, 0.0)


def _spares(fleet: Fleet, case: Case, bought: _Bought) -> Iterator[tuple[int, float]]:
    """Rows whose own machines carry the work alone, and what a month of the bought spare costs (US dollars)."""
    rows = np.flatnonzero((fleet.owned > 0) & (bought.whole > 0))
    if case.availability.level == "none" or not rows.size:
        return
    own, plain = fleet.take(rows), replace(case, availability=NO_SPARE)
    serves = _Bought.of(own, plain).whole <= 0
    apart = (total(self_host_costs(own, case, stated())) - total(self_host_costs(own, plain, stated())))[:, 0]
    for number, row in enumerate(rows.tolist()):
        if serves[number] and apart[number] >= LEAST_USD:
            yield row, float(apart[number])
