"""Connections: endpoints that the playground may call."""

import streamlit as st

from advisor.access.rules import Verb
from advisor.ui.connections import page as connections
from advisor.ui.signing_in import gate
from advisor.ui.words import say

st.title(say("Connections"), anchor=False)
if gate.allows(Verb.CONNECT):
    connections.show()
