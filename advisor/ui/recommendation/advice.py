"""How to adapt the model to the task, and the risks to settle."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment
from advisor.ui.recommendation.ranking import TALL_PX, source_name, source_names

_SEVERITY = {
    "duty": ":material/gavel: Duty",
    "high": ":material/error: High",
    "medium": ":material/warning: Medium",
    "low": ":material/info: Low",
}


def show(assessment: Assessment) -> None:
    """Strategies with their fit and reason, then duties and risks with an action each."""
    if assessment.other_use_cases:
        st.caption(f"For the first use case, {assessment.answers.use_cases[0].name}.")
    st.subheader("How to adapt the model")
    st.dataframe(
        pd.DataFrame(
            [
                {
                    "Strategy": note.strategy,
                    "Fit": round(note.fit * 100),
                    "Verdict": note.verdict,
                    "Reason": note.reason,
                }
                for note in assessment.strategies
            ]
        ),
        hide_index=True,
        width="stretch",
        row_height=TALL_PX,
        key="recommendation.strategies",
        column_config={"Fit": st.column_config.ProgressColumn("Fit (of 100)", min_value=0, max_value=100, format="%d")},
    )
    st.subheader("Duties and risks")
    st.caption("Orientation, not legal advice.")
    names = source_names()
    for risk in assessment.risks:
        with st.container(border=True):
            st.markdown(f"**{_SEVERITY.get(risk.severity, risk.severity)} · {risk.topic}**")
            st.markdown(risk.statement)
            st.markdown(f"What to do: {risk.action}")
            if risk.source:
                st.caption(f"Source: {source_name(risk.source, names)}")
