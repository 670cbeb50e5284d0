"""What is recorded of people, of whom, who sees it and when it is deleted: what a works council asks before it agrees.

From the answers and from what the catalog knows of the provider; the rest is a question to settle, and said as one.
"""

from __future__ import annotations

from advisor.catalog.tables.schema import Provider
from advisor.decision.records import Recommendation
from advisor.report.document.blocks import Column, Inline, Items, Para, SectionBlock, Table, Text
from advisor.report.document.context import Context


def recorded(context: Context, chosen: Recommendation, keeper: Provider | None) -> list[SectionBlock]:
    """A row per kind of record, then what is to be agreed upon."""
    say, settle = context.words.say, context.words.say("to settle")
    people, at_api = _people(context), chosen.deployment.kind == "provider_api"
    rows: list[tuple[Inline, ...]] = []
    if at_api:
        rows += [
            (
                say("Prompts and answers at the provider"),
                people,
                say("who of the provider, and for what: no source in the catalog states it"),
                kept(context, keeper),
            ),
            (
                say("Usage at the provider: times, amounts, account or key"),
                say("whoever holds the account or key; one key for all names nobody"),
                say("no source in the catalog states it"),
                say("no source in the catalog states it"),
            ),
        ]
    rows += [
        (
            say("Prompts and answers in your own application, gateway and logs"),
            people,
            settle,
            _own_limit(context, at_api=at_api),
        ),
        (say("Samples that people read to judge the quality"), people, settle, settle),
    ]
    columns = (
        Column(say("What"), width=1.2),
        Column(say("Of whom"), width=1.1),
        Column(say("Who sees it"), width=1.0),
        Column(say("Deleted"), width=1.2),
    )
    caption = say("Records, people, readers and deletion; “to settle” means that neither answers nor catalog say it")
    return [Table(caption, columns, tuple(rows)), Para(say("To agree upon before the pilot:")), _agreed(context)]


def _people(context: Context) -> str:
    """Those who use it, as many as the answers say, and those of whom the texts speak."""
    words, say, people = context.words, context.words.say, context.use_case.usage.people
    text = words.say_n("{n} person who uses it", "{n} people who use it", people) if people else say("whoever uses it")
    data = context.assessment.answers.data
    return say("{users}, and those of whom the texts speak", users=text) if data.personal_data else text


def kept(context: Context, keeper: Provider | None) -> Inline:
    """How long the provider keeps prompts by what it says of this model, and the limit of the answers beside it."""
    words, say = context.words, context.words.say
    limit = context.assessment.answers.data.max_retention_days
    if keeper is None or (keeper.retention_default is None and keeper.retention_days is None):
        text = say("no source in the catalog states it")
    elif keeper.retention_default == "none" or keeper.retention_days == 0:
        text = say("not kept, by its own words")
    elif keeper.retention_days is None:
        text = say("kept for control of misuse or longer; no source in the catalog states the days")
    else:
        text = words.say_n("after {n} day", "after {n} days", keeper.retention_days)
    if keeper is not None and keeper.zero_retention_route and keeper.retention_days != 0:
        text += say("; an agreement to keep nothing is to be had")
    if limit is not None:
        text += say("; your limit: {limit}", limit=words.say_n("{n} day", "{n} days", limit))
    return Text(text, refs=() if keeper is None else context.cites.refs(keeper.source))


def _own_limit(context: Context, *, at_api: bool) -> str:
    say, limit = context.words.say, context.assessment.answers.data.max_retention_days
    if not limit or not at_api:
        return say("to settle")
    days = context.words.say_n("{n} day", "{n} days", limit)
    return say("to settle; the provider may keep it for {days}, so no longer without a reason", days=days)


def _agreed(context: Context) -> Items:
    say = context.words.say
    return Items(
        (
            say("Nothing of it judges performance or behaviour of single people, and no report names one."),
            say("Who may read which record, for what, and that each look is itself logged."),
            say("Names are replaced by pseudonyms where a name is not needed; who can undo that."),
            say("The day of deletion of each record, and who checks it."),
        )
    )
