"""Why the others are not first, and why the rest is out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from advisor.decision.records import Elimination, Recommendation
from advisor.report.document.blocks import Column, Inline, Items, Para, Section, SectionBlock, Sub, Table, Text
from advisor.report.document.context import Context
from advisor.report.document.reasons import behind_text, not_behind, relaxation_text
from advisor.words.sentences.gates import GATE_NAMES
from advisor.words.tell import tell
from advisor.words.written import reason_of

_BEHIND = 6
_EXAMPLES = 3
LEAST_AHEAD = 1e-3
"""A tenth of a point: less is level."""
_RELAXATIONS = 5
_ABSENT = frozenset({"offer"})
"""Gates whose observation is that no list has something: no source states that, so none is cited."""


def why_not(context: Context) -> Section:
    """The runners-up by what they lose, the eliminated by the gate they fail."""
    say, assessment = context.words.say, context.assessment
    blocks: list[SectionBlock] = []
    if len(assessment.recommendations) > 1:
        blocks += [Sub(say("Ranked behind the first")), *_runners_up(context)]
    if assessment.relaxations and not assessment.recommendations:
        blocks.append(Sub(say("What would have to give")))
        blocks.append(Items(tuple(relaxation_text(context, item) for item in assessment.relaxations[:_RELAXATIONS])))
    if assessment.eliminations:
        blocks += [Sub(say("Eliminated")), Para(_intro(context)), _eliminated(context)]
    if not blocks:
        blocks.append(Para(say("Nothing else was considered.")))
    return Section("why_not", say("Why not the others"), tuple(blocks))


def _runners_up(context: Context) -> list[SectionBlock]:
    """The best deployment of each further model: those that score as high in one sentence, the rest by their loss."""
    words, (first, *others) = context.words, context.assessment.recommendations
    best: dict[str, Recommendation] = {}
    for entry in others:
        if entry.model_id != first.model_id:
            best.setdefault(entry.model_id, entry)
    shown = (list(best.values()) or others)[:_BEHIND]
    level = [entry for entry in shown if not_behind(entry, first)]
    if len(level) < 2:  # noqa: PLR2004 - one says so in its own row
        return [_behind(context, shown)]
    names = words.semicolon.join(context.name(entry.alternative_id) for entry in level)  # names have commas
    ahead = max(entry.score for entry in level) - first.score
    said = (
        words.say("Level with the first in score: {names}.", names=names)
        if ahead < LEAST_AHEAD
        else words.say(
            "As high in score as the first, or up to {points} points higher: {names}. The verdict says why the first "
            "is chosen all the same.",
            points=words.points(ahead),
            names=names,
        )
    )
    blocks: list[SectionBlock] = [Para(said)]
    rest = [entry for entry in shown if entry not in level]
    return [*blocks, _behind(context, rest)] if rest else blocks


def _behind(context: Context, shown: Sequence[Recommendation]) -> Table:
    say, first = context.words.say, context.assessment.recommendations[0]
    rows = [
        (str(entry.rank), Text(context.name(entry.alternative_id)), behind_text(context, entry, first))
        for entry in shown
    ]
    columns = (Column("#", "right"), Column(say("Alternative"), width=1), Column(say("Why it is not first"), width=1.4))
    return Table(say("The best deployment of each further model against the first choice"), columns, tuple(rows))


def _intro(context: Context) -> str:
    words, assessment = context.words, context.assessment
    models = len(
        {item.model_id for item in assessment.eliminations.bare}
        - {item.model_id for item in assessment.recommendations}
    )
    return (
        words.say_n("{n} alternative fails a gate", "{n} alternatives fail a gate", len(assessment.eliminations))
        + words.say_n("; {n} model is out altogether.", "; {n} models are out altogether.", models)
        + " "
        + words.say(
            "Each is counted once, under the gate that weighs most. The spreadsheet export lists every one "
            "with its source."
        )
    )


def _by_gate(context: Context) -> list[tuple[str, list[Elimination]]]:
    """What is out under the gate that weighs most, the gate with the most first."""
    grouped: defaultdict[str, list[Elimination]] = defaultdict(list)
    for item in context.assessment.eliminations.bare:  # told in the language of the report
        grouped[item.gate].append(item)
    return sorted(grouped.items(), key=lambda group: (-len(group[1]), group[0]))


def ruled_out(context: Context, count: int) -> tuple[Inline, ...]:
    """The gates that most fail, with what they require and how many fail there, in a line each."""
    words = context.words
    return tuple(
        words.say(
            "{gate} ({required}): {n} out",
            gate=words.message(GATE_NAMES.get(gate, gate)),
            required=fact_text(context, items[0], "required").text,
            n=words.number(len(items)),
        )
        for gate, items in _by_gate(context)[:count]
    )


def _eliminated(context: Context) -> Table:
    words, say = context.words, context.words.say
    rows = tuple(
        (
            words.message(GATE_NAMES.get(gate, gate)),
            words.number(len(items)),
            fact_text(context, items[0], "required"),
            _examples(context, items),
        )
        for gate, items in _by_gate(context)
    )
    columns = (
        Column(say("Gate"), width=0.8),
        Column(say("Out"), "right"),
        Column(say("Required"), width=1.1),
        Column(say("Best-known examples, with what was observed"), width=2),
    )
    return Table(say("Eliminations by gate"), columns, rows)


def _examples(context: Context, items: Sequence[Elimination]) -> Text:
    """The newest models of different vendors, each with what was observed."""
    words = context.words
    chosen: list[Elimination] = []
    vendors: set[str] = set()
    for item in sorted(items, key=lambda item: _fame(context, item)):
        vendor = item.model_id.partition("/")[0]
        if vendor not in vendors and len(chosen) < _EXAMPLES:
            vendors.add(vendor)
            chosen.append(item)
    parts = [
        words.say(
            "{name}: {observed}",
            name=context.names.model(item.model_id),
            observed=fact_text(context, item, "observed").text,
        )
        for item in chosen
    ]
    return Text(
        "; ".join(parts), refs=context.cites.refs(*(item.source for item in chosen if item.gate not in _ABSENT))
    )


def fact_text(context: Context, item: Elimination, part: str) -> Text:
    """What was ``observed`` or is ``required``; as it was kept where an older version kept the English alone."""
    told = reason_of(item)
    if told is None:
        return Text(getattr(item, part), lang="en")
    return Text(tell(told.part(part), context.words.language))


def _fame(context: Context, item: Elimination) -> tuple[int, int, str]:
    """Current models with many offers first, then the newest."""
    model = context.catalog.model.get(item.model_id)
    if model is None:
        return (1, 0, item.alternative_id)
    offers = len(context.catalog.offers_of.get(item.model_id, ()))
    newest = (model.release_date or date.min).toordinal()
    return (0 if model.status == "current" else 1, -newest - 40 * min(offers, 12), item.alternative_id)
