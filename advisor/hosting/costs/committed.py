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


def already_paid(alternatives: Sequence[Alternative], cost_usd: Floats, answers: Answers) -> Floats:
    """The part of each cost (n,) in US dollars a month that is committed at its provider anyway."""
    committed = committed_usd(answers)
    if not committed:
        return np.zeros(len(alternatives))
    held = np.array([committed.get(one.deployment.provider or "", 0.0) for one in alternatives])
    return np.where(np.isnan(cost_usd), 0.0, np.minimum(held, np.nan_to_num(cost_usd)))
