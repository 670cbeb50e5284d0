"""How much each criterion counts: derived from the answers, or as somebody set it."""

from __future__ import annotations

from functools import partial

import streamlit as st

from advisor.decision.scoring.weights import derive_weights
from advisor.questionnaire.answers import CriterionId
from advisor.questionnaire.labels import IMPORTANCE
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.requirements.answering import answer, on_click
from advisor.ui.words import message, said, say
from advisor.words.sentences.criteria import CRITERIA_TITLES


def show(decision: state.OpenDecision) -> None:
    """One slider per criterion, which stands where the answers put it until it is moved."""
    st.caption(
        say(
            "Importance sets the weights. Where you state none it follows from what you said about data, load "
            "and skills; what you move here stays as you set it. You can fine-tune the weights on the "
            "recommendation page."
        )
    )
    answers = decision.answers.model_copy(update={"weights": None})
    derived = derive_weights(answers, answers.use_cases[0], installation.catalog().judgement)
    names = {level: message(name) for level, name in IMPORTANCE.items()}
    criteria = list(derived)
    for start in range(0, len(criteria), 2):
        for criterion, column in zip(criteria[start : start + 2], st.columns(2), strict=False):
            name, note = message(CRITERIA_TITLES[criterion]), derived[criterion]
            key = f"requirements.priorities.{criterion}.{decision.token}"
            state.set_widget(key, note.importance)
            column.select_slider(
                name,
                list(IMPORTANCE),
                format_func=names.__getitem__,
                key=key,
                help=say(
                    "How much {name} counts against the other criteria. Now: {reason}.",
                    name=name.lower(),
                    reason=said(note.reason),
                ),
                on_change=partial(_take, criterion, key),
            )
    st.button(
        say("Derive all again"),
        key="requirements.derive_priorities",
        help=say("Forget the stated importances."),
        on_click=on_click(priorities={}, weights=None),
    )


def _take(criterion: CriterionId, key: str) -> None:
    """State the importance of the one that was moved."""

    def take() -> None:
        current = state.open_decision()
        if current is not None:
            stated: dict[CriterionId, int] = {**current.answers.priorities, criterion: state.widget_value(key, 0)}
            answer({"priorities": stated, "weights": None})

    state.if_given(key, take)
