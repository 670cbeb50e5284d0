"""The shortlist: who it is, what choosing it gives up, what it costs, what is known of it and the test that decides."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.assessment import AnyUseCase
from advisor.decision.records import Choice, Recommendation
from advisor.decision.results.choice_facts import (
    AGREED,
    LOSES,
    OLD_PRICE,
    ORIGIN,
    cost_against,
    given_up,
    price_told,
    reason_told,
    right_if,
    role_told,
    test_told,
    waits_told,
)
from advisor.report.document.blocks import NONE, Column, Inline, Items, Table, Text
from advisor.report.document.context import Context
from advisor.report.document.reasons import steps_of
from advisor.report.sections.signing import cheaper, few
from advisor.units import Told, told


def compared(context: Context) -> Table:
    """The choices side by side, a column each."""
    say, assessment = context.words.say, context.assessment
    choices = [_facts(context, choice) for choice in assessment.shortlist]
    if not choices:  # a record of schema 1 has no shortlist
        choices = [_recommended(context, item) for item in _best_two(context)]
    labels = [label for label in choices[0][1] if any(facts[label] for _, facts in choices)]
    rows: tuple[tuple[Inline, ...], ...] = tuple(
        (Text(label, "muted"), *(facts[label] or NONE for _, facts in choices)) for label in labels
    )
    columns = (Column("", width=0.55), *(Column(title, width=1.0) for title, _ in choices))
    return Table(say("The shortlist"), columns, rows)


def _best_two(context: Context) -> list[Recommendation]:
    """The first, and the best other model."""
    second = context.runner_up(context.assessment)
    return [*context.assessment.recommendations[:1], *([] if second is None else [second])]


def _recommended(context: Context, item: Recommendation) -> tuple[str, dict[str, str]]:
    words, say = context.words, context.words.say
    score = say(
        "{score} of 100 ({low} to {high})",
        score=words.points(item.score),
        low=words.points(item.score_low),
        high=words.points(item.score_high),
    )
    facts = dict.fromkeys(_labels(context), "") | {
        say("Runs"): context.names.where(item.deployment),
        say("Score"): score,
        say("Cost per month"): context.band(item.monthly_cost_usd),
        say("Evidence"): "" if item.evidence is None else context.tell(told(f"evidence.{item.evidence}")),
    }
    return f"{item.rank}. {context.names.model(item.model_id)}", facts


def _labels(context: Context) -> tuple[str, ...]:
    """What is said of every choice, in the order in which it stands."""
    say = context.words.say
    return (
        say("Runs"),
        say("Score"),
        say("Cost per month"),
        say("The same model for less"),
        say("Evidence"),
    )


def _facts(context: Context, choice: Choice) -> tuple[str, dict[str, str]]:
    words, budget = context.words, context.assessment.answers.budget
    cost, against = context.band(choice.monthly_cost_usd), cost_against(choice, budget)
    loses, old, agreed = (_stated(context, choice, name) for name in (LOSES, OLD_PRICE, AGREED))
    texts = (
        context.names.where(choice.deployment),
        words.semicolon.join([_score(context, choice), *loses]),
        words.semicolon.join([cost, *([] if against is None else [context.tell(against)]), *old, *agreed]),
        cheaper(context, choice),
        context.words.semicolon.join(map(context.tell, _known(context, choice))),
    )
    return _titled(context, choice), dict(zip(_labels(context), texts, strict=True))


def _titled(context: Context, choice: Choice) -> str:
    return f"{context.tell(role_told(choice))}{context.words.colon}{context.names.model(choice.model_id)}"


def when_right(context: Context) -> Table | None:
    """When each option is the right one, and the test that decides; None in a record without a shortlist."""
    say, shortlist = context.words.say, context.assessment.shortlist
    if not shortlist:
        return None
    rows = tuple(
        (
            Text(_titled(context, choice), "strong"),
            context.tell(right_if(choice)),
            _tested(context, choice, shortlist),
        )
        for choice in shortlist
    )
    columns = (
        Column(say("Option"), width=1.0),
        Column(say("When"), width=1.2),
        Column(say("The deciding test"), width=1.4),
    )
    return Table(say("The shortlist: when each is right, and the deciding test"), columns, rows)


def _tested(context: Context, choice: Choice, shortlist: Sequence[Choice]) -> str:
    """What must be settled of an option's origin, where that raises a question, and then its test."""
    origin = [f"{text[:1].upper()}{text[1:]}." for text in _stated(context, choice, ORIGIN)]
    return " ".join([*origin, context.tell(test_told(choice, shortlist))])


def deciding_test(context: Context) -> tuple[Inline, ...]:
    """The test that decides between the choice and the next; empty in a record without a shortlist."""
    shortlist = context.assessment.shortlist
    return tuple(Text(context.tell(test_told(choice, shortlist))) for choice in shortlist if choice.chosen)


def next_steps(context: Context, count: int) -> tuple[Inline, ...]:
    """The test that decides, and the first of what settles the facts that nobody knows."""
    return (*deciding_test(context), *few(context, steps_of(context), count, "open_questions"))


def _score(context: Context, choice: Choice) -> str:
    words, values = context.words, {"score": context.words.points(choice.score)}
    if given_up(choice) is None:
        return words.say("{score} of 100", **values)
    below = words.points(choice.score_given_up)
    return words.say("{score} of 100, {below} below the best", below=below, **values)


def _stated(context: Context, choice: Choice, name: str) -> list[str]:
    """What a choice carries under a name, where it does."""
    fact = choice.told.get(name)
    return [context.tell(fact)] if isinstance(fact, Told) else []


def _known(context: Context, choice: Choice) -> list[Told]:
    """What is known of an option: of its ability, and of its waits where own runs measured them."""
    waits = waits_told(choice, context.assessment.evidence)
    return [told(f"evidence.{choice.evidence}"), *([] if waits is None else [waits])]


def shortlist_table(context: Context, case: AnyUseCase) -> Table:
    """The same as a table, for a further use case."""
    words, say = context.words, context.words.say
    rows: list[tuple[Inline, ...]] = [
        (
            Text(context.tell(role_told(choice)), "strong"),
            f"{context.names.model(choice.model_id)} – {context.names.where(choice.deployment)}",
            words.points(choice.score_given_up),
            words.semicolon.join(
                [_money(context, choice), *_stated(context, choice, OLD_PRICE), *_stated(context, choice, AGREED)]
            ),
            _tested(context, choice, case.shortlist),
        )
        for choice in case.shortlist
    ]
    columns = (
        Column(say("Role"), width=0.9),
        Column(say("Option"), width=1.4),
        Column(say("Points given up"), "right", 0.5),
        Column(say("Cost per month"), "right", 0.6),
        Column(say("The deciding test"), width=1.6),
    )
    return Table(say("The shortlist"), columns, tuple(rows))


def _money(context: Context, choice: Choice) -> str:
    return NONE if choice.monthly_cost_usd is None else context.money(choice.monthly_cost_usd.p50)


def lines(context: Context) -> tuple[str, ...]:
    """The shortlist as sentences."""
    assessment, budget = context.assessment, context.assessment.answers.budget
    found = []
    for choice in assessment.shortlist:
        role = context.tell(role_told(choice))
        evidence = context.words.semicolon.join(map(context.tell, _known(context, choice)))
        why, test = context.tell(reason_told(choice, budget)), context.tell(test_told(choice, assessment.shortlist))
        name = f"{role}{context.words.colon}{context.name(choice.alternative_id)}"
        found.append(f"{name}{context.words.semicolon}{evidence}. {why} {test}")
    return tuple(found)


def prices(context: Context) -> Items | None:
    """What the weights say in money, a sentence per criterion; None where nothing has a price."""
    assessment, budget = context.assessment, context.assessment.answers.budget
    priced = {name: price for name, price in assessment.prices_of_a_point.items() if price.usd_per_month > 0}
    if not priced:
        return None
    return Items(tuple(context.tell(price_told(name, price, budget)) for name, price in priced.items()))
