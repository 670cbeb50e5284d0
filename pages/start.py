"""Start: what this is, samples, a new decision, saved decisions."""

import streamlit as st

from advisor.ui.start import decisions_to_watch as report_watch
from advisor.ui.start import page as start
from advisor.ui.start import tour, unfinished
from advisor.ui.words import say

st.title(say("Choose a model you can defend"), anchor=False)
start.show_promise()
tour.show_offer()
report_watch.show_watch()
start.show_new()
unfinished.show_unfinished()
if start.any_saved():
    start.show_saved()
    start.show_samples()
else:
    start.show_samples()
    start.show_saved()
