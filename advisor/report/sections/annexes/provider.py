"""What security and works council ask of whoever runs the model: what is known, what to put into the contract.

Every fact is the catalog's own, with its source and day. What its tables leave empty is said to be stated by no source;
the line beside it settles it: the list is the contract's checklist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from advisor.assessment import AnyUseCase, choice_of
from advisor.catalog.tables.schema import Provider
from advisor.decision.gates.duties.facts import facts_of
from advisor.decision.records import Recommendation
from advisor.questionnaire import labels
from advisor.report.document.blocks import (
    Column,
    Facts,
    Inline,
    Para,
    Section,
    SectionBlock,
    Sub,
    Table,
    Text,
    plain_text,
)
from advisor.report.document.context import Context
from advisor.report.sections.annexes.assurances import assured, reports
from advisor.report.sections.annexes.recorded import recorded

_ISO: Final = re.compile(r"^iso(\d+)$")
"""How the catalog spells a certificate by its number alone; others have a name in ``labels.CERTIFICATIONS``."""
_ASKED_FIRST: Final = ("sub_processors", "keys", "incident_notice")


def provider(context: Context) -> Section | None:
    """Certificates, sub-processors, keys, incidents and records of people; None where nothing was chosen.

    A portfolio has one line for each provider of its use cases: which records are kept is told of each decision alone.
    """
    chosen, say = context.choice, context.words.say
    if len(context.assessment.answers.use_cases) > 1:
        return _of_portfolio(context)
    if chosen is None:
        return None
    own = chosen.deployment.kind in ("on_prem", "edge")
    keeper = context.catalog.keeper(chosen.deployment.provider or "", chosen.model_id)
    lines = _of_own(context) if own else _of_provider(context, chosen, keeper)
    columns = (
        Column(say("Matter"), width=0.7),
        Column(say("What is known"), width=1.3),
        Column(say("Line of the contract checklist"), width=1.7),
    )
    name = say("your own machines") if own else context.names.provider(chosen.deployment.provider)
    caption = say("Security: {name}", name=name)
    blocks: list[SectionBlock] = [] if own else [Facts(tuple(_sources(context, chosen, keeper)))]
    blocks.append(Table(caption, columns, tuple(lines)))
    if keeper is not None and keeper.note and not own and context.words.language == "en":
        # The catalog's own wording, which nobody has translated: other languages point to the source.
        blocks.append(Para(Text(keeper.note, refs=context.cites.refs(keeper.source), lang="en"), "note"))
    blocks += [Sub(say("What is recorded of people")), *recorded(context, chosen, keeper)]
    return Section("provider", say("Provider, records of people and contract"), tuple(blocks))


def _of_portfolio(context: Context) -> Section | None:
    """A line for each provider that a use case would run at; None where all run on own machines or nothing fits."""
    say, found = context.words.say, context.assessment
    cases: tuple[AnyUseCase, ...] = (found, *found.other_use_cases)
    choices = [choice for case in cases if (choice := choice_of(case)) is not None]
    ids = dict.fromkeys(
        one.deployment.provider for one in choices if one.deployment.kind in ("provider_api", "cloud_gpu")
    )
    if not ids:
        return None
    lines = tuple((context.names.provider(one), _in_brief(context, one)) for one in ids)
    return Section("provider", say("Provider, records of people and contract"), (Facts(lines),))


def _in_brief(context: Context, provider_id: str | None) -> Inline:
    """What a security officer asks first of one provider, in one piece with its sources."""
    words, say, keeper = context.words, context.words.say, context.catalog.provider.get(provider_id or "")
    held = [_called(context, name) for name in keeper.certifications] if keeper is not None else []
    told = {matter: assured(context, provider_id, matter, brief=True) for matter in _ASKED_FIRST}
    text = say(
        "Certificates: {certificates}. Sub-processors: {others}. Keys: {keys}. Incident: {incident}. "
        "Processing agreement: {agreement}.",
        certificates=words.listed(held) if held else say("no source in the catalog states any"),
        others=plain_text(told["sub_processors"]),
        keys=plain_text(told["keys"]),
        incident=plain_text(told["incident_notice"]),
        agreement=plain_text(_agreement(context, keeper)),
    )
    numbers = {number for one in told.values() if isinstance(one, Text) for number in one.refs}
    numbers.update(context.cites.refs(keeper.source) if keeper is not None else ())
    return Text(text, refs=tuple(sorted(numbers)))


def _sources(context: Context, chosen: Recommendation, keeper: Provider | None) -> Iterator[tuple[str, Inline]]:
    """Who it is, under whose law, and where and when the facts were read."""
    words, say = context.words, context.words.say
    name = context.names.provider(chosen.deployment.provider)
    if keeper is None:
        yield say("Provider"), say("{name}: in no table of the catalog", name=name)
        return
    yield say("Provider"), name
    seat = say("not stated") if keeper.jurisdiction is None else words.territory(keeper.jurisdiction)
    if keeper.parent_country:
        seat = say("{seat}; parent company: {country}", seat=seat, country=words.territory(keeper.parent_country))
    yield say("Seat"), seat
    read = say("read on {date}", date=words.long_date(keeper.checked_on))
    page = f"{words.colon}{keeper.policy_url}" if keeper.policy_url else ""
    yield say("Source"), Text(f"{read}{page}", refs=context.cites.refs(keeper.source), link=keeper.policy_url or "")


def certificates(context: Context, keeper: Provider | None) -> Inline:
    """The certificates that a source states, with the day, and those asked for that none does."""
    words, say = context.words, context.words.say
    held = keeper.certifications if keeper is not None else ()
    asked = [name for name in context.assessment.answers.data.certifications if name not in held]
    named = [_called(context, name) for name in held]
    missing = [_called(context, name) for name in asked]
    if keeper is None or not named:
        text = say("no source in the catalog states any")
    else:
        text = say("{names} (as of {date})", names=words.listed(named), date=words.short_date(keeper.checked_on))
        text += reports(context, keeper.provider_id)
    if missing:
        text += say("; asked for, and stated by no source in the catalog: {names}", names=words.listed(missing))
    return Text(text, refs=context.cites.refs(keeper.source) if named and keeper is not None else ())


def _of_provider(
    context: Context, chosen: Recommendation, keeper: Provider | None
) -> Iterator[tuple[str, Inline, str]]:
    """Each matter with what is known of it and the line of the contract: first what security asks, then the terms."""
    say, who = context.words.say, chosen.deployment.provider
    yield (
        say("Certificates"),
        certificates(context, keeper),
        say("Each certificate or report is attached, with scope, services covered and day of expiry."),
    )
    yield (
        say("Sub-processors"),
        assured(context, who, "sub_processors"),
        say("The list is attached, with address and task of each; a new one is announced, and you may object."),
    )
    yield say("Keys"), assured(context, who, "keys"), _keys_line(context, rented=chosen.deployment.kind == "cloud_gpu")
    yield say("Incident"), assured(context, who, "incident_notice"), _incident_line(context)
    yield from _terms(context, chosen, keeper)


def _terms(context: Context, chosen: Recommendation, keeper: Provider | None) -> Iterator[tuple[str, Inline, str]]:
    """What the contract itself says: use of the data, the agreement on it, availability, and its end."""
    say = context.words.say
    if chosen.deployment.kind == "provider_api":
        yield (
            say("Training on the data"),
            _training(context, keeper),
            say("Nothing that is sent or answered trains or improves a model, by default and after changes of terms."),
        )
    yield (
        say("Processing agreement"),
        _agreement(context, keeper),
        say("Signed before the first call that holds personal data."),
    )
    yield (
        say("Availability"),
        _availability(context, keeper),
        say("A share of the month, how it is measured, and what is paid back below it."),
    )
    yield (
        say("End of the contract"),
        assured(context, chosen.deployment.provider, "deletion"),
        say("What is stored is handed over and deleted within a stated time, and the deletion is confirmed."),
    )


def _of_own(context: Context) -> Iterator[tuple[str, Inline, str]]:
    """What own machines leave to the house: nobody else holds data, so that its own rules take the contract's place."""
    say = context.words.say
    asked = [_called(context, name) for name in context.assessment.answers.data.certifications]
    yours = say("yours; the catalog knows nothing of it")
    names = context.words.listed(asked)
    yield (
        say("Certificates"),
        say("no provider: those of your own house count (asked for: {names})", names=names) if asked else yours,
        say("Your own certificate covers these machines and the rooms that they stand in."),
    )
    yield (
        say("Sub-processors"),
        say("none for the model: nothing is sent out"),
        say("Makers and service firms get no data: disks stay, remote access is opened for a visit alone."),
    )
    yield (
        say("Keys"),
        say("with you: no provider has any"),
        say("Who holds the keys of disks, logs and access is named, with a deputy."),
    )
    yield say("Incident"), say("yours to find and to report"), _incident_line(context, own=True)
    yield (
        say("Weights of the model"),
        say("loaded from outside once"),
        say("Their origin and checksum are recorded, and updates are tested before they are taken."),
    )


def _called(context: Context, name: str) -> str:
    """A certificate as it is usually written."""
    return context.words.message(labels.CERTIFICATIONS.get(name, _ISO.sub(r"ISO \1", name).upper()))


def _agreement(context: Context, keeper: Provider | None) -> Inline:
    """Whether an agreement on processing personal data is offered: a source that has none is not one that is silent."""
    say, stated = context.words.say, None if keeper is None else keeper.data_processing_agreement
    if stated is None:
        return say("no source in the catalog states it")
    return say("offered") if stated else say("none found in the provider's documents")


def _availability(context: Context, keeper: Provider | None) -> Inline:
    """The share of the time that is promised, with as many digits as the promise has: 99.9 or 99.95."""
    say, sla = context.words.say, None if keeper is None else keeper.uptime_sla_pct
    if sla is None:
        return say("no source in the catalog states it")
    return say(
        "{share} of the time is promised", share=context.words.percent(sla / 100, 1 if round(sla, 1) == sla else 2)
    )


def _training(context: Context, keeper: Provider | None) -> Inline:
    """Whether the provider trains on what is sent, by default."""
    say = context.words.say
    texts = {
        "does_not_train": say("not by default"),
        "opt_out": say("unless you object"),
        "trains": say("by default"),
    }
    if keeper is None or keeper.training_default is None:
        return say("no source in the catalog states it")
    return Text(texts[keeper.training_default], refs=context.cites.refs(keeper.source))


def _keys_line(context: Context, *, rented: bool) -> str:
    say = context.words.say
    if rented:
        return say("Disks of the rented machines are encrypted with keys that you hold; the landlord has no copy.")
    return say("Who holds the keys of what is stored, whether they may be yours, and who can read without them.")


def _incident_line(context: Context, *, own: bool = False) -> str:
    """Who tells whom of an incident and, where the GDPR holds for personal data, the hours that the house has."""
    say, data = context.words.say, context.assessment.answers.data
    line = (
        say("Who finds, judges and reports an incident is named, and how long the logs for it are kept.")
        if own
        else say("You are told within … hours (fill in), of what, by whom, and with the logs that you need.")
    )
    if (data.personal_data or data.health_data) and "gdpr" in facts_of(context.assessment.answers, context.use_case):
        line += " " + say("You yourself have 72 hours for personal data (GDPR, Article 33).")
    return line
