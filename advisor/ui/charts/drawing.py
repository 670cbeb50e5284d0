"""Charts on the page: their conclusion above them, named for whoever does not see them, axes that can be read."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go
import streamlit as st
from streamlit.elements.lib.streamlit_plotly_theme import GRAY_90

from advisor.ui.charts.names import wrapped
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import narrow
from advisor.ui.words import words

_QUIET: Final = {"displayModeBar": False}
"""No row of tools over the drawing: the page has the table, and a click on a legend or the pointer does the rest."""
_TITLE_WIDTH: Final = 30
"""Characters of an axis' title that a phone has room for."""
_LEGEND_ROWS, _LEGEND_ROW_PX = 3, 19
"""How many rows of a legend a drawing has room for as it is, and how high one is."""


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
    # Points and commas of axes and pointer, which Plotly writes by itself.
    figure.layout.separators = words().number(0.5, 1)[1] + words().number(1_000)[1]
    if narrow():
        _make_room_for_legend(figure)
        for axis in figure.select_xaxes():
            lines = str(axis.title.text or "").split("<br>")
            axis.title.text = "<br>".join(wrapped(line, _TITLE_WIDTH) for line in lines) or None
    title = str(figure.layout.title.text or "").replace("<br>", " ")
    figure.layout.title = None
    if title:
        st.markdown(f"**{escaped(title)}**")
    st.plotly_chart(figure, key=key, alt=alt or title or None, config=_QUIET)


def _make_room_for_legend(figure: go.Figure) -> None:
    """On a phone every entry has a row of its own, which would be taken from the bars."""
    entries = sum(bool(trace.name) and trace.showlegend is not False for trace in figure.data)
    if figure.layout.height and figure.layout.showlegend is not False:
        figure.layout.height += max(0, entries - _LEGEND_ROWS) * _LEGEND_ROW_PX
