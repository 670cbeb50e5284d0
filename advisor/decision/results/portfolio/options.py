"""What may be assigned to each use case of a portfolio, with the pools of hardware and people that it takes part in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from advisor.decision.ranked import Ranked, best_per_model
from advisor.decision.results.portfolio.assign import Option, Pool
from advisor.decision.results.portfolio.one_team import crew_of

OFFERED: Final = 15
"""Models per use case that the solver may choose from at first: the best deployment of each."""
SELF_OWNED: Final = frozenset({"on_prem", "edge"})


def options_of(
    rankings: Sequence[Ranked], *, wide: bool = False, share: bool = True
) -> tuple[list[Option], dict[str, Pool]]:
    """What may be assigned.

    Per use case what its verdict chose, the best deployment of each of the best models, and of each model good
    everywhere; ``wide`` adds, for
    every vendor, each alternative that is cheaper than all better ones of that vendor, so that no limit on cost or
    vendors hides an assignment that keeps to it. Without ``share`` every use case has hardware of its own.
    """
    options: list[Option] = []
    pools: dict[str, Pool] = {}
    firsts = [best_per_model(ranked).tolist() for ranked in rankings]
    models = [
        [ranked.model_id(rank_row) for rank_row in rank_rows]
        for ranked, rank_rows in zip(rankings, firsts, strict=True)
    ]
    everywhere = set[str].intersection(*map(set, models))
    for case, ranked in enumerate(rankings):
        rank_rows = dict.fromkeys(_leading(firsts[case], models[case], everywhere))
        if ranked.finding.choice is not None:
            rank_rows[ranked.finding.choice] = None
        if wide:
            rank_rows |= dict.fromkeys(_fronts(ranked))
        options += [option_of(ranked, case, rank_row, pools, share=share) for rank_row in rank_rows]
    return options, pools


def _leading(rank_rows: Sequence[int], models: Sequence[str], everywhere: set[str]) -> Iterable[int]:
    """The best deployment of each of the best models, and of each model that every use case may use.

    ``rank_rows`` are the best deployments of all ``models``, in rank order.
    """
    common = 0
    for rank, (rank_row, model) in enumerate(zip(rank_rows, models, strict=True)):
        shared = model in everywhere and common < OFFERED
        common += shared
        if rank < OFFERED or shared:
            yield rank_row


def _fronts(ranked: Ranked) -> Iterable[int]:
    """For every vendor the alternatives that none of its own beats on both score and cost."""
    prepared = ranked.prepared
    cheapest: dict[str, float] = {}
    for rank_row in ranked.ranking.order.tolist():
        index = int(prepared.feasible[rank_row])
        vendor, cost = prepared.contexts[index].model.vendor, ranked.new_usd(rank_row)
        if cost < cheapest.get(vendor, float("inf")):
            cheapest[vendor] = cost
            yield rank_row


def option_of(ranked: Ranked, case: int, rank_row: int, pools: dict[str, Pool], *, share: bool = True) -> Option:
    """An option of use case number ``case``; the pool that it takes part in is put into ``pools``."""
    prepared, index = ranked.prepared, int(ranked.prepared.feasible[rank_row])
    context = prepared.contexts[index]
    deployment = context.deployment
    cost = float(prepared.plans.cost_usd[index, 1])
    base = Option(
        case,
        ranked.matrix.ids[rank_row],
        context.model.model_id,
        context.model.vendor,
        float(ranked.ranking.scores[rank_row]),
        cost,
        outside_cap_usd=float(prepared.plans.outside_cap_usd[index]),
        paid_usd=cost - ranked.new_usd(rank_row) if math.isfinite(cost) else 0.0,
    )
    if deployment.kind == "provider_api" or not deployment.replicas:
        return base
    standing = prepared.plans.standing(index)
    if standing is None:
        return base
    return _pooled(base, ranked, index, pools, standing=standing, share=share)


def _pooled(
    base: Option,
    ranked: Ranked,
    index: int,
    pools: dict[str, Pool],
    *,
    standing: tuple[float, float],
    share: bool,
) -> Option:
    """The option without what stands whatever the requests, which its pool pays: hardware by replica, and people."""
    prepared = ranked.prepared
    deployment = prepared.contexts[index].deployment
    replicas, (fixed, used) = deployment.replicas or 1, standing
    spare = 1.0 if prepared.answers.hosting.high_availability and replicas > 1 else 0.0
    hardware = f"{deployment.gpu}x{deployment.gpu_count}|{deployment.precision}"
    name = f"{base.model_id}|{deployment.kind}|{deployment.provider}|{hardware}"
    name = name if share else f"{base.use_case}|{name}"
    people = prepared.plans.people(index)
    paid = people.usd_per_month if people else 0.0
    per_replica = max(fixed - paid, 0.0) / replicas
    known = pools.get(name)
    pools[name] = Pool(
        max(per_replica, known.usd_per_replica) if known else per_replica,
        spare,
        crew_of(people, replicas, known.crew if known else None) if people else None,
    )
    peak = replicas * used * prepared.use_case.workload.peak_factor
    return replace(
        base,
        usd=max(base.usd - max(fixed, paid), 0.0),
        people_usd=paid,
        pool=name,
        need_replicas=min(max(peak, 0.01), replicas - spare),
        gpus_per_replica=deployment.gpu_count or 1,
        gpu=(deployment.gpu or "") if deployment.kind in SELF_OWNED else "",
    )
