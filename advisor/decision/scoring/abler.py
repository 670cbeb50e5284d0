"""An abler option for money that the house would hardly notice: what the weights alone would pass over.

On the logarithm of cost a thousand dollars against four thousand weighs as much as ten thousand against forty, though
the first is five dollars for each of two hundred people. Such an option changes no score. It is the choice where its
ability is as well known and it lies within reach of the best score, or each who uses it would pay for it with less than
an hour a month; else it stands in the shortlist, and no choice is called clear beside it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from advisor.arrays import Floats
from advisor.decision.scoring.contender import CLOSE_ENOUGH, Contender
from advisor.questionnaire.answers import Answers, UseCase


@dataclass(frozen=True, slots=True)
class LittleMoney:
    """US dollars a month that more ability may cost, from which ability on more counts nothing, and the least gain.

    Up to ``each_usd`` it is an hour of those who use it; above, it must lie within ``reach`` (of score) of the best.
    Who takes the place of a choice must gain that much in a share ``surely`` of what the two abilities may be.
    """

    usd: float
    enough: float
    least_gain: float
    each_usd: float = 0.0
    reach: float = 0.0
    surely: float = field(default=0.5, compare=False)


def little_money(answers: Answers, use_case: UseCase, enough: float, judged: Mapping[str, float]) -> LittleMoney:
    """What an abler option may cost more: about an hour's pay a month of each who uses it, or what nobody notices.

    Where the stated importance of ability is well above that of cost, the cap alone limits it, and all ability counts.
    """
    hours, reach = judged["able-usd-per-person"] * (use_case.usage.people or 0), judged["risk-within"] / 100
    ability, cost = answers.priorities.get("fitness"), answers.priorities.get("cost")
    if ability is not None and cost is not None and ability - cost >= judged["able-priority-lead"]:
        return LittleMoney(np.inf, 100.0, judged["able-least-gain"], hours, reach, judged["clear-beats"])
    usd = max(judged["cost-free-below"], hours)
    return LittleMoney(usd, enough, judged["able-least-gain"], hours, reach, judged["clear-beats"])


def abler_of(choice: int, scores: Floats, ability: Floats, new_usd: Floats, little: LittleMoney) -> int | None:
    """The best in score (n,) of those that are abler than the choice by enough, and dearer by little; None without one.

    ``ability`` (n,) in points of 100, ``new_usd`` (n,) in US dollars a month.
    """
    counted = np.minimum(ability, max(little.enough, float(ability[choice])))
    more = new_usd - new_usd[choice]  # NaN where a row is none to be named: no comparison holds
    rows = np.flatnonzero((counted - counted[choice] >= little.least_gain) & (more > 0) & (more <= little.usd))
    return int(rows[np.argmax(scores[rows])]) if len(rows) else None


def outdone(scores: Floats, ability: Floats, new_usd: Floats, fair: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """(n,) which options another one outdoes: at least as able, no dearer and better in score, and ``fair`` itself.

    ``ability`` (n,) in points of 100, ``new_usd`` (n,) in US dollars a month; no unknown cost is compared.
    """
    better = (ability >= ability[:, None]) & (new_usd <= new_usd[:, None]) & (scores > scores[:, None])
    return np.asarray((better & fair).any(axis=1), dtype=np.bool_)


def taken_for(chosen: Contender, contenders: Iterable[Contender], little: LittleMoney) -> Contender | None:
    """Who is the choice instead, being abler for little money: the best in score of the contenders; None for nobody.

    It is abler by enough in most of what the two abilities may be, as a verdict asks of scores: a gain that is just
    reached at the middle is missed as often. Its ability is known at least as well, nothing is to be said of its
    origin, its waits or, where nothing is of the choice's, its languages, and it brings no machines beside those that
    are there. Nor is anybody as able for less at a better score: who pays more for ability takes no model that others
    outdo.
    """
    most = max(little.enough, chosen.points)
    if most - chosen.points < little.least_gain:
        return None
    everybody = list(contenders)
    best, margin = -math.inf, float(ndtri(little.surely))
    for one in everybody:
        best = max(best, one.score)
        more = one.cost_usd - chosen.cost_usd
        sure = min(one.points - margin * math.hypot(one.error, chosen.error), most - margin * chosen.error)
        if sure - chosen.points < little.least_gain or not 0 < more <= little.usd or one.known < chosen.known:
            continue
        if one.flagged or one.slow or one.unspoken or one.unstated or chosen.there > one.there:
            continue
        if any(_outdoes(other, one) for other in everybody):
            continue
        if more <= little.each_usd or one.score >= best - little.reach - CLOSE_ENOUGH:
            return one
    return None


def _outdoes(other: Contender, one: Contender) -> bool:
    """Whether another is at least as able for no more money at a better score, and nothing is to be said against it."""
    better = other.points >= one.points and other.cost_usd <= one.cost_usd and other.score > one.score
    return better and not (other.flagged or other.unspoken or other.unstated)
