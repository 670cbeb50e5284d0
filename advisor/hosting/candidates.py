"""Self-hosted alternatives worth showing: per model and way of hosting a handful, the cheapest and the owned first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.hosting.anchors import anchors_of
from advisor.hosting.assumptions import Assumptions
from advisor.hosting.costs import Case, Fleet, self_host_costs, stated, total, usage_of
from advisor.hosting.fleet import Capacity, capacity_of, generated_tokens, paid_gpus, serving_replicas
from advisor.hosting.grid import Grid, grid_of, subset
from advisor.hosting.market import GpuDeal, in_zones, purchases, rents
from advisor.hosting.records import Alternative, Deployment
from advisor.hosting.speed import Array
from advisor.hosting.thinking import factors, habits
from advisor.questionnaire.answers import Answers, DeploymentKind
from advisor.units import three_digits

Index = NDArray[np.intp]
KEEP = {("cloud_gpu", False): 2, ("cloud_gpu", True): 2, ("on_prem", False): 2, ("edge", False): 1}
"""How many to keep per model, way of hosting and whether a hyperscaler provides it."""
SELF_HOSTED: tuple[DeploymentKind, ...] = ("cloud_gpu", "on_prem", "edge")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The chosen self-hosted alternatives in columns of shape (n,), with their load curves (n, concurrencies).

    ``failed`` are (alternative, problem) of models that cannot be sized.
    """

    alternatives: tuple[Alternative, ...]
    problems: tuple[str | None, ...]
    deals: tuple[GpuDeal, ...]
    fleet: Fleet
    grid: Grid
    replicas: Array
    ttft_s: Array
    itl_s: Array
    requests_per_s: Array
    concurrency: Array
    max_concurrency: Array
    error_low: Array
    error_high: Array
    ttft_error_low: Array
    ttft_error_high: Array
    measured: NDArray[np.bool_]
    best: Index
    meets_slo: NDArray[np.bool_]
    output_tokens: Array
    design_concurrency: Array
    failed: tuple[tuple[Alternative, str], ...]


def self_hosted(
    catalog: Catalog, wanted: AbstractSet[str], case: Case, answers: Answers, kinds: AbstractSet[DeploymentKind]
) -> Candidates:
    """Choose the self-hosted alternatives of the wanted models."""
    grid = grid_of(catalog)
    member = np.array([model.model_id in wanted for model in grid.models], dtype=bool)
    rows = np.flatnonzero(member[grid.model_index]) if any(kind in kinds for kind in SELF_HOSTED) else _none()
    whole = subset(grid, rows)
    thinks = habits(grid.models)[whole.model_index]
    generated = generated_tokens(case.load, factors(case.assume)[thinks])
    capacity = capacity_of(whole, case.load, generated, anchors_of(catalog, rows, case.load, generated))
    best = _smallest(whole, capacity, case)
    deals = [deal for deal in (*rents(catalog, answers), *purchases(catalog, answers)) if deal.kind in kinds]
    pairs = _pairs(whole, best, deals)
    fleet = _fleet(whole, capacity, pairs=pairs, deals=deals, catalog=catalog, assume=case.assume, thinks=thinks)
    cost = total(self_host_costs(fleet, case, stated(), usage_of(fleet, case, stated())))[:, 0]
    kept = _handful(whole, pairs, deals, cost, answers)
    return _finish(
        whole,
        capacity,
        fleet=fleet,
        kept=kept,
        pairs=pairs,
        deals=deals,
        case=case,
        failed=_failures(grid, wanted, kinds, whole),
    )


def _none() -> Index:
    return np.zeros(0, dtype=np.intp)


def _smallest(grid: Grid, capacity: Capacity, case: Case) -> Index:
    """Per model and GPU the row that needs the fewest GPUs at the peak, those that hold the context and the SLO first.

    Ties go to more capacity.
    """
    carried = capacity.capacity
    peak = case.load.peak_requests_per_s * case.token_overhead
    need = serving_replicas(peak, carried) + case.spare_replicas
    gpus = paid_gpus(need, grid.count.astype(np.float64), np.ones(len(need)))
    order = np.lexsort(
        (
            -carried,
            gpus,
            ~capacity.meets_slo,
            ~capacity.fits_context,
            grid.gpu_index,
            grid.model_index,
        )
    )
    first = _firsts(grid.model_index[order] * (len(grid.gpus) + 1) + grid.gpu_index[order])
    return np.asarray(order[first])


def _pairs(grid: Grid, best: Index, deals: Sequence[GpuDeal]) -> Index:
    """(row, deal) pairs of the chosen rows with every deal for their GPU; shape (pairs, 2)."""
    position = {gpu.gpu_id: number for number, gpu in enumerate(grid.gpus)}
    by_gpu: defaultdict[int, list[int]] = defaultdict(list)
    for number, deal in enumerate(deals):
        gpu = position.get(deal.gpu_id)
        if gpu is not None and (deal.kind != "cloud_gpu" or _server(grid, gpu)):
            by_gpu[gpu].append(number)
    order = best[np.argsort(grid.gpu_index[best], kind="stable")]
    bounds = np.searchsorted(grid.gpu_index[order], np.arange(len(grid.gpus) + 1))
    parts = []
    for gpu, numbers in sorted(by_gpu.items()):
        rows = order[bounds[gpu] : bounds[gpu + 1]]
        parts.append(np.stack([np.repeat(rows, len(numbers)), np.tile(numbers, len(rows))], axis=1))
    return np.concatenate(parts).astype(np.intp) if parts else np.zeros((0, 2), dtype=np.intp)


def _server(grid: Grid, gpu: int) -> bool:
    return grid.gpus[gpu].segment in {"datacentre", "workstation"}


def _fleet(
    grid: Grid,
    capacity: Capacity,
    *,
    pairs: Index,
    deals: Sequence[GpuDeal],
    catalog: Catalog,
    assume: Assumptions,
    thinks: Index,
) -> Fleet:
    """The columns that the cost kernel needs for every pair."""
    rows, chosen = pairs[:, 0], pairs[:, 1]
    kinds = np.array([deal.kind for deal in deals], dtype=object)[chosen]
    watts = np.array([gpu.tdp_w or np.nan for gpu in grid.gpus], dtype=np.float64)
    tariff = assume.value("electricity_usd_per_kwh")
    return Fleet(
        cloud=kinds == "cloud_gpu",
        on_prem=kinds == "on_prem",
        elastic=np.array([deal.commitment == "on_demand" for deal in deals], dtype=bool)[chosen],
        gpu_count=grid.count[rows].astype(np.float64),
        unit=np.array([deal.unit for deal in deals], dtype=np.float64)[chosen],
        capacity=capacity.capacity[rows],
        log_error=(capacity.error_high - capacity.error_low)[rows] / 3.29,
        usd_per_gpu_hour=np.array([deal.usd_per_gpu_hour for deal in deals], dtype=np.float64)[chosen],
        usd_per_gpu=np.array([deal.usd_per_gpu for deal in deals], dtype=np.float64)[chosen],
        complete_server=np.array([deal.complete_server for deal in deals], dtype=bool)[chosen],
        owned=np.array([deal.owned for deal in deals], dtype=np.float64)[chosen],
        watts_per_gpu=watts[grid.gpu_index[rows]] * assume.value("wall_factor"),
        usd_per_kwh=np.array([_tariff(deal, catalog, tariff) for deal in deals], dtype=np.float64)[chosen],
        weights_gb=grid.weights_gb[rows],
        thinks=thinks[rows],
    )


def _tariff(deal: GpuDeal, catalog: Catalog, default: float) -> float:
    """The tariff of the country where it is known and the user set none of their own, else the default."""
    grid = catalog.grid.get(deal.country or "")
    return grid.usd_per_kwh if grid is not None and grid.usd_per_kwh is not None else default


def _handful(grid: Grid, pairs: Index, deals: Sequence[GpuDeal], cost: Array, answers: Answers) -> Index:
    """Pairs to keep: per model, GPU and class of provider the cheapest; of those the cheapest few per way of hosting.

    Owned GPUs, and the cheapest of each group in a demanded zone, always stay.
    """
    if not len(pairs):
        return np.zeros(0, dtype=np.intp)
    classes = sorted(KEEP)
    kind = np.array([classes.index((deal.kind, deal.hyperscaler)) for deal in deals], dtype=np.intp)[pairs[:, 1]]
    owned = np.array([deal.owned > 0 for deal in deals], dtype=bool)[pairs[:, 1]]
    good = np.array([in_zones(deal.zone, answers.data.residency) for deal in deals], dtype=bool)[pairs[:, 1]]
    price = np.nan_to_num(cost, nan=np.inf)
    model, gpu = grid.model_index[pairs[:, 0]], grid.gpu_index[pairs[:, 0]]
    group = model * len(classes) + kind
    order = np.lexsort((pairs[:, 1], price, ~good, gpu, group))
    order = order[_firsts(group[order] * (len(grid.gpus) + 1) + gpu[order])]
    order = order[np.lexsort((pairs[order, 1], price[order], ~good[order], group[order]))]
    rank = _rank_within(group[order])
    limit = np.array([KEEP[name] for name in classes], dtype=np.intp)[kind[order]]
    return np.sort(order[(rank < limit) | owned[order]])


def _firsts(keys: Index) -> NDArray[np.bool_]:
    """Where a run of equal keys starts."""
    starts = np.ones(len(keys), dtype=bool)
    starts[1:] = keys[1:] != keys[:-1]
    return starts


def _rank_within(keys: Index) -> Index:
    """Position within each run of equal keys."""
    starts = np.flatnonzero(_firsts(keys))
    return np.arange(len(keys)) - np.repeat(starts, np.diff(np.append(starts, len(keys))))


def _failures(
    grid: Grid, wanted: AbstractSet[str], kinds: AbstractSet[DeploymentKind], planned: Grid
) -> tuple[tuple[Alternative, str], ...]:
    """Open-weights models that cannot be sized, or that nothing holds: one row per way of hosting."""
    held = {grid.models[index].model_id for index in np.unique(planned.model_index)}
    problems = dict(grid.problems) | {
        model.model_id: f"cannot size: no planned server of up to 8 GPUs holds {model.model_id}"
        for model in grid.models
        if model.model_id not in held
    }
    return tuple(
        (
            Alternative(
                alternative_id=f"{model_id}@{kind}:unsized",
                model_id=model_id,
                deployment=Deployment(kind=kind),
            ),
            problems[model_id],
        )
        for model_id in sorted(problems)
        if model_id in wanted
        for kind in SELF_HOSTED
        if kind in kinds
    )


def _finish(
    grid: Grid,
    capacity: Capacity,
    *,
    fleet: Fleet,
    kept: Index,
    pairs: Index,
    deals: Sequence[GpuDeal],
    case: Case,
    failed: tuple[tuple[Alternative, str], ...],
) -> Candidates:
    """Put the kept pairs into records and columns."""
    rows = pairs[kept, 0]
    chosen = fleet.take(kept)
    used = [deals[i] for i in pairs[kept, 1].tolist()]
    serving = serving_replicas(case.load.peak_requests_per_s * case.token_overhead, chosen.capacity)
    replicas = serving + case.spare_replicas
    return Candidates(
        alternatives=tuple(_alternatives(grid, rows, used, replicas)),
        problems=tuple(_problems(grid, rows, capacity, case)),
        deals=tuple(used),
        fleet=chosen,
        grid=subset(grid, rows),
        replicas=serving,
        ttft_s=capacity.ttft_s[rows],
        itl_s=capacity.itl_s[rows],
        requests_per_s=capacity.requests_per_s[rows],
        concurrency=capacity.concurrency[rows],
        max_concurrency=capacity.max_concurrency[rows],
        error_low=capacity.error_low[rows],
        error_high=capacity.error_high[rows],
        ttft_error_low=capacity.ttft_error_low[rows],
        ttft_error_high=capacity.ttft_error_high[rows],
        measured=capacity.measured[rows],
        best=capacity.best[rows],
        meets_slo=capacity.meets_slo[rows],
        output_tokens=capacity.output_tokens[rows],
        design_concurrency=capacity.design_concurrency[rows],
        failed=failed,
    )


def _alternatives(grid: Grid, rows: Index, deals: Sequence[GpuDeal], replicas: Array) -> Iterable[Alternative]:
    models, gpus = grid.model_index[rows].tolist(), grid.gpu_index[rows].tolist()
    counts, precisions = grid.count[rows].tolist(), grid.precision_index[rows].tolist()
    for m, g, count, p, deal, copies in zip(models, gpus, counts, precisions, deals, replicas.tolist(), strict=True):
        yield _alternative(
            grid.models[m].model_id,
            deal.kind,
            deal.provider,
            deal.zone,
            deal.country,
            grid.gpus[g].gpu_id,
            count,
            grid.precisions[p],
            deal.commitment,
            int(copies),
        )


@lru_cache(maxsize=32_768)
def _alternative(  # noqa: PLR0917 - kept by position, the fields of one deployment
    model_id: str,
    kind: DeploymentKind,
    provider: str,
    zone: str | None,
    country: str | None,
    gpu: str,
    count: int,
    precision: str,
    commitment: str,
    replicas: int,
) -> Alternative:
    """The record of one alternative (kept: the same ones come back for every other load)."""
    rented = kind == "cloud_gpu"
    where = f"{provider}:{zone}" if rented and zone else provider
    name = f"{model_id}@{kind}:{where}:{gpu}x{count}:{precision}{f':{commitment}' if rented else ''}"
    deployment = Deployment(
        kind=kind,
        provider=provider,
        zone=zone,
        country=country,
        gpu=gpu,
        gpu_count=count,
        replicas=replicas,
        precision=precision,
        commitment=commitment,
    )
    return Alternative(alternative_id=name, model_id=model_id, deployment=deployment)


def _problems(grid: Grid, rows: Index, capacity: Capacity, case: Case) -> Iterable[str | None]:
    for row in rows.tolist():
        if capacity.fits_context[row]:
            yield None
            continue
        model, gpu = grid.models[grid.model_index[row]], grid.gpus[grid.gpu_index[row]]
        need = grid.held_bytes(float(case.load.context_tokens))[row] / 1e9
        yield (
            f"does not fit: a request of {case.load.context_tokens:,} tokens needs {three_digits(need)} GB of cache "
            f"and {three_digits(grid.cache_room_bytes[row] / 1e9)} GB are left beside {model.model_id} "
            f"on {grid.count[row]} x {gpu.name}"
        )
