"""Beyond the model: what the choice asks for afterwards, one tab per matter; only the open one is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import streamlit as st

from advisor.assessment import Assessment
from advisor.services.guidance.retrieval import asks_for_retrieval
from advisor.ui.frame.markdown import escaped
from advisor.ui.guidance import adaptation, after_go_live, architecture, fairness, governance, retrieval
from advisor.ui.words import later, say

TABS: Final[tuple[tuple[str, Callable[[Assessment], None]], ...]] = (
    (later("Adaptation"), adaptation.show),
    (later("Architecture"), architecture.show),
    (later("Retrieval"), retrieval.show),
    (later("Governance"), governance.show),
    (later("After go-live"), after_go_live.show),
    (later("Fairness"), fairness.show),
)
"""Title of a tab, and what draws it."""
ONLY_WHERE: Final[Mapping[str, Callable[[Assessment], bool]]] = MappingProxyType({"Retrieval": asks_for_retrieval})
"""Tabs that only some work needs, by their title."""


def show(assessment: Assessment) -> None:
    """Draw the page for the decision on the desk."""
    if assessment.other_use_cases:
        st.caption(say("For the first use case, {name}.", name=escaped(assessment.answers.use_cases[0].name)))
    needed = [(title, draw) for title, draw in TABS if ONLY_WHERE.get(title, _always)(assessment)]
    tabs = st.tabs([say(title) for title, _ in needed], key="guidance.tabs", on_change="rerun")
    for tab, (_, draw) in zip(tabs, needed, strict=True):
        if tab.open:
            with tab:
                draw(assessment)


def _always(_: Assessment) -> bool:
    return True
