"""Several models on one server: packing planned models on GPUs by memory and by load.

Each model keeps its weights, the cache of the requests that it has in flight and a runtime of its own on every GPU it
uses; the GPUs' time is divided by load. Whole replicas stay as they are planned; what is left of each model shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import floor

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Gpu
from advisor.hosting.costs.availability import ROUNDING
from advisor.hosting.memory.memory import MEAN_ANSWER_HELD, RUNTIME_RESERVE_GIB, UTILISABLE_SHARE, activation_bytes
from advisor.hosting.memory.shapes import shape_of
from advisor.hosting.planning.one_pass_models import KINDS, SMALL_GIB
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.planning.planner import plan_alternatives
from advisor.questionnaire.answers import Answers, UseCase
from advisor.units import BYTES_PER_GB, BYTES_PER_GIB, Record, Told, told

FULL_LOAD = 1.0
"""Load of a GPU that planning fills it to; the queueing margin is in the capacity of each plan already."""


class Tenant(Record):
    """What a part of a model needs of each of ``gpu_count`` GPUs: gigabytes, and load as a share of their time."""

    name: str
    gpu_count: int
    memory_gb_per_gpu: float
    load: float


class SharedGpu(Record):
    """One GPU with the tenants on it, and what of its memory and time they take."""

    server: int
    tenants: tuple[str, ...]
    memory_gb: float
    load: float


class Packing(Record):
    """Where the tenants stand; ``apart_gpus`` is what they take without sharing, ``unplaced`` what fits no server."""

    gpu: str
    usable_gb_per_gpu: float
    gpus: tuple[SharedGpu, ...]
    servers: int
    apart_gpus: int
    unplaced: tuple[str, ...]

    @property
    def saved_gpus(self) -> int:
        """GPUs that sharing saves."""
        return self.apart_gpus - len(self.gpus)

    @property
    def outcome(self) -> Told:
        """What is to be said of it."""
        shared = sum(len(gpu.tenants) > 1 for gpu in self.gpus)
        gpu = ("gpu", self.gpu)
        if self.unplaced:
            return told("sharing.unplaced", names=("text", self.unplaced), gpu=gpu)
        if not self.saved_gpus:
            return told("sharing.none", gpu=gpu)
        key = "sharing.by_turns" if shared else "sharing.alike"
        return told(key, together=len(self.gpus), gpu=gpu, apart=self.apart_gpus, shared=shared)


@dataclass(slots=True, eq=False)
class _Gpu:
    """A GPU being filled."""

    server: int
    memory_gb: float = 0.0
    load: float = 0.0
    tenants: list[str] = field(default_factory=list)

    def takes(self, tenant: Tenant, usable_gb: float) -> bool:
        room = self.memory_gb + tenant.memory_gb_per_gpu <= usable_gb + ROUNDING
        return room and self.load + tenant.load <= FULL_LOAD + ROUNDING and tenant.name not in self.tenants


def pack(tenants: Sequence[Tenant], *, gpu: str, usable_gb: float, gpus_per_server: int) -> Packing:
    """Place tenants on as few GPUs as the first fit finds, the largest first; a tenant stays within one server."""
    servers: list[list[_Gpu]] = []
    unplaced = []
    order = sorted(tenants, key=lambda t: (-t.gpu_count, -max(t.memory_gb_per_gpu / usable_gb, t.load), t.name))
    for tenant in order:
        if tenant.gpu_count > gpus_per_server or not _Gpu(0).takes(tenant, usable_gb):
            unplaced.append(tenant.name)
            continue
        place = next((p for server in servers if (p := _place(server, tenant, usable_gb, gpus_per_server))), None)
        if place is None:
            servers.append([])
            place = [_Gpu(len(servers) - 1) for _ in range(tenant.gpu_count)]
        for chosen in place:
            chosen.memory_gb += tenant.memory_gb_per_gpu
            chosen.load += tenant.load
            chosen.tenants.append(tenant.name)
            if chosen not in servers[chosen.server]:
                servers[chosen.server].append(chosen)
    return Packing(
        gpu=gpu,
        usable_gb_per_gpu=usable_gb,
        gpus=tuple(
            SharedGpu(server=g.server, tenants=tuple(g.tenants), memory_gb=g.memory_gb, load=g.load)
            for server in servers
            for g in server
        ),
        servers=len(servers),
        apart_gpus=sum(tenant.gpu_count for tenant in tenants if tenant.name not in unplaced),
        unplaced=tuple(unplaced),
    )


def _place(server: list[_Gpu], tenant: Tenant, usable_gb: float, most: int) -> list[_Gpu] | None:
    """GPUs of one server for a tenant: the fullest that take it first, then new ones; None where it has too few."""
    open_ones = sorted((g for g in server if g.takes(tenant, usable_gb)), key=lambda g: (-g.load, -g.memory_gb))
    chosen = open_ones[: tenant.gpu_count]
    missing = tenant.gpu_count - len(chosen)
    if missing > most - len(server):
        return None
    return chosen + [_Gpu(server[0].server) for _ in range(missing)]


SharedPlan = tuple["PlanColumns", int, str]
"""A planned row of a table with the name it goes by."""


def tenants_of(plans: Sequence[SharedPlan]) -> tuple[Tenant, ...]:
    """The parts of plans that run the same model alike: whole replicas at full load, then what is left of the load.

    The load is the peak over a replica's capacity, added over the plans: they share replicas and one set of weights.
    Each part needs weights, activations, a runtime and the cache of the requests that it has in flight. Spare replicas
    carry no load; the plan that wants most of them decides.
    """
    table, index, _ = plans[0]
    own = index - len(table.offer_rows)
    needs = [_need(plan) for plan in plans]
    need = sum(needs)
    whole = floor(need + ROUNDING)
    parts = [FULL_LOAD] * whole + ([need - whole] if need - whole > ROUNDING else [])
    parts += [0.0] * int(max(plan[0].case.spare_replicas for plan in plans))
    cache_gb = sum(share * _cache_gb(plan) for share, plan in zip(needs, plans, strict=True)) / need
    label = ", ".join(dict.fromkeys(name for _, _, name in plans))
    return tuple(
        Tenant(
            name=label if len(parts) == 1 else f"{label} ({number}/{len(parts)})",
            gpu_count=int(table.candidates.grid.count[own]),
            memory_gb_per_gpu=_fixed_gb(table, own) + cache_gb * (load or FULL_LOAD),
            load=load,
        )
        for number, load in enumerate(parts, start=1)
    )


def _usable_gb(gpu: Gpu) -> float:
    """Gigabytes of a GPU that a server may fill."""
    return gpu.memory_gib * UTILISABLE_SHARE * BYTES_PER_GIB / BYTES_PER_GB


def _need(plan: SharedPlan) -> float:
    """Replicas that a plan's peak needs, with fractions."""
    table, index, _ = plan
    capacity = float(table.candidates.fleet.capacity[index - len(table.offer_rows)])
    return table.load.peak_requests_per_s * table.case.token_overhead / capacity


def _fixed_gb(table: PlanColumns, own: int) -> float:
    """Gigabytes per GPU that a model takes whatever its load: weights, activations, runtime."""
    grid = table.candidates.grid
    count = int(grid.count[own])
    model = grid.models[int(grid.model_index[own])]
    one_pass = model.kind in KINDS
    batch = SMALL_GIB * BYTES_PER_GIB if one_pass else activation_bytes(shape_of(model), count)
    working = batch + RUNTIME_RESERVE_GIB * BYTES_PER_GIB
    return float(grid.weights_gb[own]) / count + working / BYTES_PER_GB


def _cache_gb(plan: SharedPlan) -> float:
    """Gigabytes per GPU of the requests in flight at a replica's full load."""
    table, index, _ = plan
    own = index - len(table.offer_rows)
    candidates, grid = table.candidates, table.candidates.grid
    context = max(table.load.input_tokens + MEAN_ANSWER_HELD * float(candidates.output_tokens[own]), 64.0)
    in_flight = max(float(candidates.design_concurrency[own]), 1.0)
    return float(grid.held_bytes(context)[own]) * in_flight / int(grid.count[own]) / BYTES_PER_GB


def share_servers(plans: Sequence[SharedPlan]) -> tuple[Packing, ...]:
    """Pack self-hosted plans (table, row, name) of one or several use cases, GPU by GPU; groups of one are left out.

    Only plans of the same GPU, provider and commitment share.
    """
    groups: dict[tuple[object, ...], list[SharedPlan]] = {}
    for table, row, name in plans:
        where = table.alternatives[row].deployment
        if where.gpu is not None:
            groups.setdefault((where.gpu, where.provider, where.zone, where.commitment), []).append((table, row, name))
    return tuple(_packed(group) for _, group in sorted(groups.items(), key=lambda item: str(item[0])) if len(group) > 1)


def on_one_server(host: SharedPlan, guest: SharedPlan) -> Packing | None:
    """Both plans on one server of the host's, by memory and load; None where it does not hold what both need.

    Each must be carried by one replica; spare replicas stand in another server like it, as the host's do. The guest is
    taken to be as fast there as on its own GPUs, which the host's memory must be at least as fast as.
    """
    (table, row, _), (other, index, _) = host, guest
    own, theirs = row - len(table.offer_rows), index - len(other.offer_rows)
    gpu, slower = (
        each.candidates.grid.gpus[int(each.candidates.grid.gpu_index[at])]
        for each, at in ((table, own), (other, theirs))
    )
    parts = [[one for one in tenants_of([plan]) if one.load] for plan in (host, guest)]
    if any(len(part) > 1 for part in parts) or (gpu.bandwidth_gb_s or 0.0) < (slower.bandwidth_gb_s or 0.0):
        return None
    found = pack(
        [tenant for part in parts for tenant in part],
        gpu=gpu.name,
        usable_gb=_usable_gb(gpu),
        gpus_per_server=int(table.candidates.fleet.unit[own]),
    )
    return found if found.servers == 1 and not found.unplaced else None


def portfolio_servers(chosen: Sequence[tuple[UseCase, str]], answers: Answers, catalog: Catalog) -> tuple[Packing, ...]:
    """Pack what a portfolio chose (use case, alternative id) on shared servers, whatever models they run.

    APIs, and alternatives that cannot be planned any more, take no part.
    """
    plans: list[SharedPlan] = []
    for use_case, alternative_id in chosen:
        model = catalog.model.get(alternative_id.partition("@")[0])
        if model is None or "@provider_api" in alternative_id:
            continue
        table = plan_alternatives([model], use_case, answers, catalog, kinds=answers.hosting.allowed)
        row = next((i for i, item in enumerate(table.alternatives) if item.alternative_id == alternative_id), None)
        if row is not None and table.problems[row] is None:
            plans.append((table, row, f"{use_case.name}: {model.name}"))
    return share_servers(plans)


def _packed(group: Sequence[SharedPlan]) -> Packing:
    """One packing of the plans on one GPU; those that run the same model alike share its replicas."""
    table, row, _ = group[0]
    own = row - len(table.offer_rows)
    gpu = table.candidates.grid.gpus[int(table.candidates.grid.gpu_index[own])]
    alike: dict[tuple[object, ...], list[SharedPlan]] = {}
    for plan in group:
        item = plan[0].alternatives[plan[1]]
        key = item.model_id, item.deployment.gpu_count, item.deployment.precision
        alike.setdefault(key, []).append(plan)
    together = pack(
        [tenant for plans in alike.values() for tenant in tenants_of(plans)],
        gpu=gpu.name,
        usable_gb=_usable_gb(gpu),
        gpus_per_server=gpu.gpus_per_server or 8,
    )
    apart = sum(tenant.gpu_count for plan in group for tenant in tenants_of([plan]))
    return together if together.unplaced else together.model_copy(update={"apart_gpus": apart})
