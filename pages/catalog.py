import streamlit as st

st.title("Catalog")
st.info("This room is being built.")
