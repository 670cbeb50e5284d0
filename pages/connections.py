"""Connections: endpoints that the playground may call."""

import streamlit as st

from advisor.ui.views import connections

st.title("Connections")
connections.show()
