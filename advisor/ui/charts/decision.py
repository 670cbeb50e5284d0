"""Figures of a decision: contributions, rank acceptability, weight sensitivity, score against cost, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from advisor.arrays import Floats
from advisor.decision.records import RANKS, CriterionNote, Recommendation
from advisor.ui.words import later, message, say

PATTERNS = ("", "/", "\\", "x", "-", "|", "+", ".", "", "/")
"""A pattern beside the colour, so that colour never stands alone."""
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
BAR_PX, FRAME_PX = 34, 130
GUIDE = "#8A94A6"
"""Guide lines: a grey that shows on light and dark."""
_WHERE = {
    "provider_api": later("API"),
    "cloud_gpu": later("rented GPUs"),
    "on_prem": later("own GPUs"),
    "edge": later("edge"),
}


def label(item: Recommendation) -> str:
    """A short name for an axis; the table beside the chart and the hover text have the whole one."""
    return _wrapped(plain_label(item), 30)


def plain_label(item: Recommendation) -> str:
    """The short name on one line: rank, model and way of hosting."""
    return f"{item.rank}. {item.model_name} ({say(_WHERE[item.deployment.kind])})"


def _place_label(item: Recommendation) -> str:
    """Rank, model and place, for a chart in which one model stands several times."""
    return _wrapped(f"{item.rank}. {item.name or item.model_name}", 32)


def _wrapped(text: str, width: int = 34) -> str:
    """Break a long name into lines for an axis."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + len(word) + 1 > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "<br>".join([*lines, line][:3])


def contributions_chart(
    recommendations: Sequence[Recommendation], criteria: Sequence[CriterionNote], names: Mapping[str, str]
) -> go.Figure:
    """Stacked bars: each alternative's score as the sum of its contributions, in points of 100, best on top."""
    bars = []
    labels = [label(item) for item in recommendations]
    whole = [names[item.alternative_id] for item in recommendations]
    height = FRAME_PX + 60 + (BAR_PX + 16) * len(recommendations)
    for number, note in enumerate(criteria):
        if note.weight <= 0:
            continue
        points = [item.contributions[note.criterion] * 100 for item in recommendations]
        pattern = {"shape": PATTERNS[number % len(PATTERNS)], "size": 6, "solidity": 0.15, "fillmode": "overlay"}
        bars.append(
            {
                "type": "bar",
                "y": labels,
                "x": points,
                "name": message(note.name),
                "orientation": "h",
                "marker": {"pattern": pattern},
                "customdata": whole,
                "hovertemplate": say(
                    "%{{customdata}}<br>{name}: %{{x:.1f}} points<extra></extra>", name=message(note.name)
                ),
            }
        )
    figure = go.Figure(data=bars)
    figure.update_layout(
        barmode="stack",
        title=say("Where the points come from (of 100)"),
        xaxis={"range": [0, 100]},
        yaxis={"autorange": "reversed", "title": None},
        legend={"orientation": "h", "yanchor": "top", "y": -36 / (height - FRAME_PX), "x": 0, "traceorder": "normal"},
        height=height,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def acceptability_chart(recommendations: Sequence[Recommendation], names: Mapping[str, str]) -> go.Figure:
    """Heat map: how often each alternative, a model at one place, takes each of the first ten ranks."""
    shares = [[share * 100 for share in item.rank_acceptability] for item in recommendations]
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=[f"{rank}" for rank in range(1, RANKS + 1)],
            y=[_place_label(item) for item in recommendations],
            customdata=[[names[item.alternative_id]] * RANKS for item in recommendations],
            text=[[f"{share:.0f}" if share >= 0.5 else "" for share in row] for row in shares],  # noqa: PLR2004 - half a per cent rounds up to one
            texttemplate="%{text}",
            colorscale="Blues",
            zmin=0,
            colorbar={"title": "%", "thickness": 12},
            hovertemplate=say("%{customdata}<br>rank %{x}: %{z:.1f}% of draws<extra></extra>"),
        )
    )
    figure.update_layout(
        title=say("How often each alternative takes which rank"),
        xaxis={"title": say("Rank"), "type": "category"},
        yaxis={"autorange": "reversed"},
        height=FRAME_PX + (BAR_PX + 18) * len(recommendations),
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def sensitivity_chart(
    shares: Floats, scores: Floats, names: Sequence[str], *, criterion: str, weight: float, flips: Sequence[float]
) -> go.Figure:
    """Lines.

    The score of each alternative as one weight moves from 0 to 100%, with today's weight and the flip points.
    """
    figure = go.Figure()
    for number, (name, line) in enumerate(zip(names, scores, strict=True)):
        figure.add_scatter(
            x=shares * 100,
            y=line * 100,
            name=_wrapped(name),
            mode="lines",
            line={"dash": DASHES[number % len(DASHES)], "width": 3 if number == 0 else 2},
        )
    figure.add_vline(
        x=weight * 100, line_color=GUIDE, line_width=1, annotation={"text": say("today"), "yanchor": "bottom", "y": 0}
    )
    for flip in flips:
        figure.add_vline(
            x=flip * 100,
            line_color=GUIDE,
            line_dash="dot",
            line_width=2,
            annotation_text=say("flip at {flip:.1%}", flip=flip),
        )
    figure.update_layout(
        title=say(
            "Score (points of 100) against the weight<br>of {criterion} (%, the others in proportion)",
            criterion=criterion.lower(),
        ),
        xaxis={"range": [0, 100], "ticksuffix": "%"},
        yaxis={"title": None},
        legend={"orientation": "h", "yanchor": "top", "y": -0.12, "x": 0},
        height=520,
        margin={"l": 10, "r": 10, "t": 90, "b": 10},
    )
    return figure


def pareto_chart(points: Sequence[tuple[str, float, float, str]], front: Sequence[str], currency: str) -> go.Figure:
    """Dots: score against monthly cost (log scale); the front that nobody beats on both is joined by a line.

    ``points`` are (alternative id, money a month in ``currency``, score 0 to 1, name).
    """
    figure, members = go.Figure(), set(front)
    hover = f"%{{text}}<br>%{{x:,.0f}} {currency}, %{{y:.1f}}<extra></extra>"
    others = [point for point in points if point[0] not in members]
    best = sorted((point for point in points if point[0] in members), key=lambda point: point[1])
    figure.add_scatter(
        x=[point[1] for point in others],
        y=[point[2] * 100 for point in others],
        mode="markers",
        name=say("Beaten on cost and score"),
        text=[point[3] for point in others],
        marker={"symbol": "circle-open", "size": 7},
        hovertemplate=hover,
    )
    figure.add_scatter(
        x=[point[1] for point in best],
        y=[point[2] * 100 for point in best],
        mode="lines+markers",
        name=say("Front: more score costs more"),
        text=[point[3] for point in best],
        marker={"symbol": "diamond", "size": 10},
        hovertemplate=hover,
    )
    figure.update_layout(
        title=say("Score against monthly cost"),
        xaxis={
            "title": say("{currency} a month (log scale)", currency=currency),
            "type": "log",
            "dtick": 1,
            "tickformat": ",.0f",
        },
        yaxis={"title": say("Score (points of 100)")},
        legend={"orientation": "h", "yanchor": "top", "y": -0.2, "x": 0},
        height=460,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def compare_chart(
    recommendations: Sequence[Recommendation], criteria: Sequence[CriterionNote], names: Mapping[str, str]
) -> go.Figure:
    """Grouped bars: the value of up to three alternatives on every criterion."""
    figure = go.Figure()
    labels = [f"{message(note.name)} ({note.weight:.0%})" for note in criteria]
    for number, item in enumerate(recommendations):
        figure.add_bar(
            y=labels,
            x=[item.values[note.criterion] * 100 for note in criteria],
            name=_wrapped(names[item.alternative_id]),
            orientation="h",
            marker={"pattern": {"shape": PATTERNS[number], "size": 6, "solidity": 0.15, "fillmode": "overlay"}},
            hovertemplate=say("%{y}: %{x:.0f} of 100<extra></extra>"),
        )
    figure.update_layout(
        barmode="group",
        title=say("Value on each criterion (weight in brackets)"),
        xaxis={"title": say("Value (0 worst to 100 best)"), "range": [0, 100]},
        yaxis={"autorange": "reversed"},
        legend={"orientation": "h", "yanchor": "top", "y": -0.12, "x": 0},
        height=FRAME_PX + 22 * len(criteria) * max(len(recommendations), 1),
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure


def routing_chart(shares: Floats, cost: Floats, blind: Floats, perfect: Floats, currency: str) -> go.Figure:
    """Quality between the two bounds, and cost a month in ``currency``, as a function of the escalation share."""
    money = say("{currency} a month", currency=currency)
    figure = go.Figure()
    figure.add_scatter(x=shares * 100, y=perfect * 100, name=say("Quality, perfect router"), mode="lines")
    figure.add_scatter(
        x=shares * 100, y=blind * 100, name=say("Quality, blind router"), mode="lines", line={"dash": "dash"}
    )
    figure.add_scatter(
        x=shares * 100,
        y=cost,
        name=say("{money} (right axis)", money=money),
        mode="lines",
        yaxis="y2",
        line={"dash": "dot"},
    )
    figure.update_layout(
        title=say("Small model first, large on escalation"),
        xaxis={"title": say("Requests escalated (%)"), "range": [0, 100]},
        yaxis={"title": say("Fitness (points of 100)")},
        yaxis2={
            "title": money,
            "overlaying": "y",
            "side": "right",
            "showgrid": False,
            "rangemode": "tozero",
            "tickmode": "auto",
            "nticks": 6,
            "tickformat": ",.0f",
        },
        legend={"orientation": "h", "yanchor": "top", "y": -0.2, "x": 0},
        height=420,
        margin={"l": 10, "r": 10, "t": 50, "b": 10},
    )
    return figure
