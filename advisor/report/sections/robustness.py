"""How sure the order is: shares of first ranks, ranks reached, other methods, other weights."""

from __future__ import annotations

from advisor.report.document.blocks import Column, Drawing, Items, Para, Section, SectionBlock, Sub, Table
from advisor.report.document.context import SHOWN, Context
from advisor.report.document.reasons import flip_text, one_of_each

_RANKS = 8
_FLIPS = 6


def robustness(context: Context) -> Section:
    """Rank acceptability, cross-check, stakeholders, and what would change the order."""
    say, assessment = context.words.say, context.assessment
    blocks: list[SectionBlock] = [
        Para(
            context.words.say_n(
                "In {n} draw weights and uncertain facts were varied together. The table shows how often each "
                "alternative took each rank.",
                "In {n} draws weights and uncertain facts were varied together. The table shows how often each "
                "alternative took each rank.",
                assessment.provenance.samples,
            )
        ),
        _ranks(context),
    ]
    if assessment.flips:
        blocks += [
            Sub(say("What would change the order")),
            Items(tuple(flip_text(context, flip) for flip in one_of_each(assessment.flips)[:_FLIPS])),
        ]
    blocks += [*_cross_check(context), *_stakeholders(context)]
    return Section("robustness", say("How sure the order is"), tuple(blocks))


def _ranks(context: Context) -> Drawing:
    words, say = context.words, context.words.say
    entries = context.assessment.recommendations[:SHOWN]
    width = min(_RANKS, max((len(entry.rank_acceptability) for entry in entries), default=0))
    rows = [
        {
            "label": f"{entry.rank}. {context.names.model(entry.model_id)}",
            "where": context.names.where(entry.deployment),
            "cells": [
                {"share": share, "text": words.percent(share) if share >= 0.005 else "·"}  # noqa: PLR2004
                for share in entry.rank_acceptability[:width]
            ],
        }
        for entry in entries
    ]
    best = max(entries, key=lambda entry: entry.first_rank_share)
    alt = say(
        "Table of how often each alternative takes each rank. {name} is most often first, in {share} of the draws.",
        name=context.name(best.alternative_id),
        share=words.percent(best.first_rank_share),
    )
    caption = say("Share of draws in which an alternative takes a rank; darker is more often, · is under 0.5%.")
    data = {
        "corner": say("Alternative"),
        "columns": [say("Rank {n}", n=number + 1) for number in range(width)],
        "rows": rows,
    }
    return Drawing("heat", data, caption, alt)


def _cross_check(context: Context) -> list[SectionBlock]:
    words, say = context.words, context.words.say
    check = context.assessment.cross_check
    if check is None or not check.methods:
        return []
    rows = tuple(
        (
            method.method,
            context.name(method.order[0]) if method.order else "–",
            say("yes") if method.same_first else say("no"),
            "–" if method.spearman is None else words.number(method.spearman, 2),
            "–" if method.kendall is None else words.number(method.kendall, 2),
        )
        for method in check.methods
    )
    columns = (
        Column(say("Method"), width=0.7),
        Column(say("First by this method"), width=2),
        Column(say("Same first")),
        Column(say("Spearman"), "right"),
        Column(say("Kendall"), "right"),
    )
    note = say("Rank correlation with the ranking above: 1 is the same order, 0 is none.")
    return [
        Sub(say("Cross-check by other methods")),
        Table(say("The same matrix and weights under other decision methods"), columns, rows, note),
    ]


def _stakeholders(context: Context) -> list[SectionBlock]:
    words, say = context.words, context.words.say
    views = context.assessment.stakeholders
    if not views:
        return []
    rows = tuple(
        (
            context.user(view.name, 200),
            context.name(view.first_id),
            say("{n} points", n=words.points(view.regret)),
        )
        for view in views
    )
    columns = (
        Column(say("Stakeholder"), width=1),
        Column(say("First on their weights"), width=2),
        Column(say("Lost by the overall first"), "right", 0.8),
    )
    return [Sub(say("Stakeholders")), Table(say("The first choice on each stakeholder's own weights"), columns, rows)]
