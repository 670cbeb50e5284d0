import streamlit as st

from advisor.ui import state
from advisor.ui.cached import decisions
from advisor.ui.frame import desk
from advisor.ui.recommendation import page as recommendation
from advisor.ui.words import say

st.title(say("Recommendation"), anchor=False)
decision = state.open_decision()
if decision is None:
    desk.show_nothing_open()
else:
    recommendation.show(decision.answers, decisions.shown(decision.answers))
