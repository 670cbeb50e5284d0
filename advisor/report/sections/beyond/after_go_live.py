"""After the go-live: what was paid against the plan, and why; nothing where no usage was kept."""

from __future__ import annotations

from advisor.guidance.after_go_live.review import NamedCause
from advisor.guidance.after_go_live.usage_facts import cause_told, drift_told
from advisor.report.document.blocks import Box, Column, Facts, Para, Section, SectionBlock, Table
from advisor.report.document.context import Context

_MONTHS = 6


def after_go_live(context: Context) -> Section | None:
    """The newest months against the plan, the causes of the difference, and what left the plan's range."""
    found = context.meta.usage
    if found is None or not found.months:
        return None
    say = context.words.say
    text = " ".join(context.tell(drift_told(drift)) for drift in found.drifts)
    blocks: list[SectionBlock] = [
        Box(say("Outside the plan's range"), text, "open")
        if text
        else Para(say("The newest whole month lies within the plan's range.")),
        Facts(
            (
                (say("Planned for these days"), context.money(found.planned_usd)),
                (say("Paid"), context.money(found.actual_usd)),
            )
        ),
    ]
    if found.causes:
        blocks.append(_causes(context, found.causes))
    rows = tuple(
        (
            f"{month.month:%Y-%m}",
            context.money(month.planned_usd),
            context.money(month.actual_usd) if month.priced else say("unknown"),
            context.words.sensible(month.requests),
        )
        for month in found.months[-_MONTHS:]
    )
    columns = (
        Column(say("Month")),
        Column(say("Planned"), "right"),
        Column(say("Paid"), "right"),
        Column(say("Requests"), "right"),
    )
    blocks.append(Table(say("Planned and paid by month"), columns, rows))
    return Section("after_go_live", say("After the go-live"), tuple(blocks))


def _causes(context: Context, causes: tuple[NamedCause, ...]) -> Table:
    say = context.words.say
    rows = tuple(
        (
            context.tell(cause_told(cause.cause)),
            say("{seconds} s an answer", seconds=context.words.sensible(cause.amount))
            if cause.unit == "s"
            else context.money(cause.amount),
            context.words.signed_percent(cause.share),
            f"{cause.since:%Y-%m}" if cause.since else say("unknown"),
        )
        for cause in causes
    )
    columns = (
        Column(say("Cause"), width=1.4),
        Column(say("Amount"), "right"),
        Column(say("Share of the plan"), "right"),
        Column(say("Since"), "right"),
    )
    return Table(say("What explains the difference"), columns, rows)
