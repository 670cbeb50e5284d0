"""The last pages: review date and life, sources, what is needed to reproduce the report, characters not shown."""

from __future__ import annotations

from datetime import date

from advisor.policy.policy_facts import exception_told, note_told
from advisor.report.document.blocks import Column, Facts, Inline, Items, Para, Section, SectionBlock, Sub, Table, Text
from advisor.report.document.context import Context
from advisor.report.sections.annexes.approval import in_full, review_day, seen_table

_REASON_LIMIT = 600
_LIFE = 12


def review(context: Context) -> Section:
    """When to look again, and how the decision came to its status."""
    words, say, meta = context.words, context.words.say, context.meta
    blocks: list[SectionBlock] = [
        Para(
            say(
                "Review by {date}, or earlier when the first choice retires, its price moves, a gate no longer "
                "holds or a newcomer "
                "would be first. The watch command checks these and says so.",
                date=words.long_date(review_day(context)),
            )
        )
    ]
    if under := taken_under(context):
        blocks.append(Items(under))
    if given := in_full(context):
        blocks.append(Items(tuple(given)))
    if meta.life:
        blocks.append(_life(context))
    if (seen := seen_table(context)) is not None:
        blocks.append(seen)
    if meta.changes:
        blocks += [
            Sub(say("Changes since the version before")),
            Items(tuple(context.user(context.tell(change), _REASON_LIMIT) for change in meta.changes)),
        ]
    return Section("review", say("Review and approval"), tuple(blocks))


def taken_under(context: Context) -> tuple[Inline, ...]:
    """Under which policy of the house it was taken, and every exception from it; nothing without one."""
    note = context.assessment.policy
    told = () if note is None else (note_told(note), *map(exception_told, note.exceptions))
    return tuple(context.user(context.tell(fact), _REASON_LIMIT) for fact in told)


def _life(context: Context) -> Table:
    words, say = context.words, context.words.say
    rows: list[tuple[Inline, ...]] = [
        (
            words.short_date(event.at),
            context.user(event.actor or "–", 200),
            context.label(event.action),
            context.user(event.reason, _REASON_LIMIT),
        )
        for event in context.meta.life[-_LIFE:]
    ]
    columns = (
        Column(say("Date")),
        Column(say("Who"), width=0.8),
        Column(say("What"), width=0.8),
        Column(say("Why"), width=2),
    )
    return Table(say("The life of this decision"), columns, tuple(rows))


def sources(context: Context) -> Section:
    """Every cited source: numbered, dated, linked."""
    say = context.words.say
    cited = context.cites.used()
    if not cited:
        return Section("sources", say("Sources"), (Para(say("Nothing in this report leans on an outside source.")),))
    rows: list[tuple[Inline, ...]] = [
        (
            f"[{number}]",
            Text(f"{note.name}, {note.version}" if note.version else note.name, link=note.link, lang="en"),
            _day(context, note.dated) or "–",
            context.label(note.licence) if note.licence else "–",
        )
        for number, note in cited
    ]
    columns = (
        Column(say("No.")),
        Column(say("Source and version"), width=2),
        Column(say("Date")),
        Column(say("Licence"), width=1.5),
    )
    return Section(
        "sources", say("Sources"), (Table(say("Sources in the order of their first mention"), columns, tuple(rows)),)
    )


def _day(context: Context, text: str) -> str:
    try:
        return context.words.short_date(date.fromisoformat(text))
    except ValueError:
        return text


def reproducibility(context: Context) -> Section:
    """Digests, versions and seed: the same inputs give the same bytes."""
    words, say, provenance = context.words, context.words.say, context.assessment.provenance
    rows: tuple[tuple[str, Inline], ...] = (
        (say("Catalog"), Text(provenance.catalog_digest, "mono")),
        (say("Catalog of"), words.long_date(date.fromisoformat(provenance.catalog_date))),
        (say("Answers"), Text(provenance.answers_digest, "mono")),
        *_policy(context),
        (say("Engine"), provenance.engine_version),
        (
            say("Seed and draws"),
            say("{seed} and {samples}", seed=provenance.seed, samples=words.number(provenance.samples)),
        ),
    )
    text = say(
        "The same answers, catalog, engine and seed give this report again, byte for byte. No language model "
        "wrote any of it: "
        "every sentence is a template filled with the numbers above."
    )
    return Section("reproducibility", say("Reproducibility"), (Para(text), Facts(rows)))


def _policy(context: Context) -> tuple[tuple[str, Inline], ...]:
    """The digest of the policy of the house; nothing where the decision was taken without one."""
    note = context.assessment.policy
    return () if note is None else ((context.words.say("House policy"), Text(note.digest, "mono")),)
