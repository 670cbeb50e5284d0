"""The shortlist: at most three options, each with a role, what choosing it gives up, and the test that would decide.

The choice of the verdict stands first, then the best score, the best value and the lowest risk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.decision.ranked import Ranked
from advisor.decision.records import Choice, Role
from advisor.decision.results.deciding_test import prompts_between
from advisor.decision.scoring.rounding import digits

OTHER_HOSTING: Final = 2.0
"""Another way of hosting is as good a hedge as two facts that prove an option (a judgement)."""
GAINS: Final = 2


@dataclass(frozen=True, slots=True)
class _Seat:
    place: int
    roles: tuple[Role, ...]


def shortlist_of(ranked: Ranked) -> tuple[Choice, ...]:
    """Best score, best value, lowest risk; where one option fills two roles the list is shorter."""
    return tuple(_choice(ranked, _Seat(place, roles)) for place, roles in shortlisted(ranked).items())


def shortlisted(ranked: Ranked) -> dict[int, tuple[Role, ...]]:
    """The places on the shortlist, each with its roles: the choice of the verdict first, then the best score."""
    if ranked.leader is None:
        return {}
    best, choice = ranked.leader, ranked.finding.choice
    second: Role = "best value"
    value, (role, hedge) = _best_value(ranked, best), _hedge(ranked, best)
    if choice not in (None, best, value, hedge):  # the choice of the verdict is always one of the three
        second, value = "best value" if ranked.finding.tie_break == "cheaper" else "as good", choice
    if all(_listed(ranked, place) for place in (best, value, hedge) if place is not None):
        unlisted = (place for place in ranked.ranking.order.tolist() if not _listed(ranked, place))
        role, hedge = "another way", next(unlisted, hedge)
    seats: dict[int, tuple[Role, ...]] = {best: ("best score",)}
    wanted: tuple[tuple[Role, int | None], ...] = ((second, value), (role, hedge))
    for name, place in wanted:
        if place is not None:
            seats[place] = (*seats.get(place, ()), name)
    return dict(sorted(seats.items(), key=lambda seat: seat[0] != choice))


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


def _hedge(ranked: Ranked, best: int) -> tuple[Role, int | None]:
    """Of those within reach from another vendor or on another way of hosting the most proven.

    Where none is within reach, the best of them, which is then no lowest risk: what it gives up is told.
    """
    first = ranked.context(best)

    def differs(place: int) -> tuple[bool, bool]:
        other = ranked.context(place)
        return other.model.vendor != first.model.vendor, other.deployment.kind != first.deployment.kind

    others = [place for place in ranked.ranking.order.tolist() if any(differs(place))]
    reach = set(_within(ranked, best, ranked.judged["risk-within"]))
    near = [place for place in others if place in reach]
    if not near:
        return "another way", others[0] if others else None
    safest: int = max(
        near,
        key=lambda place: (
            ranked.proven(place).points + OTHER_HOSTING * differs(place)[1],
            ranked.ranking.scores[place],
        ),
    )
    return "lowest risk", safest


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
        model_name=context.model.name,
        told={"name": context.name, "place": context.place},
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


def _prompts(ranked: Ranked, place: int, chosen: int) -> int | None:
    """Prompts that decide between an option and the choice; None for another way of hosting of the same model."""
    return None if ranked.model_id(place) == ranked.model_id(chosen) else prompts_between(ranked, place, chosen)
