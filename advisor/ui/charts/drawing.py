"""Charts on the page: their conclusion above them, named for whoever does not see them, axes that can be read."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go
import streamlit as st
from streamlit.elements.lib.streamlit_plotly_theme import GRAY_90

from advisor.ui.frame.markdown import escaped

_QUIET: Final = {"displayModeBar": False}
"""No row of tools over the drawing: the page has the table, and a click on a legend or the pointer does the rest."""


def draw(figure: go.Figure, *, key: str, alt: str | None = None) -> None:
    """Write a chart's title, then draw it over the whole width; ``alt`` says what it shows, by default its title.

    A title inside the drawing is cut on a narrow screen and lies under the tools; as text above it, it wraps. Streamlit
    writes axes in a grey of 3.7:1 on white. This colour stands for the strongest grey of the theme in which the
    browser shows the page; the browser puts it in.
    """
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        axis.tickfont.color = axis.title.font.color = GRAY_90
    for trace in figure.data:
        if trace.type == "scatterpolar":
            for polar in figure.select_polars():
                polar.radialaxis.tickfont.color = polar.angularaxis.tickfont.color = GRAY_90
    title = str(figure.layout.title.text or "").replace("<br>", " ")
    figure.layout.title = None
    if title:
        st.markdown(f"**{escaped(title)}**")
    st.plotly_chart(figure, key=key, alt=alt or title or None, config=_QUIET)
