"""Fairness: what was measured on own data; nothing where no evidence was kept."""

from __future__ import annotations

from advisor.guidance.measured_fairness import FairnessEvidence
from advisor.report.document.blocks import Column, Inline, Para, Section, Table
from advisor.report.document.context import Context

_SHOWN = 12


def fairness(context: Context) -> Section | None:
    """The greatest difference of each measure and exchange with its interval."""
    kept = context.meta.fairness
    if not kept:
        return None
    say = context.words.say
    rows = tuple(row for evidence in kept for row in _rows(context, evidence))
    columns = (
        Column(say("Data"), width=1.2),
        Column(say("Measure"), width=1.2),
        Column(say("Compared"), width=1.2),
        Column(say("Difference (interval)"), "right", width=1.2),
        Column(say("Beyond chance"), "right"),
    )
    text = say(
        "A difference counts where its interval, held to 95% for all comparisons together, leaves out zero: a fair "
        "table is accused in at most one of twenty cases. No difference found is no proof of fairness."
    )
    table = Table(say("Greatest differences between groups"), columns, rows[:_SHOWN])
    return Section("fairness", say("Fairness on own data"), (Para(text), table))


def _rows(context: Context, evidence: FairnessEvidence) -> list[tuple[Inline, ...]]:
    say = context.words.say
    measures = {
        "demographic_parity": say("Demographic parity"),
        "equal_opportunity": say("Equal opportunity"),
    }
    swaps = {"name": say("Another name"), "gender": say("Another gender"), "origin": say("Another origin")}
    name = f"{evidence.name}: {evidence.subject}" if evidence.subject else evidence.name
    told = [
        (measures[one.measure], pair.first, pair.second, (pair.difference, pair.low, pair.high), pair.found)
        for one in evidence.measures
        for pair in one.pairs[:1]
    ]
    told += [
        (swaps[one.swap], one.first, one.second, (one.difference, one.low, one.high), one.found)
        for one in evidence.pairs
        if one.difference is not None and one.low is not None and one.high is not None
    ]
    yes, no = say("yes"), say("no")
    return [
        (name, measure, f"{first} − {second}", _interval(context, *figures), yes if found else no)
        for measure, first, second, figures, found in told
    ]


def _interval(context: Context, middle: float, low: float, high: float) -> str:
    shown = (context.words.signed_percent(share) for share in (middle, low, high))
    return context.words.say("{middle} ({low} to {high})", **dict(zip(("middle", "low", "high"), shown, strict=True)))
