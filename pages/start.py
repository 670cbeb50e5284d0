"""Start: what this is, a new decision, saved and unfinished ones, worked samples, and what the catalog knows."""

import streamlit as st

from advisor.ui.cached import installation
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
found = installation.decisions().read()
if any(found):  # whoever has some looks for them first
    saved.show_saved(found)
    samples.show_samples()
else:
    samples.show_samples()
    saved.show_saved(found)
start.show_knowledge()
