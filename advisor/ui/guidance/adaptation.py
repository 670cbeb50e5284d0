"""How to adapt the model to the task."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment
from advisor.ui.recommendation.ranking import TALL_PX
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def show(assessment: Assessment) -> None:
    """Strategies with their fit and reason."""
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
        key="guidance.strategies",
        column_config={
            say("Fit"): st.column_config.ProgressColumn(say("Fit (of 100)"), min_value=0, max_value=100, format="%d")
        },
    )
