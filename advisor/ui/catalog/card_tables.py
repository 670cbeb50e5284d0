"""Tables of the model card: one look for all, each row with its source."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from advisor.catalog.browse.citation import Citation


def table(rows: list[dict[str, Any]], name: str, alt: str) -> None:
    """A table of the card; ``name`` is its key, ``alt`` says what it holds."""
    st.dataframe(
        pd.DataFrame(rows),
        key=f"catalog.card.{name}",
        hide_index=True,
        height="content" if len(rows) <= 40 else 600,  # noqa: PLR2004 - longer tables scroll
        placeholder="",
        column_config={"Link": st.column_config.LinkColumn("Link", display_text="open")},
        alt=alt,
    )


def cited(source: Citation | None) -> dict[str, Any]:
    """The columns that say where a row comes from; blank where nothing does."""
    if source is None:
        return {"Source": "", "As of": None, "Key": "", "Link": None}
    return {"Source": source.name, "As of": source.dated, "Key": source.key or "", "Link": source.link or None}
