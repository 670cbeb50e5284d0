"""Figures of hosting: costs by component, break-even, tornado, energy; each is named by its conclusion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from typing import Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from advisor.ui.charts import names
from advisor.ui.charts.colours import CHOICE, COST_KIND_COLOURS, DASHES, GUIDE, PALETTE, SAME, faint
from advisor.ui.words import later, say, words

LABEL_WIDTH = 24
FOLDED_SHARE = 0.08
"""Lines below this share of the plan, in every plan, are drawn as one."""
BAR_OFFSET, BAR_WIDTH = -0.42, 0.4
"""A bar stands over the line of its range, which would cross the bar's numbers (in rows of one)."""
TOTALS_PX = 64
"""The column of the totals, which stands free of the drawing: beside a long range it would be cut on a phone."""
WRITTEN_SHARE = 0.09
"""A line of this share of the dearest plan has room for its number."""
HOSTING_NAMES = {
    "provider_api": later("Model provider"),
    "cloud_gpu": later("Cloud GPUs"),
    "on_prem": later("On-premises"),
    "edge": later("Edge"),
    "hybrid": later("Hybrid"),
}


COST_KINDS: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "tokens_in": (later("Tokens read"), ("input_tokens", "cached_tokens", "cache_writes")),
    "tokens_out": (later("Tokens and media made"), ("output_tokens", "reasoning_tokens", "media")),
    "rent": (later("GPU rent"), ("gpu_rent", "alternative_use")),
    "hardware": (later("Hardware, less resale"), ("purchase", "resale")),
    "capital": (later("Cost of capital"), ("capital",)),
    "running": (later("Power, floor, support"), ("electricity", "floor", "colocation", "support")),
    "network": (later("Network, storage, software"), ("network", "storage", "backup", "egress", "software")),
    "staff": (later("Staff"), ("staff",)),
    "changes": (later("Changes, tuning, retrieval"), ("migration", "fine_tuning", "corpus", "retrieval")),
    "contingency": (later("Contingency"), ("contingency",)),
}
"""Lines of a bill that are of a kind are one bar: its name and its components; the table has every line."""


def wrapped(name: str) -> str:
    """A long name on several lines, so that a narrow screen has room for the bars."""
    return names.wrapped(name, LABEL_WIDTH)


def cost_chart(parts: pd.DataFrame, totals: pd.DataFrame, *, currency: str) -> go.Figure:
    """Stacked bars of the monthly cost by kind of line, with the 10th to 90th percentile of the total.

    ``parts`` has ``plan``, ``key`` (the component) and ``cost``; ``totals`` has ``plan``, ``p10``, ``p50`` and ``p90``.
    The first plan is marked: it is the recommended one where there is one.
    """
    figure = go.Figure()
    widest = float(totals["p90"].max())
    middle = {str(plan): float(each) for plan, each in zip(totals["plan"], totals["p50"], strict=True)}
    kinds = _by_kind(parts, list(middle))
    axis = {name: f"<b>★ {wrapped(name)}</b>" if place == 0 else wrapped(name) for place, name in enumerate(middle)}
    large = [kind for kind, costs in kinds.items() if any(abs(costs[p]) >= FOLDED_SHARE * middle[p] for p in middle)]
    for kind in large:
        _add_line(figure, kinds[kind], axis, widest, name=say(COST_KINDS[kind][0]), colour=COST_KIND_COLOURS[kind])
    small = [kind for kind in kinds if kind not in large]
    rest = {plan: sum(kinds[kind][plan] for kind in small) for plan in middle}
    if any(abs(cost) >= 1 for cost in rest.values()):
        _add_line(figure, rest, axis, widest, name=say("Everything else"), colour=SAME)
    _add_ranges(figure, totals, axis, currency)
    figure.update_layout(
        title=_mostly(parts, totals, currency),
        barmode="relative",
        xaxis={
            "title": say("{currency} per month of the horizon", currency=currency),
            "range": [min(0.0, float(totals["p10"].min())), 1.02 * widest],
        },
        yaxis={"autorange": "reversed", "title": None},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "traceorder": "normal"},
        height=190 + 80 * len(totals),
        margin={"l": 10, "r": TOTALS_PX + 6, "t": 10, "b": 10},
    )
    return figure


def _add_ranges(figure: go.Figure, totals: pd.DataFrame, axis: Mapping[str, str], currency: str) -> None:
    """The 10th to the 90th percentile of each plan beneath its bar, and its middle in a column of its own."""
    figure.add_scatter(
        y=totals["plan"].map(axis.__getitem__),
        x=totals["p50"],
        mode="markers",
        name=say("Middle and 10th to 90th percentile"),
        marker={"symbol": "diamond", "size": 10, "color": GUIDE, "line": {"color": "white", "width": 1}},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": totals["p90"] - totals["p50"],
            "arrayminus": totals["p50"] - totals["p10"],
            "thickness": 2,
            "color": GUIDE,
        },
        hovertemplate="%{y}<br>%{x:,.0f} " + currency + say(" (middle)") + "<extra></extra>",
    )
    for name, p50 in zip(totals["plan"], totals["p50"], strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            y=axis[str(name)],
            text=f"<b>{words().number(p50)}</b>",
            showarrow=False,
            xanchor="right",
            xshift=TOTALS_PX,
        )


def _by_kind(parts: pd.DataFrame, plans: Sequence[str]) -> dict[str, dict[str, float]]:
    """The cost of every plan by kind of line, kinds in a fixed order."""
    kind_of = {line: kind for kind, (_, lines) in COST_KINDS.items() for line in lines}
    found = {kind: dict.fromkeys(plans, 0.0) for kind in COST_KINDS}
    for plan, key, cost in zip(parts["plan"], parts["key"], parts["cost"], strict=True):
        found[kind_of[str(key)]][str(plan)] += float(cost)
    return {kind: costs for kind, costs in found.items() if any(costs.values())}


def _add_line(
    figure: go.Figure, costs: Mapping[str, float], axis: Mapping[str, str], widest: float, *, name: str, colour: str
) -> None:
    """One kind of line over every plan, its number where it fits."""
    figure.add_bar(
        y=[axis[plan] for plan in costs],
        x=list(costs.values()),
        name=name,
        orientation="h",
        offset=BAR_OFFSET,
        width=BAR_WIDTH,
        marker={"color": colour, "line": {"color": "rgba(255,255,255,0.7)", "width": 1}},
        text=[words().number(cost) if cost >= WRITTEN_SHARE * widest else "" for cost in costs.values()],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        hovertemplate="%{y}<br>" + name + ": %{x:,.0f}<extra></extra>",
    )


def _mostly(parts: pd.DataFrame, totals: pd.DataFrame, currency: str) -> str:
    """What the first plan is made of, and how far the dearest is from it."""
    plans = [str(plan) for plan in totals["plan"]]
    first, middle = plans[0], float(totals["p50"].iloc[0])
    kinds = _by_kind(parts, plans)
    most = max(kinds, key=lambda kind: kinds[kind][first])
    dearest = totals.sort_values("p50").iloc[-1]
    factor = float(dearest["p50"]) / middle if middle > 0 else 1.0
    values = {"money": words().number(middle), "currency": currency, "kind": say(COST_KINDS[most][0])}
    if factor < 1.5:  # noqa: PLR2004 - less is no argument
        return say("Most of the {money} {currency} a month: {kind}", **values)
    return say(
        "Most of the {money} {currency} a month: {kind}; the dearest plan here costs {factor} times as much",
        factor=words().sensible(factor, 2),
        **values,
    )


def _add_curve(
    figure: go.Figure,
    volumes: np.ndarray[tuple[int], np.dtype[np.float64]],
    curve: pd.DataFrame,
    *,
    name: str,
    number: int,
    currency: str,
) -> None:
    """One plan's cost over the volume, its band beneath it; the first plan's line is the widest."""
    colour = PALETTE[number % len(PALETTE)]
    figure.add_scatter(
        x=np.concatenate([volumes, volumes[::-1]]),
        y=np.concatenate([curve["p90"], curve["p10"][::-1]]),
        fill="toself",
        fillcolor=faint(colour),
        mode="none",
        showlegend=False,
        hoverinfo="skip",
        legendgroup=name,
    )
    figure.add_scatter(
        x=volumes,
        y=curve["p50"],
        mode="lines",
        name=names.wrapped(name, 48),
        legendgroup=name,
        line={"dash": DASHES[number % len(DASHES)], "width": 4 if number == 0 else 2.5, "color": colour},
        hovertemplate=say("%{x:,.0f} requests a month") + "<br>%{y:,.0f} " + currency + "<extra>" + name + "</extra>",
    )


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
        _add_curve(figure, volumes, curve, name=name, number=number, currency=currency)
    low = min(float(curve["p10"].min()) for curve in curves.values())
    high = max(float(curve["p90"].max()) for curve in curves.values())
    marks = [(here, say("you are here"), True), *((volume, text, False) for volume, text in meetings)]
    span = (log10(float(volumes[0])), log10(float(volumes[-1])))
    # Each on a storey of its own: on a phone one label is as wide as the whole drawing.
    for storey, (volume, text, own) in enumerate(sorted(marks, key=lambda mark: mark[0])):
        right = log10(volume) > sum(span) / 2
        _upright(figure, volume, low, high, text, storey=storey, own=own, anchor="right" if right else "left")
    top = log10(high) + 0.07 * (len(marks) + 1) * (log10(high) - log10(low))
    figure.update_layout(
        title=_cheapest_at(curves, volumes, here),
        xaxis={"type": "log", "title": say("Requests per month"), "dtick": 1, "range": list(span)},
        yaxis={
            "type": "log",
            "title": say("{currency} per month", currency=currency),
            "range": [log10(low) - 0.1, top],
            "dtick": 1,
        },
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        height=580,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure


def _cheapest_at(
    curves: Mapping[str, pd.DataFrame], volumes: np.ndarray[tuple[int], np.dtype[np.float64]], here: float
) -> str:
    """Which plan is cheapest at the present volume, and from which volume on another one is."""
    middles = {name: curve["p50"].to_numpy() for name, curve in curves.items()}
    order = list(middles)
    best = np.argmin(np.array(list(middles.values())), axis=0)
    now = int(best[int(np.argmin(np.abs(volumes - here)))])
    later_on = [place for place, each in enumerate(best) if volumes[place] > here and each != now]
    if not later_on:
        return say("At your volume and at every larger one drawn, {name} is cheapest", name=order[now])
    place = later_on[0]
    return say(
        "At your volume {name} is cheapest; from about {times} times as much on it is {other}",
        name=order[now],
        times=words().sensible(float(volumes[place]) / here, 2),
        other=order[int(best[place])],
    )


def _upright(
    figure: go.Figure, volume: float, low: float, high: float, text: str, *, storey: int, own: bool, anchor: str
) -> None:
    """A vertical line with its words over the curves, on a storey of their own."""
    figure.add_scatter(
        x=[volume, volume],
        y=[low, high],
        mode="lines",
        line={"dash": "solid" if own else "dot", "width": 2, "color": CHOICE if own else GUIDE},
        showlegend=False,
        hovertemplate=say("%{x:,.0f} requests a month") + "<extra></extra>",
    )
    figure.add_annotation(
        x=log10(volume),
        y=log10(high) + 0.07 * (storey + 0.6) * (log10(high) - log10(low)),
        text=f"<b>{text}</b>" if own else text,
        showarrow=False,
        xanchor=anchor,
    )


def tornado_chart(swings: pd.DataFrame, *, middle: float, currency: str) -> go.Figure:
    """How far each input moves the monthly cost. ``swings``: label, low, high, low_input, high_input."""
    figure = go.Figure()
    ends = (("low", say("input at its low end"), PALETTE[4]), ("high", say("input at its high end"), PALETTE[0]))
    for end, name, colour in ends:
        figure.add_bar(
            y=swings["label"].map(wrapped),
            x=swings[end] - middle,
            base=middle,
            name=name.capitalize(),
            orientation="h",
            marker={"color": colour},
            text=[words().number(value) for value in swings[end]],
            textposition="outside",
            cliponaxis=False,
            customdata=np.stack([swings[f"{end}_input"], swings[end]], axis=-1),
            hovertemplate="%{y}: %{customdata[0]:,.3g}<br>%{customdata[1]:,.0f} " + currency + "<extra></extra>",
        )
    figure.add_vline(x=middle, line_dash="dot", line_color=GUIDE)
    low, high = float(swings[["low", "high"]].min().min()), float(swings[["low", "high"]].max().max())
    pad = 0.18 * max(high - low, 1.0)
    first = swings.iloc[0]
    figure.update_layout(
        title=say(
            "{input} moves the cost most: from {low} to {high} {currency} a month",
            input=str(first["label"]),
            low=words().number(min(first["low"], first["high"])),
            high=words().number(max(first["low"], first["high"])),
            currency=currency,
        ),
        barmode="overlay",
        xaxis={"title": say("{currency} per month", currency=currency), "range": [low - pad, high + pad]},
        yaxis={"autorange": "reversed"},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        height=200 + 44 * len(swings),
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure


def energy_chart(rows: pd.DataFrame) -> go.Figure:
    """Energy per month with its range. ``rows``: plan, value, low, high (kWh)."""
    figure = go.Figure(
        go.Scatter(
            y=rows["plan"].map(wrapped),
            x=rows["value"],
            mode="markers+text",
            text=[words().sensible(value) for value in rows["value"]],
            textposition="top center",
            marker={"symbol": "diamond", "size": 11, "color": PALETTE[0]},
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
    least = rows.sort_values("value").iloc[0]
    figure.update_layout(
        title=say(
            "{name} needs least energy: about {kwh} kWh a month",
            name=str(least["plan"]),
            kwh=words().sensible(float(least["value"]), 2),
        ),
        xaxis={"type": "log", "title": say("kWh per month"), "dtick": 1},
        yaxis={"autorange": "reversed"},
        height=160 + 70 * len(rows),
        showlegend=False,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure
