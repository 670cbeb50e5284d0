"""The verdict as facts to be told: what to do, where, for how much and why, and what to do if it must be today."""

from __future__ import annotations

import math

from advisor.decision.ranked import Ranked
from advisor.decision.results.choice_told import about_money, place_told
from advisor.decision.results.shortlist import prompts_for
from advisor.units import Told, told

NAMED = 3
"""Equals that the sentence names; the ranking has the rest."""


def verdict_told(ranked: Ranked) -> Told:
    """What to do in one sentence with subject, place, money and reason; then what to do if it must be decided today."""
    finding, choice = ranked.finding, ranked.finding.choice
    if choice is None:
        return told("verdict.nothing")
    if finding.verdict == "test first":
        return told(
            "verdict.test_first",
            use=_use(ranked, choice),
            prompts=prompts_for(2 * ranked.fitness(choice).standard_error),
            rival=_rival(ranked, choice),
            today=_safe(ranked, choice),
        )
    today = told("today.this")
    if finding.verdict == "clear choice":
        alone = len({ranked.model_id(place) for place in range(len(ranked.matrix))}) == 1
        return told(
            "verdict.clear", use=_use(ranked, choice), why=told("why.only" if alone else "why.ahead"), today=today
        )
    others = _equals(ranked, choice)
    why = told(f"tie.{finding.tie_break}" if finding.tie_break != "none" else "tie.score")
    if not others:
        return told("verdict.places", use=_use(ranked, choice), why=why, today=today)
    return told(
        "verdict.equivalent",
        use=_use(ranked, choice),
        count=len(others),
        others=("model", others),
        why=why,
        today=today,
    )


def _use(ranked: Ranked, place: int) -> Told:
    """An option with its money."""
    cost = ranked.cost_usd(place)
    where = _option(ranked, place)
    if not math.isfinite(cost):
        return told("use.unpriced", option=where)
    return told("use", option=where, money=about_money(cost, ranked.prepared.answers.budget))


def _option(ranked: Ranked, place: int) -> Told:
    context = ranked.context(place)
    return told("option", model=("model", context.model.name), place=place_told(context))


def _equals(ranked: Ranked, choice: int) -> list[str]:
    mine = ranked.context(choice).model.name
    names = dict.fromkeys(ranked.context(place).model.name for place in ranked.finding.equals if place != choice)
    return [name for name in names if name != mine][:NAMED]


def _rival(ranked: Ranked, choice: int) -> Told:
    mine = ranked.model_id(choice)
    other = next((place for place in ranked.ranking.order.tolist() if ranked.model_id(place) != mine), None)
    if other is None:
        return told("rival.today")
    return told("rival", model=("model", ranked.context(other).model.name))


def _safe(ranked: Ranked, choice: int) -> Told:
    """The cheapest option within reach whose ability was measured; else the choice itself."""
    scores = ranked.ranking.scores
    reach = scores.max() - ranked.judged["risk-within"] / 100
    known = [
        place
        for place in ranked.ranking.order.tolist()
        if scores[place] >= reach and ranked.evidence(place) == "measured"
    ]
    if known:
        return told("today.measured", option=_option(ranked, min(known, key=ranked.cost_usd)))
    return told("today.way_back", option=_option(ranked, choice))
