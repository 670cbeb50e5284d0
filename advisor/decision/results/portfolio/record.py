"""The portfolio of a decision with several use cases as a record, with its limits in words and an exit plan."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from advisor.decision.criteria.task_needs import NEEDS
from advisor.decision.ranked import Ranked
from advisor.decision.records import Portfolio, PortfolioAssignment
from advisor.decision.results.choice_facts import place_told
from advisor.decision.results.portfolio.assign import (
    Assignment,
    Option,
    Pool,
    PortfolioLimits,
    assign,
    one_model,
)
from advisor.decision.results.portfolio.from_verdicts import ToAssign, assigned
from advisor.decision.results.portfolio.idle_servers import idle_together_told
from advisor.decision.results.portfolio.one_team import OneTeam, crew_of
from advisor.decision.results.portfolio.spoken_chain import spoken_chain_told
from advisor.decision.scoring.rounding import digits
from advisor.hosting.prices.gpu_market import owned_gpus
from advisor.questionnaire.answers import Answers, BudgetAnswers
from advisor.questionnaire.money_facts import about_money, rough_money, whole_money
from advisor.units import Told, told

LEAST_SAVED_USD: Final = 1.0
"""Less a month is not said to be saved."""


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
    team = OneTeam.of(rankings[0].prepared.plans.case)
    found = assigned(ToAssign(rankings, importance, limits, team, share=share))
    best, options, pools = found.best, found.options, found.pools
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
                "ways_out": _ways_out(options, importance, pools, limits, words, answers.budget, team),
            },
        )
    single = one_model(options, importance, pools, limits, team=team)
    return Portfolio(
        assignments=_assignments(rankings, best, pools),
        total_monthly_cost_usd=digits(best.total_usd),
        vendors=best.vendors,
        single=_assignments(rankings, single, pools) if single else (),
        single_monthly_cost_usd=digits(single.total_usd) if single else None,
        one_team_usd=digits(best.one_team_usd),
        single_one_team_usd=digits(single.one_team_usd) if single else None,
        told={"sentence": _sentence(best, single, rankings, found.moved), "limits": kept},
    )


def _ways_out(  # noqa: PLR0917 - what an assignment is made of
    options: Sequence[Option],
    importance: Sequence[float],
    pools: Mapping[str, Pool],
    limits: PortfolioLimits,
    words: Mapping[str, Told],
    budget: BudgetAnswers,
    team: OneTeam,
) -> tuple[Told, ...]:
    """The single limits whose lifting makes an assignment possible, and what it then costs at least."""
    found = []
    for field, text in words.items():
        lifted, cheapest = replace(limits, **{field: None}), field == "total_usd"
        chosen = assign(options, importance, pools, lifted, team=team, cheapest=cheapest)
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
        cost = option.usd + option.people_usd
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


def _other_than_alone(best: Assignment, rankings: Sequence[Ranked], moved: frozenset[int]) -> Told | None:
    """The use cases that get another model than they are advised to take by themselves, and why."""
    found = []
    for option in best.options:
        ranked = rankings[option.use_case]
        choice = ranked.finding.choice
        if choice is not None and ranked.model_id(choice) != option.model_id:
            found.append((option.use_case, told("portfolio.alone", use_case=ranked.prepared.use_case.name)))
    if not found:
        return None
    fewer = {case for case, _ in found} <= moved
    return told("portfolio.why.fewer" if fewer else "portfolio.why.less", use_cases=[name for _, name in found])


def together_told(rankings: Sequence[Ranked]) -> tuple[Told, ...]:
    """What the choices of several use cases, each taken alone, do not say: sum, people in each, servers that idle."""
    found = (_over_cap_told(rankings), _team_told(rankings), idle_together_told(rankings), spoken_chain_told(rankings))
    return tuple(one for one in found if one is not None)


def _team_told(rankings: Sequence[Ranked]) -> Told | None:
    """What one team costs less that runs the machines of all choices, where several count people of their own."""
    crews, paid = [], []
    for ranked in rankings:
        if ranked.finding.choice is None:
            continue
        index = int(ranked.prepared.feasible[ranked.finding.choice])
        people, replicas = ranked.prepared.plans.people(index), ranked.prepared.contexts[index].deployment.replicas
        if people is not None and people.usd_per_month > 0 and replicas:
            crews.append((crew_of(people, replicas, None), replicas))
            paid.append(people.usd_per_month)
    if len(paid) < 2:  # noqa: PLR2004 - of several
        return None
    saved = sum(paid) - OneTeam.of(rankings[0].prepared.plans.case).usd(crews)
    if saved < LEAST_SAVED_USD:
        return None
    money = about_money(saved, rankings[0].prepared.answers.budget)
    return told("portfolio.team_once", count=len(paid), money=money)


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
    return told("option", model=context.called, place=place_told(context))


def _one_contract(best: Assignment, rankings: Sequence[Ranked]) -> str | None:
    """The provider that serves the models of several vendors, all that are chosen: one contract; None for any other."""
    ranked = [rankings[one.use_case] for one in best.options]
    contexts = [
        each.context(each.matrix.ids.index(one.alternative_id)) for each, one in zip(ranked, best.options, strict=True)
    ]
    names = {one.provider.name if one.provider and one.deployment.kind == "provider_api" else None for one in contexts}
    return names.pop() if len(names) == 1 and best.vendors > 1 else None


def _one_kind(rankings: Sequence[Ranked]) -> bool:
    """Whether one kind of model could do the work of all use cases: nobody looks for speech in a model of text."""
    kinds = [NEEDS[ranked.prepared.use_case.task].kinds for ranked in rankings]
    return bool(frozenset[str].intersection(*kinds))


def _sentence(best: Assignment, single: Assignment | None, rankings: Sequence[Ranked], moved: frozenset[int]) -> Told:
    parts = [
        told(
            "portfolio.part.at",
            use_case=rankings[option.use_case].prepared.use_case.name,
            option=_placed(rankings[option.use_case], option),
        )
        for option in best.options
    ]
    budget = rankings[0].prepared.answers.budget
    text = told("portfolio.all", parts=parts, money=rough_money(best.total_usd, budget), vendors=best.vendors)
    provider = _one_contract(best, rankings)
    if provider is not None:
        text = told("portfolio.one_contract", all=text, provider=("provider", provider))
    why = _other_than_alone(best, rankings, moved)
    if why is not None:
        text = told("portfolio.because", all=text, why=why)
    if single is None:
        return told("portfolio.no_single" if _one_kind(rankings) else "portfolio.whole", all=text)
    name = rankings[0].prepared.catalog.called(single.options[0].model_id)
    gain = (best.objective - single.objective) * 100
    saving = single.total_usd - best.total_usd
    if gain < 0.05 and abs(saving) < 1:  # noqa: PLR2004 - less than is shown
        return told("portfolio.as_well", all=text, model=name)
    key = "portfolio.better" if gain < 0 else "portfolio.more" if saving > 0 else "portfolio.less"
    if gain < 0 and saving <= 0:
        key = "portfolio.better.less"
    return told(key, all=text, model=name, points=("points", abs(gain)), money=rough_money(abs(saving), budget))
