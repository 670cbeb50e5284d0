"""What the choice costs a month at the start and at the end, where the load grows so much that no mean tells it."""

from __future__ import annotations

import math
from typing import Final

from advisor.decision.ranked import Ranked
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, ToldValue, told

TOLD_ABOVE: Final = 0.5
"""Growth a year above which one sum a month is said to be a mean."""


def growing_told(ranked: Ranked) -> Told | None:
    """The bill of the choice at the volume of the start and of the end, and its GPUs at both where it has any.

    The end is what machines are got for: the last month, or where the load at most doubles in a year the mean of the
    last year. Each is what the choice would cost at that volume if it stayed: the sum that is told is their mean over
    the horizon.
    """
    prepared, choice = ranked.prepared, ranked.finding.choice
    growth = prepared.use_case.workload.growth_per_year
    if choice is None or growth <= TOLD_ABOVE:
        return None
    months, row = prepared.answers.budget.horizon_months, int(prepared.feasible[choice])
    end = max(span.peak for span in prepared.plans.case.years())  # what the machines of the end are there for
    usd = [prepared.plans.flat_usd(row, volume) for volume in (1.0, end)]
    if not all(map(math.isfinite, usd)):
        return None
    first, last = (about_money(each, prepared.answers.budget) for each in usd)
    deployment = ranked.context(choice).deployment
    grown = deployment.machines.grown if deployment.machines else None
    facts: dict[str, ToldValue] = {"first": first, "last": last, "month": ("count", months)}
    if grown is None:
        return told("growing", **facts)
    return told("growing.gpus", **facts, gpus=("count", deployment.gpus), grown=("count", grown))
