"""The strategies as the record of a decision keeps them: fit, interval, cost, and the argument as facts to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.decision.records import Recommendation
from advisor.guidance.adaptation.costs import plain_of
from advisor.guidance.adaptation.fits import RuledOut
from advisor.guidance.adaptation.needs import Judged, Reach
from advisor.guidance.adaptation.weighed import AdaptationDecision, Weighed, decide
from advisor.guidance.records import StrategyNote
from advisor.questionnaire.answers import Answers, BudgetAnswers, UseCase
from advisor.questionnaire.money_facts import about_money
from advisor.units import USD_PER_MONTH, Figure, Told, told

_PLACES: Final = 4


def strategies_of(
    answers: Answers,
    use_case: UseCase,
    catalog: Catalog,
    choice: Recommendation | None,
    ranked: Sequence[Recommendation] = (),
) -> tuple[StrategyNote, ...]:
    """Every strategy with its fit, the one to begin with first, those that are ruled out last.

    ``ranked`` say what the small models cost here that could be tuned instead of the choice.
    """
    decision = decide(answers, use_case, catalog, plain_of(choice, use_case, catalog, ranked))
    near = Judged(catalog)["near-share"].value
    return tuple(_note(one, decision, near, answers.budget) for one in decision.ranked)


def _note(one: Weighed, decision: AdaptationDecision, near: float, budget: BudgetAnswers) -> StrategyNote:
    beside = one.strategy == decision.beside
    return StrategyNote(
        strategy=one.strategy,
        fit=round(one.score, _PLACES),
        strategy_id=one.strategy,
        fit_low=round(one.low, _PLACES),
        fit_high=round(one.high, _PLACES),
        contributions={name: round(value, _PLACES) for name, value in one.contributions.items()},
        beside=beside,
        ruled_out=one.out is not None,
        monthly_cost=_figure(one.cost.monthly_usd, USD_PER_MONTH),
        once_cost=_figure(one.cost.once_usd, "USD"),
        told={
            "strategy": told(f"strategy.{one.strategy}"),
            "verdict": told(f"strategy.verdict.{_verdict(one, decision, near, beside=beside)}"),
            "reason": _reason(one, decision, budget),
        },
    )


def _figure(span: Reach, unit: str) -> Figure:
    return Figure(
        value=round(span.value, 2), low=round(span.low, 2), high=round(span.high, 2), unit=unit, basis="estimated"
    )


def _verdict(one: Weighed, decision: AdaptationDecision, near: float, *, beside: bool) -> str:
    if one.out is not None:
        return "out"
    if one is decision.first:
        return "start"
    if beside:
        return "beside"
    return "next" if one.score >= decision.first.score - near else "not_now"


def _reason(one: Weighed, decision: AdaptationDecision, budget: BudgetAnswers) -> Told:
    money = about_money(one.cost.monthly_usd.value, budget)
    if one.out is not None:
        return told("strategy.reason_out", out=out_told(one.out, budget), money=money)
    for_it, against = (
        [told(f"strategy.criterion.{name}") for name in names] for names in (decision.drivers(one), decision.lacks(one))
    )
    if for_it and against:
        return told("strategy.reason", reasons=for_it, lacks=against, money=money)
    if for_it:
        return told("strategy.reason_for", reasons=for_it, money=money)
    return told("strategy.reason_against", lacks=against, money=money)


def out_told(out: RuledOut, budget: BudgetAnswers) -> Told:
    """What a strategy lacks, as a sentence."""
    key = f"strategy.out.{out.gate}"
    if out.observed is None or out.required is None:
        return told(key)
    if out.gate == "over_the_cap":
        return told(key, observed=about_money(out.observed, budget), required=about_money(out.required, budget))
    return told(key, observed=("tokens", out.observed), required=("tokens", out.required))
