"""The test that decides between two models: how many own prompts, run on both, would show which is abler.

One number for one pair, wherever it is told: in the verdict, the shortlist and what would change the advice.
"""

from __future__ import annotations

import math
from typing import Final

from scipy.special import ndtri

from advisor.decision.ranked import Ranked

DISAGREEMENT: Final = 0.3
"""Share of prompts on which only one of two models is right, before anybody has tried (a judgement)."""
FEWEST, MOST = 30, 2_000
"""Fewer prompts show nothing of one's own work; more nobody writes."""
DOUBT: Final = 2.0
"""Standard errors of the difference that a test is to notice: as much as the two may differ for all that is known."""


CALLS: Final = 200
"""Calls that show a wait that one in twenty may exceed: ten of them lie beyond it (a judgement)."""


def prompts_for_difference(
    difference: float, *, disagreement: float = DISAGREEMENT, power: float = 0.8, significance: float = 0.05
) -> int:
    """Prompts needed to find a true difference of two models with the given power.

    ``disagreement`` is the share of prompts on which only one of the two is right, for McNemar's test (Connor, 1987).
    """
    if not 0 < difference <= disagreement <= 1:
        raise ValueError(f"need 0 < difference ({difference}) <= disagreement ({disagreement}) <= 1")
    alpha, beta = float(ndtri(1 - significance / 2)), float(ndtri(power))
    root = math.sqrt(disagreement)
    spread = math.sqrt(max(disagreement - difference**2, 0.0))
    return math.ceil(((alpha * root + beta * spread) / difference) ** 2)


def prompts_between(ranked: Ranked, rank_row: int, other: int) -> int:
    """Own prompts that decide between the models of two rows, to the nearest ten."""
    doubt = DOUBT * math.hypot(ranked.fitness(rank_row).standard_error, ranked.fitness(other).standard_error) / 100
    difference = min(max(doubt, 1e-3), 1.0)
    needed = prompts_for_difference(difference, disagreement=max(DISAGREEMENT, difference))
    return min(max(round(needed, -1), FEWEST), MOST)


def tested_against(ranked: Ranked, choice: int) -> int | None:
    """Whom a choice of inferred ability is tested against: the cheapest that was measured, else the next model."""
    mine, safe = ranked.model_id(choice), cheapest_measured(ranked)
    others = [rank_row for rank_row in ranked.ranking.order.tolist() if ranked.model_id(rank_row) != mine]
    return safe if safe in others else next(iter(others), None)


def cheapest_measured(ranked: Ranked) -> int | None:
    """The cheapest option within reach of the best whose ability was measured."""
    scores = ranked.ranking.scores
    reach = scores.max() - ranked.judged["risk-within"] / 100
    known = [
        rank_row
        for rank_row in ranked.ranking.order.tolist()
        if scores[rank_row] >= reach and ranked.evidence(rank_row) == "measured"
    ]
    return min(known, key=ranked.new_usd) if known else None
