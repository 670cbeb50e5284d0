"""The trade-off between ways of hosting, as a radar and as bars; the title says who is ahead on what."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from advisor.hosting.records import FACTORS
from advisor.ui.charts import names
from advisor.ui.charts.colours import DASHES, GUIDE, HOSTING_COLOURS
from advisor.ui.charts.hosting import HOSTING_NAMES
from advisor.ui.words import say, words
from advisor.words.names import factor_name

AHEAD = 0.1
"""A way of hosting is ahead on a factor from such a distance to the next, on the scale from 0 to 1."""


def radar_chart(spokes: pd.DataFrame) -> go.Figure:
    """The trade-off as a radar; an unknown spoke is left out of the line. ``spokes``: hosting, factor, value, facts."""
    figure = go.Figure()
    for number, (hosting, rows) in enumerate(spokes.groupby("hosting", sort=False)):
        ordered = rows.set_index("factor").reindex(list(FACTORS))
        closed = [*ordered.index, ordered.index[0]]
        figure.add_scatterpolar(
            r=[*ordered["value"], ordered["value"].iloc[0]],
            theta=[names.wrapped(factor_name(words(), factor), 12) for factor in closed],
            name=say(HOSTING_NAMES[str(hosting)]),
            mode="lines+markers",
            connectgaps=False,
            line={"dash": DASHES[number % len(DASHES)], "width": 3, "color": HOSTING_COLOURS[str(hosting)]},
            customdata=[*ordered["facts"], ordered["facts"].iloc[0]],
            hovertemplate="%{theta}: %{r:.2f}<br>%{customdata}<extra></extra>",
        )
    rings = {"gridcolor": GUIDE, "linecolor": GUIDE}
    figure.update_layout(
        title=_ahead(spokes),
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {"range": [0, 1], "tickvals": [0.5, 1], "tickfont": {"size": 12}, **rings},
            "angularaxis": {"tickfont": {"size": 13}, **rings},
        },
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.08, "x": 0},
        margin={"l": 84, "r": 84, "t": 10, "b": 56},
        height=540,
    )
    return figure


def tradeoff_bars(spokes: pd.DataFrame) -> go.Figure:
    """The trade-off as plain bars: one group per factor."""
    figure = go.Figure()
    for hosting, rows in spokes.groupby("hosting", sort=False):
        ordered = rows.set_index("factor").reindex(list(FACTORS))
        figure.add_bar(
            y=[factor_name(words(), factor) for factor in ordered.index],
            x=ordered["value"],
            name=say(HOSTING_NAMES[str(hosting)]),
            orientation="h",
            marker={"color": HOSTING_COLOURS[str(hosting)]},
            text=["" if pd.isna(value) else words().number(value, 2) for value in ordered["value"]],
            textposition="outside",
            cliponaxis=False,
            customdata=ordered["facts"],
            hovertemplate="%{y}: %{x:.2f}<br>%{customdata}<extra></extra>",
        )
    figure.update_layout(
        title=_ahead(spokes),
        barmode="group",
        xaxis={"range": [0, 1.08], "title": say("Value, 0 (worst) to 1 (best)"), "tickvals": [0, 0.25, 0.5, 0.75, 1]},
        yaxis={"autorange": "reversed"},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "traceorder": "normal"},
        height=600,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure


def _ahead(spokes: pd.DataFrame) -> str:
    """On which factors each way of hosting is clearly ahead of the others."""
    rows = zip(spokes["hosting"], spokes["factor"], spokes["value"], strict=True)
    value = {(str(hosting), str(factor)): float(each) for hosting, factor, each in rows if not pd.isna(each)}
    ways = list(dict.fromkeys(str(hosting) for hosting in spokes["hosting"]))
    told = []
    for way in ways if len(ways) > 1 else ():
        won = [
            factor_name(words(), factor)
            for factor in FACTORS
            if (way, factor) in value
            and value[way, factor] >= AHEAD + max(value.get((other, factor), 0.0) for other in ways if other != way)
        ]
        if won:
            told.append(
                say("{hosting} is ahead on {factors}", hosting=say(HOSTING_NAMES[way]), factors=words().listed(won))
            )
    return "; ".join(told) or say("Hosting trade-off, 0 (worst) to 1 (best)")
