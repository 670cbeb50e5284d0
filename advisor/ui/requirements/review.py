"""What was understood, for somebody to look at: each answer with where it came from, taken only where it is ticked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import streamlit as st
from babel import Locale

from advisor.questionnaire.answers import FIRST_CASE
from advisor.questionnaire.change import value_at
from advisor.questionnaire.labels import LANGUAGES
from advisor.questionnaire.questions import Question, question_at
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.requirements.answering import answer
from advisor.ui.words import message, say, words

_KEPT: Final = "requirements.understood"


class Understood(NamedTuple):
    """An answer that is proposed, and why, in the words of the screen."""

    place: str
    value: Any
    why: str


def propose(found: Sequence[Understood], *, also: dict[str, Any] | None = None) -> None:
    """Put answers up for review; ``also`` goes with them where any is taken (the description itself)."""
    current = state.open_decision()
    if current is not None:
        state.remember(_KEPT, (_whose(current), tuple(found), also or {}))


def _whose(decision: state.OpenDecision) -> str:
    """The decision that something was read for: another one on the desk does not show it."""
    return decision.decision_id or decision.copy_id or ""


def show(decision: state.OpenDecision) -> None:
    """Draw the list of what was understood, every line ticked, until it is taken or let go."""
    nothing: tuple[str, tuple[Understood, ...], dict[str, Any]] = ("", (), {})
    whose, found, also = state.recall(_KEPT, nothing)
    if whose != _whose(decision) or not (found or also):
        return
    with st.container(border=True):
        st.markdown(say("**I understood** – untick what does not hold; nothing is taken before you say so."))
        if not found:
            st.markdown(say("Nothing that is asked here. Say what the work is, how much of it, and which data."))
        for item in found:
            same = value_at(decision.answers, item.place) == item.value
            text = say("{label}: **{value}**", label=_label(item.place), value=escaped(shown(item.place, item.value)))
            already = say(" (already so)") if same else ""
            st.checkbox(f"{text} – {item.why}{already}", value=True, key=_key(item), help=None)
        row = st.container(horizontal=True)
        row.button(
            say("Take what is ticked"),
            key="requirements.take",
            type="primary",
            icon=":material/check:",
            on_click=_take,
            args=(found, also),
            disabled=not found,
        )
        row.button(say("Let it be"), key="requirements.let_be", on_click=state.forget, args=(_KEPT,))


def shown(place: str, value: Any) -> str:
    """An answer in the words of the screen: names for codes, numbers with their unit."""
    question = question_at(place.removeprefix(f"{FIRST_CASE}."))
    if isinstance(value, tuple):
        return ", ".join(_named(question, place, code) for code in value)
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if isinstance(value, int | float):
        unit = message(question.unit) if question else ""
        return f"{words().sensible(float(value), 4)} {unit}".strip()
    return _named(question, place, str(value))


def _named(question: Question | None, place: str, code: str) -> str:
    if place.endswith("country"):
        return str(Locale.parse(state.language()).territories.get(code, code))
    options = dict((question.options if question else None) or {})
    return message((LANGUAGES if place.endswith("languages") else options).get(code, code))


def _label(place: str) -> str:
    if place == "hosting.country":  # asked so beside the money; of own servers only where those are asked about
        return say("Your country")
    question = question_at(place.removeprefix(f"{FIRST_CASE}."))
    return message(question.label).rstrip("? \u00a0\u202f") if question else place


def _key(item: Understood) -> str:
    return f"requirements.understood.{item.place}.{item.value}"


def _take(found: Sequence[Understood], also: dict[str, Any]) -> None:
    """Answer with what is ticked; a currency brings the newest rate with it."""
    taken = {item.place: item.value for item in found if state.widget_value(_key(item), otherwise=True)}
    rate = installation.catalog().rate.get(str(taken.get("budget.currency", "")))
    if rate is not None:
        dated = None if rate.currency == "USD" else rate.dated
        taken |= {"budget.usd_per_unit": rate.usd_per_unit, "budget.rate_date": dated}
    if taken:
        answer({**taken, **also})
    state.forget(_KEPT)
