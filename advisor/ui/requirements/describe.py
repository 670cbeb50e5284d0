"""The box that the questionnaire opens with: the work in a sentence, or one of the kinds that many want."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st

from advisor.catalog.tables.schema_intake import Archetype
from advisor.errors import InputError
from advisor.questionnaire.answers import FIRST_CASE
from advisor.questionnaire.intake.of_country import brought_by_country
from advisor.questionnaire.intake.prose import read_prose
from advisor.questionnaire.intake.usual import asked_of
from advisor.questionnaire.labels import ARCHETYPES, EXAMPLES, TASKS
from advisor.services.aside.read_files import measured_log
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.cached.uploads import aside, say_limit
from advisor.ui.frame.markdown import escaped, option
from advisor.ui.requirements import describe_by_model, review
from advisor.ui.requirements.answering import answer
from advisor.ui.requirements.review import Understood
from advisor.ui.words import message, said, say

DESCRIPTION: Final = f"{FIRST_CASE}.description"
LONGEST_TITLE: Final = 80
_LOGS: Final = ("jsonl", "json", "ndjson", "csv", "txt", "log")
_PROBLEM: Final = "requirements.log_problem"


def show(decision: state.OpenDecision) -> None:
    """Draw the box, the kinds of work, and what was understood of either."""
    place = DESCRIPTION
    key = f"requirements.describe.{decision.token}"
    state.set_widget(key, decision.answers.use_cases[0].description)
    show_box(key, partial(_keep, key, place))
    row = st.container(horizontal=True, vertical_alignment="center")
    row.button(
        say("Read it"), key="requirements.read", icon=":material/auto_awesome:", on_click=_read, args=(key, place)
    )
    with row.popover(say("Or pick a kind of work"), icon=":material/category:"):
        _show_kinds(decision)
    with row.popover(say("Or drop a log of the pilot"), icon=":material/upload_file:"):
        _show_log(decision)
    if describe_by_model.any_connection():
        with row.popover(say("Or let a model read it"), icon=":material/smart_toy:"):
            describe_by_model.show(decision, state.widget_value(key, ""), place)
    problem = state.recall(_PROBLEM, "")
    if problem:
        st.error(problem, icon=":material/error:")
    review.show(decision)


def show_box(key: str, on_change: Callable[[], None]) -> None:
    """The box for the work in a sentence; ``on_change`` is called once something else stands in it."""
    st.text_area(
        say("What shall it do?"),
        key=key,
        height=90,
        max_chars=100_000,
        on_change=on_change,
        placeholder=message(EXAMPLES["documents"]),
        help=say(
            "A sentence or two in English, German or French: the work, how many people or documents, which data, "
            "where, what it may cost. It is read on this machine, by rules."
        ),
    )


def _show_kinds(decision: state.OpenDecision) -> None:
    st.caption(say("Each begins with what is usual for it; you see all of it before it is taken."))
    st.pills(
        say("Kinds of work"),
        list(ARCHETYPES),
        format_func=lambda code: option(message(ARCHETYPES[code])),
        key=f"requirements.archetype.{decision.token}",
        wrap=True,
        on_change=_pick,
        args=(f"requirements.archetype.{decision.token}",),
    )


def _show_log(decision: state.OpenDecision) -> None:
    st.caption(
        say(
            "Lines of JSON, or an export of LiteLLM, Langfuse or OpenTelemetry. Tokens, peaks, repetition and "
            "languages are measured on this machine; no prompt is kept."
        )
    )
    key = f"requirements.log.{decision.token}"
    st.file_uploader(say("Log of the pilot"), type=list(_LOGS), key=key, on_change=_measure, args=(key,))
    say_limit()


def _measure(key: str) -> None:
    """Measure a log that was dropped; what is no log is said, and changes nothing."""
    upload: Any = state.widget_value(key, None)
    state.forget(_PROBLEM)
    if upload is None:
        return
    try:
        found = aside(partial(measured_log, upload.getvalue(), name=upload.name), what=upload.name)
    except InputError as error:
        why = "; ".join(problem.found for problem in error.problems)
        state.remember(
            _PROBLEM, say("{name} is no log that can be read here: {why}.", name=escaped(upload.name), why=escaped(why))
        )
        return
    review.propose([Understood(item.place, item.value, escaped(said(item.reason))) for item in found])


def _keep(key: str, place: str) -> None:
    """What is typed is an answer like any other: kept at once, whether it is ever read or not."""
    state.if_given(key, lambda: answer({place: state.widget_value(key, "")}))


def _read(key: str, place: str) -> None:
    text = state.widget_value(key, "").strip()
    if not text:
        return
    review.propose(understood(text), also={place: text, **_titled(text)})


def understood(text: str) -> list[Understood]:
    """What the rules read in a description, each with the words that say it, and what the country named brings."""
    read = read_prose(text)
    brought = brought_by_country(text, read, installation.catalog().rate.keys())
    return [
        *(Understood(item.place, item.value, say("from “{words}”", words=escaped(item.words))) for item in read),
        *(
            Understood(item.place, item.value, say("not said, but usual in “{words}”", words=escaped(item.words)))
            for item in brought
        ),
    ]


def _titled(text: str) -> dict[str, Any]:
    """The beginning of the description as the title of a decision that is still called after its kind of work."""
    current = state.open_decision()
    called = {message(name) for name in (*TASKS.values(), *ARCHETYPES.values())}
    if current is None or current.answers.title not in called:
        return {}
    return {"title": textwrap.shorten(text, LONGEST_TITLE, placeholder="…")}


def _pick(key: str) -> None:
    code = state.widget_value(key, None)
    row = next((row for row in installation.catalog().archetypes if row.archetype == code), None)
    if row is not None:
        usual = say("usual for {kind}", kind=message(ARCHETYPES[row.archetype]))
        review.propose([Understood(place, value, usual) for place, value in answers_of(row).items()])


def answers_of(row: Archetype) -> dict[str, Any]:
    """What a kind of work proposes."""
    usage = {f"{FIRST_CASE}.usage.{name}": getattr(row, name) for name in asked_of(row.task)}
    given = {f"{FIRST_CASE}.task": row.task, **{place: value for place, value in usage.items() if value is not None}}
    return {**given, "hosting.allowed": row.allowed}
