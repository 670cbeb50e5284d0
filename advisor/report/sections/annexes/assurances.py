"""What providers state on sub-processors, keys, incidents, deletion and audit reports, in the report's words.

Each is a code of ``provider_assurances.csv`` with its days or hours, the day on which it was read, its source and the
address. What no row has is said to be stated by no source: silence is not a refusal, and no assurance either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from advisor.catalog.tables.schema_serving import ProviderAssurance
from advisor.report.document.blocks import Inline, Text
from advisor.report.document.context import Context
from advisor.words.language import Words

Sentence = Callable[[Words, ProviderAssurance], str]


def assured(context: Context, provider_id: str | None, matter: str, *, brief: bool = False) -> Inline:
    """What a provider states on one matter with its day, or that no source states it.

    ``brief`` leaves out the day and the address in print.
    """
    row = context.catalog.assured.get((provider_id or "", matter))
    words, say = context.words, context.words.say
    if row is None:
        return say("no source in the catalog states it")
    text = _list_alone(words, row) if brief and matter == "sub_processors" else _SENTENCES[matter](words, row)
    if row.only == "enterprise":
        text = say("{what}, for enterprise customers alone", what=text)
    elif row.only == "beta":
        text = say("{what}, on trial (beta)", what=text)
    if not brief:
        text = say("{names} (as of {date})", names=text, date=words.short_date(row.checked_on))
    return Text(text, refs=context.cites.refs(row.source), link=row.url)


def reports(context: Context, provider_id: str | None) -> str:
    """Where the audit reports behind the certificates are to be had; empty where no source states it."""
    row = context.catalog.assured.get((provider_id or "", "audit_report"))
    if row is None:
        return ""
    say = context.words.say
    return say("; audit reports in its portal") if row.code == "portal" else say("; audit reports on request")


def _sub_processors(words: Words, row: ProviderAssurance) -> str:
    """Where the list is, how early a new one is announced, and how long one may object."""
    where = row.url.removeprefix("https://").removesuffix("/")
    return _list_and_notice(words, row, words.say("list at {where}", where=where))


def _list_alone(words: Words, row: ProviderAssurance) -> str:
    """The same without the address."""
    return _list_and_notice(words, row, words.say("list published"))


def _list_and_notice(words: Words, row: ProviderAssurance, public: str) -> str:
    text = public if row.code == "public_list" else words.say("list in the agreement")
    more = []
    if row.days is not None:
        more.append(words.say_n("a new one {n} day before", "a new one {n} days before", row.days))
    if row.objection_days is not None:
        more.append(words.say_n("{n} day to object", "{n} days to object", row.objection_days))
    for part in more:  # by a template: French asks for a space there
        text = words.say("{first}; {second}", first=text, second=part)
    return text


def _keys(words: Words, row: ProviderAssurance) -> str:
    say = words.say
    if row.code == "provider_managed":
        return say("the provider's alone")
    if row.code == "customer_managed":
        return say("yours possible for what is stored, in its key service")
    return say("yours possible for what is stored, in your own key service")


def _incident(words: Words, row: ProviderAssurance) -> str:
    if row.hours is None:
        return words.say("without undue delay, no number of hours")
    return words.say_n("within {n} hour", "within {n} hours", row.hours)


def _deletion(words: Words, row: ProviderAssurance) -> str:
    if row.days is None:
        return words.say("deleted by the provider, no time stated")
    if row.code == "by_customer":
        return words.say_n(
            "you delete it yourself, until {n} day after the end",
            "you delete it yourself, until {n} days after the end",
            row.days,
        )
    if row.code == "locked":
        return words.say_n(
            "out of reach {n} day after the end, no time of deletion stated",
            "out of reach {n} days after the end, no time of deletion stated",
            row.days,
        )
    return words.say_n("deleted within {n} day after the end", "deleted within {n} days after the end", row.days)


_SENTENCES: Final[Mapping[str, Sentence]] = MappingProxyType(
    {
        "sub_processors": _sub_processors,
        "keys": _keys,
        "incident_notice": _incident,
        "deletion": _deletion,
    }
)
