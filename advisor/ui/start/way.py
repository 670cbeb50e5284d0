"""The way through a decision in one line, on the pages that are its steps; each says whether it has what it needs."""

from __future__ import annotations

from typing import Final

import streamlit as st

from advisor.questionnaire.intake.said import said_of
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.words import later, say

STEPS: Final = (
    ("requirements", later("Describe")),
    ("recommendation", later("Decide")),
    ("hosting", later("Host")),
    ("playground", later("Try")),
    ("report", later("Report")),
)
_BESIDE: Final = {"evaluation": "playground", "guidance": "report"}
"""Pages that belong to a step without being its first page."""
_SEEN: Final = "way.seen"


def show(page: str) -> None:
    """Draw the line on the page of a step; nothing on others, nor while no decision is on the desk."""
    here, current = _BESIDE.get(page, page), state.open_decision()
    if current is None or here not in dict(STEPS):
        return
    seen = _seen(current) | {here}
    state.remember(_SEEN, (_whose(current), seen))
    with st.container(horizontal=True, gap="small", key="way"):
        for place, (name, title) in enumerate(STEPS, start=1):
            label, lacks = f"{place} {say(title)}", _lacks(name) or _unseen(name, seen)
            st.page_link(
                f"pages/{name}.py",
                label=f"**{label}**" if name == here else label,
                icon=":material/radio_button_unchecked:" if lacks else ":material/check_circle:",
                help=lacks or None,
            )


def _whose(decision: state.OpenDecision) -> str:
    """The decision that pages were looked at for, however often its answers change."""
    return decision.decision_id or decision.copy_id or ""


def _seen(current: state.OpenDecision) -> frozenset[str]:
    """The steps of the decision that were looked at in this session."""
    nothing: tuple[str, frozenset[str]] = ("", frozenset())
    whose, seen = state.recall(_SEEN, nothing)
    return seen if whose == _whose(current) else frozenset()


def _unseen(step: str, seen: frozenset[str]) -> str:
    """A step that nobody has looked at yet is not ticked, though nothing is missing for it."""
    return "" if step in seen else say("Not looked at yet.")


def _lacks(step: str) -> str:
    """What a step still lacks, in words; nothing where it has what it needs."""
    current = state.open_decision()
    if current is None:
        return ""
    if step == "requirements":
        if current.refused:
            return say("An entry does not count yet.")
        said = said_of(current.answers, installation.catalog().usual_numbers)
        return "" if said["how_much"] else say("How much work there is, is assumed.")
    return say("Not saved yet.") if step == "report" and not current.saved else ""


def show_in_words() -> None:
    """The line for whoever is new: the steps and their order."""
    st.markdown(" → ".join(f"**{say(title)}**" for _, title in STEPS))
