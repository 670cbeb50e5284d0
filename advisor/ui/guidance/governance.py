"""Duties and risks of the choice, each with what to do about it."""

from __future__ import annotations

import streamlit as st

from advisor.assessment import Assessment
from advisor.ui.recommendation.ranking import source_name, source_names
from advisor.ui.words import later, say

_SEVERITY = {
    "duty": (":material/gavel:", later("Duty")),
    "high": (":material/error:", later("High")),
    "medium": (":material/warning:", later("Medium")),
    "low": (":material/info:", later("Low")),
}


def show(assessment: Assessment) -> None:
    """Duties and risks with an action each."""
    st.subheader(say("Duties and risks"))
    st.caption(say("Orientation, not legal advice."))
    names = source_names()
    for risk in assessment.risks:
        with st.container(border=True):
            icon, severity = _SEVERITY[risk.severity]
            st.markdown(f"**{icon} {say(severity)} · {risk.topic}**")
            st.markdown(risk.statement)
            st.markdown(say("What to do: {action}", action=risk.action))
            if risk.source:
                st.caption(say("Source: {source_name}", source_name=source_name(risk.source, names)))
