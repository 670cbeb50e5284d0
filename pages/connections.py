"""Connections: endpoints that the playground may call, and the tokens of programs that ask here."""

import streamlit as st

from advisor.access.rules import Verb
from advisor.ui.connections import page as connections
from advisor.ui.connections import tokens
from advisor.ui.signing_in import gate
from advisor.ui.words import say

st.title(say("Connections"), anchor=False)
if gate.allows(Verb.CONNECT):
    connections.show()
if gate.people_sign_in():
    tokens.show()
