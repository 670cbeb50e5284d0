"""Connections: endpoints that the playground may call."""

import streamlit as st

from advisor.ui.connections import page as connections
from advisor.ui.words import say

st.title(say("Connections"), anchor=False)
connections.show()
