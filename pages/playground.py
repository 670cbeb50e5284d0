"""Playground: the architect's own prompts on several models at once."""

import streamlit as st

from advisor.access.rules import Verb
from advisor.ui.playground import page as playground
from advisor.ui.signing_in import gate
from advisor.ui.words import say

st.title(say("Playground"), anchor=False)
st.caption(
    say("Run your own prompt on several models at once, side by side: measured, guarded, kept with the decision.")
)
if gate.allows(Verb.TRY):
    playground.show()
