import streamlit as st

st.title("Evaluation")
st.info("This room is being built.")
