import streamlit as st

st.title("Playground")
st.info("This room is being built.")
