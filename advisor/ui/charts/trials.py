"""Charts of the playground and the evaluation; each has a title and units, and the page shows its table."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from advisor.trials.evaluation.results import MetricResult, metric_name
from advisor.trials.measures.votes import Standing
from advisor.trials.records import Run
from advisor.ui.charts.colours import DASHES
from advisor.ui.words import say

_SHARES = (-3, 103)
"""Per cent, with room for a mark at either end."""
_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x")


def arrivals_figure(runs: Sequence[Run]) -> go.Figure:
    """How each run's answer grew: characters over seconds since the request started; a step per arrival."""
    figure = go.Figure()
    for index, run in enumerate(runs):
        points = run.measurement.arrivals
        name = f"{run.connection} #{run.repetition + 1}"
        figure.add_scatter(
            x=[0.0, *(at for at, _ in points)],
            y=[0, *(size for _, size in points)],
            name=name,
            mode="lines",
            line={"shape": "hv", "dash": DASHES[index % len(DASHES)]},
            hovertemplate=say("%{x:.2f} s: %{y} characters<extra>") + name + "</extra>",
        )
    figure.update_layout(
        title=say("How the answers arrived"),
        xaxis_title=say("Seconds since the request"),
        yaxis_title=say("Characters of the answer"),
        height=340,
        margin={"t": 48, "b": 80, "l": 56, "r": 16},
        legend={"orientation": "h", "yanchor": "top", "y": -0.3, "x": 0},
    )
    return figure


def standings_figure(standings: Sequence[Standing]) -> go.Figure:
    """Win rate of each connection with its 95% interval."""
    known = [one for one in standings if one.rate is not None][::-1]
    figure = go.Figure()
    for index, one in enumerate(known):
        rate, low, high = one.rate or 0.0, one.rate_low or 0.0, one.rate_high or 0.0
        figure.add_scatter(
            x=[rate * 100],
            y=[one.name],
            error_x={"type": "data", "array": [(high - rate) * 100], "arrayminus": [(rate - low) * 100]},
            mode="markers",
            marker={"symbol": _SYMBOLS[index % len(_SYMBOLS)], "size": 11},
            name=one.name,
            showlegend=False,
            hovertemplate=say(
                "{name}: {rate:.0%} (95% interval {low:.0%} to {high:.0%})<extra></extra>",
                name=one.name,
                rate=rate,
                low=low,
                high=high,
            ),
        )
    figure.update_layout(
        title=say("Win rate in blind votes, with 95% interval"),
        xaxis={"title": say("Won (ties count half), %"), "range": _SHARES, "tickvals": [0, 25, 50, 75, 100]},
        height=130 + 44 * len(known),
        margin={"t": 48, "b": 40, "l": 120, "r": 16},
    )
    return figure


def scores_figure(result: MetricResult) -> go.Figure:
    """Mean score of each connection under one metric with its 95% interval."""
    known = [row for row in result.connections if row.mean is not None][::-1]
    figure = go.Figure()
    for index, row in enumerate(known):
        mean = row.mean
        if mean is None:
            continue
        figure.add_scatter(
            x=[mean.mean * 100],
            y=[row.connection],
            error_x={
                "type": "data",
                "array": [(mean.high - mean.mean) * 100],
                "arrayminus": [(mean.mean - mean.low) * 100],
            },
            mode="markers",
            marker={"symbol": _SYMBOLS[index % len(_SYMBOLS)], "size": 11},
            showlegend=False,
            name=row.connection,
            hovertemplate=say(
                "{connection}: {mean:.1%} over {count} prompts<extra></extra>",
                connection=row.connection,
                mean=mean.mean,
                count=mean.count,
            ),
        )
    figure.update_layout(
        title=say("{metric_name}: mean score with 95% interval", metric_name=metric_name(result.metric)),
        xaxis={"title": say("Score, %"), "range": _SHARES, "tickvals": [0, 25, 50, 75, 100]},
        height=130 + 44 * len(known),
        margin={"t": 48, "b": 40, "l": 120, "r": 16},
    )
    return figure
