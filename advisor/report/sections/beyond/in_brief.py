"""From decision to operation: a sentence with the figure that matters of each annex, and where the rest is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from advisor.guidance.after_go_live.usage_facts import drift_told
from advisor.guidance.governance.risk_register import read_edits
from advisor.guidance.retrieval.planner import plan_for_choice
from advisor.guidance.versions.pinned import pinned_version
from advisor.report.beyond.architecture import architecture_of_record
from advisor.report.document.blocks import Facts, Inline, Para, Section, Text
from advisor.report.document.context import Context
from advisor.report.governed import register_for
from advisor.words.language import Words
from advisor.words.written import said


def matters(words: Words) -> Mapping[str, str]:
    """What each annex is about, by its key."""
    say = words.say
    return {
        "adaptation": say("How to adapt the model"),
        "retrieval": say("How documents are found"),
        "architecture": say("Architecture and versions"),
        "register": say("Risk register"),
        "after_go_live": say("After the go-live"),
    }


def in_brief(context: Context) -> Section | None:
    """A row for each matter of which there is something to say, then where the whole stands; None without any."""
    titles = matters(context.words)
    told = {key: text for key, brief in _BRIEFS.items() if (text := brief(context)) is not None}
    if not told:
        return None
    rows = Facts(tuple((titles[key], text) for key, text in told.items()))
    note = Para(_where_the_rest_is(context, {key: titles[key] for key in told}), look="note")
    return Section("in_brief", context.words.say("From decision to operation"), (rows, note))


def _where_the_rest_is(context: Context, titles: Mapping[str, str]) -> str:
    """Which annexes stand at the end of this document, and how to get those that do not."""
    words, say = context.words, context.words.say
    here = [title for key, title in titles.items() if key in context.chapters]
    sentences = [say("In full in the annexes of this report: {names}.", names=words.listed(here))] if here else []
    if len(here) < len(titles):
        sentences.append(
            say("In full in an annex for whoever asks: “Annexes” on the report page, or advisor report --with NAME.")
            if not here
            else say("The others on request: “Annexes” on the report page, or advisor report --with NAME.")
        )
    return " ".join(sentences)


def _adaptation(context: Context) -> Inline | None:
    """The way that fits best and the next, with what they cost a month."""
    words, ways = context.words, context.assessment.strategies
    if not ways:
        return None
    listed = [
        words.say("{way} ({fit} of 100)", way=said(way, "strategy", words.language), fit=words.number(way.fit * 100))
        if way.monthly_cost is None
        else words.say(
            "{way} ({fit} of 100, {money} a month)",
            way=said(way, "strategy", words.language),
            fit=words.number(way.fit * 100),
            money=context.money(way.monthly_cost.value),
        )
        for way in ways[:2]
    ]
    text = (
        words.say("Fits best: {first}.", first=listed[0])
        if len(listed) == 1
        else words.say("Fits best: {first}; then {second}.", first=listed[0], second=listed[1])
    )
    if any(way.monthly_cost is not None for way in ways[:2]):
        # Beside page one, whose sum is the model alone, these read as another price of the same thing.
        text += " " + words.say("These sums hold the model and the people who build and keep it.")
    return text


def _retrieval(context: Context) -> Inline | None:
    if not context.catalog.vector_stores:
        return None
    plan = plan_for_choice(context.assessment.answers, context.catalog, context.choice)
    return None if plan is None else said(plan, "advice", context.words.language)


def _architecture(context: Context) -> Inline | None:
    """How many parts, which of them beside application and model, what serves the model, and which version to pin."""
    blueprint = architecture_of_record(context.assessment, context.catalog)
    if blueprint is None:
        return None
    words, say = context.words, context.words.say
    names = [said(part, "name", words.language) for part in blueprint.parts if part.need == "needed"]
    text = words.say_n("{n} part: {parts}.", "{n} parts: {parts}.", len(names), parts=words.listed(names))
    server = next((one.name for one in blueprint.frameworks if one.verdict == "chosen"), None)
    if server is not None:
        text += " " + say("{server} serves the model.", server=server)
    pinned = pinned_version(blueprint.alternative, context.catalog)
    if pinned is None:
        return text
    return Text(f"{text} {said(pinned, 'sentence', words.language)}", refs=context.cites.refs(pinned.sources[0]))


def _register(context: Context) -> Inline | None:
    """How many risks stand in the register, and the gravest of them."""
    words = context.words
    risks = register_for(context.assessment, context.catalog, read_edits(context.meta.register_edits or None))
    if not risks:
        return None
    first = risks[0]
    return words.say_n(
        "{n} risk: {effect} (level {level} of 25; {owner}).",
        "{n} risks; the gravest: {effect} (level {level} of 25; {owner}).",
        len(risks),
        effect=said(first, "effect", words.language),
        level=words.number(first.level),
        owner=said(first, "owner", words.language),
    )


def _after_go_live(context: Context) -> Inline | None:
    found = context.meta.usage
    if found is None or not found.months:
        return None
    say = context.words.say
    paid = say(
        "Paid {paid}; planned for these days {planned}.",
        paid=context.money(found.actual_usd),
        planned=context.money(found.planned_usd),
    )
    return " ".join((paid, *(context.tell(drift_told(drift)) for drift in found.drifts)))


_BRIEFS: Final[Mapping[str, Callable[[Context], Inline | None]]] = {
    "adaptation": _adaptation,
    "retrieval": _retrieval,
    "architecture": _architecture,
    "register": _register,
    "after_go_live": _after_go_live,
}
