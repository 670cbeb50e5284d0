"""Self-hosted alternatives worth showing: per model and way of hosting a handful, the cheapest and the owned first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats, Index
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Gpu
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs.case import Case, Draws, stated
from advisor.hosting.costs.draws import band
from advisor.hosting.costs.monthly_costs import monthly_costs
from advisor.hosting.costs.replicas import serving_replicas
from advisor.hosting.costs.usage import Fleet
from advisor.hosting.planning.alternative_records import alternatives_of, with_machines
from advisor.hosting.planning.choosing.added_machines import machines_of, replicas_in_all
from advisor.hosting.planning.choosing.best_configurations import Contenders, contenders
from advisor.hosting.planning.choosing.cheapest_pairs import Pairs, class_of
from advisor.hosting.planning.gpu_configurations import GpuConfigurations, grid_of, subset
from advisor.hosting.planning.one_pass_models import TASKS, one_pass_contenders, one_pass_grid, unsized
from advisor.hosting.prices.gpu_market import TERM_MONTHS, GpuDeal, find_owned, price_spread, rents
from advisor.hosting.prices.hardware_market import purchases
from advisor.hosting.records import SELF_HOSTED, Alternative, Deployment
from advisor.questionnaire.answers import Answers, DeploymentKind
from advisor.units import Told, told

CURVES = ("ttft_s", "itl_s", "requests_per_s", "concurrency", "measured")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The chosen self-hosted alternatives in columns of shape (n,), with their load curves (n, concurrencies).

    ``cost_usd`` (n, 3) are p10, p50 and p90 per month. ``failed`` are (alternative, problem) of models that cannot be
    sized; ``owned`` the GPUs that are there, with their servers, and ``as_of`` the day of the decision.
    """

    alternatives: tuple[Alternative, ...]
    problems: tuple[Told | None, ...]
    deals: tuple[GpuDeal, ...]
    fleet: Fleet
    cost_usd: Floats
    grid: GpuConfigurations
    replicas: Floats
    ttft_s: Floats
    itl_s: Floats
    requests_per_s: Floats
    concurrency: Floats
    max_concurrency: Floats
    error_low: Floats
    error_high: Floats
    ttft_error_low: Floats
    ttft_error_high: Floats
    measured: NDArray[np.bool_]
    best: Index
    meets_slo: NDArray[np.bool_]
    output_tokens: Floats
    design_concurrency: Floats
    failed: tuple[tuple[Alternative, Told], ...]
    owned: Mapping[str, tuple[int, int | None]]
    as_of: date


def self_hosted(
    catalog: Catalog,
    wanted: AbstractSet[str],
    case: Case,
    answers: Answers,
    kinds: AbstractSet[DeploymentKind],
    *,
    draws: Draws,
) -> Candidates:
    """Choose the self-hosted alternatives of the wanted models, by the middle of ``draws``: the figure that they show.

    What costs much more than the cheapest as stated is not drawn at all.
    """
    one_pass = case.load.task in TASKS
    grid = _one_pass_grid(catalog) if one_pass else grid_of(catalog)
    deals = [deal for deal in (*rents(catalog, answers), *purchases(catalog, answers)) if deal.kind in kinds]
    offered = _offered(grid, deals)
    member = np.array([model.model_id in wanted for model in grid.models], dtype=bool)
    rows = np.flatnonzero(member[grid.model_index] & (np.diff(offered.bounds) > 0)[grid.gpu_index])
    best = one_pass_contenders(catalog, grid, rows, case.load) if one_pass else contenders(catalog, rows, case)
    pairs = _pairs(grid.gpu_index[best.rows], offered)
    pairs = pairs[_stand(grid.count[best.rows], pairs, deals)]
    choice = Pairs.of(grid, best, pairs, deals=deals, answers=answers)
    as_of = answers.as_of or catalog.dated
    fleet = _fleet(grid, best, pairs=choice.pairs, deals=deals, assume=case.assume, as_of=as_of)
    near = choice.near(monthly_costs(fleet, case, stated())[:, 0])
    cost = _known(band(monthly_costs(fleet.take(near), case, draws)))
    handful = choice.take(near).handful(cost[:, 1])
    kept, pairs = near[handful], choice.pairs[near[handful]]
    failed = _failures(catalog, wanted, kinds, one_pass=one_pass)
    whole = _finish(catalog, grid, best, fleet=fleet.take(kept), pairs=pairs, deals=deals, case=case, failed=failed)
    return replace(whole, cost_usd=cost[handful], owned=find_owned(catalog, answers), as_of=as_of)


def _known(cost: Floats) -> Floats:
    """Bands of costs (n, 3), unknown as a whole where one end is: more than is there may be needed, and is not sold."""
    return np.where(np.isnan(cost).any(axis=1, keepdims=True), np.nan, cost)


@dataclass(frozen=True, slots=True)
class _Offered:
    """The deals in the order of the grid's GPUs: those of GPU ``g`` are ``numbers[bounds[g] : bounds[g + 1]]``.

    Deals of one way of hosting and class of provider stand side by side.
    """

    numbers: Index
    bounds: Index


def _offered(grid: GpuConfigurations, deals: Sequence[GpuDeal]) -> _Offered:
    """The deals that the grid's GPUs can be had by; rented ones are those that stand in data centres."""
    position = {gpu.gpu_id: number for number, gpu in enumerate(grid.gpus)}
    found = sorted(
        (gpu, class_of(deal), number)
        for number, deal in enumerate(deals)
        if (gpu := position.get(deal.gpu_id)) is not None and (deal.kind != "cloud_gpu" or _server(grid, gpu))
    )
    # Sorted by GPU, so that two bounds name the deals of each: those of g begin at bounds[g] and end at bounds[g + 1].
    numbers = np.array([number for _, _, number in found], dtype=np.intp)
    return _Offered(numbers, np.searchsorted([gpu for gpu, _, _ in found], np.arange(len(grid.gpus) + 1)))


def _server(grid: GpuConfigurations, gpu: int) -> bool:
    return grid.gpus[gpu].segment in {"datacentre", "workstation"}


def _pairs(gpus: Index, offered: _Offered) -> Index:
    """(row, deal) pairs of rows on ``gpus`` (n,) with every deal for their GPU; shape (pairs, 2), ordered by GPU."""
    order = np.argsort(gpus, kind="stable")
    deals = np.diff(offered.bounds)[gpus[order]]
    ends = np.cumsum(deals)
    rows = np.repeat(order, deals)
    within = np.arange(len(rows)) - np.repeat(ends - deals, deals)
    return np.stack([rows, offered.numbers[offered.bounds[gpus[rows]] + within]], axis=1)


def _stand(count: Index, pairs: Index, deals: Sequence[GpuDeal]) -> NDArray[np.bool_]:
    """Which pairs can stand: a replica of ``count`` GPUs (by row) fits one server of the deal."""
    least, most = np.array([deal.holds for deal in deals], dtype=np.float64).reshape(-1, 2)[pairs[:, 1]].T
    return np.asarray((count[pairs[:, 0]] >= least) & (count[pairs[:, 0]] <= most))


def _fleet(
    grid: GpuConfigurations,
    best: Contenders,
    *,
    pairs: Index,
    deals: Sequence[GpuDeal],
    assume: Assumptions,
    as_of: date,
) -> Fleet:
    """The columns that the cost kernel needs for every pair."""
    at, chosen = pairs[:, 0], pairs[:, 1]
    rows = best.rows[at]
    factor = assume.value("wall_factor")
    watts = np.array([wall_watts(gpu, factor) for gpu in grid.gpus], dtype=np.float64)
    return Fleet(
        cloud=np.array([deal.kind == "cloud_gpu" for deal in deals], dtype=bool)[chosen],
        on_prem=np.array([deal.kind == "on_prem" for deal in deals], dtype=bool)[chosen],
        elastic=np.array([deal.commitment == "on_demand" for deal in deals], dtype=bool)[chosen],
        gpu_count=grid.count[rows].astype(np.float64),
        unit=np.array([deal.unit for deal in deals], dtype=np.float64)[chosen],
        capacity=best.capacity[at],
        log_error=best.log_error[at],
        usd_per_gpu_hour=np.array([deal.usd_per_gpu_hour for deal in deals], dtype=np.float64)[chosen],
        usd_per_gpu=np.array([deal.usd_per_gpu for deal in deals], dtype=np.float64)[chosen],
        value_per_gpu=np.array([deal.value_per_gpu for deal in deals], dtype=np.float64)[chosen],
        owned=np.array([deal.owned for deal in deals], dtype=np.float64)[chosen],
        there_size=np.array([deal.there_size for deal in deals], dtype=np.float64)[chosen],
        there_servers=np.array([deal.there_servers or np.nan for deal in deals], dtype=np.float64)[chosen],
        given=np.array([deal.given for deal in deals], dtype=np.bool_)[chosen],
        watts_per_gpu=watts[grid.gpu_index[rows]],
        weights_gb=grid.weights_gb[rows],
        thinks=grid.thinks[rows],
        price_spread=np.array([price_spread(deal, as_of) for deal in deals], dtype=np.float64)[chosen],
        term_months=np.array([TERM_MONTHS.get(deal.commitment, 0) for deal in deals], dtype=np.float64)[chosen],
    )


def wall_watts(gpu: Gpu, wall_factor: float) -> float:
    """Watts at the wall at full load: the rated power times the factor, but what was measured there; nan if unknown."""
    if gpu.tdp_w is None:
        return float("nan")
    return gpu.tdp_w if gpu.power_at == "wall" else gpu.tdp_w * wall_factor


def _failures(
    catalog: Catalog, wanted: AbstractSet[str], kinds: AbstractSet[DeploymentKind], *, one_pass: bool
) -> tuple[tuple[Alternative, Told], ...]:
    """Open-weights models that cannot be sized, or that nothing holds: one row per way of hosting."""
    return tuple(
        (
            Alternative(
                alternative_id=f"{model_id}@{kind}:unsized",
                model_id=model_id,
                deployment=Deployment(kind=kind),
            ),
            problem,
        )
        for model_id, problem in (_unsized_one_pass if one_pass else _unsized)(catalog)
        if model_id in wanted
        for kind in SELF_HOSTED
        if kind in kinds
    )


@derived(by="digest")
def _unsized(catalog: Catalog) -> tuple[tuple[str, Told], ...]:
    """The open-weights models of a catalog that no row of its grid holds, in order, and why."""
    grid = grid_of(catalog)
    held = {grid.models[index].model_id for index in np.unique(grid.model_index).tolist()}
    problems = dict(grid.problems) | {
        model.model_id: told("unsized.no_server", model=("model", model.name), model_id=model.model_id)
        for model in grid.models
        if model.model_id not in held
    }
    return tuple((model_id, problems[model_id]) for model_id in sorted(problems))


@derived(by="digest")
def _one_pass_grid(catalog: Catalog) -> GpuConfigurations:
    return one_pass_grid(catalog)


@derived(by="digest")
def _unsized_one_pass(catalog: Catalog) -> tuple[tuple[str, Told], ...]:
    problems = unsized(catalog, _one_pass_grid(catalog))
    return tuple((model_id, problems[model_id]) for model_id in sorted(problems))


def _finish(
    catalog: Catalog,
    grid: GpuConfigurations,
    best: Contenders,
    *,
    fleet: Fleet,
    pairs: Index,
    deals: Sequence[GpuDeal],
    case: Case,
    failed: tuple[tuple[Alternative, Told], ...],
) -> Candidates:
    """Put the kept pairs into records and columns."""
    at, rows = pairs[:, 0], best.rows[pairs[:, 0]]
    used = [deals[i] for i in pairs[:, 1].tolist()]
    serving = serving_replicas(case.load.peak_requests_per_s * case.token_overhead, fleet.capacity)
    curves, kept = best.curves(at), subset(grid, rows)
    records = alternatives_of(
        catalog, grid, rows, deals=deals, chosen=pairs[:, 1], replicas=replicas_in_all(fleet, case)
    )
    columns = ("max_concurrency", "best", "meets_slo", "output_tokens", "design_concurrency")
    errors = ("error_low", "error_high", "ttft_error_low", "ttft_error_high")
    return Candidates(
        alternatives=with_machines(records, machines_of(fleet, used, case)),
        problems=_problems(kept, np.flatnonzero(~best.fits_context[at]), case),
        deals=tuple(used),
        fleet=fleet,
        cost_usd=np.zeros((len(rows), 3)),
        grid=kept,
        replicas=serving,
        **{name: getattr(curves, name).T for name in CURVES},
        **{name: getattr(curves, name) for name in (*columns, *errors)},
        failed=failed,
        owned={},
        as_of=catalog.dated,
    )


def _problems(grid: GpuConfigurations, short: Index, case: Case) -> tuple[Told | None, ...]:
    """Why the rows ``short`` of a grid cannot be planned: they don't hold the context. None for the others."""
    problems: list[Told | None] = [None] * len(grid.count)
    needed = grid.held_bytes(float(case.load.context_tokens)) / 1e9 if short.size else np.zeros(0)
    for row in short.tolist():
        model, gpu = grid.models[grid.model_index[row]], grid.gpus[grid.gpu_index[row]]
        problems[row] = told(
            "unfit.cache",
            tokens=("tokens", case.load.context_tokens),
            cache=("gb", float(needed[row])),
            left=("gb", float(grid.cache_room_bytes[row] / 1e9)),
            model=("model", model.name),
            model_id=model.model_id,
            hardware=("gpu", f"{grid.count[row]} x {gpu.name}"),
        )
    return tuple(problems)
