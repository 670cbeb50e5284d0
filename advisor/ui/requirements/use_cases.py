"""Which use case is being described, and adding, filling in and taking out one."""

from __future__ import annotations

import streamlit as st

from advisor.questionnaire.answers import UseCase
from advisor.questionnaire.labels import TASKS
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.ui import state
from advisor.ui.frame.markdown import option
from advisor.ui.requirements.answering import on_click
from advisor.ui.words import message, say

_MAX_USE_CASES = 20


def show_choice(decision: state.OpenDecision) -> int:
    """Draw the choice of a use case and its buttons; the place of the one chosen."""
    cases = decision.answers.use_cases
    names = [f"{index + 1}. {use_case.name}" for index, use_case in enumerate(cases)]
    chosen = st.segmented_control(
        say("Use case"),
        range(len(names)),
        default=0,
        format_func=lambda index: option(names[index]),
        key=f"requirements.use_case.{decision.token}.{len(names)}",
        help=say("Several use cases are decided each for itself, and together in the portfolio."),
        required=True,
    )
    index = int(chosen or 0)
    _show_buttons(cases, index)
    return index


def _show_buttons(cases: tuple[UseCase, ...], index: int) -> None:
    row = st.container(horizontal=True)
    task = cases[index].task
    row.button(
        say("Fill in a typical load for “{tasks}”", tasks=message(TASKS[task])),
        key="requirements.preset",
        help=say("Replaces the load, the wait and the needs of this use case by typical ones."),
        on_click=on_click(use_cases=(*cases[:index], _typical(cases[index]), *cases[index + 1 :])),
    )
    if len(cases) < _MAX_USE_CASES:
        added = TASK_PRESETS["rag"].model_copy(update={"name": say("Use case {count}", count=len(cases) + 1)})
        row.button(
            say("Add a use case"),
            key="requirements.add",
            icon=":material/add:",
            help=say("Up to 20 use cases in one decision."),
            on_click=on_click(use_cases=(*cases, added)),
        )
    if len(cases) > 1:
        row.button(
            say("Remove this use case"),
            key="requirements.remove",
            icon=":material/remove:",
            help=say("Takes it out of the decision."),
            on_click=on_click(use_cases=(*cases[:index], *cases[index + 1 :])),
        )


def _typical(use_case: UseCase) -> UseCase:
    """The use case with all that is usual for its task, and what the user called it."""
    preset = TASK_PRESETS[use_case.task]
    name = preset.name if use_case.name in {*TASKS.values(), "Main use case"} else use_case.name
    kept = {"name": name, "description": use_case.description, "importance": use_case.importance}
    return preset.model_copy(update=kept)
