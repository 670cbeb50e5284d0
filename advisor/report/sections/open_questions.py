"""Open questions: unknown facts that could change the choice, and what was assumed meanwhile."""

from __future__ import annotations

from advisor.decision.records import Flip
from advisor.report.document.blocks import Column, Inline, Items, Para, Section, SectionBlock, Table, Text
from advisor.report.document.context import Context
from advisor.report.document.reasons import flip_text
from advisor.report.sections.signing import left_open
from advisor.words.written import said

_CANDIDATES = 3
_FACTS = 5


def open_questions(context: Context) -> Section:
    """What to find out before signing."""
    say, assessment = context.words.say, context.assessment
    blocks: list[SectionBlock] = []
    facts = [flip for flip in assessment.flips if flip.kind == "fact" or (flip.value_of_information or 0) > 0][:_FACTS]
    if facts:
        blocks.append(Para(say("These facts are unknown and could change the first choice:")))
        blocks.append(Items(tuple(_fact(context, flip, flip_text(context, flip)) for flip in facts)))
    if assumed := left_open(context):
        blocks += [Para(say("Nobody said this of the requirement; assumed until somebody does:")), Items(assumed)]
    unknown = _unknown(context)
    if unknown is not None:
        blocks.append(unknown)
    if not blocks:
        blocks.append(Para(say("No unknown fact weighs on the first three alternatives.")))
    return Section("open_questions", say("Open questions"), tuple(blocks))


def _fact(context: Context, flip: Flip, text: Text) -> Text:
    action = said(flip, "action", context.words.language)
    return Text(f"{text.text} {action}", refs=text.refs, lang=text.lang) if action else text


def _unknown(context: Context) -> Table | None:
    words, say, assessment = context.words, context.words.say, context.assessment
    rows: list[tuple[Inline, ...]] = []
    for entry in assessment.recommendations[:_CANDIDATES]:
        for note in assessment.criteria:
            figure = entry.performances.get(note.criterion)
            wide = figure is not None and figure.low is not None and figure.high is not None
            if figure is None or (figure.basis not in ("unknown", "inferred") and figure.value is not None):
                continue
            span = (
                f"{words.sensible(figure.low)}–{words.sensible(figure.high)} {words.message(figure.unit)}"
                if wide
                else say("unknown")
            )
            rows.append(
                (
                    f"{entry.rank}. {context.names.model(entry.model_id)}",
                    context.criterion(note.criterion),
                    span,
                    words.percent(note.weight, 1),
                )
            )
    if not rows:
        return None
    columns = (
        Column(say("Alternative"), width=1.4),
        Column(say("Criterion"), width=1.2),
        Column(say("May be"), width=1.2),
        Column(say("Weight"), "right"),
    )
    return Table(say("Criteria of the first three on which nobody states or tests a fact"), columns, tuple(rows))
