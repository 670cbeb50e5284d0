"""How documents are found for the model: the plan in a few points, and what it costs."""

from __future__ import annotations

from typing import Final

from advisor.guidance.retrieval.planner import plan_for_choice
from advisor.guidance.retrieval.retrieval_records import RetrievalPlan
from advisor.report.document.blocks import NONE, Column, Items, Para, Section, Table, Text
from advisor.report.document.context import Context
from advisor.words.written import all_said, said

_POINTS: Final = 12


def retrieval(context: Context) -> Section | None:
    """Advice, points and monthly cost; None where the work looks into no documents, or the catalog knows no store."""
    if not context.catalog.vector_stores:
        return None
    plan = plan_for_choice(context.assessment.answers, context.catalog, context.choice)
    if plan is None:
        return None
    say, language = context.words.say, context.words.language
    points = (*all_said(plan, "points", language), *all_said(plan, "assumed", language))
    blocks = (
        Para(said(plan, "advice", language), look="lead"),
        Items(tuple(Text(point) for point in points[:_POINTS])),
        _costs(context, plan),
    )
    return Section("retrieval", say("How documents are found"), blocks)


def _costs(context: Context, plan: RetrievalPlan) -> Table:
    say, language = context.words.say, context.words.language
    rows = [
        (
            Text(said(line, "label", language), refs=context.cites.refs(line.source)),
            NONE if line.usd_per_month is None else context.money(float(line.usd_per_month)),
            said(line, "note", language),
        )
        for line in plan.costs
    ]
    rows.append((Text(say("In all"), style="strong"), context.money(float(plan.total_usd_per_month)), ""))
    columns = (Column(say("Line"), width=1), Column(say("A month"), "right"), Column(say("Note"), width=1.2))
    return Table(say("Expected monthly cost of retrieval"), columns, tuple(rows))
