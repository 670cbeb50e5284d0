"""Figures of a decision: rank acceptability, weight sensitivity, score against cost, side by side, routing.

Each is named by its conclusion; the page writes the name above the drawing (``advisor.ui.charts.drawing``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log10
from textwrap import shorten

import plotly.graph_objects as go

from advisor.arrays import Floats
from advisor.decision.records import RANKS, CriterionNote, Recommendation
from advisor.ui.charts.colours import CHOICE, DASHES, GUIDE, PALETTE
from advisor.ui.charts.labels import apart, spread
from advisor.ui.charts.names import place_label, wrapped
from advisor.ui.words import message, say, words

BAR_PX, FRAME_PX = 34, 130
ALIKE = 2.0
"""Options that differ by less than so many points of 100 on a criterion are alike on it."""


def acceptability_chart(recommendations: Sequence[Recommendation], names: Mapping[str, str]) -> go.Figure:
    """Heat map: how often each alternative, a model at one place, takes each of the first ten ranks."""
    shares = [[share * 100 for share in item.rank_acceptability] for item in recommendations]
    figure = go.Figure(
        go.Heatmap(
            z=shares,
            x=[f"{rank}" for rank in range(1, RANKS + 1)],
            y=[place_label(item) for item in recommendations],
            customdata=[[names[item.alternative_id]] * RANKS for item in recommendations],
            text=[[words().number(share) if share >= 0.5 else "" for share in row] for row in shares],  # noqa: PLR2004 - half a per cent rounds up to one
            texttemplate="%{text}",
            colorscale="Blues",
            zmin=0,
            showscale=False,
            xgap=1,
            ygap=1,
            hovertemplate=say("%{customdata}<br>rank %{x}: %{z:.1f}% of draws<extra></extra>"),
        )
    )
    most = max(recommendations, key=lambda item: item.first_rank_share, default=None)
    figure.update_layout(
        title=say("How often each alternative takes which rank")
        if most is None
        else say(
            "{name} takes rank 1 most often, in {share} of the draws",
            name=most.name or most.model_name,
            share=words().percent(most.first_rank_share),
        ),
        xaxis={"title": say("Rank; a number is the share of draws in %"), "type": "category"},
        yaxis={"autorange": "reversed"},
        height=FRAME_PX + (BAR_PX + 18) * len(recommendations),
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure


def sensitivity_chart(
    shares: Floats, scores: Floats, names: Sequence[str], *, criterion: str, weight: float, flips: Sequence[float]
) -> go.Figure:
    """Lines, named at their ends.

    The score of each alternative as one weight moves from 0 to 100%, with today's weight and the flip points.
    """
    figure = go.Figure()
    low, high = float(scores.min()) * 100, float(scores.max()) * 100
    top = high + 0.08 * (len(flips) + 2) * (high - low)
    ends = spread([float(line[-1]) * 100 for line in scores], 0.05 * max(top - low, 1.0))
    for number, (name, line, end) in enumerate(zip(names, scores, ends, strict=True)):
        colour = PALETTE[number % len(PALETTE)]
        figure.add_scatter(
            x=shares * 100,
            y=line * 100,
            name=name,
            mode="lines",
            showlegend=False,
            line={"dash": DASHES[number % len(DASHES)], "width": 3 if number == 0 else 2, "color": colour},
        )
        figure.add_annotation(
            x=101, y=end, text=_short(name), showarrow=False, xanchor="left", font={"color": colour, "size": 12}
        )
    _upright(figure, weight * 100, say("today"), solid=True, storey=0)
    for storey, flip in enumerate(flips, start=1):
        _upright(figure, flip * 100, say("another is first from {flip:.1%} on", flip=flip), solid=False, storey=storey)
    figure.update_layout(
        title=_stays(criterion, weight, flips),
        xaxis={
            "range": [0, 138],
            "ticksuffix": "%",
            "tickvals": [0, 20, 40, 60, 80, 100],
            "title": say("Weight of {criterion}, the others in proportion", criterion=criterion),
        },
        yaxis={
            "title": say("Score (points of 100)"),
            "range": [low - 1, top],
        },
        height=520,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure


def _short(name: str) -> str:
    """The name at the end of a line: without the way of hosting, which the table says."""
    return shorten(name.partition(" (")[0], 24, placeholder="…")


def _upright(figure: go.Figure, x: float, text: str, *, solid: bool, storey: int) -> None:
    """A guide line with its words on a storey of their own."""
    figure.add_vline(x=x, line={"color": GUIDE, "width": 1 if solid else 2, "dash": "solid" if solid else "dot"})
    figure.add_annotation(
        x=x, y=1 - 0.06 * storey, yref="paper", text=text, showarrow=False, xanchor="left", xshift=4, yanchor="top"
    )


def _stays(criterion: str, weight: float, flips: Sequence[float]) -> str:
    """How far the weight can move before another option scores highest."""
    below = max((flip for flip in flips if flip < weight), default=0.0)
    above = min((flip for flip in flips if flip > weight), default=1.0)
    if not flips:
        return say("No weight of {criterion} puts another option first", criterion=criterion)
    return say(
        "The highest score is the same one from {below} to {above} of weight on {criterion}; today it is {weight}",
        below=words().percent(below),
        above=words().percent(above),
        criterion=criterion,
        weight=words().percent(weight),
    )


@dataclass(frozen=True, slots=True)
class Dot:
    """An option as score (0 to 1) against money a month."""

    alternative_id: str
    money: float
    score: float
    name: str
    model: str


def pareto_chart(dots: Sequence[Dot], front: Sequence[str], currency: str, chosen: str | None) -> go.Figure:
    """Dots: score against monthly cost (log scale); the front that nobody beats on both, and the choice, are named."""
    figure, members = go.Figure(), set(front)
    hover = f"%{{text}}<br>%{{x:,.0f}} {currency}, %{{y:.1f}}<extra></extra>"
    others = [dot for dot in dots if dot.alternative_id not in members and dot.alternative_id != chosen]
    best = sorted((dot for dot in dots if dot.alternative_id in members), key=lambda dot: dot.money)
    choice = [dot for dot in dots if dot.alternative_id == chosen]
    for group, name, mode, marker in (
        (others, say("Beaten on cost and score"), "markers", {"symbol": "circle-open", "size": 6, "color": GUIDE}),
        (
            best,
            say("Front: more score costs more"),
            "lines+markers",
            {"symbol": "diamond", "size": 9, "color": PALETTE[1]},
        ),
        (choice, say("The choice"), "markers", {"symbol": "star", "size": 18, "color": CHOICE}),
    ):
        figure.add_scatter(
            x=[dot.money for dot in group],
            y=[100 * dot.score for dot in group],
            mode=mode,
            name=name,
            text=[dot.name for dot in group],
            marker=marker,
            line={"color": PALETTE[1], "width": 2},
            hovertemplate=hover,
        )
    _name_dots(figure, [*choice, *(dot for dot in reversed(best) if dot.alternative_id != chosen)], dots)
    figure.update_layout(
        title=_next_better(best, choice, currency),
        xaxis={
            "title": say("{currency} a month (log scale)", currency=currency),
            "type": "log",
            "dtick": 1,
            "tickformat": ",.0f",
        },
        yaxis={"title": say("Score (points of 100)")},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        height=480,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure


def _name_dots(figure: go.Figure, wanted: Sequence[Dot], dots: Sequence[Dot]) -> None:
    """Names of the dots that matter, in the order of what matters most, where none is printed over another."""
    if not dots:
        return
    decades = log10(max(dot.money for dot in dots)) - log10(min(dot.money for dot in dots))
    points = max(dot.score for dot in dots) - min(dot.score for dot in dots)
    places = [(log10(dot.money), dot.score) for dot in wanted]
    free = apart(places, wide=0.22 * max(decades, 0.1), high=0.07 * max(points, 0.01))
    for dot, named in zip(wanted, free, strict=True):
        if named:
            figure.add_annotation(
                x=log10(dot.money),
                y=100 * dot.score,
                text=f"<b>{dot.model}</b>",
                showarrow=False,
                yshift=16,
                xanchor="center",
            )


def _next_better(best: Sequence[Dot], choice: Sequence[Dot], currency: str) -> str:
    """What the next better option on the front costs more than the choice."""
    if not choice:
        return say("Score against monthly cost")
    mine = choice[0]
    better = next((dot for dot in best if dot.score > mine.score and dot.money >= mine.money), None)
    if better is None:
        return say("Nothing scores more than {name} at a higher price", name=mine.model)
    return say(
        "Beyond {name}, the next better option is {better}: {points} points more for {money} {currency} a month more",
        name=mine.model,
        better=better.model,
        points=words().number(100 * (better.score - mine.score), 1),
        money=words().number(better.money - mine.money),
        currency=currency,
    )


def alike(recommendations: Sequence[Recommendation], criteria: Sequence[CriterionNote]) -> list[CriterionNote]:
    """Criteria on which the options are worth the same within two points."""
    return [note for note in criteria if _spread_on(recommendations, note) < ALIKE]


def _spread_on(recommendations: Sequence[Recommendation], note: CriterionNote) -> float:
    found = [100 * item.values[note.criterion] for item in recommendations]
    return max(found, default=0.0) - min(found, default=0.0)


def compare_chart(
    recommendations: Sequence[Recommendation], criteria: Sequence[CriterionNote], names: Mapping[str, str]
) -> go.Figure:
    """Grouped bars: the value of up to three alternatives on the criteria that tell them apart, the widest first."""
    figure = go.Figure()
    same = alike(recommendations, criteria) if len(recommendations) > 1 else []
    shown = sorted(
        (n for n in criteria if n not in same), key=lambda note: -note.weight * _spread_on(recommendations, note)
    )
    labels = [wrapped(f"{message(note.name)} ({words().percent(note.weight)})", 26) for note in shown]
    for number, item in enumerate(recommendations):
        values = [item.values[note.criterion] * 100 for note in shown]
        figure.add_bar(
            y=labels,
            x=values,
            name=wrapped(names[item.alternative_id], 40),
            orientation="h",
            marker={"color": PALETTE[number]},
            text=[words().number(value) for value in values],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=say("%{y}: %{x:.0f} of 100<extra></extra>"),
        )
    figure.update_layout(
        barmode="group",
        title=_leads(recommendations, shown),
        xaxis={"title": say("Value (0 worst to 100 best)"), "range": [0, 108], "tickvals": [0, 25, 50, 75, 100]},
        yaxis={"autorange": "reversed"},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "traceorder": "normal"},
        height=FRAME_PX + 20 * len(shown) * max(len(recommendations), 1),
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure


def _leads(recommendations: Sequence[Recommendation], shown: Sequence[CriterionNote]) -> str:
    """On which criteria, the weightiest difference first, each option is ahead of the others."""
    told = []
    for item in recommendations:
        ahead = [
            message(note.name)
            for note in shown
            if all(
                item.values[note.criterion] * 100 >= other.values[note.criterion] * 100 + ALIKE
                for other in recommendations
                if other is not item
            )
        ]
        if ahead and len(recommendations) > 1:
            told.append(say("{name} is ahead on {criteria}", name=item.model_name, criteria=words().listed(ahead[:2])))
    return "; ".join(told) or say("Value on each criterion (weight in brackets)")


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
    quarter = int(len(shares) / 4)
    figure.update_layout(
        title=say(
            "A quarter escalated: between {blind:.0f} and {perfect:.0f} points of fitness for {money} {currency} "
            "a month",
            blind=100 * float(blind[quarter]),
            perfect=100 * float(perfect[quarter]),
            money=words().number(float(cost[quarter])),
            currency=currency,
        ),
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
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
        height=420,
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure
