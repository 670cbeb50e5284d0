"""How to adapt the model to the task, and the risks to settle."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment
from advisor.ui.frame.markdown import escaped
from advisor.ui.recommendation.ranking import TALL_PX, source_name, source_names
from advisor.ui.tables import show_rows
from advisor.ui.words import later, say

_SEVERITY = {
    "duty": (":material/gavel:", later("Duty")),
    "high": (":material/error:", later("High")),
    "medium": (":material/warning:", later("Medium")),
    "low": (":material/info:", later("Low")),
}


def show(assessment: Assessment) -> None:
    """Strategies with their fit and reason, then duties and risks with an action each."""
    if assessment.other_use_cases:
        st.caption(say("For the first use case, {name}.", name=escaped(assessment.answers.use_cases[0].name)))
    st.subheader(say("How to adapt the model"))
    show_rows(
        pd.DataFrame(
            [
                {
                    say("Strategy"): note.strategy,
                    say("Fit"): round(note.fit * 100),
                    say("Verdict"): note.verdict,
                    say("Reason"): note.reason,
                }
                for note in assessment.strategies
            ]
        ),
        hide_index=True,
        width="stretch",
        row_height=TALL_PX,
        key="recommendation.strategies",
        column_config={
            say("Fit"): st.column_config.ProgressColumn(say("Fit (of 100)"), min_value=0, max_value=100, format="%d")
        },
    )
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
