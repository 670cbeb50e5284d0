"""Begin a decision: the work in a sentence, a usual case, a name and a task, or a file of answers."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from functools import partial
from typing import Any, Final

import streamlit as st

from advisor.errors import InputError
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.change import give
from advisor.questionnaire.labels import ARCHETYPES, TASKS
from advisor.questionnaire.load import parse_answers
from advisor.questionnaire.presets import TASK_PRESETS
from advisor.services.answered.answered_names import with_known_names
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import ask_file, read_once
from advisor.ui.frame import working_copy
from advisor.ui.frame.markdown import escaped, option
from advisor.ui.requirements import describe, review
from advisor.ui.requirements.answering import answer
from advisor.ui.tables import show_rows
from advisor.ui.words import message, say

_TEXT: Final = "start.describe"
_KIND: Final = "start.kind"
_BEGUN: Final = "start.begun"
"""The working copy of the decision that was begun in the box."""
_PICKED: Final = "start.picked"


def show_new() -> None:
    """The box, the kinds of work, and behind a click the ways for whoever knows the task or has the answers."""
    describe.show_box(_TEXT, _keep)
    if st.button(say("Read it"), key="start.read", type="primary", icon=":material/auto_awesome:"):
        _read()
    st.pills(
        say("Or begin with a usual case"),
        list(ARCHETYPES),
        format_func=lambda code: option(message(ARCHETYPES[code])),
        key=_KIND,
        wrap=True,
        on_change=_pick,
        help=say("Begins with what is usual for it; you see all of it, and change whatever differs."),
    )
    if state.recall(_PICKED, default=False):
        state.forget(_PICKED)
        st.switch_page("pages/requirements.py")
    with st.expander(say("Or begin with a name and a task, or a file of answers")):
        _show_form()
        _show_upload()


def begun_here() -> str:
    """The working copy of the decision that was begun in the box of this session and is on the desk; else nothing."""
    current, begun = state.open_decision(), state.recall(_BEGUN, "")
    return begun if current is not None and current.copy_id == begun else ""


def _keep() -> None:
    """What is typed begins a decision, and more of it goes on with that: it is kept before anything is pressed."""
    text = state.widget_value(_TEXT, "").strip()
    if text:
        _go_on({describe.DESCRIPTION: text, "title": textwrap.shorten(text, describe.LONGEST_TITLE, placeholder="…")})


def _go_on(given: Mapping[str, Any]) -> None:
    """Answer in the decision that was begun here, else in a new one."""
    if begun_here():
        answer(given)
        return
    bare = Answers(title=str(given["title"]), use_cases=(TASK_PRESETS["chat_assistant"],))
    state.put_on_desk(give(bare, given, numbers=installation.catalog().usual_numbers).answers)
    working_copy.keep()
    current = state.open_decision()
    state.remember(_BEGUN, current.copy_id or "" if current else "")


def _read() -> None:
    """Put up what the description says, where the questions are; without one, say what is missing."""
    text = state.widget_value(_TEXT, "").strip()
    if not text:
        st.error(say("Say in a sentence what the work is, or pick one of the usual cases."), icon=":material/edit:")
        return
    _keep()
    review.propose(describe.understood(text), also={describe.DESCRIPTION: text})
    st.switch_page("pages/requirements.py")


def _pick() -> None:
    """A kind of work answers what is usual for it; what was typed before stays its description."""
    code = state.widget_value(_KIND, None)
    row = next((row for row in installation.catalog().archetypes if row.archetype == code), None)
    if row is not None:
        named = {} if begun_here() else {"title": message(ARCHETYPES[row.archetype])}
        _go_on({**describe.answers_of(row), **named})
        state.remember(_PICKED, value=True)


def _show_form() -> None:
    with st.form("start.new", border=False):
        left, right = st.columns(2)
        title = left.text_input(
            say("Name of the decision"),
            key="start.title",
            max_chars=300,
            placeholder=say("For example: assistant for our service desk"),
            help=say("Names the record that you will defend later."),
        )
        task = right.selectbox(
            say("What shall the model do?"),
            list(TASKS),
            format_func={code: message(name) for code, name in TASKS.items()}.__getitem__,
            key="start.task",
            help=say("Fills the questionnaire with a typical load; you change whatever differs."),
        )
        if st.form_submit_button(say("Answer the questions"), key="start.begin"):
            state.put_on_desk(Answers(title=title.strip() or message(TASKS[task]), use_cases=(TASK_PRESETS[task],)))
            st.switch_page("pages/requirements.py")


def _show_upload() -> None:
    upload = ask_file(
        say("File of answers (YAML or JSON)"),
        types=["yaml", "yml", "json"],
        key="start.upload",
        help=say("A file saved from the requirements page, or written by hand; every error in it is listed."),
    )
    if upload is None:
        return
    try:
        answers = read_once(upload, partial(parse_answers, upload.getvalue(), name=upload.name), key="start")
        with_known_names(answers, installation.catalog(), name=upload.name)
    except InputError as error:
        st.error(escaped(error.title))
        show_rows(
            [{say("Answer"): p.place, say("Found"): p.found, say("What is allowed"): p.allowed} for p in error.problems]
        )
        return
    if st.button(
        say("Open these answers"), key="start.open_upload", help=say("Puts them on the desk; nothing is saved yet.")
    ):
        state.put_on_desk(answers)
        st.switch_page("pages/recommendation.py")
