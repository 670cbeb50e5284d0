"""The one-page summary for the one who signs: verdict, choices, money and people, limits, reasons, risks, unknowns."""

from __future__ import annotations

from advisor.decision.records import Recommendation
from advisor.report.document.blocks import Box, Column, Columns, Inline, Para, Section, SectionBlock, Table
from advisor.report.document.context import Context
from advisor.report.document.reasons import (
    TONES,
    beside,
    change_sentence,
    reasons_of,
    risks_of,
    unknown_of,
    verdict_text,
)
from advisor.report.document.user_text import NAME_LIMIT
from advisor.report.sections.annexes.approval import approval_row
from advisor.report.sections.ranking import contributions
from advisor.report.sections.shortlist import compared, next_steps
from advisor.report.sections.signing import few, left_open, limits, named, takes, to_settle
from advisor.report.sections.use_cases import together
from advisor.report.sections.why_not import ruled_out

_QUESTION_LIMIT = 700
_FIGURE_ROWS = 4
_USE_CASES = 4
_FEW = 2
"""Of a kind on the first page; the rest stands in the chapters."""
_SETTLED = 4
_NAMED = 3
_GATES = 5
_ALL = 50
_List = tuple[str, tuple[Inline, ...]]


def summary(context: Context) -> Section:
    """The first page."""
    say, assessment = context.words.say, context.assessment
    blocks: list[SectionBlock] = []
    if assessment.answers.question.strip():
        blocks.append(Para(context.user(assessment.answers.question.strip(), _QUESTION_LIMIT), "quote"))
    label, text = verdict_text(context, assessment)
    blocks.append(Box(label, text, TONES[assessment.verdict]))
    blocks += [Para(sentence) for sentence in beside(context, assessment)]
    blocks += _all_use_cases(context)
    chosen = context.choice
    if chosen is not None:
        blocks.append(compared(context))
        table = takes(context)
        blocks += [] if table is None else [table]
    blocks.append(Columns(_lists(context, chosen)))
    blocks.append(approval_row(context))
    if len(assessment.recommendations) > 1:
        blocks.append(contributions(context, _best_models(context), optional=True))
    return Section("summary", say("Summary"), tuple(blocks))


def _all_use_cases(context: Context) -> list[SectionBlock]:
    """What every use case would run and cost: the verdict above speaks of the first alone."""
    say, portfolio = context.words.say, context.assessment.portfolio
    if portfolio is None or not portfolio.assignments:
        return []
    rows: list[tuple[Inline, ...]] = [
        (
            context.user(item.use_case, NAME_LIMIT),
            context.name(item.alternative_id),
            context.money(item.monthly_cost_usd),
        )
        for item in portfolio.assignments[:_USE_CASES]
    ]
    if portfolio.one_team_usd:
        rows.append((say("One team for all"), "", context.money(-portfolio.one_team_usd)))
    columns = (
        Column(say("Use case"), width=0.7),
        Column(say("Alternative"), width=1.5),
        Column(say("Cost per month"), "right"),
    )
    note = " ".join(together(context, portfolio)[:1])
    return [Table(say("The best for each use case; what follows is of the first"), columns, tuple(rows), note)]


def signed_for(context: Context) -> list[SectionBlock]:
    """What the choice takes, what to settle first, the limits beside its ranges, what is assumed of the requirement."""
    table, lists = takes(context), _to_sign(context)
    return [*([] if table is None else [table]), *([Columns(lists)] if lists else [])]


def _to_sign(context: Context) -> tuple[_List, ...]:
    """What whoever signs must have read; a list that is long elsewhere names where."""
    say = context.words.say
    lists = (
        (say("To settle first"), few(context, to_settle(context), _SETTLED, "governance")),
        (say("Your limits"), limits(context)),
        (say("Whom the question names"), few(context, named(context), _NAMED, "governance")),
        (say("Assumed until you say otherwise"), few(context, left_open(context), _NAMED, "open_questions")),
    )
    return tuple((title, items) for title, items in lists if items)


def _best_models(context: Context) -> tuple[Recommendation, ...]:
    """The best option of each of the first models."""
    best: dict[str, Recommendation] = {}
    for entry in context.assessment.recommendations:
        best.setdefault(entry.model_id, entry)
    return tuple(best.values())[:_FIGURE_ROWS]


def _lists(context: Context, chosen: Recommendation | None) -> tuple[_List, ...]:
    """Everything of page one that is said in a few words, the gravest first."""
    say = context.words.say
    if chosen is None:
        lists = (
            (say("What would have to give"), change_sentence(context, 3)),
            (say("What rules them out"), ruled_out(context, _GATES)),
            *_to_sign(context),
        )
        return tuple((title, items) for title, items in lists if items)
    notes = max(1, sum(not risk.asked for risk in context.assessment.risks))
    unknown = few(context, unknown_of(context, chosen, _ALL), _FEW, "open_questions")
    lists = (
        *_to_sign(context),
        (say("Next steps"), next_steps(context, _FEW)),
        (say("Reasons"), reasons_of(context, chosen, _FEW)),
        (say("Risks"), few(context, risks_of(context, chosen, notes), 1, "governance")),
        (say("What is not known"), unknown),
        (say("What would change it"), change_sentence(context, 1)),
    )
    return tuple((title, items) for title, items in lists if items)
