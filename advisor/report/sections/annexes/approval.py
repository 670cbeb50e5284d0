"""Who proposed and who approved, why and under which conditions, when to look again, and who has seen which version."""

from __future__ import annotations

from datetime import date

from advisor.assessment import CLEAR
from advisor.report.document.blocks import NONE, Column, Inline, Table, Text
from advisor.report.document.context import Context
from advisor.report.document.dates import review_date
from advisor.report.document.meta import NamedDay

_NAME_LIMIT = 200
_REASON_LIMIT = 600
_BRIEF = 160
"""Characters of a reason or condition on page one; the last pages have the whole."""


def review_day(context: Context) -> date:
    """The day of the next review: that of the approval, else the months that the answers ask for."""
    return context.meta.approval.review_on or review_date(context.assessment)


def approval_row(context: Context) -> Table:
    """The approver's block of page one: a row that says what was signed, or what is still to be signed."""
    say, note = context.words.say, context.meta.approval
    proposed = say("not yet") if note.proposed is None else context.user(who(context, note.proposed), _NAME_LIMIT)
    approved = _awaited(context) if note.approved is None else context.user(who(context, note.approved), _NAME_LIMIT)
    reason = context.user(note.reason, _BRIEF) if note.reason else NONE
    conditions = context.user(note.conditions, _BRIEF) if note.conditions else NONE
    columns = (
        Column(say("Proposed by"), width=1.0),
        Column(say("Approved by"), width=1.0 if note.approved else 2.0),
        Column(say("Reason"), width=1.2 if note.reason else 0.7),
        Column(say("Conditions"), width=1.2 if note.conditions else 0.7),
        Column(say("Next review"), width=0.8),
    )
    row: tuple[Inline, ...] = (proposed, approved, reason, conditions, context.words.long_date(review_day(context)))
    return Table(say("Approval"), columns, (row,))


def _awaited(context: Context) -> str:
    """What an approval takes that was not given yet."""
    say = context.words.say
    if context.assessment.verdict in CLEAR:
        return say("not yet")
    return say("not yet: takes a second person and a reason, for the verdict is not clear")


def who(context: Context, named: NamedDay) -> str:
    """A name with its day; a name that was typed says so."""
    say, day = context.words.say, context.words.short_date(named.at)
    if named.verified:
        return say("{name}, {day}", name=named.name, day=day)
    return say("{name}, {day} (name as typed, not verified)", name=named.name, day=day)


def in_full(context: Context) -> list[Inline]:
    """Reason and conditions of the approval, whole, for the pages on review."""
    note, say = context.meta.approval, context.words.say
    parts = (
        (say("Reason of the approval: {text}", text=note.reason), note.reason),
        (say("Conditions: {text}", text=note.conditions), note.conditions),
    )
    return [context.user(text, _REASON_LIMIT) for text, given in parts if given]


def seen_table(context: Context) -> Table | None:
    """Who has seen which version; None where nobody has said so."""
    say, seen = context.words.say, context.meta.approval.seen
    if not seen:
        return None
    rows: tuple[tuple[Inline, ...], ...] = tuple(
        (Text(str(named.version)), context.user(who(context, named), _NAME_LIMIT)) for named in seen
    )
    return Table(say("Who has seen which version"), (Column(say("Version")), Column(say("Who"), width=1.0)), rows)
