"""What the choice costs a month at the start and at the end, where the load grows so much that no mean tells it."""

from __future__ import annotations

from typing import Final

from advisor.decision.ranked import Ranked
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, ToldValue, told

TOLD_ABOVE: Final = 0.5
"""Growth a year above which one sum a month is said to be a mean."""


def growing_told(ranked: Ranked) -> Told | None:
    """The bill of the first and of the last month of the choice, and its GPUs in both where it has any.

    Each is what the choice would cost at that volume if it stayed: the sum that is told is their mean over the horizon.
    """
    prepared, choice = ranked.prepared, ranked.finding.choice
    growth = prepared.use_case.workload.growth_per_year
    if choice is None or growth <= TOLD_ABOVE:
        return None
    months, row = prepared.answers.budget.horizon_months, int(prepared.feasible[choice])
    end = (1.0 + growth) ** ((months - 0.5) / 12.0)
    first, last = (about_money(prepared.plans.flat_usd(row, volume), prepared.answers.budget) for volume in (1.0, end))
    deployment = ranked.context(choice).deployment
    grown = deployment.machines.grown if deployment.machines else None
    facts: dict[str, ToldValue] = {"first": first, "last": last, "month": ("count", months)}
    if grown is None:
        return told("growing", **facts)
    return told("growing.gpus", **facts, gpus=("count", deployment.gpus), grown=("count", grown))
