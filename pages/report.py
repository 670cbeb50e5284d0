import streamlit as st

st.title("Report")
st.info("This room is being built.")
