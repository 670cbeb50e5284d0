"""Plan every alternative for one use case: size it, time it, cost it; columns for the decision, records on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.hosting.assumptions import Assumptions, assumptions_of
from advisor.hosting.costs.draws import band, decline_draws, draws_of
from advisor.hosting.costs.energy import api_energy, bases_of, intensities
from advisor.hosting.costs.monthly_costs import (
    Case,
    Draws,
    Fleet,
    api_costs,
    monthly_costs,
    self_host_costs,
    stated,
    total,
    usage_of,
)
from advisor.hosting.planning.latency import api_latency, self_hosted_latency
from advisor.hosting.planning.plan_records import COMPONENTS, build_record
from advisor.hosting.planning.selected_plans import joined
from advisor.hosting.planning.self_hosted import Candidates, self_hosted
from advisor.hosting.prices.announced_prices import Change, changes_of
from advisor.hosting.prices.token_prices import OfferTable, TokenCosts, offer_table, offers_of, token_costs
from advisor.hosting.records import WAYS_TO_HOST, Alternative, HostingPlan
from advisor.hosting.speed.roofline import Array
from advisor.hosting.workload import Workload, workload_of
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase
from advisor.units import Basis, Told, told

BLOCK = 256
"""Rows whose costs over the horizon are worked out at once: few enough for a processor's cache."""
METRICS = ("ttft_ms", "itl_ms", "total_s", "output_tokens_per_s", "energy_kwh", "co2_kg")


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Every alternative of one use case in columns; rows of APIs first, then self-hosted, then those with a problem.

    ``cost_usd`` (n, 3): p10, p50, p90 per month at the starting volume. What is spent over the horizon takes several
    times the work and ranks nothing: ``horizon_usd`` (n, 3) is worked out when it is asked for.
    The metrics (n, 3): value, low, high; nan = unknown. ``problems`` says why a row could not be planned.
    """

    alternatives: tuple[Alternative, ...]
    problems: tuple[Told | None, ...]
    cost_usd: Array
    ttft_ms: Array
    itl_ms: Array
    total_s: Array
    output_tokens_per_s: Array
    energy_kwh: Array
    co2_kg: Array
    bases: Mapping[str, tuple[Basis, ...]]
    load: Workload
    case: Case
    offers: OfferTable
    offer_rows: np.ndarray[tuple[int], np.dtype[np.intp]]
    tokens: TokenCosts
    candidates: Candidates
    catalog: Catalog
    _horizon: list[Array] = field(default_factory=list, init=False, repr=False, compare=False)
    _standing: list[tuple[Array, Array]] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def horizon_usd(self) -> Array:
        """p10, p50 and p90 of the cost over the horizon of every row (n, 3)."""
        if not self._horizon:
            known = len(self.offer_rows) + len(self.candidates.alternatives)
            blocks = [range(start, min(start + BLOCK, known)) for start in range(0, known, BLOCK)]
            blank = np.full((len(self.candidates.failed), 3), np.nan)
            self._horizon.append(np.concatenate([*(self.horizons_of(block) for block in blocks), blank]))
        return self._horizon[0]

    def horizon_of(self, index: int) -> Array:
        """p10, p50 and p90 of the cost over the horizon of one row (3,)."""
        return np.asarray(self.horizons_of([index])[0])

    def horizons_of(self, rows: Sequence[int]) -> Array:
        """p10, p50 and p90 of the cost over the horizon of some rows that could be planned (k, 3)."""
        return self._horizon[0][list(rows)] if self._horizon else band(_drawn_horizons(self, rows))

    def standing(self, index: int) -> tuple[float, float] | None:
        """US dollars per month that a self-hosted row costs whatever the requests, and its utilisation (0 to 1).

        At the stated inputs; None for a provider's API and for a row that could not be planned or costed.
        """
        if not self._standing:
            fleet = self.candidates.fleet
            usage = usage_of(fleet, self.case, stated())
            parts = self_host_costs(fleet, self.case, stated(), usage)
            fixed = sum(
                (values for name, values in parts.items() if not COMPONENTS[name].per_request), np.zeros((1, 1))
            )
            self._standing.append((np.broadcast_to(fixed, usage.gpus.shape)[:, 0], usage.utilisation[:, 0]))
        own, (fixed, used) = index - len(self.offer_rows), self._standing[0]
        if not 0 <= own < len(fixed) or np.isnan(self.cost_usd[index, 1]):
            return None
        return float(fixed[own]), float(used[own])

    def __len__(self) -> int:
        return len(self.alternatives)

    def index(self, alternative_id: str) -> int:
        """The row of an alternative; raises KeyError when it was not planned."""
        for row, alternative in enumerate(self.alternatives):
            if alternative.alternative_id == alternative_id:
                return row
        raise KeyError(alternative_id)

    def components(self, index: int, draws: Draws | None = None) -> Mapping[str, Array]:
        """The cost components of one row in given draws (the stated case by default); arrays (1, draws)."""
        return components_of(self, index, self.case, draws or stated())

    def record(self, index: int) -> HostingPlan:
        """The full record of one row, with its cost components."""
        return build_record(self, index)


def plan_alternatives(
    models: Sequence[Model],
    use_case: UseCase,
    answers: Answers,
    catalog: Catalog,
    *,
    kinds: Iterable[DeploymentKind] = WAYS_TO_HOST,
    assume: Assumptions | None = None,
) -> PlanTable:
    """Plan every offer and every sensible self-hosted deployment of ``models``; gates are not applied here."""
    load = workload_of(use_case)
    assume = assume or assumptions_of(catalog)
    case = case_of(load, answers, assume)
    wanted, allowed = {model.model_id for model in models}, set(kinds)
    offers = offer_table(catalog)
    tokens = token_costs(offers, load, assume=assume)
    rows = offers_of(catalog, wanted if "provider_api" in allowed else frozenset())
    candidates = self_hosted(catalog, wanted, case, answers, allowed)
    draws = draws_of(assume)
    api_cost = band(_api_monthly(offers, rows, tokens=tokens, case=case, draws=draws))
    own_cost = band(monthly_costs(candidates.fleet, case, draws))
    failed = candidates.failed
    blank = np.full((len(failed), 3), np.nan)
    columns = _metrics(offers, rows, candidates=candidates, case=case, catalog=catalog, blank=blank)
    nothing: Basis = "unknown"
    bases = {name: (*api, *own, *((nothing,) * len(failed))) for name, (_, api, own) in columns.items()}
    return PlanTable(
        alternatives=(
            *map(offers.alternatives.__getitem__, rows.tolist()),
            *candidates.alternatives,
            *(alternative for alternative, _ in failed),
        ),
        problems=(
            *_api_problems(catalog, offers, rows, api_cost),
            *candidates.problems,
            *(problem for _, problem in failed),
        ),
        cost_usd=np.concatenate([api_cost, own_cost, blank]),
        **{name: values for name, (values, _, _) in columns.items()},
        bases=bases,
        load=load,
        case=case,
        offers=offers,
        offer_rows=rows,
        tokens=tokens,
        candidates=candidates,
        catalog=catalog,
    )


def case_of(load: Workload, answers: Answers, assume: Assumptions) -> Case:
    """The case that costs are computed for."""
    return Case(
        load=load,
        assume=assume,
        spare_replicas=1.0 if answers.hosting.high_availability else 0.0,
        fine_tuning=answers.customisation.fine_tuning != "not_needed",
        horizon_months=answers.budget.horizon_months,
    )


def components_of(table: PlanTable, index: int, case: Case, draws: Draws) -> Mapping[str, Array]:
    """The cost components of one row of a table for a case (another volume, say) and draws; arrays (1, draws)."""
    if index < len(table.offer_rows):
        row = table.offer_rows[index : index + 1]
        tokens = table.tokens.take(row)
        return api_costs(tokens, table.offers.price_sigma[row], case, draws, thinks=table.offers.thinks[row])
    own = index - len(table.offer_rows)
    fleet = table.candidates.fleet.take(np.array([own], dtype=np.intp))
    return self_host_costs(fleet, case, draws, usage_of(fleet, case, draws))


def drawn_costs(table: PlanTable, index: int) -> tuple[Array, Array]:
    """Cost per month and over the horizon of one row in each of the table's draws; two arrays (draws,).

    Their percentiles (``uncertainty.band``) are the table's.
    """
    return total(table.components(index, draws_of(table.case.assume)))[0], _drawn_horizons(table, [index])[0]


def _drawn_horizons(table: PlanTable, rows: Sequence[int]) -> Array:
    """Cost over the horizon of some rows in each of the table's draws (k, draws)."""
    draws, first = draws_of(table.case.assume), len(table.offer_rows)
    own = np.array([row >= first for row in rows], dtype=np.bool_)
    found = np.empty((len(rows), draws.volume.shape[1]))
    if not own.all():
        offers = table.offer_rows[[row for row in rows if row < first]]
        changes = changes_of(table.catalog, offers, table.load, table.case.assume)
        tokens, case = table.tokens, table.case
        found[~own] = _api_horizon(table.offers, offers, tokens=tokens, case=case, draws=draws, changes=changes)
    if own.any():
        fleet = table.candidates.fleet.take(np.array([row - first for row in rows if row >= first], dtype=np.intp))
        found[own] = _own_horizon(fleet, table.case, draws)
    return found


def _api_monthly(
    offers: OfferTable,
    rows: np.ndarray[tuple[int], np.dtype[np.intp]],
    *,
    tokens: TokenCosts,
    case: Case,
    draws: Draws,
) -> Array:
    """Monthly costs of API rows (n, draws)."""
    thinks = offers.thinks[rows]
    return total(api_costs(tokens.take(rows), offers.price_sigma[rows], case, draws, thinks=thinks))


def _api_horizon(
    offers: OfferTable,
    rows: np.ndarray[tuple[int], np.dtype[np.intp]],
    *,
    tokens: TokenCosts,
    case: Case,
    draws: Draws,
    changes: Sequence[Change],
) -> Array:
    """Costs of API rows over the horizon (n, draws); announced prices count from their month on."""
    chosen, sigma, thinks = tokens.take(rows), offers.price_sigma[rows], offers.thinks[rows]
    decline = decline_draws(case.assume, "price_decline_api")
    years = _years(case)
    later = [draws.scaled(volume=growth, price=decline**elapsed) for _, growth, elapsed in years]
    whole = _by_set(total(api_costs(chosen, sigma, case, joined(later), thinks=thinks)), len(years))
    horizon = np.zeros((len(rows), decline.shape[1]))
    for number, (months, _, _) in enumerate(years):
        horizon += months * whole[:, number]
        for change in changes:
            share = change.share(12.0 * number, months)
            at = change.positions
            for costs, sign in ((change.after, share), (change.before, -share)) if share else ():
                horizon[at] += (
                    months * sign * total(api_costs(costs, sigma[at], case, later[number], thinks=thinks[at]))
                )
    return horizon


def _own_horizon(fleet: Fleet, case: Case, draws: Draws) -> Array:
    """Costs of self-hosted rows over the horizon (n, draws); what is bought keeps its price, rents move."""
    decline = decline_draws(case.assume, "price_decline_gpu")
    years = _years(case)
    later = joined([draws.scaled(volume=growth, price=1.0) for _, growth, _ in years])
    parts = self_host_costs(fleet, case, later, usage_of(fleet, case, later))
    costs = total(parts)
    whole, rent = _by_set(costs, len(years)), _by_set(np.broadcast_to(parts["gpu_rent"], costs.shape), len(years))
    horizon = np.zeros((len(fleet.cloud), decline.shape[1]))
    for number, (months, _, elapsed) in enumerate(years):
        moved = np.where(fleet.cloud[:, None], rent[:, number] * (1 - decline**elapsed), 0.0)
        horizon += months * (whole[:, number] - moved)
    return horizon


def _by_set(values: Array, sets: int) -> Array:
    """Values in draws that were joined of some sets (n, sets x draws), apart by set (n, sets, draws)."""
    return values.reshape(len(values), sets, -1)


def _years(case: Case) -> list[tuple[float, float, float]]:
    """Per started year of the horizon: months in it, volume factor and years elapsed at its middle."""
    years = []
    for start in range(0, case.horizon_months, 12):
        months = min(12, case.horizon_months - start)
        middle = (start + months / 2) / 12
        years.append((float(months), (1 + case.load.growth_per_year) ** middle, middle))
    return years


def _api_problems(
    catalog: Catalog, offers: OfferTable, rows: np.ndarray[tuple[int], np.dtype[np.intp]], cost: Array
) -> list[Told | None]:
    problems: list[Told | None] = [None] * len(rows)
    for place in np.flatnonzero(np.isnan(cost[:, 1])).tolist():
        row = int(rows[place])
        model_id, provider_id = offers.model_ids[row], offers.offers[row].provider_id
        provider = catalog.provider.get(provider_id)
        problems[place] = told(
            "unpriced",
            model=("model", catalog.model[model_id].name),
            model_id=model_id,
            provider=("provider", provider.name if provider else provider_id),
            provider_id=provider_id,
        )
    return problems


Column = tuple[Array, tuple[Basis, ...], tuple[Basis, ...]]


def _metrics(
    offers: OfferTable,
    rows: np.ndarray[tuple[int], np.dtype[np.intp]],
    *,
    candidates: Candidates,
    case: Case,
    catalog: Catalog,
    blank: Array,
) -> dict[str, Column]:
    """The metric columns over API, self-hosted and failed rows, with the bases of the first two."""
    api = api_latency(offers, rows, case, catalog) | api_energy(offers, rows, catalog, case)
    own = self_hosted_latency(candidates, case) | _own_energy(candidates, case, catalog)
    return {name: (np.concatenate([api[name][0], own[name][0], blank]), api[name][1], own[name][1]) for name in METRICS}


def _own_energy(candidates: Candidates, case: Case, catalog: Catalog) -> dict[str, tuple[Array, tuple[Basis, ...]]]:
    """Energy and carbon per month of the self-hosted rows: wall power over the hours that they run."""
    usage = usage_of(candidates.fleet, case, stated())
    kwh = usage.kwh[:, 0]
    low, high = case.assume.defaults["load_power_share"].low, case.assume.defaults["load_power_share"].high
    centre = case.assume.value("load_power_share")
    columns = np.stack([kwh, kwh * low / centre, kwh * high / centre], axis=1)
    unknown, intensity = float("nan"), intensities(catalog)
    each = [intensity.get(deal.country or "", unknown) for deal in candidates.deals]
    carbon = columns * np.array(each, dtype=np.float64)[:, None]
    return {"energy_kwh": (columns, bases_of(columns)), "co2_kg": (carbon, bases_of(carbon))}
