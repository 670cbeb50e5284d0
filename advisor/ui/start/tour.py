"""A tour of four steps for whoever is new: offered once, skipped by a click, remembered by the browser."""

from __future__ import annotations

from typing import Final

import streamlit as st

from advisor.questionnaire.presets import load_sample
from advisor.ui import state
from advisor.ui.words import later, say

_SAMPLE: Final = "eu-bank-customer-service"
_COOKIE: Final = "advisor_tour"
_SEEN: Final = "tour.seen"
_STEP: Final = "tour.step"
_SCRIPT: Final = """
export default function ({ data }) {
    if (data.seen) { document.cookie = "advisor_tour=seen; path=/; max-age=31536000; samesite=strict"; }
}
"""
_memory = st.components.v2.component("advisor.tour", js=_SCRIPT)
STEPS: Final = (
    (
        later("Describe the work"),
        later(
            "Say what the model shall do, for how many people, with which data and for how much money. Anything you do "
            "not know stays at a usual value, which is shown and can be changed."
        ),
    ),
    (
        later("See what to take"),
        later(
            "The recommendation says in one sentence what to use and what it costs a month. Beside it stand the best "
            "score and the lowest risk, with what each gains and gives up, and every model that is out has its reason."
        ),
    ),
    (
        later("See where it runs, and try it"),
        later(
            "Hosting compares a provider, rented and own servers line by line, and what changes at another volume. "
            "The playground runs your own prompts on the models side by side; ten of them say more than any benchmark."
        ),
    ),
    (
        later("Hand it on"),
        later(
            "The report is a document for those who sign: the choice, its price, its risks and its sources. Later the "
            "same decision can be replayed on newer prices and models."
        ),
    ),
)


def show_offer() -> None:
    """Offer the tour where this browser has not seen it; nothing afterwards."""
    if state.recall(_SEEN, default=False) or st.context.cookies.get(_COOKIE) == "seen":
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="tour.offer"):
        st.markdown(say("**New here?** Four steps show the way from a question to a signed report."))
        if st.button(say("Show me"), key="tour.begin", icon=":material/tour:"):
            state.remember(_STEP, 0)
            st.dialog(say("From a question to a decision"), on_dismiss=_skip)(_tour)()
        st.button(say("Skip the tour"), key="tour.skip", on_click=_skip)


def remember() -> None:
    """Let the browser remember that the tour was taken or skipped; call it on every page."""
    if state.recall(_SEEN, default=False):
        with st.sidebar:
            _memory(data={"seen": True}, key="tour_memory")


def _skip() -> None:
    state.remember(_SEEN, value=True)


def _tour() -> None:
    """One step of the dialog; its buttons redraw the dialog alone."""
    step = min(state.recall(_STEP, 0), len(STEPS) - 1)
    title, text = STEPS[step]
    st.progress((step + 1) / len(STEPS), text=say("Step {step} of {count}", step=step + 1, count=len(STEPS)))
    st.markdown(f"### {say(title)}")
    st.markdown(say(text))
    row = st.container(horizontal=True)
    if step:
        row.button(say("Back"), key="tour.back", on_click=_go, args=(step - 1,))
    if step + 1 < len(STEPS):
        row.button(say("Next"), key="tour.next", type="primary", on_click=_go, args=(step + 1,))
    elif row.button(say("Open a sample"), key="tour.sample", type="primary"):
        _open_sample()
    if row.button(say("Close"), key="tour.close"):
        _skip()
        st.rerun()


def _go(step: int) -> None:
    state.remember(_STEP, step)


def _open_sample() -> None:
    """A worked decision is the best continuation of the tour."""
    _skip()
    state.put_on_desk(load_sample(_SAMPLE))
    st.switch_page("pages/recommendation.py")
