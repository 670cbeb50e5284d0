"""Plan every alternative for one use case: size it, time it, cost it; columns for the decision, records on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model
from advisor.hosting.assumptions import Assumptions, assumptions_of
from advisor.hosting.costs.api_costs import api_costs
from advisor.hosting.costs.availability import availability_of
from advisor.hosting.costs.case import Case, Draws, stated
from advisor.hosting.costs.committed import committed_at
from advisor.hosting.costs.draws import band, draws_for
from advisor.hosting.costs.energy import api_energy, bases_of, intensities
from advisor.hosting.costs.migrations import forced_changes
from advisor.hosting.costs.monthly_costs import other_use_usd, total
from advisor.hosting.costs.staffing import team_of
from advisor.hosting.costs.tariffs import tariff_of
from advisor.hosting.costs.usage import usage_of
from advisor.hosting.planning.latency import api_latency, self_hosted_latency
from advisor.hosting.planning.plan_accounts import staff_of
from advisor.hosting.planning.plan_facts import age_of_price
from advisor.hosting.planning.plan_records import build_record
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.planning.self_hosted import Candidates, self_hosted
from advisor.hosting.prices.announced_prices import AnnouncedChange, changes_of
from advisor.hosting.prices.token_prices import OfferTable, TokenCosts, offer_table, offers_of, token_costs
from advisor.hosting.records import WAYS_TO_HOST, Alternative, HostingPlan, PlanFact, StaffAccount
from advisor.hosting.workload import Workload, workload_of
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase
from advisor.units import Basis, Told, told

_NOTHING: Final[Basis] = "unknown"
METRICS = ("ttft_ms", "itl_ms", "total_s", "output_tokens_per_s", "energy_kwh", "co2_kg")


@dataclass(frozen=True, slots=True)
class PlanTable(PlanColumns):
    """The alternatives of one use case in columns, with a full record of each on demand."""

    def record(self, index: int) -> HostingPlan:
        """The full record of one row, with its cost components."""
        return build_record(self, index)

    def staff(self, index: int) -> StaffAccount | None:
        """The people that a row takes, without the rest of its record."""
        return staff_of(self, index)

    def age_of_price(self, index: int) -> PlanFact | None:
        """The age of a row's price or rent, where it is past its limit, likewise."""
        return age_of_price(self, index)


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
    case = case_of(load, answers, assume, catalog)
    wanted, allowed = {model.model_id for model in models}, set(kinds)
    offers = offer_table(catalog)
    tokens = token_costs(offers, load, assume=assume)
    rows = offers_of(catalog, wanted if "provider_api" in allowed else frozenset())
    draws = draws_for(case)
    candidates = self_hosted(catalog, wanted, case, answers, allowed, draws=draws)
    changes = changes_of(catalog, rows, load, assume)
    forced = forced_changes(catalog, answers.as_of or catalog.dated, case.horizon_months)[rows]
    monthly = _api_monthly(offers, rows, tokens=tokens, case=case, draws=draws, changes=changes, forced=forced)
    api_cost = band(total(monthly))
    blank = np.full((len(candidates.failed), 3), np.nan)
    columns = _metrics(offers, rows, candidates=candidates, case=case, catalog=catalog, blank=blank)
    bases = {name: (*api, *own, *((_NOTHING,) * len(blank))) for name, (_, api, own) in columns.items()}
    alternatives, problems = _joined(catalog, offers, rows, api_cost, candidates)
    own_work, other_use = _own_work(monthly["migration"], case), other_use_usd(candidates.fleet, case, draws)
    return PlanTable(
        alternatives=alternatives,
        problems=problems,
        cost_usd=np.concatenate([api_cost, candidates.cost_usd, blank]),
        **{name: values for name, (values, _, _) in columns.items()},
        bases=bases,
        load=load,
        case=case,
        offers=offers,
        offer_rows=rows,
        tokens=tokens,
        candidates=candidates,
        catalog=catalog,
        forced=forced,
        unpaid_usd=np.concatenate([own_work, other_use, np.zeros(len(blank))]),
        committed_usd=committed_at(alternatives, answers, catalog),
    )


def _joined(
    catalog: Catalog, offers: OfferTable, rows: NDArray[np.intp], api_cost: Floats, candidates: Candidates
) -> tuple[tuple[Alternative, ...], tuple[Told | None, ...]]:
    """The alternatives in the order of every column, each with why it could not be planned."""
    failed = candidates.failed
    alternatives = (
        *map(offers.alternatives.__getitem__, rows.tolist()),
        *candidates.alternatives,
        *(alternative for alternative, _ in failed),
    )
    apis = _api_problems(catalog, offers, rows, api_cost)
    return alternatives, (*apis, *candidates.problems, *(problem for _, problem in failed))


def _own_work(drawn: Floats, case: Case) -> Floats:
    """The work of the house's own people on expected changes (n,), in US dollars a month; none where it counts.

    The middle of its draws (n, draws), as the cost is: the stated case is more than the middle, and the bill is what
    the cost has beside it.
    """
    return np.zeros(len(drawn)) if case.team.counted else np.median(drawn, axis=1)


def case_of(load: Workload, answers: Answers, assume: Assumptions, catalog: Catalog) -> Case:
    """The case that costs are computed for."""
    return Case(
        load=load,
        assume=assume,
        fine_tuning=answers.customisation.fine_tuning != "not_needed",
        horizon_months=answers.budget.horizon_months,
        availability=availability_of(answers),
        team=team_of(answers, catalog),
        tariff=tariff_of(catalog, answers.hosting.country, assume),
        devices=answers.hosting.edge_devices,
    )


def _api_monthly(
    offers: OfferTable,
    rows: np.ndarray[tuple[int], np.dtype[np.intp]],
    *,
    tokens: TokenCosts,
    case: Case,
    draws: Draws,
    changes: Sequence[AnnouncedChange],
    forced: Floats,
) -> Mapping[str, Floats]:
    """Monthly costs of API rows (n, draws), by component."""
    thinks = offers.thinks[rows]
    sigma = offers.price_sigma[rows]
    return api_costs(tokens.take(rows), sigma, case, draws, thinks=thinks, changes=changes, forced=forced)


def _api_problems(
    catalog: Catalog, offers: OfferTable, rows: np.ndarray[tuple[int], np.dtype[np.intp]], cost: Floats
) -> list[Told | None]:
    problems: list[Told | None] = [None] * len(rows)
    for number in np.flatnonzero(np.isnan(cost[:, 1])).tolist():
        row = int(rows[number])
        model_id, provider_id = offers.model_ids[row], offers.offers[row].provider_id
        provider = catalog.provider.get(provider_id)
        problems[number] = told(
            "unpriced",
            model=("model", catalog.model[model_id].name),
            model_id=model_id,
            provider=("provider", provider.name if provider else provider_id),
            provider_id=provider_id,
        )
    return problems


PlanColumn = tuple[Floats, tuple[Basis, ...], tuple[Basis, ...]]


def _metrics(
    offers: OfferTable,
    rows: np.ndarray[tuple[int], np.dtype[np.intp]],
    *,
    candidates: Candidates,
    case: Case,
    catalog: Catalog,
    blank: Floats,
) -> dict[str, PlanColumn]:
    """The metric columns over API, self-hosted and failed rows, with the bases of the first two."""
    api = api_latency(offers, rows, case, catalog) | api_energy(offers, rows, catalog, case)
    own = self_hosted_latency(candidates, case, catalog) | _own_energy(candidates, case, catalog)
    return {name: (np.concatenate([api[name][0], own[name][0], blank]), api[name][1], own[name][1]) for name in METRICS}


def _own_energy(candidates: Candidates, case: Case, catalog: Catalog) -> dict[str, tuple[Floats, tuple[Basis, ...]]]:
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
