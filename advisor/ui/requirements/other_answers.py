"""What another answer would sharpen: the matters that stand at what is assumed, and what each of them would move."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.decision.results.changes.other_answers import Effect
from advisor.questionnaire.answers import BudgetAnswers
from advisor.questionnaire.intake.said import Matter
from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import say, words
from advisor.words.unsaid import effect_text, unsaid


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
    """What another answer to one matter would move, in one sentence of Markdown."""
    return effect_text(effect, budget, words(), model_name=_named, set_off="**{}**".format)


def _named(model_id: str) -> str:
    return escaped(installation.catalog().model[model_id].name)
