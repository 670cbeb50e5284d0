"""Connections: endpoints that the playground may call."""

import streamlit as st

from advisor.ui.connections import page as connections

st.title("Connections")
connections.show()
