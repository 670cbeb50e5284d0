"""Figures of hosting: costs by component, break-even, trade-off, tornado, and energy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from advisor.ui.words import later, say

DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
"""The first colours of the theme, so that a band and its line share one."""
LABEL_WIDTH = 24
NEUTRAL = "#7F8B9A"
PATTERNS = ("", "/", "\\", "x", "-", "|", "+", ".")
FACTOR_NAMES = {
    "data_control": later("Data control"),
    "customisation": later("Customisation"),
    "cost": later("Low cost"),
    "operations": later("Ease of operation"),
    "scalability": later("Scalability"),
    "latency": later("Low latency"),
    "lock_in": later("Freedom to leave"),
}
HOSTING_WORDS = {"cloud_gpu": later("rented"), "on_prem": later("own"), "edge": later("at the edge")}
HOSTING_NAMES = {
    "provider_api": later("Model provider"),
    "cloud_gpu": later("Cloud GPUs"),
    "on_prem": later("On-premises"),
    "edge": later("Edge"),
    "hybrid": later("Hybrid"),
}


def wrapped(name: str) -> str:
    """A long name on several lines, so that a narrow screen has room for the bars."""
    return "<br>".join(wrap(name, LABEL_WIDTH))


def cost_chart(parts: pd.DataFrame, totals: pd.DataFrame, *, currency: str) -> go.Figure:
    """Stacked bars of the monthly cost by component, with the 10th to 90th percentile of the total.

    ``parts`` has ``plan``, ``component`` and ``cost``; ``totals`` has ``plan``, ``p10``, ``p50`` and ``p90``.
    """
    figure = go.Figure()
    for number, (component, rows) in enumerate(parts.groupby("component", sort=False)):
        figure.add_bar(
            y=rows["plan"].map(wrapped),
            x=rows["cost"],
            name=str(component),
            orientation="h",
            marker={"pattern": {"shape": PATTERNS[number % len(PATTERNS)]}},
            hovertemplate="%{y}<br>" + str(component) + ": %{x:,.0f} " + currency + "<extra></extra>",
        )
    figure.add_scatter(
        y=totals["plan"].map(wrapped),
        x=totals["p50"],
        mode="markers",
        name=say("Middle and 10th to 90th percentile"),
        marker={"symbol": "diamond", "size": 10, "color": "#5F6B7A"},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": totals["p90"] - totals["p50"],
            "arrayminus": totals["p50"] - totals["p10"],
            "thickness": 2,
        },
        hovertemplate="%{y}<br>%{x:,.0f} " + currency + say(" (middle)") + "<extra></extra>",
    )
    figure.update_layout(
        title=say("Cost per month by component"),
        barmode="stack",
        xaxis_title=say("{currency} per month at the starting volume", currency=currency),
        yaxis={"autorange": "reversed", "title": None},
        legend={"orientation": "h", "yanchor": "top", "y": -0.2},
        height=340 + 100 * len(totals),
        margin={"l": 10, "r": 10},
    )
    return figure


def break_even_chart(
    volumes: np.ndarray[tuple[int], np.dtype[np.float64]],
    curves: Mapping[str, pd.DataFrame],
    *,
    here: float,
    meetings: Sequence[tuple[float, str]],
    currency: str,
) -> go.Figure:
    """Cost per month over volume on logarithmic axes, with bands, the meeting points and the present volume.

    ``curves`` maps a plan's name to ``p10``, ``p50`` and ``p90`` at every volume.
    """
    figure = go.Figure()
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        figure.add_scatter(
            x=np.concatenate([volumes, volumes[::-1]]),
            y=np.concatenate([curve["p90"], curve["p10"][::-1]]),
            fill="toself",
            fillcolor=_faint(colour),
            mode="none",
            showlegend=False,
            hoverinfo="skip",
            legendgroup=name,
        )
        figure.add_scatter(
            x=volumes,
            y=curve["p50"],
            mode="lines",
            name=name,
            legendgroup=name,
            line={"dash": DASHES[number % len(DASHES)], "width": 3, "color": colour},
            hovertemplate="%{x:,.0f} requests a month<br>%{y:,.0f} " + currency + "<extra>" + name + "</extra>",
        )
    low = min(float(curve["p10"].min()) for curve in curves.values())
    high = max(float(curve["p90"].max()) for curve in curves.values())
    _upright(figure, here, low, high, say("at your volume you are here"), dash="solid")
    for volume, text in meetings:
        _upright(figure, volume, low, high, text, dash="dot")
    figure.update_layout(
        title=say("Cost per month over volume"),
        xaxis={"type": "log", "title": say("Requests per month")},
        yaxis={"type": "log", "title": say("{currency} per month", currency=currency)},
        legend={"orientation": "h", "yanchor": "top", "y": -0.2},
        height=560,
    )
    return figure


def _faint(colour: str) -> str:
    """The colour with an opacity of a fifth."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.2)"


def _upright(figure: go.Figure, volume: float, low: float, high: float, text: str, *, dash: str) -> None:
    """A vertical line with its words at the top."""
    figure.add_scatter(
        x=[volume, volume],
        y=[low, high],
        mode="lines+text",
        text=["", text],
        textposition="top center",
        line={"dash": dash, "width": 2, "color": NEUTRAL},
        showlegend=False,
        hovertemplate=say("%{x:,.0f} requests a month<extra></extra>"),
    )


def radar_chart(spokes: pd.DataFrame) -> go.Figure:
    """The trade-off as a radar; an unknown spoke is left out of the line. ``spokes``: hosting, factor, value, facts."""
    figure = go.Figure()
    for number, (hosting, rows) in enumerate(spokes.groupby("hosting", sort=False)):
        ordered = rows.set_index("factor").reindex(list(FACTOR_NAMES))
        closed = [*ordered.index, ordered.index[0]]
        figure.add_scatterpolar(
            r=[*ordered["value"], ordered["value"].iloc[0]],
            theta=[say(FACTOR_NAMES[factor]) for factor in closed],
            name=say(HOSTING_NAMES[str(hosting)]),
            mode="lines+markers",
            connectgaps=False,
            line={"dash": DASHES[number % len(DASHES)], "width": 3},
            customdata=[*ordered["facts"], ordered["facts"].iloc[0]],
            hovertemplate="%{theta}: %{r:.2f}<br>%{customdata}<extra></extra>",
        )
    figure.update_layout(
        title=say("Hosting trade-off, 0 (worst) to 1 (best)"),
        polar={"radialaxis": {"range": [0, 1], "tickvals": [0, 0.25, 0.5, 0.75, 1]}},
        legend={"orientation": "h", "yanchor": "top", "y": -0.12},
        margin={"l": 70, "r": 70},
        height=520,
    )
    return figure


def tradeoff_bars(spokes: pd.DataFrame) -> go.Figure:
    """The trade-off as plain bars: one group per factor."""
    figure = go.Figure()
    for number, (hosting, rows) in enumerate(spokes.groupby("hosting", sort=False)):
        ordered = rows.set_index("factor").reindex(list(FACTOR_NAMES))
        figure.add_bar(
            y=[say(FACTOR_NAMES[factor]) for factor in ordered.index],
            x=ordered["value"],
            name=say(HOSTING_NAMES[str(hosting)]),
            orientation="h",
            marker={"pattern": {"shape": PATTERNS[number % len(PATTERNS)]}},
            customdata=ordered["facts"],
            hovertemplate="%{y}: %{x:.2f}<br>%{customdata}<extra></extra>",
        )
    figure.update_layout(
        title=say("Hosting trade-off, 0 (worst) to 1 (best)"),
        barmode="group",
        xaxis={"range": [0, 1], "title": say("Value, 0 to 1")},
        yaxis={"autorange": "reversed"},
        legend={"orientation": "h", "yanchor": "top", "y": -0.12},
        height=560,
    )
    return figure


def tornado_chart(swings: pd.DataFrame, *, middle: float, currency: str) -> go.Figure:
    """How far each input moves the monthly cost. ``swings``: label, low, high, low_input, high_input."""
    figure = go.Figure()
    for end, name, pattern in (("low", say("input at its low end"), ""), ("high", say("input at its high end"), "/")):
        figure.add_bar(
            y=swings["label"].map(wrapped),
            x=swings[end] - middle,
            base=middle,
            name=name.capitalize(),
            orientation="h",
            marker={"pattern": {"shape": pattern}},
            customdata=np.stack([swings[f"{end}_input"], swings[end]], axis=-1),
            hovertemplate="%{y} at %{customdata[0]}: %{customdata[1]:,.0f} " + currency + "<extra></extra>",
        )
    figure.add_vline(x=middle, line_dash="dot", line_color=NEUTRAL)
    figure.update_layout(
        title=say("Which input moves the monthly cost most"),
        barmode="overlay",
        xaxis_title=say("{currency} per month", currency=currency),
        yaxis={"autorange": "reversed"},
        legend={"orientation": "h", "yanchor": "top", "y": -0.2},
        height=200 + 40 * len(swings),
    )
    return figure


def energy_chart(rows: pd.DataFrame) -> go.Figure:
    """Energy per month with its range. ``rows``: plan, value, low, high (kWh)."""
    figure = go.Figure(
        go.Scatter(
            y=rows["plan"].map(wrapped),
            x=rows["value"],
            mode="markers",
            marker={"symbol": "diamond", "size": 11},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": rows["high"] - rows["value"],
                "arrayminus": rows["value"] - rows["low"],
                "thickness": 2,
            },
            hovertemplate=say("%{y}: %{x:,.1f} kWh a month<extra></extra>"),
        )
    )
    figure.update_layout(
        title=say("Energy per month, with its range"),
        xaxis={"type": "log", "title": say("kWh per month")},
        yaxis={"autorange": "reversed"},
        height=200 + 50 * len(rows),
        showlegend=False,
    )
    return figure
