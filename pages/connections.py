import streamlit as st

st.title("Connections")
st.info("This room is being built.")
