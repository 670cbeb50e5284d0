"""The shortlist: at most three options, each with a role, what choosing it gives up, and the test that would decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.decision.ranked import Ranked
from advisor.decision.records import Choice, Role
from advisor.decision.scoring.rounding import digits

OTHER_HOSTING: Final = 2.0
"""Another way of hosting is as good a hedge as two facts that prove an option (a judgement)."""
PROMPTS_MOST, PROMPTS_LEAST = 2_000, 30
GAINS: Final = 2


@dataclass(frozen=True, slots=True)
class _Seat:
    place: int
    roles: tuple[Role, ...]


def shortlist_of(ranked: Ranked) -> tuple[Choice, ...]:
    """Best score, best value, lowest risk; where one option fills two roles the list is shorter."""
    if ranked.leader is None:
        return ()
    best = ranked.leader
    value, risk = _best_value(ranked, best), _lowest_risk(ranked, best)
    choice = ranked.finding.choice
    if choice not in (None, best, value, risk):  # the choice of the verdict is always one of the three
        if ranked.finding.tie_break == "cheaper" or value is None:
            value = choice
        else:
            risk = choice
    if all(_listed(ranked, place) for place in (best, value, risk) if place is not None):
        risk = next((place for place in ranked.ranking.order.tolist() if not _listed(ranked, place)), risk)
    seats: dict[int, tuple[Role, ...]] = {best: ("best score",)}
    wanted: tuple[tuple[Role, int | None], ...] = (("best value", value), ("lowest risk", risk))
    for role, place in wanted:
        if place is not None:
            seats[place] = (*seats.get(place, ()), role)
    return tuple(_choice(ranked, _Seat(place, roles)) for place, roles in seats.items())


def _listed(ranked: Ranked, place: int) -> bool:
    """Whether a model comes from a country whose providers the user excludes: such models never stand alone."""
    flag = ranked.origin(place)
    return flag is not None and flag.reason == "on_the_list"


def _within(ranked: Ranked, best: int, points: float) -> list[int]:
    scores = ranked.ranking.scores
    return [place for place in ranked.ranking.order.tolist() if scores[place] >= scores[best] - points / 100 - 1e-12]


def _best_value(ranked: Ranked, best: int) -> int | None:
    """The cheapest within reach of the best, at least a fifth cheaper."""
    judged = ranked.judged
    near = {*_within(ranked, best, judged["value-within"]), *ranked.finding.equals}
    cheap = min(near, key=lambda place: (ranked.cost_usd(place), -ranked.ranking.scores[place]))
    saving = ranked.cost_usd(cheap) <= ranked.cost_usd(best) * (1 - judged["cheaper-by"])
    return cheap if saving else None


def _lowest_risk(ranked: Ranked, best: int) -> int | None:
    """Of those within reach from another vendor or on another way of hosting the most proven.

    Where none is within reach, the best of them: what it gives up is told.
    """
    first = ranked.context(best)

    def differs(place: int) -> tuple[bool, bool]:
        other = ranked.context(place)
        return other.model.vendor != first.model.vendor, other.deployment.kind != first.deployment.kind

    others = [place for place in ranked.ranking.order.tolist() if any(differs(place))]
    reach = set(_within(ranked, best, ranked.judged["risk-within"]))
    near = [place for place in others if place in reach]
    if not near:
        return others[0] if others else None
    safest: int = max(
        near,
        key=lambda place: (
            ranked.proven(place).points + OTHER_HOSTING * differs(place)[1],
            ranked.ranking.scores[place],
        ),
    )
    return safest


def _choice(ranked: Ranked, seat: _Seat) -> Choice:
    place, scores = seat.place, ranked.ranking.scores
    chosen = ranked.finding.choice if ranked.finding.choice is not None else place
    cost, base = ranked.cost_usd(place), ranked.cost_usd(chosen)
    context = ranked.context(place)
    known = np.isfinite(cost) and np.isfinite(base)
    return Choice(
        role=seat.roles[0],
        also=seat.roles[1:],
        alternative_id=ranked.matrix.ids[place],
        model_id=context.model.model_id,
        name=context.name,
        model_name=context.model.name,
        place=context.place,
        deployment=context.deployment,
        score=digits(float(scores[place])),
        score_given_up=digits(float(scores.max() - scores[place])),
        monthly_cost_usd=ranked.cost_band(place),
        monthly_cost_difference_usd=digits(cost - base) if known else None,
        evidence=ranked.evidence(place),
        chosen=place == chosen,
        gains=tuple(_gains(ranked, place, chosen)),
        prompts_to_decide=_prompts(ranked, place, chosen),
        proven=tuple(name for name in _FACTS if getattr(ranked.proven(place), name)),
    )


_FACTS: Final = ("own_scores", "on_the_market", "second_source", "stays", "not_preview", "prices_agree", "unflagged")


def _gains(ranked: Ranked, place: int, chosen: int) -> Iterable[str]:
    """The criteria on which an option gains most over the choice (over the next best, for the choice itself)."""
    other = chosen
    if place == chosen:
        mine = ranked.model_id(place)
        rivals = [row for row in ranked.ranking.order.tolist() if ranked.model_id(row) != mine]
        if not rivals:
            return
        other = rivals[0]
    gained = ranked.ranking.contributions[place] - ranked.ranking.contributions[other]
    for column in np.argsort(-gained, kind="stable")[:GAINS].tolist():
        if gained[column] > 1e-3:  # noqa: PLR2004 - a tenth of a point
            yield ranked.matrix.criteria[column]


def prompts_for(difference_points: float) -> int:
    """Prompts for a paired comparison that would notice a difference of this many points of 100.

    n = (1.96 + 0.84)^2 x 2 p (1 - p) / d^2 with p = 0.5 of the prompts decided alike at worst: 5% error, 80% power;
    within 30 and 2,000.
    """
    difference = max(abs(difference_points) / 100, 1e-3)
    return int(min(max(round((1.96 + 0.84) ** 2 * 0.5 / difference**2, -1), PROMPTS_LEAST), PROMPTS_MOST))


def _prompts(ranked: Ranked, place: int, chosen: int) -> int | None:
    """Prompts that decide between an option and the choice: those that notice what one standard error of both is."""
    if ranked.model_id(place) == ranked.model_id(chosen):
        return None
    mine, theirs = ranked.fitness(place), ranked.fitness(chosen)
    return prompts_for(float(np.hypot(mine.standard_error, theirs.standard_error)))
