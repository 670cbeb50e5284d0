"""The portfolio of a decision with several use cases as a record, with an exit plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from advisor.decision.criteria import cap_usd
from advisor.decision.engine import Ranked, digits
from advisor.decision.portfolio import Chosen, Limits, Option, Pool, assign, one_model
from advisor.decision.records import Portfolio, PortfolioAssignment
from advisor.decision.wording import listed

OFFERED: Final = 15
"""Alternatives per use case that the solver may choose from: the best of each of the best models."""


def options_of(rankings: Sequence[Ranked]) -> tuple[list[Option], dict[str, Pool]]:
    """What may be assigned.

    Per use case the best deployment of each of the best models, and of each model good everywhere.
    """
    options: list[Option] = []
    pools: dict[str, Pool] = {}
    everywhere = set.intersection(
        *({ranked.model_id(place) for place in range(len(ranked.matrix))} for ranked in rankings)
    )
    for case, ranked in enumerate(rankings):
        seen: set[str] = set()
        shared: set[str] = set()
        for place in ranked.ranking.order.tolist():
            model = ranked.model_id(place)
            fresh = model not in seen and len(seen) < OFFERED
            common = model in everywhere and model not in shared and len(shared) < OFFERED
            if fresh or common:
                seen.add(model)
                shared |= {model} & everywhere
                options.append(_option(ranked, case, place, pools))
    return options, pools


def _option(ranked: Ranked, case: int, place: int, pools: dict[str, Pool]) -> Option:
    prepared, index = ranked.prepared, int(ranked.prepared.feasible[place])
    context = prepared.contexts[index]
    deployment = context.deployment
    cost = float(prepared.plans.cost_usd[index, 1])
    base = Option(
        case,
        ranked.matrix.ids[place],
        context.model.model_id,
        context.model.vendor,
        float(ranked.ranking.scores[place]),
        cost,
    )
    if deployment.kind == "provider_api" or not deployment.replicas:
        return base
    plan = prepared.plans.record(index)
    if plan.fixed_usd_per_month is None or plan.utilisation is None:
        return base
    spare = 1.0 if prepared.answers.hosting.high_availability and deployment.replicas > 1 else 0.0
    hardware = f"{deployment.gpu}x{deployment.gpu_count}|{deployment.precision}"
    name = f"{context.model.model_id}|{deployment.kind}|{deployment.provider}|{hardware}"
    per_replica = plan.fixed_usd_per_month / deployment.replicas
    known = pools.get(name)
    pools[name] = Pool(max(per_replica, known.usd_per_replica) if known else per_replica, spare)
    peak = deployment.replicas * plan.utilisation * prepared.use_case.workload.peak_factor
    need = min(max(peak, 0.01), deployment.replicas - spare)
    variable = max(cost - plan.fixed_usd_per_month, 0.0)
    return Option(
        case,
        base.alternative_id,
        base.model_id,
        base.vendor,
        base.score,
        variable,
        name,
        need,
        deployment.gpu_count or 1,
        deployment.gpu or "",
    )


def portfolio_of(rankings: Sequence[Ranked], *, max_vendors: int | None = None) -> Portfolio | None:
    """The best assignment for all use cases against one model for all.

    None when a use case has no feasible alternative.
    """
    if len(rankings) < 2 or any(ranked.leader is None for ranked in rankings):  # noqa: PLR2004
        return None
    answers = rankings[0].prepared.answers
    importance = [ranked.prepared.use_case.importance for ranked in rankings]
    options, pools = options_of(rankings)
    limits = Limits(total_usd=cap_usd(answers), vendors=max_vendors)
    best = assign(options, importance, pools, limits)
    if best is None:
        return Portfolio(
            assignments=(),
            total_monthly_cost_usd=None,
            vendors=0,
            single=(),
            single_monthly_cost_usd=None,
            sentence="No assignment keeps all use cases together within the monthly cap.",
        )
    single = one_model(options, importance, pools, limits)
    return Portfolio(
        assignments=_assignments(rankings, best, pools),
        total_monthly_cost_usd=digits(best.total_usd),
        vendors=best.vendors,
        single=_assignments(rankings, single, pools) if single else (),
        single_monthly_cost_usd=digits(single.total_usd) if single else None,
        sentence=_sentence(best, single, rankings),
    )


def _assignments(
    rankings: Sequence[Ranked], chosen: Chosen, pools: Mapping[str, Pool]
) -> tuple[PortfolioAssignment, ...]:
    found = []
    for option in chosen.options:
        ranked = rankings[option.use_case]
        sharing = [other for other in chosen.options if other.pool is not None and other.pool == option.pool]
        cost = option.usd
        if option.pool is not None:
            part = option.need_replicas / max(sum(other.need_replicas for other in sharing), 1e-12)
            cost += part * pools[option.pool].usd_per_replica * chosen.replicas.get(option.pool, 0)
        second, effort = _exit_plan(ranked, option)
        found.append(
            PortfolioAssignment(
                use_case=ranked.prepared.use_case.name,
                alternative_id=option.alternative_id,
                model_id=option.model_id,
                score=digits(option.score),
                monthly_cost_usd=digits(cost),
                second_source_id=second,
                switching_effort=effort,
            )
        )
    return tuple(found)


def _exit_plan(ranked: Ranked, option: Option) -> tuple[str | None, str]:
    """The best alternative from another provider or vendor, and what the move takes."""
    place = ranked.matrix.ids.index(option.alternative_id)
    own = ranked.prepared.contexts[int(ranked.prepared.feasible[place])]
    for other in ranked.ranking.order.tolist():
        context = ranked.prepared.contexts[int(ranked.prepared.feasible[other])]
        same_model = context.model.model_id == own.model.model_id
        elsewhere = (context.deployment.kind, context.deployment.provider) != (
            own.deployment.kind,
            own.deployment.provider,
        )
        if same_model and elsewhere:
            kind = "low" if context.deployment.kind == own.deployment.kind == "provider_api" else "medium"
            what = (
                "the same model elsewhere: change the endpoint and the contract"
                if kind == "low"
                else ("the same model run differently: set up the other hosting and test its speed")
            )
            return ranked.matrix.ids[other], f"{kind}: {what}"
        if not same_model and context.model.vendor != own.model.vendor:
            return ranked.matrix.ids[
                other
            ], "medium: another model: adapt the prompts and pass the evaluation set again"
    return None, "high: no second source meets the constraints"


def _sentence(best: Chosen, single: Chosen | None, rankings: Sequence[Ranked]) -> str:
    parts = listed(
        [
            f"{rankings[option.use_case].prepared.use_case.name}: "
            f"{rankings[option.use_case].prepared.catalog.model[option.model_id].name}"
            for option in best.options
        ]
    )
    vendors = f"{best.vendors} vendor{'s' if best.vendors > 1 else ''}"
    text = f"{parts}; together {best.total_usd:,.0f} USD a month from {vendors}"
    if single is None:
        return f"{text}. No single model serves every use case within the constraints."
    name = rankings[0].prepared.catalog.model[single.options[0].model_id].name
    gain = (best.objective - single.objective) * 100
    saving = single.total_usd - best.total_usd
    if gain < 0.05 and abs(saving) < 1:  # noqa: PLR2004
        return f"{text}. One model for all ({name}) does as well."
    money = f"{abs(saving):,.0f} USD a month {'more' if saving > 0 else 'less'}"
    return f"{text}. One model for all ({name}) would score {gain:.1f} points less and cost {money}."
