"""How to adapt the model to the task: the ways weighed and costed, what would change it, what tuning must bring."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment
from advisor.guidance.adaptation.alternatives import AdaptedAlternative, tuning_gain
from advisor.guidance.adaptation.needs import Judged
from advisor.guidance.adaptation.weighed import CRITERIA, AdaptationDecision
from advisor.questionnaire.answers import BudgetAnswers
from advisor.services.guidance.adaptation import AdaptationGuide, adaptation_of
from advisor.ui.cached.installation import catalog
from advisor.ui.tables import show_rows
from advisor.ui.words import message, say, spoken, words
from advisor.words.sentences.guidance.adaptation import ADAPTATION_SENTENCES


def show(assessment: Assessment) -> None:
    """The ways with their argument, where points and costs come from, turns, and alternatives with an adaptation."""
    st.subheader(say("How to adapt the model"))
    _show_ways(assessment)
    guide = adaptation_of(assessment, catalog())
    with st.expander(say("Where the points come from")):
        _show_points(guide.decision)
    with st.expander(say("What each way costs")):
        _show_costs(guide.decision, assessment.answers.budget)
    _show_turns(guide)
    _show_alternatives(assessment)


def _show_ways(assessment: Assessment) -> None:
    budget = assessment.answers.budget
    rows = [
        {
            say("Strategy"): note.strategy,
            say("Verdict"): note.verdict,
            say("Fit"): round(note.fit * 100),
            say("Range of the fit"): _between(note.fit_low or note.fit, note.fit_high or note.fit),
            say("A month"): _money(note.monthly_cost.value if note.monthly_cost else None, budget),
            say("Once"): _money(note.once_cost.value if note.once_cost else None, budget),
        }
        for note in assessment.strategies
    ]
    show_rows(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        key="guidance.strategies",
        column_config={
            say("Fit"): st.column_config.ProgressColumn(say("Fit (of 100)"), min_value=0, max_value=100, format="%d")
        },
    )
    for note in assessment.strategies:
        st.markdown(say("- **{name}**: {text}", name=note.strategy, text=note.reason))
    st.caption(
        say(
            "Judgements with their ranges, not measurements; what nobody stated widens the range. "
            "A month holds all costs: the model, and the people who build and keep it."
        )
    )


def _show_points(decision: AdaptationDecision) -> None:
    rows = [
        {say("Criterion"): _said(f"criterion.{name}"), say("Weight"): words().percent(decision.weights[name])}
        | {_said(one.strategy): round(100 * one.contributions[name], 1) for one in decision.ranked}
        for name in CRITERIA
    ]
    show_rows(pd.DataFrame(rows), hide_index=True, width="stretch", key="guidance.points")


def _show_costs(decision: AdaptationDecision, budget: BudgetAnswers) -> None:
    rows = [
        {
            say("Strategy"): _said(one.strategy),
            say("Item"): _said(f"item.{item.item}"),
            say("Once"): _money(item.once_usd.value, budget) if item.once_usd.value else "",
            say("A month"): _money(item.monthly_usd.value, budget) if item.monthly_usd.value else "",
            say("From"): _money(item.once_usd.low + item.monthly_usd.low, budget),
            say("To"): _money(item.once_usd.high + item.monthly_usd.high, budget),
        }
        for one in decision.ranked
        for item in one.cost.items
        if item.once_usd.high or item.monthly_usd.high
    ]
    show_rows(pd.DataFrame(rows), hide_index=True, width="stretch", key="guidance.adaptation_costs")
    hosted = [one for one in decision.ranked if one.cost.hosted_usd is not None and one.strategy == "lora"]
    for one in hosted:
        st.caption(
            say(
                "One light training at a host's list price: about {usd}, beside these totals.",
                usd=_money(one.cost.hosted_usd.value if one.cost.hosted_usd else None, budget),
            )
        )


def _show_turns(guide: AdaptationGuide) -> None:
    st.subheader(say("What would change it"))
    if not guide.turns:
        st.markdown(say("No single answer makes another way come first."))
    for turn in spoken(guide.turns):
        st.markdown(f"- {turn.sentence}")


def _show_alternatives(assessment: Assessment) -> None:
    st.subheader(say("A small model tuned, instead of a large one prompted"))
    usual = tuning_gain(assessment.answers.use_cases[0], Judged(catalog()))
    gain = st.number_input(
        say("Gain of tuning that is assumed (points of fitness)"),
        min_value=-20.0,
        max_value=60.0,
        value=float(usual.value),
        step=1.0,
        key="guidance.gain",
        help=say(
            "Gains judged from published ones lie between {low} and {high} for such work; "
            "your own evaluation would tell.",
            low=words().number(usual.low),
            high=words().number(usual.high),
        ),
    )
    found = adaptation_of(assessment, catalog(), gain_points=gain).alternatives
    if not any(row.adaptation == "lora" for row in found):
        st.markdown(say("No small model that could be tuned is ranked for these answers."))
    if found:
        budget = assessment.answers.budget
        table = pd.DataFrame([_alternative_row(row, budget) for row in found])
        show_rows(table, hide_index=True, width="stretch", key="guidance.alternatives")
        st.caption(_conclusion(found))
        if any(row.tuned_at_provider for row in found):
            st.caption(_said("tuned_at_provider"))


def _alternative_row(row: AdaptedAlternative, budget: BudgetAnswers) -> dict[str, str]:
    return {
        say("Model"): row.model_name,
        say("Where it runs"): row.place,
        say("Adaptation"): _said(row.adaptation) if row.adaptation else say("Prompted as it is"),
        say("Score"): words().points(row.score),
        say("Range of the score"): _between(row.score_low, row.score_high),
        say("A month"): _money(row.monthly_usd, budget),
        say("Needed gain"): _needed(row),
        say("Pays from"): _pays(row),
    }


def _needed(row: AdaptedAlternative) -> str:
    if row.is_choice:
        return ""
    if row.needed_gain_points is None:
        return say("no gain is enough")
    return words().number(row.needed_gain_points, 1)


def _pays(row: AdaptedAlternative) -> str:
    if row.adaptation != "lora":
        return ""
    if row.pays_from_requests_per_day is None:
        return say("at no volume")
    return say("{count} requests a day", count=words().sensible(row.pays_from_requests_per_day))


def _conclusion(found: Sequence[AdaptedAlternative]) -> str:
    choice = next(row for row in found if row.is_choice)
    better = [row for row in found if row.adaptation == "lora" and row.score > choice.score]
    if better:
        return say(
            "With this gain {name} tuned scores higher than the choice; without a measured gain it is an assumption.",
            name=better[0].model_name,
        )
    return say("With this gain no tuned model scores higher than the choice. Volumes hold for servers as sized today.")


def _between(low: float, high: float) -> str:
    return say("{low} to {high}", low=words().points(low), high=words().points(high))


def _money(usd: float | None, budget: BudgetAnswers) -> str:
    return words().money(None if usd is None else usd / budget.usd_per_unit, budget.currency)


def _said(key: str) -> str:
    return message(ADAPTATION_SENTENCES[f"strategy.{key}"])
