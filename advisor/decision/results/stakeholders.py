"""Several stakeholders' weights side by side.

What each would choose, where they disagree and what the common choice costs each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from advisor.decision.ranked import Ranked
from advisor.decision.records import StakeholderView
from advisor.decision.scoring.rounding import digits
from advisor.decision.scoring.score import normalised, rank_alternatives
from advisor.units import Told, told

LISTED = 10
"""Models in a stakeholder's order, each with its best deployment: ten places of one model would say nothing."""


def stakeholder_view(ranked: Ranked, name: str, weights: Mapping[str, float]) -> StakeholderView:
    """The ranking under one stakeholder's weights; regret is the score the common leader gives away under them."""
    matrix, leader = ranked.matrix, ranked.leader
    own = normalised(weights, matrix.criteria)
    ranking = rank_alternatives(matrix.value, own, matrix.ids)
    first = int(ranking.order[0])
    common = first if leader is None else leader
    regret = max(float(ranking.scores[first] - ranking.scores[common]), 0.0)
    return StakeholderView(
        name=name,
        weights={key: digits(float(weight)) for key, weight in zip(matrix.criteria, own, strict=True)},
        order=tuple(matrix.ids[rank_row] for rank_row in _best_of_models(ranked, ranking.order.tolist())),
        first_id=matrix.ids[first],
        regret=digits(regret),
        told={"sentence": _sentence(ranked, name, own, first, common, regret)},
    )


def _best_of_models(ranked: Ranked, order: Sequence[int]) -> list[int]:
    """Places of the best deployment of each of the first models."""
    best: dict[str, int] = {}
    for rank_row in order:
        best.setdefault(ranked.model_id(rank_row), rank_row)
        if len(best) == LISTED:
            break
    return list(best.values())


def _sentence(  # noqa: PLR0917 - one sentence needs them all
    ranked: Ranked, name: str, own: np.ndarray[tuple[int], np.dtype[np.float64]], first: int, common: int, regret: float
) -> Told:
    difference = own - ranked.weights
    leading = [index for index in np.argsort(-np.abs(difference), kind="stable")[:2] if abs(difference[index]) >= 0.02]  # noqa: PLR2004 - two points of weight are worth a word
    words = [
        told(
            "stakeholder.more" if difference[index] > 0 else "stakeholder.less",
            criterion=("criterion", ranked.matrix.criteria[index]),
            own=("share", float(own[index])),
            common=("share", float(ranked.weights[index])),
        )
        for index in leading
    ]
    alike = told("stakeholder.alike", name=name)
    differs = told("stakeholder.puts", name=name, weights=words) if words else alike
    if first == common or regret <= 1e-9:  # noqa: PLR2004 - rounding
        return told("stakeholder.agrees", differs=differs, option=ranked.name(common))
    return told(
        "stakeholder.chooses",
        differs=differs,
        own=ranked.name(first),
        common=ranked.name(common),
        name=name,
        regret=("points", regret * 100),
    )


def stakeholders_of(ranked: Ranked) -> tuple[StakeholderView, ...]:
    """The view of every stakeholder in the answers."""
    if ranked.leader is None:
        return ()
    return tuple(
        stakeholder_view(ranked, stakeholder.name, {str(key): value for key, value in stakeholder.weights.items()})
        for stakeholder in ranked.prepared.answers.stakeholders
    )
