"""The decision among strategies: weights by need, values by criterion, a score with its interval, what rules one out.

Additive like the main decision: the score is the sum of weight x value, the weights being those of the judgements times
how much the answers need the criterion, made to sum to 1. The interval lets every value and every need that nobody
stated go to its ends, each alone, and adds the moves as squares: they are independent judgements.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.decision.criteria.of_money import cap_usd, cost_range
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.guidance.adaptation.costs import Plain, StrategyCost, cost_of
from advisor.guidance.adaptation.fits import TUNED, RuledOut, fits_of, ruled_out
from advisor.guidance.adaptation.needs import STRATEGIES, WRITING, Judged, Reach, StrategyId, needs_of
from advisor.questionnaire.answers import Answers, UseCase

CRITERIA: Final = ("fresh", "private", "form", "domain", "data", "latency", "skills", "money", "explain", "time")
_OF_LANGUAGE: Final = frozenset({"retrieval", "continued_pretraining"})
"""Strategies that only language tasks know."""
MOST_DRIVERS: Final = 5
"""Criteria that an argument names at most: half of them."""
LEAST_DRIVER: Final = 0.01
"""Share of the score below which a criterion is no argument."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One strategy with the workings of its score."""

    strategy: StrategyId
    score: float
    low: float
    high: float
    values: Mapping[str, Reach]
    contributions: Mapping[str, float]
    cost: StrategyCost
    out: RuledOut | None


@dataclass(frozen=True, slots=True)
class AdaptationDecision:
    """Every strategy, those that are ruled out last, with the weights and what argues for the first."""

    ranked: tuple[Weighed, ...]
    weights: Mapping[str, float]
    needs: Mapping[str, Reach]
    beside: StrategyId | None

    @property
    def first(self) -> Weighed:
        """The strategy to begin with."""
        return self.ranked[0]

    def drivers(self, one: Weighed) -> tuple[str, ...]:
        """The criteria that speak for a strategy against the others, the strongest first."""
        return _named(self._against_rest(one), sign=1)

    def lacks(self, one: Weighed) -> tuple[str, ...]:
        """The criteria that speak against it."""
        return _named(self._against_rest(one), sign=-1)

    def _against_rest(self, one: Weighed) -> dict[str, float]:
        others = [other for other in self.ranked if other.strategy != one.strategy]
        return {
            name: one.contributions[name] - sum(other.contributions[name] for other in others) / len(others)
            for name in CRITERIA
        }


def decide(answers: Answers, use_case: UseCase, catalog: Catalog, plain: Plain) -> AdaptationDecision:
    """Weigh every strategy for a use case against the choice as it would be prompted."""
    judged = Judged(catalog)
    needs = needs_of(answers, use_case, judged)
    raw = {name: judged[f"weight-{name}"].value for name in CRITERIA}
    money = ValueFunction(*cost_range(answers, use_case, catalog.judgement)[::-1], "log")
    found = []
    for strategy in STRATEGIES:
        if strategy in _OF_LANGUAGE and use_case.task not in WRITING:
            continue
        cost = cost_of(strategy, answers, use_case, catalog, judged=judged, plain=plain)
        values = {**fits_of(strategy, answers, use_case, judged), "money": _money(cost.monthly_usd, money)}
        out = ruled_out(strategy, answers, use_case, judged) or _over_the_cap(strategy, answers, cost)
        found.append(_weighed(strategy, values, raw, needs, cost=cost, out=out))
    ranked = tuple(sorted(found, key=lambda one: (one.out is not None, -one.score, one.strategy)))
    weights = _weights(raw, needs)
    return AdaptationDecision(ranked, weights, needs, _beside(ranked, weights, judged))


def _money(monthly: Reach, function: ValueFunction) -> Reach:
    middle, low, high = (float(function.value(usd)) for usd in (monthly.value, monthly.high, monthly.low))
    return Reach(middle, low, high)


def _over_the_cap(strategy: StrategyId, answers: Answers, cost: StrategyCost) -> RuledOut | None:
    """What cannot be paid even at its cheapest, once or per month, within the cap over the horizon."""
    cap = cap_usd(answers)
    if cap is None or strategy not in TUNED or cost.adaptation_usd.low <= cap:
        return None
    return RuledOut("over_the_cap", cost.adaptation_usd.low, cap)


def _weights(
    raw: Mapping[str, float], needs: Mapping[str, Reach], moved: str = "", end: str = "value"
) -> dict[str, float]:
    counted = {name: raw[name] * (getattr(needs[name], end) if name == moved else needs[name].value) for name in raw}
    total = sum(counted.values())
    return {name: weight / total for name, weight in counted.items()}


def _weighed(
    strategy: StrategyId,
    values: Mapping[str, Reach],
    raw: Mapping[str, float],
    needs: Mapping[str, Reach],
    *,
    cost: StrategyCost,
    out: RuledOut | None,
) -> Weighed:
    weights = _weights(raw, needs)
    contributions = {name: weights[name] * values[name].value for name in CRITERIA}
    score = sum(contributions.values())
    down, up = 0.0, 0.0
    for name in CRITERIA:
        down += (weights[name] * (values[name].value - values[name].low)) ** 2
        up += (weights[name] * (values[name].high - values[name].value)) ** 2
        moved = [_moved(values, raw, needs, name, end) - score for end in ("low", "high")]
        if not needs[name].stated:
            down += min(*moved, 0.0) ** 2
            up += max(*moved, 0.0) ** 2
    low, high = max(score - math.sqrt(down), 0.0), min(score + math.sqrt(up), 1.0)
    return Weighed(strategy, score, low, high, values, contributions, cost, out)


def _moved(
    values: Mapping[str, Reach],
    raw: Mapping[str, float],
    needs: Mapping[str, Reach],
    name: str,
    end: str,
) -> float:
    weights = _weights(raw, needs, name, end)
    return sum(weights[one] * values[one].value for one in CRITERIA)


def _beside(ranked: tuple[Weighed, ...], weights: Mapping[str, float], judged: Judged) -> StrategyId | None:
    """The strategy that covers best what the first leaves open: facts and form are met together by two of them.

    Data, skills, money and time do not add up: a second strategy costs them again.
    """
    first = ranked[0]
    shared = ("fresh", "private", "form", "domain", "explain")
    if first.out is not None:
        return None
    gains = {
        one.strategy: sum(
            weights[name] * max(one.values[name].value - first.values[name].value, 0.0) for name in shared
        )
        * one.values["data"].value
        * one.values["skills"].value
        for one in ranked[1:]
        if one.out is None and one.strategy != "prompting"
    }
    if not gains:
        return None
    best = max(gains, key=lambda name: gains[name])
    return best if gains[best] >= judged["beside-gain"].value else None


def _named(moves: Mapping[str, float], *, sign: int) -> tuple[str, ...]:
    ordered = sorted(moves.items(), key=lambda item: -sign * item[1])
    return tuple(name for name, move in ordered if sign * move >= LEAST_DRIVER)[:MOST_DRIVERS]
