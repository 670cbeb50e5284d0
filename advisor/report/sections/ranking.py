"""The ranking with its contributions, as a figure and as tables."""

from __future__ import annotations

from dataclasses import replace

from advisor.decision.records import Recommendation
from advisor.report.document.blocks import Column, Drawing, Inline, Para, Section, SectionBlock, Table, Text
from advisor.report.document.context import SHOWN, Context
from advisor.report.sections.shortlist import when_right

_COMPARED = 5


def ranking(context: Context) -> Section:
    """Ranked alternatives, how each score adds up, and the figures behind the first."""
    words, say, assessment = context.words, context.words.say, context.assessment
    entries = assessment.recommendations[:SHOWN]
    count = max(assessment.feasible_count, len(assessment.recommendations))
    intro = words.say_n(
        "One alternative passes every gate.",
        "{n} alternatives pass every gate; the first {shown} are shown.",
        count,
        shown=len(entries),
    )
    if count <= len(entries):
        intro = words.say_n("{n} alternative passes every gate.", "{n} alternatives pass every gate.", count)
    when = when_right(context)
    blocks: tuple[SectionBlock, ...] = (
        Para(intro),
        *_options(context, entries),
        _ranked(context, entries),
        contributions(context, entries),
        _matrix(context, entries[:_COMPARED]),
        *(() if when is None else (when,)),
    )
    return Section("ranking", say("Ranking"), blocks)


def _options(context: Context, entries: tuple[Recommendation, ...]) -> tuple[Para, ...]:
    """What a row stands for, where rows are options; nothing in a record of schema 1."""
    if context.assessment.schema_version == 1:
        return ()
    others = sum(entry.variant_count for entry in entries)
    text = context.words.say_n(
        "A row is an option: a model on one way of hosting, at its best place and on its best machine. {n} other place "
        "or machine of these options is left out here; the screen opens it.",
        "A row is an option: a model on one way of hosting, at its best place and on its best machine. {n} other "
        "places and machines of these options are left out here; the screen opens them.",
        others,
    )
    return (Para(text, "note"),)


def ranked_table(context: Context, entries: tuple[Recommendation, ...]) -> Table:
    """Rank, name, score, cost, wait and first-rank share; what the columns mean stands under the first such table."""
    return replace(_ranked(context, entries), note="")


def _ranked(context: Context, entries: tuple[Recommendation, ...]) -> Table:
    words, say = context.words, context.words.say
    rows = tuple(
        (
            f"{entry.rank}{'=' if entry.tied else ''}",
            Text(context.names.model(entry.model_id), "strong"),
            context.names.where(entry.deployment),
            words.points(entry.score),
            f"{words.points(entry.score_low)}–{words.points(entry.score_high)}",
            context.money(entry.monthly_cost_usd.p50 if entry.monthly_cost_usd else None),
            words.sensible(entry.ttft_ms.value),
            words.percent(entry.first_rank_share),
        )
        for entry in entries
    )
    columns = (
        Column("#", "right"),
        Column(say("Model"), width=1.0),
        Column(say("Runs"), width=1.9),
        Column(say("Score"), "right"),
        Column(say("5–95%"), "right"),
        Column(say("Cost per month"), "right"),
        Column(say("TTFT ms"), "right"),
        Column(say("First"), "right"),
    )
    note = say(
        "Score in points of 100. 5–95%: the interval under uncertain facts. Cost: the median. TTFT: time to "
        "first token. First: share of the "
        "draws in which the alternative is first. = marks a tie."
    )
    return Table(say("The ranking"), columns, rows, note)


def contributions(context: Context, entries: tuple[Recommendation, ...], *, optional: bool = False) -> Drawing:
    """Stacked bars: which criterion brings how many points; ``optional``: left out where the page is full."""
    words, say = context.words, context.words.say
    criteria = [note.criterion for note in context.assessment.criteria]
    scores = [words.points(entry.score) for entry in entries]
    labels = [f"{entry.rank}. {context.names.model(entry.model_id)}" for entry in entries]
    data = {
        "optional": optional,
        "criteria": [context.criterion(name) for name in criteria],
        "rows": [
            {
                "label": label,
                "where": context.names.where(entry.deployment),
                "parts": [round(entry.contributions.get(name, 0.0), 6) for name in criteria],
                "low": entry.score_low,
                "high": entry.score_high,
                "score": score,
            }
            for entry, label, score in zip(entries, labels, scores, strict=True)
        ],
    }
    lines = [f"{label}: {score}" for label, score in zip(labels, scores, strict=True)]
    alt = say("Stacked bars of the score by criterion.") + " " + "; ".join(lines)
    caption = say(
        "How each score adds up. The line at the end of a bar spans the 5th to 95th percentile under uncertain facts."
    )
    return Drawing("contributions", data, caption, alt)


def _matrix(context: Context, entries: tuple[Recommendation, ...]) -> Table:
    words, say = context.words, context.words.say
    notes = sorted(context.assessment.criteria, key=lambda note: (-note.weight, note.criterion))
    rows: list[tuple[Inline, ...]] = [
        (
            context.criterion(note.criterion),
            words.points(note.weight),
            *(words.points(entry.contributions.get(note.criterion, 0.0)) for entry in entries),
        )
        for note in notes
    ]
    total: tuple[Inline, ...] = (
        Text(say("Score"), "strong"),
        words.points(1.0),
        *(Text(words.points(entry.score), "strong") for entry in entries),
    )
    columns = (
        Column(say("Criterion"), width=1.6),
        Column(say("Possible"), "right"),
        *(Column(f"{entry.rank}. {context.names.model(entry.model_id)}", "right", 0.8) for entry in entries),
    )
    return Table(say("Points by criterion: the same as the figure, in numbers"), columns, (*rows, total))
