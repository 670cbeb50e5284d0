import streamlit as st

from advisor.ui import state
from advisor.ui.cached import decisions, installation
from advisor.ui.frame import desk
from advisor.ui.hosting import page as hosting
from advisor.ui.words import say

st.title(say("Hosting"), anchor=False)
decision = state.open_decision()
if decision is None:
    desk.show_nothing_open()
else:
    hosting.show(decision.answers, decisions.assessment(decision.answers), installation.catalog())
