"""What is paid already: spend committed at a provider, which a new use costs nothing more up to its sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor.arrays import Floats
from advisor.catalog.catalog import Catalog
from advisor.hosting.records import Alternative
from advisor.questionnaire.answers import Answers


def committed_usd(provider: str | None, answers: Answers, catalog: Catalog) -> float:
    """US dollars a month committed at a provider or at who sells it, for one use case: several share them evenly."""
    if provider is None:
        return 0.0
    sellers = catalog.sellers(provider, "commitment")
    held = sum(float(item.monthly) for item in answers.hosting.committed if item.provider in sellers)
    return held * answers.budget.usd_per_unit / len(answers.use_cases)


def committed_at(alternatives: Sequence[Alternative], answers: Answers, catalog: Catalog) -> Floats:
    """(n,) US dollars a month that are committed for what each alternative's provider bills, whatever it costs."""
    if not answers.hosting.committed:
        return np.zeros(len(alternatives))
    providers = [one.deployment.provider for one in alternatives]
    held = {provider: committed_usd(provider, answers, catalog) for provider in set(providers)}
    return np.array([held[provider] for provider in providers], dtype=np.float64)


def already_paid(cost_usd: Floats, unpaid_usd: Floats, committed: Floats) -> Floats:
    """The part of costs in US dollars a month that is paid anyway: the bill up to what is committed; NaN stays NaN.

    A commitment pays what its provider bills, not what nobody is paid: the work of the house's own people.
    """
    return np.asarray(np.clip(cost_usd - unpaid_usd, 0.0, committed), dtype=np.float64)
