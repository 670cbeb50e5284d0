"""Start: what this is, a new decision, saved and unfinished ones, worked samples, and what the catalog knows."""

import streamlit as st

from advisor.ui.start import begin, samples, saved, tour, unfinished, way
from advisor.ui.start import decisions_to_watch as report_watch
from advisor.ui.start import page as start
from advisor.ui.words import say

st.title(say("Choose a model you can defend"), anchor=False)
start.show_promise()
way.show_in_words()
begin.show_new()
tour.show_offer()
report_watch.show_watch()
unfinished.show_unfinished(besides=begin.begun_here())
if saved.any_saved():
    saved.show_saved()
    samples.show_samples()
else:
    samples.show_samples()
    saved.show_saved()
start.show_knowledge()
