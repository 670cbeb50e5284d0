"""Evaluation: models scored on the architect's own prompts."""

import streamlit as st

from advisor.access.rules import Verb
from advisor.ui.evaluation import page as evaluation
from advisor.ui.signing_in import gate
from advisor.ui.words import say

st.title(say("Evaluation"), anchor=False)
st.caption(
    say(
        "A file of your prompts with the answers you hope for, on every model of the shortlist: scored, "
        "compared, costed."
    )
)
if gate.allows(Verb.TRY):
    evaluation.show()
