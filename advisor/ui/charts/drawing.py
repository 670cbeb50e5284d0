"""Charts on the page: named for whoever does not see them, their axes in a colour that can be read."""

from __future__ import annotations

import plotly.graph_objects as go
import streamlit as st
from streamlit.elements.lib.streamlit_plotly_theme import GRAY_90


def draw(figure: go.Figure, *, key: str, alt: str | None = None) -> None:
    """Draw a chart over the whole width; ``alt`` says what it shows, by default its title.

    Streamlit writes axes in a grey of 3.7:1 on white. This colour stands for the strongest grey of the theme in which
    the browser shows the page; the browser puts it in.
    """
    for axis in (*figure.select_xaxes(), *figure.select_yaxes()):
        axis.tickfont.color = axis.title.font.color = GRAY_90
    for trace in figure.data:
        if trace.type == "heatmap":
            trace.colorbar.tickfont.color = GRAY_90
        elif trace.type == "scatterpolar":
            for polar in figure.select_polars():
                polar.radialaxis.tickfont.color = polar.angularaxis.tickfont.color = GRAY_90
    title = str(figure.layout.title.text or "").replace("<br>", " ")
    st.plotly_chart(figure, key=key, alt=alt or title or None)
