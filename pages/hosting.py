import streamlit as st

st.title("Hosting")
st.info("This room is being built.")
