"""What is assumed of each matter that nobody spoke of, and what another answer would move: a sentence each."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Final

from advisor.decision.results.changes.other_answers import Effect, Example, Outcome
from advisor.questionnaire.answers import BudgetAnswers
from advisor.questionnaire.intake.said import Matter
from advisor.words.language import Words

_MOVES: Final = 1.05
"""Costs that differ by less than this factor are told as the same."""
_CENTS_BELOW: Final = 10
"""Amounts below are told with their cents."""


def unsaid(words: Words) -> Mapping[Matter, str]:
    """What an answer would sharpen, by matter, with what stands there until then."""
    say = words.say
    return {
        "how_much": say("How much work there is: the cost is that of a usual load."),
        "length": say("How long the texts are: tokens and context are the usual ones."),
        "data": say("Which data it is: taken as internal, with no personal data."),
        "where": say("Where it may be processed: nothing is ruled out."),
        "languages": say("Which languages: those that are usual for the work."),
        "money": say("What it may cost: no limit rules anything out."),
        "waits": say("How long anybody waits: the usual limits hold."),
        "skills": say("Who could run servers: taken as a platform team with containers."),
    }


def matters(words: Words) -> Mapping[Matter, str]:
    """What each matter is called."""
    say = words.say
    return {
        "how_much": say("How much work there is"),
        "length": say("How long the texts are"),
        "data": say("Which data it is"),
        "where": say("Where it may be processed"),
        "languages": say("Which languages"),
        "money": say("What it may cost"),
        "waits": say("How long anybody waits"),
        "skills": say("Who could run servers"),
    }


def examples(words: Words) -> Mapping[Example, str]:
    """The examples of another answer that are tried, as part of a sentence."""
    say = words.say
    return {
        "less_work": say("with a third of the requests"),
        "more_work": say("with three times as many requests"),
        "shorter": say("with texts a third as long"),
        "longer": say("with texts three times as long"),
        "public": say("with public data"),
        "personal": say("with confidential personal data"),
        "in_the_eu": say("within the European Union alone"),
        "german": say("in German"),
        "japanese": say("in Japanese"),
        "half_the_money": say("for half the money"),
        "half_the_wait": say("with half the wait"),
        "twice_the_wait": say("with twice the wait"),
        "no_skills": say("with nobody to run servers"),
        "strong_skills": say("with people who run GPU servers"),
    }


def money_text(usd: float, budget: BudgetAnswers, words: Words) -> str:
    """US dollars as an amount in the decision's currency, with sensible digits."""
    amount = usd / budget.usd_per_unit
    return f"{words.number(amount, 0 if abs(amount) >= _CENTS_BELOW else 2)} {budget.currency}"


def moves(effect: Effect) -> bool:
    """Whether another answer to the matter would lead to another choice or another cost, as far as tried."""
    low, high = effect.band_usd
    return effect.changes_choice or high > _MOVES * low


def effect_text(
    effect: Effect,
    budget: BudgetAnswers,
    words: Words,
    *,
    model_name: Callable[[str], str],
    set_off: Callable[[str], str] = str,
) -> str:
    """What another answer to one matter would move, in one sentence.

    ``model_name`` names a model by its id; ``set_off`` marks the matter where the text has marks (bold, say).
    """
    matter = set_off(matters(words)[effect.matter])
    low, high = effect.band_usd
    apart = high > _MOVES * low
    band = {"low": money_text(low, budget, words), "high": money_text(high, budget, words)} if apart else {}
    if effect.changes_choice:
        first = effect.tried[0]
        now = _now(first.outcome, budget, words, model_name)
        what = words.say("{example} {what}", example=examples(words)[first.example], what=now)
        if not band:
            return words.say("{matter}: {what}.", matter=matter, what=what)
        return words.say(
            "{matter} would move the cost between {low} and {high} a month; {what}.", matter=matter, what=what, **band
        )
    if band:
        return words.say(
            "{matter} would move the cost between {low} and {high} a month; the choice stays.", matter=matter, **band
        )
    if not effect.tried:
        return unsaid(words)[effect.matter]
    return words.say("{matter} would move neither the choice nor its cost, as far as tried.", matter=matter)


def _now(outcome: Outcome, budget: BudgetAnswers, words: Words, model_name: Callable[[str], str]) -> str:
    if outcome.model_id is None:
        return words.say("nothing would fit")
    model = model_name(outcome.model_id)
    if math.isinf(outcome.usd):
        return words.say("it would be {model}, whose cost nobody states", model=model)
    money = money_text(outcome.usd, budget, words)
    return words.say("it would be {model}, about {money} a month", model=model, money=money)
