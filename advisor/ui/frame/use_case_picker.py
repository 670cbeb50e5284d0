"""Which use case of the open decision a trial or an evaluation is about."""

from __future__ import annotations

import streamlit as st

from advisor.questionnaire.answers import UseCase
from advisor.ui import state
from advisor.ui.words import say


def chosen_use_case(decision: state.OpenDecision | None, *, key: str) -> tuple[int, UseCase | None]:
    """The place and record of the use case, asked for where the decision has several; (0, None) without a decision."""
    if decision is None:
        return 0, None
    cases = decision.answers.use_cases
    if len(cases) == 1:
        return 0, cases[0]
    names = [case.name for case in cases]
    place = st.selectbox(
        say("Use case"),
        range(len(cases)),
        format_func=names.__getitem__,
        key=f"{key}.{decision.token}",
        help=say("What is kept here counts for this use case; its shortlist is offered."),
    )
    return place, cases[place]
