"""The portfolio of a decision with several use cases as a record, with its limits in words and an exit plan."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from advisor.decision.ranked import Ranked, best_per_model
from advisor.decision.records import Portfolio, PortfolioAssignment
from advisor.decision.results.choice_told import place_told
from advisor.decision.results.portfolio.assign import (
    Assignment,
    Option,
    Pool,
    PortfolioLimits,
    assign,
    best_possible,
    cheapest_near_best,
    one_model,
)
from advisor.decision.scoring.rounding import digits
from advisor.hosting.prices.gpu_market import owned_gpus
from advisor.questionnaire.answers import Answers, BudgetAnswers
from advisor.questionnaire.money_told import about_money, whole_money
from advisor.units import Told, told

OFFERED: Final = 15
"""Models per use case that the solver may choose from at first: the best deployment of each."""
SELF_OWNED: Final = frozenset({"on_prem", "edge"})


def options_of(
    rankings: Sequence[Ranked], *, wide: bool = False, share: bool = True
) -> tuple[list[Option], dict[str, Pool]]:
    """What may be assigned.

    Per use case the best deployment of each of the best models, and of each model good everywhere; ``wide`` adds, for
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
        if wide:
            rank_rows |= dict.fromkeys(_fronts(ranked))
        options += [_option(ranked, case, rank_row, pools, share=share) for rank_row in rank_rows]
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


def _option(ranked: Ranked, case: int, rank_row: int, pools: dict[str, Pool], *, share: bool) -> Option:
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
    fixed, used = standing
    spare = 1.0 if prepared.answers.hosting.high_availability and deployment.replicas > 1 else 0.0
    hardware = f"{deployment.gpu}x{deployment.gpu_count}|{deployment.precision}"
    name = f"{context.model.model_id}|{deployment.kind}|{deployment.provider}|{hardware}"
    name = name if share else f"{case}|{name}"
    per_replica = fixed / deployment.replicas
    known = pools.get(name)
    pools[name] = Pool(max(per_replica, known.usd_per_replica) if known else per_replica, spare)
    peak = deployment.replicas * used * prepared.use_case.workload.peak_factor
    return replace(
        base,
        usd=max(cost - fixed, 0.0),
        pool=name,
        need_replicas=min(max(peak, 0.01), deployment.replicas - spare),
        gpus_per_replica=deployment.gpu_count or 1,
        gpu=(deployment.gpu or "") if deployment.kind in SELF_OWNED else "",
    )


def limits_of(rankings: Sequence[Ranked], answers: Answers) -> PortfolioLimits:
    """What the answers ask of all use cases together."""
    asked, budget = answers.portfolio, answers.budget
    cap = asked.monthly_cap if asked.monthly_cap is not None else budget.monthly_cap
    floors = {case: use_case.minimum_score for case, use_case in enumerate(answers.use_cases) if use_case.minimum_score}
    gpus: dict[str, int] | None = None
    if asked.owned_gpus_only:
        catalog = rankings[0].prepared.catalog
        gpus = dict.fromkeys(catalog.gpu, 0) | owned_gpus(catalog, answers)
    return PortfolioLimits(
        total_usd=None if cap is None else float(cap) * budget.usd_per_unit,
        vendors=asked.max_vendors,
        floors=floors or None,
        gpus=gpus,
    )


def limits_told(limits: PortfolioLimits, answers: Answers) -> dict[str, Told]:
    """Each limit in force, by its field in ``PortfolioLimits``."""
    found: dict[str, Told] = {}
    if limits.total_usd is not None:
        found["total_usd"] = told("limit.total", money=whole_money(limits.total_usd, answers.budget))
    if limits.vendors is not None:
        found["vendors"] = told("limit.vendors", vendors=limits.vendors)
    if limits.floors:
        least = [
            told("limit.floor", use_case=answers.use_cases[case].name, points=("points", floor * 100))
            for case, floor in limits.floors.items()
        ]
        found["floors"] = told("limit.floors", floors=least)
    if limits.gpus is not None:
        found["gpus"] = told("limit.gpus")
    return found


def portfolio_of(rankings: Sequence[Ranked], answers: Answers | None = None) -> Portfolio | None:
    """The best assignment for all use cases against one model for all.

    ``answers`` may carry other limits than those that were ranked. None when a use case has no feasible alternative.
    """
    if len(rankings) < 2 or any(ranked.leader is None for ranked in rankings):  # noqa: PLR2004 - a portfolio has two
        return None
    answers = answers or rankings[0].prepared.answers
    importance = [use_case.importance for use_case in answers.use_cases]
    limits, share = limits_of(rankings, answers), answers.portfolio.share_hardware
    options, pools = options_of(rankings, share=share)
    within = rankings[0].judged["portfolio-within"] / 100
    best = cheapest_near_best(options, importance, pools, limits, within=within)
    if best is None or best.objective < best_possible(options, importance) - within - 1e-9:
        options, pools = options_of(rankings, wide=True, share=share)
        best = cheapest_near_best(options, importance, pools, limits, within=within)
    words = limits_told(limits, answers)
    kept = tuple(words.values())
    if best is None:
        return Portfolio(
            assignments=(),
            total_monthly_cost_usd=None,
            vendors=0,
            single=(),
            single_monthly_cost_usd=None,
            told={
                "sentence": told("portfolio.nothing", limits=kept),
                "limits": kept,
                "ways_out": _ways_out(options, importance, pools, limits, words, answers.budget),
            },
        )
    single = one_model(options, importance, pools, limits)
    return Portfolio(
        assignments=_assignments(rankings, best, pools),
        total_monthly_cost_usd=digits(best.total_usd),
        vendors=best.vendors,
        single=_assignments(rankings, single, pools) if single else (),
        single_monthly_cost_usd=digits(single.total_usd) if single else None,
        told={"sentence": _sentence(best, single, rankings), "limits": kept},
    )


def _ways_out(  # noqa: PLR0917 - what an assignment is made of
    options: Sequence[Option],
    importance: Sequence[float],
    pools: Mapping[str, Pool],
    limits: PortfolioLimits,
    words: Mapping[str, Told],
    budget: BudgetAnswers,
) -> tuple[Told, ...]:
    """The single limits whose lifting makes an assignment possible, and what it then costs at least."""
    found = []
    for field, text in words.items():
        chosen = assign(options, importance, pools, replace(limits, **{field: None}), cheapest=field == "total_usd")
        if chosen is None:
            continue
        key = "way_out.least" if field == "total_usd" else "way_out"
        found.append(told(key, limit=text, money=whole_money(chosen.total_usd, budget), vendors=chosen.vendors))
    return tuple(found) or (told("way_out.none"),)


def _assignments(
    rankings: Sequence[Ranked], chosen: Assignment, pools: Mapping[str, Pool]
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
                second_source_id=None if second is None else ranked.matrix.ids[second],
                told=_names(ranked, option, second) | {"switching_effort": effort},
                shares_with=tuple(
                    rankings[other.use_case].prepared.use_case.name for other in sharing if other is not option
                ),
            )
        )
    return tuple(found)


def _names(ranked: Ranked, option: Option, second: int | None) -> dict[str, Told | tuple[Told, ...]]:
    """The alternative and its second source."""
    name = ranked.name(ranked.matrix.ids.index(option.alternative_id))
    return {"name": name} if second is None else {"name": name, "second_source": ranked.name(second)}


def _exit_plan(ranked: Ranked, option: Option) -> tuple[int | None, Told]:
    """The best alternative from another provider or vendor, and what the move takes."""
    rank_row = ranked.matrix.ids.index(option.alternative_id)
    own = ranked.prepared.contexts[int(ranked.prepared.feasible[rank_row])]
    for other in ranked.ranking.order.tolist():
        context = ranked.prepared.contexts[int(ranked.prepared.feasible[other])]
        same_model = context.model.model_id == own.model.model_id
        elsewhere = (context.deployment.kind, context.deployment.provider) != (
            own.deployment.kind,
            own.deployment.provider,
        )
        if same_model and elsewhere:
            apis = context.deployment.kind == own.deployment.kind == "provider_api"
            return other, told("exit.elsewhere" if apis else "exit.differently")
        if not same_model and context.model.vendor != own.model.vendor:
            return other, told("exit.other_model")
    return None, told("exit.none")


def _other_than_alone(best: Assignment, rankings: Sequence[Ranked]) -> list[Told]:
    """The use cases that get another model than they are advised to take by themselves."""
    found = []
    for option in best.options:
        ranked = rankings[option.use_case]
        choice = ranked.finding.choice
        if choice is not None and ranked.model_id(choice) != option.model_id:
            found.append(told("portfolio.alone", use_case=ranked.prepared.use_case.name))
    return found


def together_told(rankings: Sequence[Ranked]) -> tuple[Told, ...]:
    """What the choices of several use cases, each taken alone, do not say: their sum, and people counted in each."""
    found = (_over_cap_told(rankings), _team_told(rankings))
    return tuple(one for one in found if one is not None)


def _team_told(rankings: Sequence[Ranked]) -> Told | None:
    """What one team would save that runs the machines of all use cases, where several count people of their own."""
    chosen = [(ranked, ranked.finding.choice) for ranked in rankings]
    staff = [
        ranked.prepared.plans.record(int(ranked.prepared.feasible[row])).staff
        for ranked, row in chosen
        if row is not None
    ]
    paid = [one.paid_usd_per_month for one in staff if one is not None and one.paid_usd_per_month > 0]
    if len(paid) < 2:  # noqa: PLR2004 - of several
        return None
    saved = about_money(sum(paid) - max(paid), rankings[0].prepared.answers.budget)
    return told("portfolio.team_once", count=len(paid), money=saved)


def _over_cap_told(rankings: Sequence[Ranked]) -> Told | None:
    """That the choices of the use cases, each taken alone, cost more together than the cap; None where they keep it."""
    limits, answers = limits_of(rankings, rankings[0].prepared.answers), rankings[0].prepared.answers
    rows = [(ranked, ranked.finding.choice) for ranked in rankings]
    billed = [ranked.cost_usd(row) - ranked.outside_cap_usd(row) for ranked, row in rows if row is not None]
    total = sum(usd for usd in billed if math.isfinite(usd))
    if limits.total_usd is None or len(billed) < 2 or total <= limits.total_usd:  # noqa: PLR2004 - of several
        return None
    money, cap = whole_money(total, answers.budget), whole_money(limits.total_usd, answers.budget)
    return told("portfolio.over_cap", money=money, cap=cap, count=len(billed))


def _placed(ranked: Ranked, option: Option) -> Told:
    """An option with where it runs."""
    context = ranked.context(ranked.matrix.ids.index(option.alternative_id))
    return told("option", model=("model", context.model.name), place=place_told(context))


def _sentence(best: Assignment, single: Assignment | None, rankings: Sequence[Ranked]) -> Told:
    parts = [
        told(
            "portfolio.part.at",
            use_case=rankings[option.use_case].prepared.use_case.name,
            option=_placed(rankings[option.use_case], option),
        )
        for option in best.options
    ]
    budget = rankings[0].prepared.answers.budget
    text = told("portfolio.all", parts=parts, money=whole_money(best.total_usd, budget), vendors=best.vendors)
    others = _other_than_alone(best, rankings)
    if others:
        text = told("portfolio.differs", all=text, use_cases=others)
    if single is None:
        return told("portfolio.no_single", all=text)
    name = ("model", rankings[0].prepared.catalog.model[single.options[0].model_id].name)
    gain = (best.objective - single.objective) * 100
    saving = single.total_usd - best.total_usd
    if gain < 0.05 and abs(saving) < 1:  # noqa: PLR2004 - less than is shown
        return told("portfolio.as_well", all=text, model=name)
    key = "portfolio.more" if saving > 0 else "portfolio.less"
    return told(key, all=text, model=name, points=("points", gain), money=whole_money(abs(saving), budget))
