"""Report: the document that leaves the building, and the life of the decision after it."""

import streamlit as st

from advisor.ui import state
from advisor.ui.frame import desk
from advisor.ui.report import life as report_life
from advisor.ui.report import page as report
from advisor.ui.report import replay as report_replay
from advisor.ui.report import sharing as report_sharing
from advisor.ui.signing_in import gate
from advisor.ui.words import say

st.title(say("Report"), anchor=False)
decision = state.open_decision()
if decision is None:
    desk.show_nothing_open()
else:
    shown = {
        say("Report"): report.show,
        say("Life of the decision"): report_life.show,
        say("Replay"): report_replay.show,
    }
    if gate.people_sign_in():
        shown[say("Sharing")] = report_sharing.show
    tabs = st.tabs(list(shown), key="report.tabs", on_change="rerun")
    for tab, show in zip(tabs, shown.values(), strict=True):
        if tab.open:
            with tab:
                show(decision)
