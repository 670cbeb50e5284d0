"""What is paid already: spend committed at a provider, which a new use costs nothing more up to its sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from advisor.arrays import Floats
from advisor.hosting.records import Alternative
from advisor.questionnaire.answers import Answers


def committed_usd(answers: Answers) -> Mapping[str, float]:
    """US dollars a month committed by provider, for one use case: several share a commitment evenly."""
    found: dict[str, float] = {}
    for item in answers.hosting.committed:
        usd = float(item.monthly) * answers.budget.usd_per_unit / len(answers.use_cases)
        found[item.provider] = found.get(item.provider, 0.0) + usd
    return found


def committed_at(alternatives: Sequence[Alternative], answers: Answers) -> Floats:
    """(n,) US dollars a month that are committed at each alternative's provider, whatever it costs."""
    committed = committed_usd(answers)
    if not committed:
        return np.zeros(len(alternatives))
    return np.array([committed.get(one.deployment.provider or "", 0.0) for one in alternatives], dtype=np.float64)


def already_paid(cost_usd: Floats, own_work_usd: Floats, committed: Floats) -> Floats:
    """The part of costs in US dollars a month that is paid anyway: the bill up to what is committed; NaN stays NaN.

    A commitment pays what its provider bills, not the work of the house's own people.
    """
    return np.asarray(np.clip(cost_usd - own_work_usd, 0.0, committed), dtype=np.float64)
