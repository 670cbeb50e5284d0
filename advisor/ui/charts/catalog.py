"""Figures of the catalog: quality against price, a model's price over time, and estimates side by side.

Each title is what the figure shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from math import log10

import pandas as pd
import plotly.graph_objects as go

from advisor.catalog.capability_points import interval_90
from advisor.ui.charts.colours import DASHES
from advisor.ui.tables import narrow
from advisor.ui.words import later, say, words

SYMBOLS = {"open_weights": ("circle", later("Open weights")), "proprietary": ("diamond", later("Proprietary"))}
MARKS = ("circle", "square", "diamond", "triangle-up", "x", "star")
_LABEL_WIDTH, _LABEL_HEIGHT, _LABEL_LETTERS = 0.18, 3.5, 20
_LABEL_ROOM = 0.3
_DOT = later(
    "%{{customdata[0]}}<br>%{{y:.1f}} points (%{{customdata[1]:.1f}} to %{{customdata[2]:.1f}}, "
    "%{{customdata[3]}})<br>%{{x:.4g}} {unit}<extra></extra>"
)
_CHEAP_PART = 0.3
"""The part of the price axis in which a phone has no room for a label beside its dot."""
_INTERVAL = later("%{customdata[0]}: %{x:.1f} points, 90% from %{customdata[1]:.1f} to %{customdata[2]:.1f}<extra>")


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
        name=say("Nothing is both cheaper and better"),
        hoverinfo="skip",
    )
    for openness, (symbol, called) in SYMBOLS.items():
        part = points[points["openness"] == openness]
        shown = part["front"].map({True: 11, False: 7})
        figure.add_scatter(
            x=part["price"],
            y=part["estimate"],
            mode="markers",
            name=say(called),
            marker={"symbol": symbol, "size": shown, "line": {"width": 1}},
            customdata=part[["name", "low", "high", "basis"]],
            hovertemplate=say(_DOT, unit=unit),
        )
    low, high = log10(points["price"].min()), log10(points["price"].max())
    for x, y, name in _labels(front, low, high):
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
        title=_for_the_money(front, capability, unit),
        xaxis={"title": f"{say('Price (log scale)')}<br>{unit}", "type": "log", "range": _padded(low, high)},
        yaxis={"title": say("{ability} (points of 100)", ability=capability)},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        height=560,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def _for_the_money(front: pd.DataFrame, capability: str, unit: str) -> str:
    """What the most able costs, and how much of its ability the cheapest on the front has; ``front`` is by price."""
    cheap, best = front.iloc[0], front.iloc[-1]
    if len(front) == 1:
        return say(
            "{capability}: {best} is both the most able and the cheapest", capability=capability, best=best["name"]
        )
    return say(
        "{capability}: {best} leads with {most:.0f} points at {dear} {unit}; {cheap} has {least:.0f} at {low}",
        capability=capability,
        best=best["name"],
        most=float(best["estimate"]),
        dear=words().sensible(float(best["price"])),
        unit=unit,
        cheap=cheap["name"],
        least=float(cheap["estimate"]),
        low=words().sensible(float(cheap["price"])),
    )


def _labels(front: pd.DataFrame, low: float, high: float) -> Iterator[tuple[float, float, str]]:
    """Places of the names on the front (exponent of the price, points), leaving out those that would overlap.

    ``low`` and ``high`` are the ends of the axis; what stands too near its left end for a phone is left out there.
    """
    width = high - low
    taken: list[tuple[float, float]] = []
    for price, estimate, name in zip(front["price"], front["estimate"], front["name"], strict=True):
        x, y = log10(price), float(estimate)
        if narrow() and x < low + _CHEAP_PART * width:
            continue
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
        title=_moved(lines, name),
        xaxis={"title": say("Date of the price list")},
        yaxis={"title": say("USD per million tokens"), "rangemode": "tozero"},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        height=380,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def _moved(lines: Sequence[tuple[str, Sequence[tuple[date, float]]]], name: str) -> str:
    """By how much the price that moved most did, from its first list to its last."""
    moves = [
        (points[-1][1] / points[0][1] - 1, label, points[0][0]) for label, points in lines if points and points[0][1]
    ]
    if not moves:
        return say("Price of {name} over time", name=name)
    share, label, since = max(moves, key=lambda move: abs(move[0]))
    day = words().short_date(since)
    if not share:
        return say("{name}: no price has changed since {day}", name=name, day=day)
    change = words().percent(abs(share))
    if share < 0:
        return say("{name}: {label} is {change} cheaper than on {day}", name=name, label=label, change=change, day=day)
    return say("{name}: {label} is {change} dearer than on {day}", name=name, label=label, change=change, day=day)


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
            hovertemplate=f"{say(_INTERVAL)}{name}</extra>",
        )
    figure.update_layout(
        title=_leads(lines),
        xaxis={"title": say("Points of 100, with 90% intervals")},
        yaxis={
            "tickmode": "array",
            "tickvals": list(range(len(order))),
            "ticktext": order,
            "range": [len(order) - 0.5, -0.5],
            "title": None,
        },
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        height=160 + len(order) * (20 + 12 * len(lines)),
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def _leads(lines: Sequence[tuple[str, Sequence[tuple[str, float, float]]]]) -> str:
    """Who has the most abilities to its name; of one model alone, where it is strongest and weakest."""
    if len(lines) == 1:
        name, points = lines[0]
        best, least = max(points, key=lambda point: point[1]), min(points, key=lambda point: point[1])
        return say("{name} is strongest in {best}, weakest in {least}", name=name, best=best[0], least=least[0])
    tops: dict[str, tuple[float, str]] = {}
    for name, points in lines:
        for capability, estimate, _ in points:
            tops[capability] = max(tops.get(capability, (-1.0, "")), (estimate, name))
    wins = Counter(name for _, name in tops.values())
    name, count = wins.most_common(1)[0]
    return say("{name} leads in {count} of {all} abilities", name=name, count=count, all=len(tops))
