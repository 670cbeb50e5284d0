"""The alternatives of one use case in columns, and what one of them costs in given draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from advisor.arrays import Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.hosting.costs.api_costs import api_costs
from advisor.hosting.costs.case import Case, Draws, stated
from advisor.hosting.costs.committed import already_paid
from advisor.hosting.costs.components import COMPONENTS
from advisor.hosting.costs.draws import draws_for
from advisor.hosting.costs.monthly_costs import self_host_costs, total
from advisor.hosting.costs.staffing import added_time, usd_per_person
from advisor.hosting.costs.usage import usage_in, usage_of
from advisor.hosting.planning.self_hosted import Candidates
from advisor.hosting.prices.announced_prices import changes_of
from advisor.hosting.prices.token_prices import OfferTable, TokenCosts
from advisor.hosting.records import Alternative
from advisor.hosting.workload import Workload
from advisor.units import Basis, Told


class PlanPeople(NamedTuple):
    """Whether a plan runs rented GPUs or own servers, what it adds to the time of a team by year, and what it pays.

    ``added_fte`` are full-time equivalents, ``usd_per_month`` its line of people as stated, a team of its own.
    """

    cloud: bool
    on_prem: bool
    added_fte: tuple[float, ...]
    usd_per_month: float


@dataclass(frozen=True)
class PlanColumns:
    """Every alternative of one use case in columns; rows of APIs first, then self-hosted, then those with a problem.

    ``cost_usd`` (n, 3): p10, p50, p90 of what is paid over the horizon, per month of it. The middle is the headline of
    a plan, everywhere; times the months of the horizon it is ``horizon_usd``.
    ``forced`` (m, 3) are the changes of model that are expected of the m rows of APIs. ``unpaid_usd`` (n,) is the
    part of the middle cost that nobody is paid: of an API the work of the house's own people, of what is there already
    what it could fetch otherwise; ``committed_usd`` (n,) what is committed at the provider whatever the row costs. The
    metrics (n, 3): value, low, high; nan = unknown.
    ``problems`` says why a row could not be planned.
    """

    alternatives: tuple[Alternative, ...]
    problems: tuple[Told | None, ...]
    cost_usd: Floats
    ttft_ms: Floats
    itl_ms: Floats
    total_s: Floats
    output_tokens_per_s: Floats
    energy_kwh: Floats
    co2_kg: Floats
    bases: Mapping[str, tuple[Basis, ...]]
    load: Workload
    case: Case
    offers: OfferTable
    offer_rows: np.ndarray[tuple[int], np.dtype[np.intp]]
    tokens: TokenCosts
    candidates: Candidates
    catalog: Catalog
    forced: Floats
    unpaid_usd: Floats
    committed_usd: Floats

    @property
    def outside_cap_usd(self) -> Floats:
        """The part of the middle cost (n,) that no cap is held against: what nobody is paid or is paid anyway."""
        paid = already_paid(self.cost_usd[:, 1], self.unpaid_usd, self.committed_usd)
        return np.asarray(self.unpaid_usd + np.nan_to_num(paid))

    def new_usd(self, rows: Index, factor: float = 1.0) -> Floats:
        """p10, p50 and p90 (k, 3) of what some rows add to what is paid already, at so many times their cost.

        What a commitment pays is paid whatever is decided. Less and less of it is left as costs rise, never the other
        way round, so that percentiles of the cost are percentiles of what is new.
        """
        cost = self.cost_usd[rows] * factor
        unpaid, held = self.unpaid_usd[rows][:, None], self.committed_usd[rows][:, None]
        return np.asarray(cost - already_paid(cost, unpaid, held), dtype=np.float64)

    @property
    def horizon_usd(self) -> Floats:
        """p10, p50 and p90 of what is paid over the horizon, of every row (n, 3)."""
        return np.asarray(self.cost_usd * self.case.horizon_months)

    def standing(self, index: int) -> tuple[float, float] | None:
        """US dollars per month that a self-hosted row costs whatever the requests, and its utilisation (0 to 1).

        Its share of the headline; None for a provider's API and for a row that could not be planned or costed.
        """
        own, (fixed, used) = index - len(self.offer_rows), self._fixed_and_used
        if not 0 <= own < len(fixed) or np.isnan(self.cost_usd[index, 1]):
            return None
        return float(fixed[own]), float(used[own])

    def flat_usd(self, index: int, volume: float) -> float:
        """US dollars per month of one row as stated, were the load at ``volume`` times that of the start all along."""
        flat = replace(self.case, load=self.load.model_copy(update={"growth_per_year": 0.0}))
        return float(total(components_of(self, index, flat, stated().scaled(volume=volume)))[0, 0])

    def people(self, index: int) -> PlanPeople | None:
        """The people of a self-hosted row as stated; None for a provider's API."""
        own = index - len(self.offer_rows)
        return self._people[own] if 0 <= own < len(self.candidates.alternatives) else None

    @cached_property
    def _people(self) -> tuple[PlanPeople, ...]:
        """Of every self-hosted row its people, year by year; worked out when a portfolio first asks."""
        fleet, case = self.candidates.fleet, self.case
        added, paid = [], np.zeros(len(fleet.cloud))
        for span in case.years():
            usage = usage_in(fleet, case, stated(), span)
            on_prem, cloud = fleet.on_prem[:, None], fleet.cloud[:, None]
            servers, there = usage.servers, usage.devices_there
            added.append(added_time(case.assume, cloud=cloud, on_prem=on_prem, servers=servers, there=there)[:, 0])
            paid += np.broadcast_to(usage.staff.paid, usage.servers.shape)[:, 0] * span.months
        usd = paid * usd_per_person(case.team, case.assume) / 12 / case.horizon_months
        rows = zip(fleet.cloud.tolist(), fleet.on_prem.tolist(), np.array(added).T.tolist(), usd.tolist(), strict=True)
        return tuple(PlanPeople(cloud, on_prem, tuple(each), paid_for) for cloud, on_prem, each, paid_for in rows)

    @cached_property
    def _fixed_and_used(self) -> tuple[Floats, Floats]:
        """Of every self-hosted row what it costs whatever the requests, and its utilisation.

        Worked out when a portfolio first asks: it asks for the rows one by one.
        """
        fleet = self.candidates.fleet
        usage = usage_of(fleet, self.case, stated())
        parts = self_host_costs(fleet, self.case, stated())
        fixed = sum((values for name, values in parts.items() if not COMPONENTS[name].per_request), np.zeros((1, 1)))
        first, known = len(self.offer_rows), total(parts)[:, 0]
        share = np.broadcast_to(fixed, usage.gpus.shape)[:, 0] / np.where(known == 0, 1.0, known)
        return share * self.cost_usd[first : first + len(known), 1], usage.utilisation[:, 0]

    def __len__(self) -> int:
        return len(self.alternatives)

    def index(self, alternative_id: str) -> int:
        """The row of an alternative; raises KeyError when it was not planned."""
        for row, alternative in enumerate(self.alternatives):
            if alternative.alternative_id == alternative_id:
                return row
        raise KeyError(alternative_id)

    def components(self, index: int, draws: Draws | None = None) -> Mapping[str, Floats]:
        """The cost components of one row in given draws (the stated case by default); arrays (1, draws)."""
        return components_of(self, index, self.case, draws or stated())


def components_of(table: PlanColumns, index: int, case: Case, draws: Draws) -> Mapping[str, Floats]:
    """The cost components of one row of a table for a case (another volume, say) and draws; arrays (1, draws)."""
    if index < len(table.offer_rows):
        row = table.offer_rows[index : index + 1]
        changes = changes_of(table.catalog, row, case.load, case.assume)
        tokens, sigma = table.tokens.take(row), table.offers.price_sigma[row]
        return api_costs(
            tokens,
            sigma,
            case,
            draws,
            thinks=table.offers.thinks[row],
            changes=changes,
            forced=table.forced[index : index + 1],
        )
    own = index - len(table.offer_rows)
    fleet = table.candidates.fleet.take(np.array([own], dtype=np.intp))
    return self_host_costs(fleet, case, draws)


def drawn_costs(table: PlanColumns, index: int) -> tuple[Floats, Floats]:
    """Cost per month and over the horizon of one row in each of the table's draws; two arrays (draws,).

    Their percentiles (``draws.band``) are the table's.
    """
    monthly = total(table.components(index, draws_for(table.case)))[0]
    return monthly, monthly * table.case.horizon_months
