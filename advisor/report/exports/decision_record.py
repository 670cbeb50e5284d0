"""The decision as a Markdown record with the headings of MADR 4 (Architectural Decision Records) in its language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Final

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Recommendation
from advisor.report.compose import annexes_of, context_of
from advisor.report.document.blocks import Box, Columns, Drawing, Facts, Inline, Items, Para, Section, Sub, Table
from advisor.report.document.context import Context
from advisor.report.document.meta import ReportMeta
from advisor.report.document.reasons import (
    behind_text,
    beside,
    change_sentence,
    flip_text,
    one_of_each,
    reasons_of,
    risks_of,
    unknown_of,
    verdict_text,
)
from advisor.report.document.user_text import NAME_LIMIT, clipped, settable
from advisor.report.sections import shortlist
from advisor.report.sections.annexes.approval import approval_row
from advisor.report.sections.annexes.closing import reproducibility, review, taken_under
from advisor.report.sections.annexes.finance import finance
from advisor.report.sections.annexes.provider import provider
from advisor.report.sections.beyond.in_brief import in_brief
from advisor.report.sections.summary import signed_for
from advisor.report.sections.use_cases import to_the_cent, together
from advisor.words.language import words_in
from advisor.words.written import all_said

_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$&])")
_OPTIONS: Final = 10
_QUESTION_LIMIT: Final = 5_000
_STEPS: Final = 5


def decision_record(
    assessment: Assessment,
    catalog: Catalog,
    *,
    language: str = "en",
    annexes: Sequence[str] = (),
    meta: ReportMeta | None = None,
) -> str:
    """The decision record as Markdown; what the user typed is escaped. Raises ReportError for an unknown annex."""
    context = context_of(assessment, catalog, words_in(language), meta, annexes=annexes)
    parts = [*_head(context), *_problem(context), *_drivers(context), *_options(context), *_outcome(context)]
    parts += [*_portfolio(context), *_whole(in_brief(context)), *_pros_and_cons(context), *_more(context, annexes)]
    return "\n".join(parts).rstrip() + "\n"


def plain(text: str) -> str:
    """Text on one line in which Markdown's own characters have lost their meaning."""
    return _SPECIAL.sub(r"\\\1", " ".join(settable(text).split()))


def _yaml(text: str) -> str:
    """Text on one line as YAML, which takes whatever JSON writes."""
    return json.dumps(" ".join(settable(text).split()), ensure_ascii=False).replace("\x7f", "")


def _cell(item: Inline) -> str:
    if isinstance(item, str):
        return plain(item)
    # Plain numbers in brackets: footnotes are GitHub's own, Confluence shows their marks as text.
    refs = "".join(rf" \[{number}\]" for number in item.refs)
    return plain(item.text) + refs


def _items(items: Iterable[Inline]) -> list[str]:
    return [f"* {_cell(item)}" for item in items]


def _head(context: Context) -> list[str]:
    answers, meta = context.assessment.answers, context.meta
    return [
        "---",
        f"status: {meta.status}",
        f"date: {context.dated.isoformat()}",
        f"decision-makers: {_yaml(answers.owner)}",
        f"version: {meta.version}",
        "---",
        "",
        f"# {plain(clipped(answers.title, 300, context.words))}",
        "",
    ]


def _problem(context: Context) -> list[str]:
    say, answers = context.words.say, context.assessment.answers
    question = clipped(answers.question, _QUESTION_LIMIT, context.words).strip()
    return [f"## {say('Context and Problem Statement')}", "", plain(question) if question else say("not stated"), ""]


def _drivers(context: Context) -> list[str]:
    words, say = context.words, context.words.say
    notes = sorted(context.assessment.criteria, key=lambda note: (-note.weight, note.criterion))
    lines = [
        say(
            "{criterion}, weight {weight}",
            criterion=context.criterion(note.criterion),
            weight=words.percent(note.weight, 1),
        )
        for note in notes
        if note.weight > 0
    ]
    return [f"## {say('Decision Drivers')}", "", *_items(lines), ""]


def _considered(context: Context) -> list[Recommendation]:
    """The first options, and those of the shortlist that stand further down."""
    assessment = context.assessment
    named = {assessment.choice_id, *(choice.alternative_id for choice in assessment.shortlist)}
    ranked = assessment.recommendations
    return [entry for place, entry in enumerate(ranked) if place < _OPTIONS or entry.alternative_id in named]


def _options(context: Context) -> list[str]:
    say, ranked = context.words.say, _considered(context)
    lines = [f"* {plain(context.name(entry.alternative_id))}" for entry in ranked] or [say("none passes every gate")]
    return [f"## {say('Considered Options')}", "", *lines, ""]


def _outcome(context: Context) -> list[str]:
    say = context.words.say
    label, text = verdict_text(context, context.assessment)
    head = "" if text.startswith(label) else f"**{plain(label)}.** "
    lines = [f"## {say('Decision Outcome')}", "", f"{head}{plain(text)}", ""]
    for sentence in beside(context, context.assessment):
        lines += [_cell(sentence), ""]
    chosen = context.choice
    if chosen is None:
        return [*lines, f"### {say('What would have to give')}", "", *_items(change_sentence(context, 5)), ""]
    shortlisted = shortlist.lines(context)
    if shortlisted:
        table = shortlist.compared(context)
        lines += [f"### {say('The shortlist')}", "", *_table(table), "", *_items(shortlisted), ""]
    lines += _for_the_one_who_signs(context)
    lines += [f"### {say('Reasons')}", "", *_items(reasons_of(context, chosen)), ""]
    lines += [f"### {say('What is not known')}", "", *_items(unknown_of(context, chosen)), ""]
    lines += [f"### {say('Next steps')}", "", *_items(shortlist.next_steps(context, _STEPS)), ""]
    lines += [
        f"### {say('Consequences')}",
        "",
        *_items(risks_of(context, chosen, 6)),
        "",
        f"### {say('Confirmation')}",
        "",
    ]
    due = review(context).blocks[0]
    lines += [plain(due.text) if hasattr(due, "text") and isinstance(due.text, str) else "", ""]
    under = taken_under(context)
    return [*lines, *_items(under), ""] if under else lines


def _for_the_one_who_signs(context: Context) -> list[str]:
    """What page one of the report says besides: what the choice takes, limits, whom the question names, who signs."""
    lines: list[str] = []
    for block in (*signed_for(context), approval_row(context)):
        match block:
            case Table():
                lines += [f"### {plain(block.caption)}", "", *_table(block), ""]
            case Columns():
                for title, items in block.columns:
                    lines += [f"### {plain(title)}", "", *_items(items), ""]
            case _:
                continue
    return lines


def _portfolio(context: Context) -> list[str]:
    """What was chosen for all use cases together, and the limits and floors that it had to keep to."""
    words, say, portfolio = context.words, context.words.say, context.assessment.portfolio
    if portfolio is None:
        return []
    lines = [f"### {say('All use cases together')}", ""]
    lines += [line for sentence in together(context, portfolio) for line in (plain(sentence), "")]
    chosen = [
        say(
            "{use_case}: {alternative}, {score} points, {cost} a month",
            use_case=clipped(item.use_case, NAME_LIMIT, words),
            alternative=context.name(item.alternative_id),
            score=words.points(item.score),
            cost=to_the_cent(context, item.monthly_cost_usd),
        )
        for item in portfolio.assignments
    ]
    if portfolio.assignments and portfolio.one_team_usd:
        chosen.append(say("One team for all: {cost} a month", cost=to_the_cent(context, -portfolio.one_team_usd)))
    lines += [*_items(chosen or all_said(portfolio, "ways_out", words.language)), ""]
    for case in context.assessment.other_use_cases:
        label, text = verdict_text(context, case)
        head = "" if text.startswith(label) else f"{label}. "
        name = clipped(case.use_case, NAME_LIMIT, words)
        lines += [f"**{plain(name)}**: {plain(head + text)}", ""]
        lines += [line for sentence in beside(context, case) for line in (_cell(sentence), "")]
    return lines


def _pros_and_cons(context: Context) -> list[str]:
    words, say, ranked = context.words, context.words.say, _considered(context)
    lines = [f"## {say('Pros and Cons of the Options')}", ""]
    for entry in ranked:
        lines += [f"### {plain(context.name(entry.alternative_id))}", ""]
        score = say(
            "Score {score} of 100, cost {cost} a month, first in {share} of the draws.",
            score=words.points(entry.score),
            cost=context.money(entry.monthly_cost_usd.p50 if entry.monthly_cost_usd else None),
            share=words.percent(entry.first_rank_share),
        )
        lines += [plain(score), "", *_items(reasons_of(context, entry, 2))]
        lines += [
            f"* {plain(say('To settle first: {warning}', warning=warning))}"
            for warning in all_said(entry, "warnings", words.language)
        ]
        if entry is not ranked[0]:
            lines.append(f"* {plain(behind_text(context, entry, ranked[0]))}")
        lines.append("")
    lines += [
        say("{n} alternatives were eliminated by a gate.", n=words.number(len(context.assessment.eliminations))),
        "",
    ]
    return lines


def _whole(section: Section | None) -> list[str]:
    """A section of the report: its figures as a list, its tables as tables, its drawings in words."""
    if section is None:
        return []
    lines = [f"### {plain(section.title)}", ""]
    for block in section.blocks:
        match block:
            case Facts():
                lines += [f"* {plain(label)}: {_cell(value)}" for label, value in block.rows]
            case Table():
                lines += [f"{plain(block.caption)}:", "", *_table(block)]
                lines += ["", plain(block.note)] if block.note else []
            case Items():
                lines += _items(block.items)
            case Para():
                lines.append(_cell(block.text))
            case Sub():
                lines.append(f"#### {plain(block.title)}")
            case Drawing():
                lines.append(plain(f"{block.caption}. {block.alt}"))
            case Box():
                lines.append(f"**{plain(block.label)}.** {plain(block.text)}")
            case _:
                continue
        lines.append("")
    return lines


def _table(table: Table) -> list[str]:
    head = [column.title for column in table.columns]
    marks = [":--" if column.align == "left" else "--:" for column in table.columns]
    return [
        f"| {' | '.join(map(plain, head))} |",
        f"| {' | '.join(marks)} |",
        *(f"| {' | '.join(map(_cell, row))} |" for row in table.rows),
    ]


def _more(context: Context, annexes: Sequence[str]) -> list[str]:
    say, assessment = context.words.say, context.assessment
    lines = [f"## {say('More Information')}", ""]
    if assessment.flips:
        lines += [f"### {say('What would change the order')}", ""]
        lines += [*_items(flip_text(context, flip) for flip in one_of_each(assessment.flips)[:8]), ""]
    lines += _whole(provider(context))
    lines += _whole(finance(context))
    for section in annexes_of(context, annexes):
        lines += _whole(section)
    lines += [f"### {say('Reproducibility')}", ""]
    facts = reproducibility(context).blocks[1]
    lines += [f"* {plain(label)}: {_cell(value)}" for label, value in getattr(facts, "rows", ())]
    lines.append("")
    cited = context.cites.used()
    if cited:
        lines += [f"### {say('Sources')}", ""]
    for number, note in cited:
        link = f" <{note.link}>" if note.link.startswith("https://") else ""
        named = ", ".join(dict.fromkeys(part for part in (note.name, note.version, note.dated) if part))
        lines.append(rf"* \[{number}\] {plain(named)}{link}")
    return lines
