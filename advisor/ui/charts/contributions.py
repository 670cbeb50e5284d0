"""Where points come from: what options have in common is folded away, so that the bars show what tells them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from advisor.decision.records import CriterionNote, Recommendation
from advisor.ui.charts.colours import CRITERION_COLOURS, GUIDE, SAME
from advisor.ui.charts.names import label, wrapped
from advisor.ui.words import message, say, words

FOLDED = 0.5
"""Criteria on which options differ by less than so many points are drawn as one."""
WRITTEN = 1.2
"""A part of a bar of so many points has room for its number."""
STUB = 0.06
"""How much of what is the same in all is drawn, as a share of what is not."""
ROW_PX, FRAME_PX = 40, 90


def differences(
    first: Recommendation, other: Recommendation, criteria: Sequence[CriterionNote]
) -> list[tuple[CriterionNote, float]]:
    """What an option has more of, and less, than the first, in points of 100, the greatest difference first."""
    found = [
        (note, 100 * (other.contributions[note.criterion] - first.contributions[note.criterion])) for note in criteria
    ]
    return sorted(found, key=lambda pair: -abs(pair[1]))


def signed(points: float) -> str:
    """Points with their sign, to a tenth; none where they are nothing at that."""
    number = words().number(abs(points), 1)
    if not round(points, 1):
        return number
    return f"+{number}" if points > 0 else f"-{number}"


def in_few_words(first: Recommendation, other: Recommendation, criteria: Sequence[CriterionNote]) -> str:
    """What separates an option from the first: its greatest gain and its greatest loss."""
    found = differences(first, other, criteria)
    gain = next(((note, points) for note, points in found if points >= FOLDED), None)
    loss = next(((note, points) for note, points in found if points <= -FOLDED), None)
    name = other.model_name
    if gain and loss:
        return say(
            "{name} gains {gain} points on {gained} and loses {loss} on {lost}",
            name=name,
            gain=words().number(gain[1], 1),
            gained=message(gain[0].name),
            loss=words().number(-loss[1], 1),
            lost=message(loss[0].name),
        )
    if gain:
        return say("{name} gains most on {gained}", name=name, gained=message(gain[0].name))
    if loss:
        return say("{name} loses most on {lost}", name=name, lost=message(loss[0].name))
    return say("{name} differs by less than half a point on everything", name=name)


def difference_chart(first: Recommendation, other: Recommendation, criteria: Sequence[CriterionNote]) -> go.Figure:
    """Bars to the left and right of the first option: points lost and gained, small ones as one bar."""
    found = differences(first, other, criteria)
    shown = [
        (message(note.name), CRITERION_COLOURS[note.criterion], each) for note, each in found if abs(each) >= FOLDED
    ]
    rest = [each for _, each in found if abs(each) < FOLDED]
    if rest:
        shown.append((say("The other {count}", count=len(rest)), SAME, sum(rest)))
    reach = 1.45 * max([abs(each) for *_, each in shown] + [1.0])
    figure = go.Figure(
        go.Bar(
            y=[wrapped(name, 20) for name, _, _ in shown],
            x=[each for *_, each in shown],
            orientation="h",
            marker={"color": [colour for _, colour, _ in shown]},
            text=[signed(each) for *_, each in shown],
            textposition="outside",
            cliponaxis=False,
            hovertemplate=say("%{y}: %{x:+.1f} points<extra></extra>"),
        )
    )
    figure.add_vline(x=0, line_color=GUIDE, line_width=1)
    figure.update_layout(
        title=in_few_words(first, other, criteria),
        xaxis={"range": [-reach, reach], "showticklabels": False, "showgrid": False, "zeroline": False},
        yaxis={"autorange": "reversed", "automargin": True},
        showlegend=False,
        height=24 + 32 * len(shown),
        margin={"l": 8, "r": 8, "t": 4, "b": 4},
    )
    return figure


def _points(note: CriterionNote, recommendations: Sequence[Recommendation]) -> list[float]:
    return [100 * item.contributions[note.criterion] for item in recommendations]


def _add_totals(figure: go.Figure, labels: Sequence[str], totals: Sequence[float]) -> None:
    """The score of each option at the end of its bar."""
    figure.add_scatter(
        y=labels,
        x=totals,
        mode="text",
        text=[f"<b>\u2002{words().number(total, 1)}</b>" for total in totals],
        textposition="middle right",
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )


def contributions_chart(
    recommendations: Sequence[Recommendation],
    criteria: Sequence[CriterionNote],
    names: Mapping[str, str],
    chosen: str | None = None,
) -> go.Figure:
    """Stacked bars of the points beyond those that all the options have, the option of the verdict marked.

    ``names`` are whole names by alternative id, for the pointer; ``chosen`` is the alternative that is recommended.
    """
    weighed = [note for note in criteria if note.weight > 0]
    points = {note.criterion: _points(note, recommendations) for note in weighed}
    least = {name: min(values) for name, values in points.items()}
    common = sum(least.values())
    apart = [note for note in weighed if max(points[note.criterion]) - least[note.criterion] >= FOLDED]
    labels = [_marked(item, chosen) for item in recommendations]
    rows = _Rows(labels, [names[item.alternative_id] for item in recommendations])
    figure = go.Figure()
    _add_part(figure, rows, [common] * len(labels), say("The same in all"), SAME)
    for note in apart:
        beyond = [value - least[note.criterion] for value in points[note.criterion]]
        _add_part(figure, rows, beyond, message(note.name), CRITERION_COLOURS[note.criterion])
    folded = [note.criterion for note in weighed if note not in apart]
    small = [sum(points[name][row] - least[name] for name in folded) for row in range(len(labels))]
    if any(value > FOLDED / 10 for value in small):
        _add_part(figure, rows, small, say("The other {count}", count=len(folded)), SAME)
    totals = [100 * item.score for item in recommendations]
    _add_totals(figure, labels, totals)
    widest = max(totals, default=common)
    span = max(widest - common, 1.0)
    figure.update_layout(
        barmode="stack",
        title=_conclusion(recommendations, criteria, chosen),
        xaxis={
            "range": [max(0.0, common - STUB * span), widest + 0.14 * span],
            "title": say("Points of 100;<br>the first {common:.0f} are the same", common=common),
        },
        yaxis={"autorange": "reversed", "title": None, "automargin": True},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0, "traceorder": "normal"},
        height=FRAME_PX + 30 + ROW_PX * len(recommendations),
        margin={"l": 10, "r": 10, "t": 10, "b": 10},
    )
    return figure


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a chart: what stands at the axis, and the whole names for the pointer."""

    labels: Sequence[str]
    whole: Sequence[str]


def _add_part(figure: go.Figure, rows: _Rows, beyond: Sequence[float], name: str, colour: str) -> None:
    """One part of every bar, its number where it fits; what is the same needs none."""
    written = colour != SAME
    figure.add_bar(
        y=rows.labels,
        x=beyond,
        name=name,
        orientation="h",
        marker={"color": colour, "line": {"color": "rgba(255,255,255,0.7)", "width": 1}},
        text=[words().number(value, 1) if written and value >= WRITTEN else "" for value in beyond],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        customdata=rows.whole,
        hovertemplate=say("%{{customdata}}<br>{name}: %{{x:.1f}} points<extra></extra>", name=name),
    )


def _marked(item: Recommendation, chosen: str | None) -> str:
    text = label(item)
    return f"<b>★ {text}</b>" if item.alternative_id == chosen else text


def _conclusion(
    recommendations: Sequence[Recommendation], criteria: Sequence[CriterionNote], chosen: str | None
) -> str:
    """What the chart says, in a sentence: the choice against the best of the others."""
    choice = next((item for item in recommendations if item.alternative_id == chosen), None)
    others = [item for item in recommendations if item is not choice]
    if choice is None or not others:
        return say("Where the points come from (of 100)")
    best = max(others, key=lambda item: item.score)
    return say(
        "Against {choice}, the choice: {difference}",
        choice=choice.model_name,
        difference=in_few_words(choice, best, criteria),
    )
