"""The one-page summary: question, verdict, the choices with what each gives up, reasons, risks, what is not known."""

from __future__ import annotations

from advisor.decision.records import Recommendation
from advisor.report.document.blocks import Box, Columns, Inline, Para, Section, SectionBlock
from advisor.report.document.context import Context
from advisor.report.document.reasons import TONES, change_sentence, reasons_of, risks_of, unknown_of, verdict_text
from advisor.report.sections.ranking import contributions
from advisor.report.sections.shortlist import compared

_QUESTION_LIMIT = 700
_FIGURE_ROWS = 4


def summary(context: Context) -> Section:
    """The first page."""
    say, assessment = context.words.say, context.assessment
    blocks: list[SectionBlock] = []
    if assessment.answers.question.strip():
        blocks.append(Para(context.user(assessment.answers.question.strip(), _QUESTION_LIMIT), "quote"))
    label, text = verdict_text(context, assessment)
    blocks.append(Box(label, text, TONES[assessment.verdict]))
    chosen = context.choice
    if chosen is not None:
        blocks.append(compared(context))
    blocks.append(Columns(_columns(context, chosen)))
    if len(assessment.recommendations) > 1:
        blocks.append(contributions(context, _best_models(context), optional=True))
    return Section("summary", say("Summary"), tuple(blocks))


def _best_models(context: Context) -> tuple[Recommendation, ...]:
    """The best option of each of the first models."""
    best: dict[str, Recommendation] = {}
    for entry in context.assessment.recommendations:
        best.setdefault(entry.model_id, entry)
    return tuple(best.values())[:_FIGURE_ROWS]


def _columns(context: Context, chosen: Recommendation | None) -> tuple[tuple[str, tuple[Inline, ...]], ...]:
    say = context.words.say
    if chosen is None:
        return ((say("What would have to give"), change_sentence(context, 3)),)
    return (
        (say("Reasons"), reasons_of(context, chosen)),
        (say("Risks"), risks_of(context, chosen)),
        (say("What is not known"), unknown_of(context, chosen)),
        (say("What would change it"), change_sentence(context, 2)),
    )
