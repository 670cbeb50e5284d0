"""Figures of the catalog: quality against price, a model's price over time, and estimates side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import log10

import pandas as pd
import plotly.graph_objects as go

from advisor.catalog.capability_points import interval_90
from advisor.ui.charts.colours import DASHES

SYMBOLS = {"open_weights": ("circle", "open weights"), "proprietary": ("diamond", "proprietary")}
MARKS = ("circle", "square", "diamond", "triangle-up", "x", "star")
_LABEL_WIDTH, _LABEL_HEIGHT, _LABEL_LETTERS = 0.18, 3.5, 20
_LABEL_ROOM = 0.3


def quality_price_chart(points: pd.DataFrame, *, capability: str, unit: str) -> go.Figure:
    """Dots of estimate against price (log scale) with the Pareto front as a stepped line.

    ``points`` has ``name``, ``price``, ``estimate``, ``standard_error``, ``openness``, ``own`` and ``front``.
    """
    figure = go.Figure()
    front = points[points["front"]].sort_values("price")
    figure.add_scatter(
        x=front["price"],
        y=front["estimate"],
        mode="lines",
        line={"shape": "hv", "dash": "dash", "width": 2},
        name="Pareto front: nothing is both cheaper and better",
        hoverinfo="skip",
    )
    for openness, (symbol, words) in SYMBOLS.items():
        part = points[points["openness"] == openness]
        shown = part["front"].map({True: 11, False: 7})
        figure.add_scatter(
            x=part["price"],
            y=part["estimate"],
            mode="markers",
            name=words.capitalize(),
            marker={"symbol": symbol, "size": shown, "line": {"width": 1}},
            customdata=part[["name", "low", "high", "basis"]],
            hovertemplate="%{customdata[0]}<br>%{y:.1f} points (%{customdata[1]:.1f} to %{customdata[2]:.1f}, "
            "%{customdata[3]})<br>%{x:.4g} " + unit + "<extra></extra>",
        )
    low, high = log10(points["price"].min()), log10(points["price"].max())
    for x, y, name in _labels(front, width=high - low):
        figure.add_annotation(
            x=x,
            y=y,
            text=name,
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            xshift=-4,
            yshift=3,
            font={"size": 11},
        )
    figure.update_layout(
        title=f"{capability} against price",
        xaxis={"title": f"Price (log scale)<br>{unit}", "type": "log", "range": _padded(low, high)},
        yaxis={"title": f"{capability} (points of 100)"},
        legend={"orientation": "h", "yanchor": "top", "y": -0.22, "x": 0},
        height=560,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def _labels(front: pd.DataFrame, *, width: float) -> Iterator[tuple[float, float, str]]:
    """Places of the names on the front (exponent of the price, points), leaving out those that would overlap."""
    taken: list[tuple[float, float]] = []
    for price, estimate, name in zip(front["price"], front["estimate"], front["name"], strict=True):
        x, y = log10(price), float(estimate)
        if all(abs(x - left) > width * _LABEL_WIDTH or abs(y - up) > _LABEL_HEIGHT for left, up in taken):
            taken.append((x, y))
            yield x, y, name if len(name) <= _LABEL_LETTERS else f"{name[: _LABEL_LETTERS - 1]}…"


def _padded(low: float, high: float) -> list[float]:
    """The range of the axis, with room for a name at the left."""
    width = max(high - low, 0.5)
    return [low - width * _LABEL_ROOM, high + width * 0.04]


def price_history_chart(lines: Sequence[tuple[str, Sequence[tuple[date, float]]]], name: str) -> go.Figure:
    """Steps of a model's token prices over time; ``lines`` are (label, (day, USD per million tokens) by time)."""
    figure = go.Figure()
    for number, (label, points) in enumerate(lines):
        figure.add_scatter(
            x=[day for day, _ in points],
            y=[price for _, price in points],
            mode="lines+markers",
            name=label,
            line={"shape": "hv", "dash": DASHES[number % len(DASHES)]},
            marker={"symbol": MARKS[number % len(MARKS)], "size": 8},
            hovertemplate="%{x|%d %b %Y}: %{y:.4g} USD<extra>" + label + "</extra>",
        )
    figure.update_layout(
        title=f"Price of {name} over time",
        xaxis={"title": "Date of the price list"},
        yaxis={"title": "USD per million tokens", "rangemode": "tozero"},
        legend={"orientation": "h", "yanchor": "top", "y": -0.25, "x": 0},
        height=380,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def estimates_chart(lines: Sequence[tuple[str, Sequence[tuple[str, float, float]]]]) -> go.Figure:
    """Dots with 90% intervals per capability; ``lines`` are (model, (capability, estimate, standard error))."""
    figure = go.Figure()
    order = list(dict.fromkeys(capability for _, points in lines for capability, _, _ in points))
    for number, (name, points) in enumerate(lines):
        intervals = [interval_90(estimate, error) for _, estimate, error in points]
        shift = (number - (len(lines) - 1) / 2) * 0.8 / max(len(lines), 1)
        figure.add_scatter(
            x=[estimate for _, estimate, _ in points],
            y=[order.index(capability) + shift for capability, _, _ in points],
            customdata=[(capability, *ends) for (capability, _, _), ends in zip(points, intervals, strict=True)],
            mode="markers",
            name=name,
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [high - point[1] for point, (_, high) in zip(points, intervals, strict=True)],
                "arrayminus": [point[1] - low for point, (low, _) in zip(points, intervals, strict=True)],
                "thickness": 1.5,
            },
            marker={"symbol": MARKS[number % len(MARKS)], "size": 9},
            hovertemplate="%{customdata[0]}: %{x:.1f} points, 90% from %{customdata[1]:.1f} to %{customdata[2]:.1f}"
            "<extra>" + name + "</extra>",
        )
    figure.update_layout(
        title="Estimated capability with 90% intervals",
        xaxis={"title": "Points of 100"},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(order))),
            "ticktext": order,
            "range": [len(order) - 0.5, -0.5],
            "title": None,
        },
        legend={"orientation": "h", "yanchor": "top", "y": -0.15, "x": 0},
        height=160 + len(order) * (20 + 12 * len(lines)),
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure
