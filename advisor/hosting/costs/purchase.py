"""What buying hardware costs over a horizon: the price whole, less what it fetches at the end, and the capital bound.

Nothing here depends on how the accounts depreciate it; ``depreciated`` stands beside for those who keep them.
"""

from __future__ import annotations

from advisor.arrays import Floats
from advisor.hosting.assumptions import Assumptions


def resale_share(months: float, assume: Assumptions) -> float:
    """What is fetched after some months, as a share of the price: it falls by the same share every year.

    Never more than at the least age of a sale, so that nothing is bought for a month at the loss of a month.
    """
    age = max(months, assume("resale_least_months"))
    return kept_share(age, assume)


def kept_share(months: float, assume: Assumptions) -> float:
    """What is left of a value after some months; nothing where resale is switched off."""
    if not assume.on("resale_loss_per_year"):
        return 0.0
    return float((1.0 - assume("resale_loss_per_year")) ** (months / 12.0))


def owned_share(assume: Assumptions) -> float:
    """What hardware that is there would fetch today, as a share of its price when new."""
    return kept_share(assume("owned_age_months"), assume)


def capital_share(months: float, end_share: float, assume: Assumptions) -> float:
    """Cost of capital over some months as a share of the price: on the mean of what is bound at both ends."""
    return assume("cost_of_capital") * months / 12.0 * (1.0 + end_share) / 2.0


def depreciated(purchase_usd: float | Floats, months: float, assume: Assumptions) -> float | Floats:
    """Straight-line depreciation over some months; never more than the purchase."""
    life = assume.value("depreciation_years") * 12.0
    return purchase_usd * min(months / life, 1.0)
