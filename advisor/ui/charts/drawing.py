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
    for update in (figure.update_xaxes, figure.update_yaxes):
        update(tickfont_color=GRAY_90, title_font_color=GRAY_90)
    figure.update_polars(radialaxis_tickfont_color=GRAY_90, angularaxis_tickfont_color=GRAY_90)
    figure.update_traces(colorbar_tickfont_color=GRAY_90, selector={"type": "heatmap"})
    title = str(figure.layout.title.text or "").replace("<br>", " ")
    st.plotly_chart(figure, key=key, alt=alt or title or None)
