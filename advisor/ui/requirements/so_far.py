"""The first ranking beside the questions: three lines that move with each answer, and what would sharpen them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from advisor.assessment import Assessment
from advisor.questionnaire.intake.said import said_of
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.shared_figures import best_per_model, money
from advisor.ui.requirements import other_answers
from advisor.ui.words import say

_LINES: Final = 3


def show(decision: state.OpenDecision) -> None:
    """Draw the three lines and the bar of what was said."""
    with st.container(border=True):
        st.subheader(say("So far"))
        # Above what changes height with each answer: a button that moves while it is pressed is never clicked.
        if st.button(say("See the ranking"), type="primary", key="requirements.rank", icon=":material/leaderboard:"):
            st.switch_page("pages/recommendation.py")
        _show_lines(decisions.shown(decision.answers), decision)
        if decision.refused:
            st.caption(say("An entry that does not count yet is left out here."))
        _show_complete(decision)


def _show_lines(found: Assessment, decision: state.OpenDecision) -> None:
    budget = decision.answers.budget
    shown = {
        choice.model_id: (choice.model_name or choice.name, choice.place, choice.monthly_cost_usd)
        for choice in found.shortlist
    }
    for item in best_per_model(found.recommendations):
        shown.setdefault(item.model_id, (item.model_name, item.place, item.monthly_cost_usd))
    if not shown:
        st.markdown(say(":material/block: Nothing fits these answers. The recommendation page says what to relax."))
    for rank, (name, place, cost) in enumerate(list(shown.values())[:_LINES], start=1):
        amount = say("unknown") if cost is None else money(cost.p50, budget)
        line = say("about {amount} a month", amount=amount)
        st.markdown(f"**{rank}. {escaped(name)}**  \n{escaped(place)}  \n{line}")


def _show_complete(decision: state.OpenDecision) -> None:
    """What was said of all that may be said, and what is assumed: what would move most first, once that is known."""
    matters = said_of(decision.answers, installation.catalog().usual_numbers)
    done = sum(matters.values())
    st.progress(
        done / len(matters), text=say("{done} of {count} matters said, the rest assumed", done=done, count=len(matters))
    )
    missing = [matter for matter, answered in matters.items() if not answered]
    if missing:
        other_answers.show(decision, missing)
