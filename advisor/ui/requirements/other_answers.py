"""What another answer would sharpen: the matters that stand at what is assumed, and what each of them would move."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from advisor.decision.results.changes.other_answers import Effect, Example, Outcome
from advisor.questionnaire.answers import BudgetAnswers
from advisor.questionnaire.intake.said import Matter
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.shared_figures import money
from advisor.ui.words import later, say, words
from advisor.words.unsaid import unsaid

_MATTERS: Final[Mapping[Matter, str]] = {
    "how_much": later("How much work there is"),
    "length": later("How long the texts are"),
    "data": later("Which data it is"),
    "where": later("Where it may be processed"),
    "languages": later("Which languages"),
    "money": later("What it may cost"),
    "waits": later("How long anybody waits"),
    "skills": later("Who could run servers"),
}
_EXAMPLES: Final[Mapping[Example, str]] = {
    "less_work": later("with a third of the requests"),
    "more_work": later("with three times as many requests"),
    "shorter": later("with texts a third as long"),
    "longer": later("with texts three times as long"),
    "public": later("with public data"),
    "personal": later("with confidential personal data"),
    "in_the_eu": later("within the European Union alone"),
    "german": later("in German"),
    "japanese": later("in Japanese"),
    "half_the_money": later("for half the money"),
    "half_the_wait": later("with half the wait"),
    "twice_the_wait": later("with twice the wait"),
    "no_skills": later("with nobody to run servers"),
    "strong_skills": later("with people who run GPU servers"),
}
"""The examples of another answer that are tried, as part of a sentence."""
_MOVES: Final = 1.05
"""Costs that differ by less than this factor are told as the same."""


def show(decision: state.OpenDecision, missing: Sequence[Matter]) -> None:
    """Draw what is assumed, and by a button what another answer to each would move; most first once it is known."""
    found = decisions.effects_known(decision.answers)
    if found is None:
        assumed = unsaid(words())
        st.caption(say("What another answer would sharpen:"))
        st.markdown("\n".join(f"- {assumed[matter]}" for matter in missing))
        tried = st.button(
            say("Which would move most?"),
            key="requirements.sharpen",
            icon=":material/swap_vert:",
            help=say("Answers each of these otherwise, by example, and works the decision out anew: a few seconds."),
        )
        if not tried:
            return
        found = decisions.effects(decision.answers)
        st.rerun()
    st.caption(say("What another answer would move, most first:"))
    lines = (f"- {sentence(effect, decision.answers.budget)}" for effect in found)
    st.markdown("\n".join(lines))


def sentence(effect: Effect, budget: BudgetAnswers) -> str:
    """What another answer to one matter would move, in one sentence."""
    matter = f"**{say(_MATTERS[effect.matter])}**"
    low, high = effect.band_usd
    band = {"low": money(low, budget), "high": money(high, budget)} if high > _MOVES * low else {}
    if effect.changes_choice:
        first = effect.tried[0]
        what = say("{example} {what}", example=say(_EXAMPLES[first.example]), what=_now(first.outcome, budget))
        if not band:
            return say("{matter}: {what}.", matter=matter, what=what)
        return say(
            "{matter} would move the cost between {low} and {high} a month; {what}.", matter=matter, what=what, **band
        )
    if band:
        return say(
            "{matter} would move the cost between {low} and {high} a month; the choice stays.", matter=matter, **band
        )
    if not effect.tried:
        return unsaid(words())[effect.matter]
    return say("{matter} would move neither the choice nor its cost, as far as tried.", matter=matter)


def _now(outcome: Outcome, budget: BudgetAnswers) -> str:
    if outcome.model_id is None:
        return say("nothing would fit")
    model = escaped(installation.catalog().model[outcome.model_id].name)
    if math.isinf(outcome.usd):
        return say("it would be {model}, whose cost nobody states", model=model)
    return say("it would be {model}, about {money} a month", model=model, money=money(outcome.usd, budget))
