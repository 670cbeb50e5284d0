"""Register: every decision of the house, its policy and exceptions from it."""

import streamlit as st

from advisor.ui.house import page as register
from advisor.ui.words import say

st.title(say("Register"), anchor=False)
register.show()
