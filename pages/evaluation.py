"""Evaluation: models scored on the architect's own prompts."""

import streamlit as st

from advisor.ui.evaluation import page as evaluation

st.title("Evaluation")
st.caption(
    "A file of your prompts with the answers you hope for, on every model of the shortlist: scored, compared, costed."
)
evaluation.show()
