"""Six questions decide the first ranking; what follows from them is shown as assumptions that are changed in place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import streamlit as st
from babel import Locale

from advisor.questionnaire.answers import FIRST_CASE, Answers, UseCase
from advisor.questionnaire.intake.of_country import currency_of
from advisor.questionnaire.intake.usual import Usual, asked_of, at, usual
from advisor.questionnaire.questions import Question, essential_for, needed_for, question_at
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.requirements.answering import More, ask_at, on_click
from advisor.ui.terms import show_terms
from advisor.ui.words import message, said, say, say_n, words

_MEDIA: Final = ("workload.audio_minutes_per_request", "workload.characters_per_request", "workload.images_per_request")


def show(decision: state.OpenDecision) -> None:
    """Draw the six questions and the assumptions for the first use case."""
    first, several = decision.answers.use_cases[0], len(decision.answers.use_cases) > 1
    if several:
        st.caption(say("The work and the load are those of the first use case, {name}.", name=first.name))
    _show_group(say("1 What shall it do?"), ["title", f"{FIRST_CASE}.task"])
    usage = [f"{FIRST_CASE}.usage.{name}" for name in asked_of(first.task)]
    media = [f"{FIRST_CASE}.{path}" for path in _MEDIA if needed_for(path, first.task) and path in _essential(first)]
    _show_group(say("2 How much of it?"), [*usage, *media])
    _show_group(say("3 Which data?"), ["data.classification", "data.personal_data", "data.health_data"])
    _show_group(say("4 Where may it be processed?"), ["data.residency", "hosting.allowed", "hosting.operations_skills"])
    show_terms("hosting", "model_service", "open_proprietary", "small_large", key="requirements.terms")
    _show_group(say("5 Which languages?"), [f"{FIRST_CASE}.languages"])
    _show_money(decision.answers)
    _show_assumptions(first)


def _essential(use_case: UseCase) -> frozenset[str]:
    return frozenset(question.path for question in essential_for(use_case.task))


def _show_group(title: str, places: Sequence[str]) -> None:
    with st.container(border=True):
        st.markdown(f"**{title}**")
        for place, column in _side_by_side(places):
            with column:
                ask_at(_question(place), place, "essentials")


def _question(place: str) -> Question:
    path = place.removeprefix(f"{FIRST_CASE}.")
    found = question_at(path)
    if found is None:
        raise KeyError(path)
    return found


def _show_money(answers: Answers) -> None:
    """The cap and its currency: that of the country, at the newest rate of the catalog, which is dated."""
    rates = installation.catalog().rate
    budget = answers.budget
    names = _locale().currencies
    currencies = dict.fromkeys((*sorted(rates), budget.currency))
    currency = replace(
        _question("budget.currency"),
        kind="choice",
        options={code: f"{code} {names.get(code, '')}" for code in currencies},
    )
    with st.container(border=True):
        st.markdown(f"**{say('6 What may it cost?')}**")
        first, second, third = st.columns(3)
        with first:
            ask_at(_country(), "hosting.country", "essentials", more=_with_currency(answers))
        with second:
            ask_at(currency, "budget.currency", "essentials", more=at_rate)
        with third:
            ask_at(_question("budget.monthly_cap"), "budget.monthly_cap", "essentials")
        if budget.currency != "USD":
            rate = words().exact(budget.usd_per_unit)
            dated = say(" on {day}", day=budget.rate_date) if budget.rate_date else ""
            st.caption(
                say("1 {currency} = {rate} US dollars{dated}.", currency=budget.currency, rate=rate, dated=dated)
            )


def _locale() -> Locale:
    return Locale.parse(state.language())


def _country() -> Question:
    territories = _locale().territories
    codes = sorted({grid.country for grid in installation.catalog().grids}, key=lambda code: str(territories.get(code)))
    options = {"": say("not stated"), **{code: str(territories.get(code, code)) for code in codes}}
    why = say("Sets the currency, and for own servers the price of electricity and its carbon intensity.")
    return Question("hosting.country", say("Your country"), why, "choice", options)


def _with_currency(answers: Answers) -> More:
    """A country brings its currency where none was chosen yet."""

    def more(country: str | None) -> Mapping[str, Any]:
        if not country or answers.budget.currency != "USD":
            return {"hosting.country": country or None}
        spent = currency_of(country, installation.catalog().rate.keys())
        money = {"budget.currency": spent, **at_rate(spent)} if spent else {}
        return {"hosting.country": country, **money}

    return more


def at_rate(currency: str) -> dict[str, Any]:
    """The newest rate of a currency with its day, as answers."""
    rate = installation.catalog().rate.get(currency)
    if rate is None:
        return {}
    dated = None if currency == "USD" else rate.dated
    return {"budget.usd_per_unit": rate.usd_per_unit, "budget.rate_date": dated}


def _show_assumptions(first: UseCase) -> None:
    taken = usual(first, installation.catalog().usual_numbers)
    shown = {place: item for place, item in taken.items() if needed_for(place, first.task) and place != "languages"}
    own = sum(at(first, place) != item.value for place, item in shown.items())
    title = say_n(
        "Assumptions ({count}, of which {n} changed by you)",
        "Assumptions ({count}, of which {n} changed by you)",
        own,
        count=len(shown),
    )
    with st.expander(title, icon=":material/tune:"):
        st.caption(say("What follows from your answers. Change any of it here; what you change stays as you set it."))
        for item in shown.values():
            _show_assumption(first, item)


def _show_assumption(first: UseCase, item: Usual) -> None:
    place = f"{FIRST_CASE}.{item.place}"
    field, why = st.columns([1, 1], vertical_alignment="center")
    with field:
        ask_at(_question(item.place), place, "assumed")
    if at(first, item.place) == item.value:
        why.caption(said(item.reason))
        return
    why.caption(say("Yours. {reason}", reason=said(item.reason)))
    label = message(_question(item.place).label)
    why.button(
        say("Take the usual"),
        key=f"requirements.usual.{item.place}",
        help=say("{label}: back to what is assumed.", label=label),
        on_click=on_click(**{place: item.value}),
    )


def _side_by_side(places: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Two questions a row, so that their fields stand level."""
    for start in range(0, len(places), 2):
        yield from zip(places[start : start + 2], st.columns(2), strict=False)
