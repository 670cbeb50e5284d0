"""Every answer is kept as it is given: the one way from a widget to the answers, and back to where it was refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final

import streamlit as st

from advisor.errors import Problem
from advisor.questionnaire.change import FOLLOWS, give, problem_at, value_at
from advisor.questionnaire.questions import Question
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame import widgets
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import later, message, say, words

_ALLOWED: Final[Mapping[str, str]] = {
    "greater_than": later("more than {limit}"),
    "greater_than_equal": later("{limit} or more"),
    "less_than": later("less than {limit}"),
    "less_than_equal": later("{limit} at most"),
    "string_too_short": later("at least {limit} character"),
    "string_too_long": later("{limit} characters at most"),
    "too_short": later("at least {limit} of them"),
    "int_from_float": later("a whole number"),
    FOLLOWS: later("less: what follows from it is {limit} at most"),
}
"""What is allowed, by the rule that was broken."""
_RATE: Final = later("this currency with its rate: US dollars per unit of it")
_CODES: Final = later("codes of two letters, such as DE")
_CURRENCY: Final = later("a code of three letters, such as EUR")


More = Callable[[Any], Mapping[str, Any]]
"""What else is answered together with a value."""


def ask_at(question: Question, place: str, section: str, more: More | None = None) -> None:
    """Draw one question; what is given goes to its place in the answers, or stays here with the reason why not."""
    current = state.open_decision()
    if current is None:
        return
    question = _in_currency(question, current)
    refused = dict(current.refused)
    value = refused.get(place, value_at(current.answers, place))
    key = f"requirements.{section}.{place}.{current.token}"
    widgets.ask(question, value, key=key, on_change=partial(_take, question, place, key, more))
    if place in refused:
        _show_refused(question, place, value, current)


def answer(given: Mapping[str, Any]) -> None:
    """Put what was answered on the desk, whatever widget it came from."""
    current = state.open_decision()
    if current is not None:
        numbers = installation.catalog().usual_numbers
        found = give(current.answers, given, refused=dict(current.refused), numbers=numbers)
        state.change_answers(found.answers, found.refused)


def on_click(**given: Any) -> Callable[[], None]:
    """A callback that answers."""
    return partial(answer, given)


def _take(question: Question, place: str, key: str, more: More | None) -> None:
    def take() -> None:
        value = widgets.given(question, state.widget_value(key, None))
        answer({place: value, **(more(value) if more else {})})

    state.if_given(key, take)


def _show_refused(question: Question, place: str, value: object, current: state.OpenDecision) -> None:
    """The value, the place and what is allowed, at the field; the answer before it is still what counts."""
    problem = problem_at(current.answers, place, value, installation.catalog().usual_numbers)
    if problem is None:
        return
    typed = words().exact(value) if isinstance(value, int | float) else str(value or "–")
    st.markdown(
        say(
            ":red[:material/error: {label}: {typed} does not count. Allowed: {allowed}.]",
            label=escaped(message(question.label)),
            typed=escaped(typed),
            allowed=escaped(_allowed(problem, place)),
        )
    )


def _allowed(problem: Problem, place: str) -> str:
    if place.endswith(("currency", "usd_per_unit")) and problem.rule == "value_error":
        return say(_RATE)
    if problem.rule == "string_pattern_mismatch":
        return say(_CURRENCY if place.endswith("currency") else _CODES)
    text = _ALLOWED.get(problem.rule)
    if text is None:
        return problem.allowed
    return say(text, limit=words().exact(problem.limit or 0))


def _in_currency(question: Question, current: state.OpenDecision) -> Question:
    """The cap on the budget names its currency."""
    currency = current.answers.budget.currency
    return replace(question, unit=currency) if question.path == "budget.monthly_cap" else question
