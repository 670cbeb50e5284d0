"""Compare a plan to the user's own quote."""

from __future__ import annotations

from typing import Literal

from advisor.hosting.records import HostingPlan
from advisor.units import HOURS_PER_MONTH, Spoken, told

QuoteUnit = Literal["per_month", "per_gpu_hour", "per_mtok"]


class QuoteComparison(Spoken):
    """A quote as a monthly sum beside the plan's band."""

    quote_usd_per_month: float
    plan_usd_per_month: float
    difference_usd_per_month: float
    inside_band: bool
    sentence: str = ""


def compare_quote(
    plan: HostingPlan, amount: float, unit: QuoteUnit, *, tokens_per_month: float
) -> QuoteComparison | None:
    """The quote against the plan; None where the plan has no price or the unit does not fit it.

    ``per_gpu_hour`` counts every GPU of the plan around the clock, ``per_mtok`` all tokens of the load.
    """
    if plan.monthly_cost_usd is None:
        return None
    deployment = plan.alternative.deployment
    if unit == "per_gpu_hour":
        if deployment.gpu_count is None or deployment.replicas is None:
            return None
        monthly = amount * deployment.gpu_count * deployment.replicas * HOURS_PER_MONTH
    elif unit == "per_mtok":
        monthly = amount * tokens_per_month / 1e6
    else:
        monthly = amount
    band = plan.monthly_cost_usd
    inside = band.p10 <= monthly <= band.p90
    difference = monthly - band.p50
    side, where = "above" if difference > 0 else "below", "inside" if inside else "outside"
    sentence = told(
        f"quote.{side}.{where}",
        difference=("usd", abs(difference)),
        low=("usd", band.p10),
        high=("usd", band.p90),
    )
    return QuoteComparison(
        quote_usd_per_month=monthly,
        plan_usd_per_month=band.p50,
        difference_usd_per_month=difference,
        inside_band=inside,
        told={"sentence": sentence},
    )
