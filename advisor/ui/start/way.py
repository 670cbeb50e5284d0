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


def show(page: str) -> None:
    """Draw the line on the page of a step; nothing on others, nor while no decision is on the desk."""
    here = _BESIDE.get(page, page)
    if state.open_decision() is None or here not in dict(STEPS):
        return
    with st.container(horizontal=True, gap="small", key="way"):
        for place, (name, title) in enumerate(STEPS, start=1):
            label, lacks = f"{place} {say(title)}", _lacks(name)
            st.page_link(
                f"pages/{name}.py",
                label=f"**{label}**" if name == here else label,
                icon=":material/radio_button_unchecked:" if lacks else ":material/check_circle:",
                help=lacks or None,
            )


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
