"""The questionnaire on screen: every answer is kept as it is given, and an entry that is none stays where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from advisor.questionnaire.load import dump_answers
from advisor.questionnaire.questions import (
    DECISION_SECTIONS,
    USE_CASE_SECTIONS,
    FormSection,
    Question,
    needed_for,
)
from advisor.ui import state
from advisor.ui.requirements import describe, exclusions, priorities, six_questions, so_far, use_cases
from advisor.ui.requirements.answering import ask_at
from advisor.ui.words import message, say


def show(decision: state.OpenDecision) -> None:
    """Draw the whole questionnaire for the decision on the desk, and beside it what follows from it so far."""
    asked, found = st.columns([5, 2], gap="medium")
    with asked:
        describe.show(decision)
        _show_tabs(decision)
    with found:
        so_far.show(decision)


def _show_tabs(decision: state.OpenDecision) -> None:
    """Only the open tab is drawn: where a question has a field in two of them, the browser knows one value of it."""
    panels: dict[str, Callable[[state.OpenDecision], None]] = {
        say("Six questions"): six_questions.show,
        say("Work and load"): _show_work,
        say("Data, money, governance"): _show_rest,
        say("What matters most"): priorities.show,
        say("Exclusions"): exclusions.show,
        say("File"): _show_file,
    }
    tabs = st.tabs(list(panels), key="requirements.tabs", on_change="rerun")
    for tab, draw in zip(tabs, panels.values(), strict=True):
        if tab.open:
            with tab:
                draw(decision)


def _show_work(decision: state.OpenDecision) -> None:
    index = use_cases.show_choice(decision)
    for section in USE_CASE_SECTIONS:
        _show_section(section, decision, use_case=index)


def _show_rest(decision: state.OpenDecision) -> None:
    for section in DECISION_SECTIONS:
        _show_section(section, decision)


def _show_section(section: FormSection, decision: state.OpenDecision, use_case: int | None = None) -> None:
    questions = section.questions
    if use_case is not None:
        task = decision.answers.use_cases[use_case].task
        questions = tuple(question for question in questions if needed_for(question.path, task))
    if not questions:
        return
    with st.container(border=True):
        st.header(message(section.title))
        st.caption(message(section.intro))
        for question, column in _side_by_side(questions):
            place = question.path if use_case is None else f"use_cases.{use_case}.{question.path}"
            with column:
                ask_at(question, place, section.key)


def _show_file(decision: state.OpenDecision) -> None:
    st.markdown(say("The same answers run on the command line: **advisor assess FILE**."))
    text = dump_answers(decision.answers)
    st.download_button(
        say("Download the answers (YAML)"),
        text,
        file_name="answers.yaml",
        mime="application/yaml",
        key="requirements.download",
        help=say("A text file that this page and the command line read."),
    )
    st.code(text, language=None, wrap_lines=True)  # what scrolls sideways could not be reached by the keyboard


def _side_by_side(questions: Sequence[Question]) -> Iterator[tuple[Question, DeltaGenerator]]:
    """Two questions a row, so that their fields stand level."""
    for start in range(0, len(questions), 2):
        yield from zip(questions[start : start + 2], st.columns(2), strict=False)
