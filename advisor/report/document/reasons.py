"""Sentences from the numbers: verdict, reasons, risks, flips, relaxations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.decision.records import Flip, Recommendation, Relaxation
from advisor.decision.results.choice_facts import WAIT
from advisor.report.document.blocks import Inline, Text
from advisor.report.document.context import Context
from advisor.units import Figure, Told, told
from advisor.words.tell import tell
from advisor.words.written import all_said, said

_SEVERITY: Final = ("high", "medium", "duty", "low")
_LEAST_GAP: Final = 0.0005
_ALL_THE_WEIGHT: Final = 0.95
_KINDS: Final = ("weight", "price", "capability", "fact")


TONES: Final[Mapping[str, Literal["good", "open", "bad"]]] = {
    "clear choice": "good",
    "equivalent set": "open",
    "test first": "open",
    "nothing fits": "bad",
    "clear winner": "good",
    "no clear winner": "open",
}
"""The tone of every verdict."""


def verdict_text(context: Context, case: Assessment | UseCaseAssessment) -> tuple[str, str]:
    """The verdict as a label and a sentence."""
    label = context.tell(told(f"label.{case.verdict.replace(' ', '_')}"))
    if case.verdict == "nothing fits" or not case.recommendations:
        count = len(case.eliminations)
        sentence = context.words.say_n(
            "The one alternative considered fails a requirement that cannot be traded off.",
            "Each of the {n} alternatives considered fails at least one requirement that cannot be traded off.",
            count,
        )
        return context.tell(told("label.nothing_fits")), sentence
    if "verdict_sentence" in case.told:
        return label, said(case, "verdict_sentence", context.words.language)
    return label, _verdict_of_schema_1(context, case)


def beside(context: Context, case: Assessment | UseCaseAssessment) -> tuple[Inline, ...]:
    """What must be read beside the verdict: what own machines would do."""
    return tuple(Text(text) for text in all_said(case, "beside", context.words.language))


def _verdict_of_schema_1(context: Context, case: Assessment | UseCaseAssessment) -> str:
    """The sentence of a verdict that was taken when only a winner or none was known."""
    words, say = context.words, context.words.say
    first = case.recommendations[0]
    values = {
        "model": context.names.model(first.model_id),
        "where": context.names.where(first.deployment),
        "share": words.percent(model_share(case, first.model_id)),
        "samples": words.number(context.assessment.provenance.samples),
    }
    if case.verdict == "clear winner":
        return say(
            "{model} is the clear winner: it is first in {share} of {samples} draws of weights and uncertain facts. "
            "It scores highest when it runs here: {where}.",
            **values,
        )
    text = say(
        "{model} leads on the stated weights, but it is first in only {share} of {samples} draws of weights "
        "and uncertain "
        "facts. It scores highest when it runs here: {where}.",
        **values,
    )
    rival = context.runner_up(case)
    if rival is not None:
        text += " " + words.say_points(
            "{rival} is the best other model, {gap} points behind.",
            first.score - rival.score,
            rival=context.names.model(rival.model_id),
            gap=words.gap(first.score - rival.score),
        )
    return text


def model_share(case: Assessment | UseCaseAssessment, model_id: str) -> float:
    """The share of draws in which any of the shown deployments of a model is first."""
    return min(1.0, sum(entry.first_rank_share for entry in case.recommendations if entry.model_id == model_id))


def reasons_of(context: Context, entry: Recommendation, count: int = 3) -> tuple[Inline, ...]:
    """The criteria that bring an alternative most above the middle of its scale, with the fact behind each."""
    weights = context.assessment.weights
    pull = {name: weights.get(name, 0.0) * (value - 0.5) for name, value in entry.values.items()}
    best = sorted((name for name in pull if pull[name] > 0), key=lambda name: (-pull[name], name))[:count]
    if not best:
        best = sorted(entry.contributions, key=lambda name: (-entry.contributions[name], name))[:count]
    return tuple(_reason(context, entry, name) for name in best)


def _reason(context: Context, entry: Recommendation, criterion: str) -> Text:
    words = context.words
    figure = entry.performances.get(criterion)
    line = words.say_points(
        "{criterion}: {points} of {possible} points.",
        entry.contributions[criterion],
        criterion=context.criterion(criterion),
        points=words.points(entry.contributions[criterion]),
        possible=words.points(context.assessment.weights.get(criterion, 0.0)),
    )
    return Text(
        f"{line} {fact_text(context, entry, criterion)}".strip(),
        refs=context.cites.refs(figure.source if figure else None),
    )


def fact_text(context: Context, entry: Recommendation, criterion: str) -> str:
    """The fact behind a value, where it says more than the value itself."""
    figure = entry.performances.get(criterion)
    words = context.words
    if figure is None or figure.value is None:
        return words.say("Nobody states it.") if figure is None or figure.basis == "unknown" else ""
    if criterion == "cost":
        return words.say("{amount} a month.", amount=context.money(figure.value))
    if criterion == "latency":
        time = entry.ttft_ms.value
        return "" if time is None else words.say("First token after {time} ms.", time=words.sensible(time))
    if criterion == "fitness":
        return _rated(context, figure)
    return f"{words.figure(figure)}." if criterion == "energy" else _noted(context, figure)


def _noted(context: Context, figure: Figure) -> str:
    """The first notes behind a constructed performance, without the points of its own scale."""
    words = context.words
    note = figure.told.get("note")
    facts = note.values.get("facts", ()) if isinstance(note, Told) else ()
    known = [_bare(fact) for fact in facts if isinstance(fact, Told)][:3] if isinstance(facts, tuple) else []
    text = words.listed([tell(fact, words.language) for fact in known]).rstrip(".")
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _bare(fact: Told) -> Told:
    """A fact without the points that it brings, which mean something on the screen alone."""
    inner = fact.values.get("fact")
    return inner if isinstance(inner, Told) else fact


def _rated(context: Context, figure: Figure) -> str:
    """How fit a model is held to be, with the interval."""
    words, say = context.words, context.words.say
    if figure.low is None or figure.high is None:
        return say("Rated {value} of 100.", value=words.sensible(figure.value))
    return say(
        "Rated {value} of 100 ({low} to {high}).",
        value=words.sensible(figure.value),
        low=words.sensible(figure.low),
        high=words.sensible(figure.high),
    )


def risks_of(context: Context, entry: Recommendation, count: int = 3) -> tuple[Inline, ...]:
    """The gravest risks: governance notes first, then the weak sides of the choice.

    Those that the question names stand apart on page one.
    """
    words = context.words
    ordered = sorted(context.assessment.risks, key=lambda risk: _rank_of(risk.severity))
    others = [risk for risk in ordered if not risk.asked][:count]
    found: list[Inline] = [
        Text(
            said(risk, "statement", words.language),
            refs=context.cites.refs(risk.source),
            lang="" if risk.told else "en",
        )
        for risk in others
    ]
    weights = context.assessment.weights
    lost = {name: weights.get(name, 0.0) * (1 - value) for name, value in entry.values.items()}
    found.extend(
        words.say_points(
            "{criterion}: {value} of 100 of what would count in full, which costs {lost} points.",
            lost[name],
            criterion=context.criterion(name),
            value=words.number(entry.values[name] * 100),
            lost=words.points(lost[name]),
        )
        for name in sorted(lost, key=lambda name: (-lost[name], name))
        if lost[name] > _LEAST_GAP
    )
    return tuple(found[:count])


def unknown_of(context: Context, entry: Recommendation, count: int = 3) -> tuple[Inline, ...]:
    """What is not known of an option: its ability where no score of its own shows it, and facts nobody states."""
    words = context.words
    found: list[Inline] = []
    if entry.evidence in ("inferred", "prior"):
        found.append(words.say("How able the model is at this work: it is inferred from relatives, not measured."))
    waits = (one.told.get(WAIT) for one in context.assessment.shortlist if one.alternative_id == entry.alternative_id)
    found.extend(
        words.say("Whether it keeps your limit: {wait}.", wait=context.tell(wait))
        for wait in waits
        if isinstance(wait, Told)
    )
    for note in sorted(context.assessment.criteria, key=lambda note: (-note.weight, note.criterion)):
        figure = entry.performances.get(note.criterion)
        if note.weight > 0 and (figure is None or figure.basis == "unknown"):
            found.append(words.say("{criterion}: nobody states it.", criterion=context.criterion(note.criterion)))
    facts = [flip for flip in context.assessment.flips if flip.kind == "fact"]
    facts.sort(key=_is_trial)  # what the test that decides tells comes last
    found.extend(dict.fromkeys(_fact_unknown(context, flip) for flip in facts))
    return tuple(found[:count]) or (words.say("Nothing that weighs on the choice."),)


def _fact_unknown(context: Context, flip: Flip) -> Text:
    """A fact that nobody knows, and how often the advice would be another if it were known."""
    words = context.words
    sentence = flip.told.get("sentence")
    if isinstance(sentence, Told) and "asked" in sentence.values:
        return flip_text(context, flip)  # nobody states it, and that alone keeps an option out
    fact = said(flip, "subject", words.language)
    text = f"{fact}."
    if flip.probability is not None:
        share = words.number(flip.probability * 100)
        text = words.say("{fact}: knowing it changes the advice in {share} of 100 cases.", fact=fact, share=share)
    return Text(f"{text[0].upper()}{text[1:]}", lang="" if flip.told else "en")


def steps_of(context: Context) -> tuple[Inline, ...]:
    """What settles the facts that nobody knows, each once; the test that decides stands apart."""
    facts = [flip for flip in context.assessment.flips if flip.kind == "fact" and flip.action and not _is_trial(flip)]
    return tuple(map(Text, dict.fromkeys(said(flip, "action", context.words.language) for flip in facts)))


def _is_trial(flip: Flip) -> bool:
    """Whether what would settle a fact is the trial of two models against one another."""
    action = flip.told.get("action")
    return isinstance(action, Told) and action.key == "settle.trial"


def _rank_of(severity: str) -> int:
    return _SEVERITY.index(severity) if severity in _SEVERITY else len(_SEVERITY)


def change_sentence(context: Context, count: int) -> tuple[Inline, ...]:
    """What would change the model: relaxations when nothing fits, else the smallest flips of each kind."""
    assessment = context.assessment
    if not assessment.recommendations:
        found = tuple(relaxation_text(context, item) for item in assessment.relaxations[:count])
        return found or (context.words.say("No single requirement can be relaxed so that something fits."),)
    texts = tuple(flip_text(context, flip) for flip in one_of_each(assessment.flips)[:count])
    return texts or _unsure(context)


def nearest_flips(flips: Sequence[Flip]) -> list[Flip]:
    """The flips by how small the change is; those that need nearly all of the weight are no real way."""
    real = [flip for flip in flips if flip.kind != "weight" or (flip.needed or 0.0) < _ALL_THE_WEIGHT]
    return sorted(real, key=lambda flip: (_KINDS.index(flip.kind), _size(flip)))


def one_of_each(flips: Sequence[Flip]) -> list[Flip]:
    """The smallest change of each kind, then the next ones."""
    nearest = nearest_flips(flips)
    first = [next((flip for flip in nearest if flip.kind == kind), None) for kind in _KINDS]
    chosen = [flip for flip in first if flip is not None]
    return chosen + [flip for flip in nearest if flip not in chosen]


def _size(flip: Flip) -> float:
    """How large a change is: moved weight, share of the price, points of 100; facts by what knowing them is worth."""
    if flip.current is None or flip.needed is None:
        return -(flip.value_of_information or 0.0)
    moved = abs(flip.needed - flip.current)
    return moved / flip.current if flip.kind == "price" and flip.current else moved


def _unsure(context: Context) -> tuple[Inline, ...]:
    words = context.words
    rival = context.runner_up(context.assessment)
    first = context.first
    if rival is None or first is None:
        return (words.say("No other model passes every requirement."),)
    gaps = {name: rival.contributions[name] - first.contributions.get(name, 0.0) for name in rival.contributions}
    gains = sorted((name for name in gaps if gaps[name] > _LEAST_GAP), key=lambda name: -gaps[name])[:2]
    if not gains:
        return (
            words.say(
                "{model} is better on no criterion; only new facts could change the order.",
                model=context.names.model(rival.model_id),
            ),
        )
    return (
        words.say(
            "More weight on {criteria}: there {model} is ahead.",
            criteria=words.listed([context.short(name) for name in gains]),
            model=context.names.model(rival.model_id),
        ),
    )


def flip_text(context: Context, flip: Flip) -> Text:
    """What would change the advice; as it was kept where an older version kept the English alone."""
    return Text(said(flip, "sentence", context.words.language), lang="" if flip.told else "en")


def relaxation_text(context: Context, item: Relaxation) -> Text:
    """What would have to give, and what that admits."""
    words = context.words
    change = said(item, "change", words.language)
    text = words.say_n(
        "{change}: this admits {n} alternative.",
        "{change}: this admits {n} alternatives.",
        item.admitted_count,
        change=change,
    )
    if item.admits:
        names = words.listed([context.name(name) for name in item.admits[:2]])
        text += " " + words.say("For example: {names}.", names=names)
    return Text(text[0].upper() + text[1:], lang="" if item.told else "en")


def not_behind(entry: Recommendation, first: Recommendation) -> bool:
    """Whether an alternative scores as high as the first, or higher: the choice need not have the best score."""
    return first.score - entry.score <= _LEAST_GAP / 50


def behind_text(context: Context, entry: Recommendation, first: Recommendation) -> str:
    """Why an alternative is behind the first: where it loses points and where it gains some."""
    words = context.words
    gap = first.score - entry.score
    if -gap >= _LEAST_GAP:
        return words.say(
            "Scores {points} points more; the verdict says why the first is chosen all the same.",
            points=words.points(-gap),
        )
    if not_behind(entry, first):
        return words.say("Level with the first.")
    difference = {name: first.contributions[name] - entry.contributions.get(name, 0.0) for name in first.contributions}
    losses = sorted(
        (name for name in difference if difference[name] >= _LEAST_GAP), key=lambda name: -difference[name]
    )[:3]
    gains = sorted((name for name in difference if difference[name] <= -_LEAST_GAP), key=lambda name: difference[name])[
        :2
    ]
    text = words.say_points("{gap} points behind.", gap, gap=words.gap(gap))
    if losses:
        text += " " + words.say("Loses {list}.", list=_parts(context, losses, difference))
    if gains:
        text += " " + words.say("Gains {list}.", list=_parts(context, gains, difference))
    return text


def _parts(context: Context, names: Sequence[str], difference: dict[str, float]) -> str:
    words = context.words
    return words.listed(
        [
            words.say(
                "{points} on {criterion}", points=words.points(abs(difference[name])), criterion=context.criterion(name)
            )
            for name in names
        ]
    )
