"""Governance and risk: what must be watched, and what to do about it."""

from __future__ import annotations

from advisor.guidance.records import RiskNote
from advisor.report.document.blocks import Column, Items, Para, Section, SectionBlock, Sub, Table, Text
from advisor.report.document.context import Context
from advisor.words.written import all_said, said


def governance(context: Context) -> Section:
    """Risks with actions, conditions of the first choice."""
    say, assessment = context.words.say, context.assessment
    blocks: list[SectionBlock] = []
    if assessment.risks:
        blocks.append(_risks(context))
    first = context.choice
    if first is not None and first.warnings:
        blocks += [
            Sub(say("Conditions of the first choice")),
            Items(tuple(Text(text) for text in all_said(first, "warnings", context.words.language))),
        ]
    if not blocks:
        blocks.append(Para(say("No governance point beyond the gates was found for these answers.")))
    return Section("governance", say("Governance and risk"), tuple(blocks))


def _risks(context: Context) -> Table:
    words, say, language = context.words, context.words.say, context.words.language
    rows = tuple(
        (
            said(risk, "topic", language),
            words.message(risk.severity),
            Text(said(risk, "statement", language), refs=context.cites.refs(risk.source), lang=_kept(risk)),
            said(risk, "action", language),
        )
        for risk in context.assessment.risks
    )
    columns = (
        Column(say("Topic"), width=0.7),
        Column(say("Severity")),
        Column(say("Point"), width=1.6),
        Column(say("What to do"), width=1.6),
    )
    return Table(say("Governance points and risks"), columns, rows)


def _kept(note: RiskNote) -> str:
    """The language of a note that an older version kept in English alone."""
    return "" if note.told else "en"
