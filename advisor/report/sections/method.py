"""The method in half a page, and the weights it was run with."""

from __future__ import annotations

from advisor.report.document.blocks import Column, Para, Section, SectionBlock, Sub, Table
from advisor.report.document.context import Context
from advisor.report.sections.shortlist import prices
from advisor.units import POINTS_OF_100, USD_PER_MONTH
from advisor.words.written import said


def method(context: Context) -> Section:
    """How the ranking comes about, for a reader who has never seen it."""
    say = context.words.say
    paragraphs = (
        Para(
            say(
                "An alternative is a model together with the way it would be run. Requirements that cannot be "
                "traded off are "
                "gates: an alternative that fails one is eliminated, with what was observed and what is "
                "required. On law and "
                "privacy an unknown fact fails; elsewhere a missing fact widens the interval and never counts "
                "as zero."
            )
        ),
        Para(
            say(
                "Each remaining alternative is measured on ten criteria. A value function maps each "
                "measurement to a value "
                "between 0 and 1 on anchors that are fixed by the answers or the criterion, so that adding or "
                "removing an "
                "alternative never reorders the others. The score is the sum of weight times value, shown as "
                "points of 100."
            )
        ),
        Para(_verdicts(context)),
    )
    blocks: list[SectionBlock] = [*paragraphs, _weights(context)]
    priced = prices(context)
    if priced is not None:
        blocks += [Sub(say("What these weights say in money")), priced]
    return Section("method", say("Method and weights"), tuple(blocks))


def _verdicts(context: Context) -> str:
    """How the draws make a verdict; in a record of schema 1 how they made one then."""
    words, say, samples = context.words, context.words.say, context.assessment.provenance.samples
    if context.assessment.schema_version == 1:
        return say(
            "Robustness: {samples} draws vary the weights around the stated ones and every uncertain fact "
            "within its "
            "interval. How often an alternative is first in these draws decides between a clear winner and "
            "none. Each "
            "figure is measured, published, estimated or stated by you, and says which. A number in "
            "brackets points to "
            "the sources at the end.",
            samples=words.number(samples),
        )
    return say(
        "People choose among options: a model on one way of hosting, for which its best place and machine stand. "
        "{samples} draws vary the weights and every uncertain fact together. A choice is clear where its model stays "
        "ahead by two points or near the best in most of them; otherwise several are as good, and the choice among "
        "them falls by cost, then by how soon it can serve, then by how proven it is. Where the choice rests on "
        "inferred ability and a test is worth its trouble, the verdict is to test first. Each figure is measured, "
        "published, estimated or stated by you, and says which; numbers that are judgements are named as such in the "
        "table of judgements.",
        samples=words.number(samples),
    )


def _weights(context: Context) -> Table:
    words, say = context.words, context.words.say
    notes = sorted(context.assessment.criteria, key=lambda note: (-note.weight, note.criterion))
    rows = tuple(
        (
            context.criterion(note.criterion),
            words.percent(note.weight, 1),
            said(note, "weight_reason", words.language),
            _anchors(context, note.anchor_worst, note.anchor_best, note.unit),
        )
        for note in notes
    )
    columns = (
        Column(say("Criterion"), width=1.2),
        Column(say("Weight"), "right"),
        Column(say("Why this weight"), width=1.6),
        Column(say("Value 0 to value 1"), width=1.3),
    )
    return Table(say("Weights, why they are what they are, and the scale of each criterion"), columns, rows)


def _anchors(context: Context, worst: float, best: float, unit: str) -> str:
    words = context.words
    if unit == USD_PER_MONTH:
        return words.say("{worst} to {best} a month", worst=context.money(worst), best=context.money(best))
    if unit == POINTS_OF_100:  # the unit names its own end
        return words.say("{worst} to {best} points", worst=words.exact(worst), best=words.exact(best))
    return words.say(
        "{worst} to {best} {unit}", worst=words.exact(worst), best=words.exact(best), unit=words.message(unit)
    )
