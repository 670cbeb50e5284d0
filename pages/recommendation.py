import streamlit as st

st.title("Recommendation")
st.info("This room is being built.")
