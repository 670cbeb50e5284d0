"""The gravest of the risk register, and what is publicly known of the choice that governance asks for."""

from __future__ import annotations

from typing import Final

from advisor.guidance.governance.records import PublicEvidence, RegisterRisk
from advisor.guidance.governance.risk_register import gravest_first, read_edits, with_edits
from advisor.report.document.blocks import Column, Para, Section, SectionBlock, Table, Text
from advisor.report.document.context import Context
from advisor.report.governed import governance_for
from advisor.words.governance_names import matter_name, stated, status_name
from advisor.words.written import said

_RISKS: Final = 10
"""The gravest, on a page; the workbook has all."""
_TESTS: Final = 1
"""Public tests of the model that are shown, the newest; the page beyond the model has all."""


def register(context: Context) -> Section | None:
    """The gravest risks as filled and edited, and what is public; None where there is neither."""
    say = context.words.say
    found = governance_for(context.assessment, context.catalog)
    edits = read_edits(context.meta.register_edits or None)
    risks = gravest_first(with_edits(found.register_lines, edits))
    blocks: list[SectionBlock] = []
    if risks:
        blocks.append(
            Para(
                say(
                    "The gravest of {count} risks; the workbook has all. Filled from the facts of this decision and "
                    "open to change: likelihood and impact (1 to 5) are judgements. Orientation, not legal advice.",
                    count=context.words.number(len(risks)),
                )
            )
        )
        blocks.append(_risks(context, risks[:_RISKS]))
    tests = sorted((row for row in found.evidence if row.matter == "safety"), key=lambda row: row.dated)
    shown = (*(row for row in found.evidence if row.matter != "safety"), *tests[-_TESTS:])
    if shown:
        blocks.append(_evidence(context, shown))
    return Section("register", say("Risk register"), tuple(blocks)) if blocks else None


def _risks(context: Context, risks: tuple[RegisterRisk, ...]) -> Table:
    words, say, language = context.words, context.words.say, context.words.language
    rows = tuple(
        (
            Text(
                f"{said(risk, 'cause', language).rstrip('.')}. {said(risk, 'effect', language)}",
                refs=context.cites.refs(risk.source),
            ),
            f"{risk.likelihood} × {risk.impact} = {risk.level}",
            said(risk, "mitigation", language),
            said(risk, "owner", language),
            "–" if risk.due is None else words.short_date(risk.due),
            status_name(words, risk.status),
        )
        for risk in risks
    )
    columns = (
        Column(say("Cause and effect"), width=1.6),
        Column(say("Likelihood × impact")),
        Column(say("Mitigation"), width=1.5),
        Column(say("Owner"), width=0.7),
        Column(say("Due")),
        Column(say("Status")),
    )
    return Table(say("Risk register"), columns, rows)


def _evidence(context: Context, evidence: tuple[PublicEvidence, ...]) -> Table:
    words, say = context.words, context.words.say
    rows = tuple(
        (
            Text(matter_name(words, row.matter) + (f": {row.name}" if row.name else ""), lang=""),
            row.about,
            Text(stated(words, row), refs=context.cites.refs(row.source)),
            words.short_date(row.dated),
        )
        for row in evidence
    )
    columns = (
        Column(say("Matter"), width=1.4),
        Column(say("Of whom"), width=0.8),
        Column(say("What is stated"), width=1.2),
        Column(say("Date")),
    )
    return Table(say("What is public about provider, vendor and model"), columns, rows)
