"""How to adapt the model: the ways weighed and costed, what would change it, and the best alternative with tuning."""

from __future__ import annotations

from typing import Final

from advisor.guidance.adaptation.alternatives import AdaptedAlternative, adapted_alternatives
from advisor.guidance.adaptation.costs import plain_of
from advisor.guidance.adaptation.turns import turns_of
from advisor.guidance.records import StrategyNote
from advisor.report.document.blocks import Column, Items, Para, Section, SectionBlock, Table, Text
from advisor.report.document.context import Context
from advisor.words.sentences.guidance.adaptation import ADAPTATION_SENTENCES
from advisor.words.written import said

_WAYS: Final = 4
"""Ways that the report shows: the first and what comes near; the page has them all."""
_TURNS: Final = 3


def adaptation(context: Context) -> Section | None:
    """A table of the first ways, what would change the advice, and one sentence on tuning a small model."""
    if not context.assessment.strategies:
        return None
    blocks: list[SectionBlock] = [_ways(context)]
    answers, choice = context.assessment.answers, context.choice
    plain = plain_of(choice, context.use_case, context.catalog, context.assessment.recommendations)
    turns = turns_of(answers, context.use_case, context.catalog, plain)[:_TURNS]
    if turns:
        blocks.append(Items(tuple(Text(said(turn, "sentence", context.words.language)) for turn in turns)))
    tuned = _best_tuned(context)
    if tuned is not None:
        blocks.append(Para(_tuned_sentence(context, tuned)))
        if tuned.tuned_at_provider:
            blocks.append(Para(context.words.message(ADAPTATION_SENTENCES["strategy.tuned_at_provider"])))
    return Section("adaptation", context.words.say("How to adapt the model"), tuple(blocks))


def _ways(context: Context) -> Table:
    words, say = context.words, context.words.say
    rows = tuple(
        (
            said(note, "strategy", words.language),
            words.number(note.fit * 100),
            _month(context, note),
            said(note, "verdict", words.language),
            said(note, "reason", words.language),
        )
        for note in context.assessment.strategies[:_WAYS]
    )
    columns = (
        Column(say("Way"), width=0.8),
        Column(say("Fit of 100"), "right"),
        Column(say("A month"), "right"),
        Column(say("Verdict"), width=0.6),
        Column(say("Reason"), width=2),
    )
    return Table(say("Ways to adapt a model to this work"), columns, rows)


def _month(context: Context, note: StrategyNote) -> str:
    return context.money(note.monthly_cost.value if note.monthly_cost else None)


def _best_tuned(context: Context) -> AdaptedAlternative | None:
    """The tuned small model that scores best; None where none is ranked."""
    choice = context.choice
    if choice is None:
        return None
    found = adapted_alternatives(
        context.assessment.answers,
        context.use_case,
        context.catalog,
        weights=context.assessment.weights,
        choice=choice,
        ranked=context.assessment.recommendations,
    )
    return next((row for row in found if row.adaptation == "lora"), None)


def _tuned_sentence(context: Context, row: AdaptedAlternative) -> str:
    words, say = context.words, context.words.say
    if row.needed_gain_points is None:
        return say(
            "Tuning a small model instead: {name} would cost {money} a month, "
            "and no gain makes it equal to the choice.",
            name=context.names.model(row.model_id),
            money=context.money(row.monthly_usd),
        )
    return say(
        "Tuning a small model instead: {name} would cost {money} a month and equal the choice with a gain of {needed} "
        "points; {gain} are assumed ({low} to {high}), none is measured.",
        name=context.names.model(row.model_id),
        money=context.money(row.monthly_usd),
        needed=words.number(row.needed_gain_points, 1),
        gain=words.number(row.gain_points),
        low=words.number(row.gain_low),
        high=words.number(row.gain_high),
    )
