"""The verdict: what the shared draws of weights and uncertain facts say about the leading options.

``d`` is the difference of two options' scores in the same draws; two points are the least difference that matters.

- *clear choice*: the leading option's model beats every other model by that much in most draws, or is within it of the
  best in nearly all while no other model is so in most.
- *equivalent set*: two to six options, none of which beats the cheapest of them by that much in most draws. The choice
  falls by a stated order: cheaper by a fifth, then the shorter lead time, then the more proven.
- *test first*: the option that would be chosen rests on inferred ability, and knowing it is worth a test.
- *nothing fits*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from advisor.arrays import Floats
from advisor.decision.records import Verdict

TieBreak = Literal["none", "cheaper", "lead_time", "more_proven", "score"]
LEAD_ORDER: Final[Mapping[str, int]] = {"provider_api": 0, "cloud_gpu": 1, "edge": 2, "on_prem": 3}
"""Ways of hosting by how soon they can serve: an agreement, machines to rent, devices, servers to order."""


@dataclass(frozen=True, slots=True)
class Contender:
    """One of the leading options, in the order of score: what the tie-break looks at.

    ``ability`` is what fitness contributes to its score; ``flagged`` says that its origin carries a warning.
    """

    place: int
    model_id: str
    kind: str
    cost_usd: float
    proven: float
    flagged: bool = False
    ability: float = 0.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict; ``choice`` and ``equals`` are places in the matrix, ``equals`` best first with the choice in it.

    ``near_share`` is the share of draws in which the choice's model is within the least difference of the best;
    ``test_worth`` (in score) is what knowing the ability of the choice is worth.
    """

    verdict: Verdict
    choice: int | None
    equals: tuple[int, ...] = ()
    tie_break: TieBreak = "none"
    near_share: float = 0.0
    test_worth: float = 0.0


NOTHING: Final = Ruling("nothing fits", None)


def judge(contenders: Sequence[Contender], draws: Floats, judged: Mapping[str, float]) -> Ruling:
    """Judge the leading options from their scores (k, draws) in shared draws, before any test is thought of."""
    if not contenders:
        return NOTHING
    least = judged["least-difference"] / 100
    near = _near_share(contenders, draws, contenders[0].model_id, least)
    if _clear(contenders, draws, judged, least, near):
        return Ruling("clear choice", contenders[0].place, (contenders[0].place,), near_share=near)
    equals = _equals(contenders, draws, judged, least)
    chosen, why = _chosen([contenders[row] for row in equals], judged)
    return Ruling(
        "equivalent set" if len(equals) > 1 else "clear choice",
        chosen.place,
        tuple(contenders[row].place for row in equals),
        why if len(equals) > 1 else "none",
        _near_share(contenders, draws, chosen.model_id, least),
    )


def _of_models(contenders: Sequence[Contender], draws: Floats) -> dict[str, Floats]:
    """The best score of each model's options in every draw."""
    found: dict[str, Floats] = {}
    for contender, scores in zip(contenders, draws, strict=True):
        known = found.get(contender.model_id)
        found[contender.model_id] = scores if known is None else np.maximum(known, scores)
    return found


def _near_share(contenders: Sequence[Contender], draws: Floats, model_id: str, least: float) -> float:
    models = _of_models(contenders, draws)
    best = np.max(list(models.values()), axis=0)
    return float((models[model_id] >= best - least).mean())


def _clear(
    contenders: Sequence[Contender], draws: Floats, judged: Mapping[str, float], least: float, near: float
) -> bool:
    models = _of_models(contenders, draws)
    level = np.max(list(models.values()), axis=0) - least
    mine = models.pop(contenders[0].model_id)
    share = judged["clear-beats"]
    beats = all(float((mine - other >= least).mean()) >= share for other in models.values())
    alone = all(float((other >= level).mean()) < share for other in models.values())
    return not models or beats or (alone and near >= judged["clear-near"])


def _equals(contenders: Sequence[Contender], draws: Floats, judged: Mapping[str, float], least: float) -> list[int]:
    """Rows of the options that the leader does not beat, less those too cheap to be as good as the rest."""
    share = judged["clear-beats"]

    def beats(one: int, other: int) -> bool:
        return float((draws[one] - draws[other] >= least).mean()) >= share

    rows = [row for row in range(len(contenders)) if row == 0 or not beats(0, row)][: int(judged["equivalent-most"])]
    while len(rows) > 1:
        cheapest = min(rows, key=lambda row: (contenders[row].cost_usd, row))
        if not any(beats(row, cheapest) for row in rows if row != cheapest):
            break
        rows.remove(cheapest)
    return rows


def _chosen(equals: Sequence[Contender], judged: Mapping[str, float]) -> tuple[Contender, TieBreak]:
    """The choice among equals, and which step of the stated order made it.

    On sensitive data an option whose origin carries a warning is not chosen while another is as good. Scores count
    money already, so that an option is chosen for being cheaper only among those that are as able as the best of them.
    """
    equals = [one for one in equals if not one.flagged] or equals
    least = judged["least-difference"] / 100
    equals = [one for one in equals if one.ability >= equals[0].ability - least]
    cheapest = min(one.cost_usd for one in equals)
    left = [one for one in equals if not one.cost_usd * (1 - judged["cheaper-by"]) > cheapest]
    if len(left) == 1:
        return left[0], "cheaper"
    soonest = min(LEAD_ORDER[one.kind] for one in left)
    sooner = [one for one in left if LEAD_ORDER[one.kind] == soonest]
    if len(sooner) == 1:
        return sooner[0], "lead_time"
    most = max(one.proven for one in sooner)
    proven = [one for one in sooner if one.proven == most]
    return proven[0], "more_proven" if len(proven) == 1 else "score"
