"""The register page: every decision of the house in one table, and the policy that they keep to."""

from __future__ import annotations

import streamlit as st

from advisor.errors import AdvisorError
from advisor.ui.faults import said_of_fault
from advisor.ui.house import exceptions, policy, register_table
from advisor.ui.words import say


def show() -> None:
    """Two tabs; only the open one is drawn."""
    panels = {
        say("Decisions of the house"): register_table.show,
        say("House policy"): policy.show,
        say("Exceptions"): exceptions.show,
    }
    tabs = st.tabs(list(panels), key="register.tabs", on_change="rerun")
    for tab, draw in zip(tabs, panels.values(), strict=True):
        if tab.open:
            with tab:
                try:
                    draw()
                except AdvisorError as error:
                    st.error(said_of_fault(error))
