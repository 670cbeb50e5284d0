"""What was tried: own-data evaluations that entered the ranking, and trials in the playground."""

from __future__ import annotations

from datetime import date

from advisor.arrays import Z_95
from advisor.report.document.blocks import Column, Para, Section, SectionBlock, Sub, Table, Text
from advisor.report.document.context import Context


def evidence(context: Context) -> Section | None:
    """Evaluations and trials; None where there are none."""
    say = context.words.say
    blocks: list[SectionBlock] = []
    if context.assessment.evidence:
        blocks += [
            Para(say("These evaluations on own data entered the ranking, weighted by how precise they are.")),
            _evaluations(context),
        ]
    if context.meta.trials:
        blocks += [Sub(say("Trials in the playground")), _trials(context)]
    return Section("evidence", say("Trial and evaluation evidence"), tuple(blocks)) if blocks else None


def _subject(context: Context, name: str) -> str:
    return context.name(name) if "@" in name else context.names.model(name)


def _evaluations(context: Context) -> Table:
    words, say = context.words, context.words.say
    several = bool(context.assessment.other_use_cases)
    rows = tuple(
        (
            Text(_subject(context, note.alternative_or_model), "strong"),
            *((context.user(note.use_case or "–", 200),) if several else ()),
            context.user(note.metric, 200) if note.prompts else say("Waits"),
            f"{words.sensible(note.estimate)} ± {words.sensible(Z_95 * note.standard_error)}" if note.prompts else "–",
            words.number(note.prompts or note.timed),
            _day(context, note.dated),
            context.said(note, "effect"),
        )
        for note in context.assessment.evidence
    )
    columns = (
        Column(say("Tested"), width=1.2),
        *((Column(say("Use case"), width=0.8),) if several else ()),
        Column(say("Metric"), width=0.7),
        Column(say("Result (95%)"), "right", 0.8),
        Column(say("Prompts"), "right"),
        Column(say("Date"), width=0.6),
        Column(say("Effect"), width=1.2),
    )
    return Table(say("Evaluations on own data"), columns, rows)


def _day(context: Context, text: str) -> str:
    try:
        return context.words.short_date(date.fromisoformat(text[:10]))
    except ValueError:
        return text


def _trials(context: Context) -> Table:
    words, say = context.words, context.words.say
    rows = tuple(
        (
            context.user(note.model, 200),
            words.number(note.runs),
            words.sensible(note.ttft_s),
            words.sensible(note.output_tokens_per_s),
            words.usd(note.cost_usd),
            "–" if note.votes is None else say("{won} of {votes}", won=note.votes_won or 0, votes=note.votes),
        )
        for note in context.meta.trials
    )
    columns = (
        Column(say("Model"), width=2),
        Column(say("Number of runs"), "right"),
        Column(say("TTFT s"), "right"),
        Column(say("Tokens/s"), "right"),
        Column(say("Cost"), "right"),
        Column(say("Votes won"), "right"),
    )
    return Table(say("Trials of this decision; times and speeds are medians"), columns, rows)
