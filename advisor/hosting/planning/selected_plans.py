"""A few rows of a plan table taken together: what each costs and uses, from one call of the cost kernels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from advisor.arrays import Floats, Index
from advisor.hosting.costs.api_costs import api_costs
from advisor.hosting.costs.case import Draws, joined
from advisor.hosting.costs.draws import band
from advisor.hosting.costs.monthly_costs import self_host_costs, total
from advisor.hosting.costs.usage import Fleet, ServerUsage, usage_of
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.prices.announced_prices import changes_of
from advisor.hosting.prices.token_prices import TokenCosts


@dataclass(frozen=True, slots=True)
class Costed:
    """One row in some draws: every component in US dollars per month, (draws,).

    ``gpus`` are those paid at the peak and ``utilisation`` that of what runs, None for a provider's API.
    """

    parts: Mapping[str, Floats]
    gpus: Floats | None = None
    utilisation: Floats | None = None

    def total(self) -> Floats:
        """The sum of the components (draws,)."""
        return total(self.parts)


@dataclass(frozen=True, slots=True)
class SelectedPlans:
    """Planned rows of a table; those of APIs and those that are self-hosted, as numbers in ``rows`` (a ``pick``).

    ``offers`` are rows of the table's offers.
    """

    table: PlanColumns
    rows: tuple[int, ...]
    api: tuple[int, ...]
    own: tuple[int, ...]
    offers: Index
    tokens: TokenCosts
    fleet: Fleet

    @classmethod
    def of(cls, table: PlanColumns, rows: Sequence[int]) -> SelectedPlans:
        """Take rows that could be planned."""
        count = len(table.offer_rows)
        api = tuple(pick for pick, row in enumerate(rows) if row < count)
        own = tuple(pick for pick, row in enumerate(rows) if row >= count)
        offers = table.offer_rows[[rows[pick] for pick in api]]
        fleet = table.candidates.fleet.take(np.array([rows[pick] - count for pick in own], dtype=np.intp))
        return cls(table, tuple(rows), api, own, offers, table.tokens.take(offers), fleet)

    def costs(self, *draws: Draws) -> list[list[Costed]]:
        """What every row costs and uses, in each of some sets of draws; all are counted at once."""
        ends = np.cumsum([one.volume.shape[1] for one in draws]).tolist()
        spans = [slice(end - one.volume.shape[1], end) for end, one in zip(ends, draws, strict=True)]
        found: list[list[Costed]] = [[Costed({})] * len(self.rows) for _ in draws]
        for picks, parts, usage in self._kernels(joined(draws)):
            whole = {name: np.broadcast_to(values, (len(picks), ends[-1])) for name, values in parts.items()}
            used = None if usage is None else usage.utilisation
            for (at, pick), (number, span) in product(enumerate(picks), enumerate(spans)):
                own = {name: values[at, span] for name, values in whole.items()}
                more = () if usage is None or used is None else (usage.gpus[at, span], used[at, span])
                found[number][pick] = Costed(own, *more)
        return found

    def at(self, requests_per_month: Floats) -> Floats:
        """US dollars per month of every row at each of the volumes, the shape of the load kept; (rows, volumes)."""
        found = np.empty((len(self.rows), requests_per_month.size))
        for picks, parts, _ in self._kernels(self.moved(requests_per_month)):
            found[list(picks)] = total(parts)
        return found

    def bands(self, draws: Draws, requests_per_month: Floats) -> Floats:
        """p10, p50 and p90 in US dollars per month of every row at each of the volumes; (rows, volumes, 3)."""
        factors = (requests_per_month / self.table.load.requests_per_month).tolist()
        each, found = draws.volume.shape[1], np.empty((len(self.rows), len(factors), 3))
        for picks, parts, _ in self._kernels(joined([draws.scaled(volume=factor) for factor in factors])):
            whole = np.broadcast_to(total(parts), (len(picks), each * len(factors)))
            found[list(picks)] = band(whole.reshape(-1, each)).reshape(len(picks), -1, 3)
        return found

    def moved(self, requests_per_month: Floats) -> Draws:
        """The stated case at each of the volumes."""
        factor = requests_per_month.reshape(1, -1) / self.table.load.requests_per_month
        one, zero = np.ones_like(factor), np.zeros_like(factor)
        return Draws(factor, one, zero, zero, one, one, one, zero, zero, zero, zero)

    def _kernels(self, draws: Draws) -> Iterator[tuple[tuple[int, ...], Mapping[str, Floats], ServerUsage | None]]:
        """Places and components of the APIs' rows, then those of the self-hosted ones with what runs."""
        table, case = self.table, self.table.case
        if self.api:
            sigma, thinks = table.offers.price_sigma[self.offers], table.offers.thinks[self.offers]
            changes = changes_of(table.catalog, self.offers, case.load, case.assume)
            forced = table.forced[[self.rows[pick] for pick in self.api]]
            parts = api_costs(self.tokens, sigma, case, draws, thinks=thinks, changes=changes, forced=forced)
            yield self.api, parts, None
        if self.own:
            usage = usage_of(self.fleet, case, draws)
            yield self.own, self_host_costs(self.fleet, case, draws), usage
