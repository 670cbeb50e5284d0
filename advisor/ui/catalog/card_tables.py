"""Tables of the model card: one look for all, each row with its source."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from advisor.catalog.browse.citation import Citation
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def table(rows: list[dict[str, Any]], name: str, alt: str) -> None:
    """A table of the card; ``name`` is its key, ``alt`` says what it holds."""
    show_rows(
        pd.DataFrame(rows),
        key=f"catalog.card.{name}",
        hide_index=True,
        height="content" if len(rows) <= 40 else 600,  # noqa: PLR2004 - longer tables scroll
        placeholder="",
        column_config={say("Link"): st.column_config.LinkColumn(say("Link"), display_text=say("open"))},
        alt=alt,
    )


def cited(source: Citation | None) -> dict[str, Any]:
    """The columns that say where a row comes from; blank where nothing does."""
    if source is None:
        return {say("Source"): "", say("As of"): None, say("Key"): "", say("Link"): None}
    return {
        say("Source"): source.name,
        say("As of"): source.dated,
        say("Key"): source.key or "",
        say("Link"): source.link or None,
    }
