import streamlit as st

from advisor.ui import state
from advisor.ui.cached import decisions
from advisor.ui.frame import desk
from advisor.ui.guidance import page as guidance
from advisor.ui.words import say

st.title(say("Beyond the model"), anchor=False)
decision = state.open_decision()
if decision is None:
    desk.show_nothing_open()
else:
    guidance.show(decisions.assessment(decision.answers))
