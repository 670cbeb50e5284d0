"""Constraints to relax, one click each: the cheapest sets when nothing fits, and what keeps out something better."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.assessment import AnyUseCase
from advisor.decision.records import Relaxation
from advisor.decision.results.changes.relaxed_answers import relaxed_answers
from advisor.questionnaire.answers import Answers
from advisor.ui import state
from advisor.ui.cached import decisions
from advisor.ui.words import said, say, say_n
from advisor.units import Told


def show_nothing_fits(answers: Answers, case: AnyUseCase, index: int) -> None:
    """When nothing fits: the cheapest constraints to relax, each with what it would admit."""
    st.subheader(say("What to relax, cheapest first"))
    st.caption(
        say(
            "The burden says what relaxing costs you: 1 is a mail to a vendor, 3 an internal decision, 6 a change of "
            "policy, 9 a change of what the law expects. Nothing is stored until you save the decision."
        )
    )
    if not case.relaxations:
        st.markdown(say("No set of constraints can be relaxed: the task itself has no model in the catalog."))
    show_each(answers, case.relaxations, index)


def show_each(answers: Answers, relaxations: Sequence[Relaxation], index: int) -> None:
    """One box per set of constraints, with a button that changes the answers where answers can do it."""
    for place, item in enumerate(relaxations):
        with st.container(border=True):
            st.markdown(
                say(
                    "**{change}** (burden {burden:.1f})",
                    change=f"{item.change[:1].upper()}{item.change[1:]}",
                    burden=item.burden,
                )
            )
            count = say_n("{n} alternative", "{n} alternatives", item.admitted_count)
            st.markdown(say("Admits {count}: {admitted}", count=count, admitted=_admitted(item)))
            _show_button(answers, item, index, place)


def _admitted(item: Relaxation) -> str:
    """What the relaxation lets in; the whole sentence where an older version kept the English alone."""
    fact = item.told.get("sentence")
    return said(fact.part("admits")) if isinstance(fact, Told) else item.sentence


def _show_button(answers: Answers, item: Relaxation, index: int, place: int) -> None:
    changed = relaxed_answers(decisions.prepared_whole(answers, index), answers, index, item)
    if changed is None:
        st.caption(
            say(
                "This takes more than an answer: ask first. What you learn becomes part of the ranking through "
                "the page Catalog, where you can enter prices and models of your own."
            )
        )
        return
    token = state.open_decision()
    if st.button(
        say("Relax this and rank again"),
        key=f"recommendation.relax.{index}.{place}.{token.token if token else 0}",
        icon=":material/lock_open:",
        help=say("Changes the answers just so far that the easiest of these alternatives passes; nothing is stored."),
    ):
        state.change_answers(changed)
        state.restart_widgets()
        st.rerun()
