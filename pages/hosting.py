import streamlit as st

from advisor.ui import cached, state
from advisor.ui.views import desk, hosting

st.title("Hosting")
decision = state.open_decision()
if decision is None:
    desk.show_nothing_open()
else:
    hosting.show(decision.answers, cached.assessment(decision.answers), cached.catalog())
