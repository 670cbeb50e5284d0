"""Report: the document that leaves the building, and the life of the decision after it."""

import streamlit as st

from advisor.ui import state
from advisor.ui.frame import desk
from advisor.ui.report import life as report_life
from advisor.ui.report import page as report
from advisor.ui.report import replay as report_replay
from advisor.ui.words import say

st.title(say("Report"), anchor=False)
decision = state.open_decision()
if decision is None:
    desk.show_nothing_open()
else:
    tabs = st.tabs([say("Report"), say("Life of the decision"), say("Replay")], key="report.tabs", on_change="rerun")
    for tab, show in zip(tabs, (report.show, report_life.show, report_replay.show), strict=True):
        if tab.open:
            with tab:
                show(decision)
