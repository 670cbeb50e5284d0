"""Small models that could be tuned instead of prompting the choice: which of the ranked ones are shown and costed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.decision.records import Recommendation
from advisor.guidance.adaptation.needs import Judged

_SMALL_ONES: Final = 3
"""Small models that are shown beside the choice."""


def small_ones(
    choice: Recommendation, ranked: Sequence[Recommendation], catalog: Catalog, judged: Judged
) -> tuple[Recommendation, ...]:
    """Ranked alternatives that could be tuned instead of the choice: the best scored, and the cheapest two others."""
    fitting: dict[str, Recommendation] = {}
    for one in sorted(ranked, key=_dollars):
        if one.model_id != choice.model_id and tunable(one, catalog, judged):
            fitting.setdefault(one.model_id, one)
    if not fitting:
        return ()
    best = max(fitting.values(), key=lambda one: one.score)
    cheapest = [one for one in fitting.values() if one is not best]
    return (best, *cheapest[: _SMALL_ONES - 1])


def tunable(one: Recommendation, catalog: Catalog, judged: Judged) -> bool:
    """Whether a model is small and its weights are in hand, or a service tunes it; its cost is known."""
    model, limit = catalog.model.get(one.model_id), judged["tuned-params-b"].high
    if model is None or one.monthly_cost_usd is None or model.total_params_b is None:
        return False
    return model.total_params_b <= limit and (model.openness == "open_weights" or bool(model.fine_tuning))


def _dollars(one: Recommendation) -> float:
    return math.inf if one.monthly_cost_usd is None else one.monthly_cost_usd.p50
