"""Charts of the playground and the evaluation; each has a title and units, and the page shows its table."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from advisor.trials.evaluation.results import MetricResult
from advisor.trials.measures.votes import Standing
from advisor.trials.records import Run
from advisor.ui.charts.colours import DASHES
from advisor.ui.frame import figures
from advisor.ui.words import say, words

_SHARES = (-3, 103)
"""Per cent, with room for a mark at either end."""
EVEN = 0.5
"""Half of the votes: what chance alone would give."""
_SURE = 0.05
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
        title=_quickest(runs),
        xaxis_title=say("Seconds since the request"),
        yaxis_title=say("Characters of the answer"),
        height=340,
        margin={"t": 48, "b": 80, "l": 56, "r": 16},
        legend={"orientation": "h", "yanchor": "bottom", "y": 1.0, "x": 0},
    )
    return figure


def _quickest(runs: Sequence[Run]) -> str:
    """Who answers first and who is done first."""
    begun = [(run.measurement.ttft_s, run.connection) for run in runs if run.measurement.ttft_s is not None]
    done = [(run.measurement.total_s, run.connection) for run in runs if run.measurement.total_s is not None]
    if not begun or not done or len({name for _, name in begun}) == 1:
        return say("How the answers arrived")
    (early, first), (late, last) = min(begun), min(done)
    early_told, late_told = figures.seconds(early), figures.seconds(late)
    if first == last:
        return say(
            "{name} begins first, after {early}, and is done first, after {late}",
            name=first,
            early=early_told,
            late=late_told,
        )
    return say(
        "{first} begins first, after {early}; {last} is done first, after {late}",
        first=first,
        early=early_told,
        last=last,
        late=late_told,
    )


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
        title=_most_won(known[::-1]),
        xaxis={
            "title": say("Won (ties count half), %, with 95% interval"),
            "range": _SHARES,
            "tickvals": [0, 25, 50, 75, 100],
        },
        height=130 + 44 * len(known),
        margin={"t": 48, "b": 40, "l": 120, "r": 16},
    )
    return figure


def _most_won(known: Sequence[Standing]) -> str:
    """Who wins most votes, and whether that could be chance; best first."""
    if not known:
        return say("Win rate in blind votes")
    best = max(known, key=lambda one: one.rate or 0.0)
    share = words().percent(best.rate or 0.0)
    if (best.rate_low or 0.0) > EVEN:
        return say("{name} wins {share} of its blind votes: more than chance", name=best.name, share=share)
    return say("{name} wins {share} of its blind votes, which could still be chance", name=best.name, share=share)


def scores_figure(result: MetricResult, metric: str) -> go.Figure:
    """Mean score of each connection under one metric, named in words, with its 95% interval."""
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
        title=_best_scored(result, metric),
        xaxis={"title": say("Mean score, %, with 95% interval"), "range": _SHARES, "tickvals": [0, 25, 50, 75, 100]},
        yaxis={"automargin": True},
        height=130 + 44 * len(known),
        margin={"t": 48, "b": 40, "l": 120, "r": 16},
    )
    return figure


def _best_scored(result: MetricResult, metric: str) -> str:
    """Who scores best, and whether the lead over the next is more than chance."""
    known = [row for row in result.connections if row.mean is not None]
    best = known[0].mean if known else None
    if best is None:
        return metric
    name, share = known[0].connection, words().percent(best.mean)
    if len(known) == 1:
        return say("{name} scores {share} ({metric})", name=name, share=share, metric=metric)
    second = next((test for test in result.tests if test.second == known[1].connection), None)
    if second is not None and second.p_adjusted < _SURE:
        return say("{name} scores best, {share}: a real lead ({metric})", name=name, share=share, metric=metric)
    return say(
        "{name} scores best, {share}, but the lead over {next} could be chance ({metric})",
        name=name,
        share=share,
        next=known[1].connection,
        metric=metric,
    )
