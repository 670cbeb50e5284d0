"""Catalog: browse, filter, compare, model cards, and the user's own models and prices."""

import streamlit as st

from advisor.ui.catalog import page as catalog
from advisor.ui.words import say

st.title(say("Catalog"), anchor=False)
catalog.show()
