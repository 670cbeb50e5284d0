"""The only home of caches: thin, bounded wrappers over plain functions, keyed by frozen records and the catalog digest."""

from __future__ import annotations

import streamlit as st

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog


@st.cache_resource(max_entries=2, show_spinner="Reading the catalog")
def catalog() -> Catalog:
    """The catalog with the user's own overlay (immutable, shared by every session)."""
    return load_catalog()
