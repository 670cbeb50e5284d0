"""Requirements: the questionnaire about the problem."""

import streamlit as st

from advisor.ui import state
from advisor.ui.frame import desk
from advisor.ui.requirements import page as requirements
from advisor.ui.words import say

st.title(say("Requirements"), anchor=False)
st.caption(
    say("The problem comes first, never the model. Every question says why it is asked: point at its question mark.")
)
decision = state.open_decision()
if decision is None:
    desk.show_nothing_open()
else:
    requirements.show(decision)
