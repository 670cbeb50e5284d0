"""What the weights imply in money, and the weights that a price implies (pricing out).

Keeney & Raiffa 1976, Decisions with Multiple Objectives, ch. 3: at a cost C on a logarithmic scale over
ln(worst / best) = R with weight w_m, a step of value v with weight w is worth C x w v R / w_m of money.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from advisor.arrays import Floats
from advisor.decision.criteria.registry import CRITERIA
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.ranked import Ranked
from advisor.decision.records import PriceOfAPoint
from advisor.decision.scoring.rounding import digits
from advisor.units import told


@dataclass(frozen=True, slots=True)
class Exchange:
    """What turns a weight into a price: the value of the step, the cost, and ln(worst / best) of the cost scale."""

    step_value: float
    cost_usd: float
    cost_range: float

    def price_usd(self, weight: float, money: float) -> float:
        """US dollars a month that the step is worth."""
        return self.cost_usd * weight * self.step_value * self.cost_range / money

    def weight_ratio(self, price_usd: float) -> float:
        """The ratio of the criterion's weight to that of money at which the step is worth this price."""
        return price_usd / (self.cost_usd * self.step_value * self.cost_range)


def exchange_of(
    scale: ValueFunction, criterion: str, *, raw: float, deviation: float, cost_usd: float, cost_scale: ValueFunction
) -> Exchange | None:
    """The exchange at one alternative; None where its money or the step has no finite worth."""
    step = CRITERIA[criterion].step
    base = raw if math.isfinite(raw) else (scale.worst + scale.best) / 2
    if scale.shape == "curve":
        value = scale.slope(base, deviation) * step
    elif scale.shape == "log":
        value = abs(float(scale.slope(base)) * step)
    else:
        value = abs(step / (scale.best - scale.worst))
    if not (math.isfinite(cost_usd) and cost_usd > 0 and value > 0):
        return None
    return Exchange(value, cost_usd, math.log(cost_scale.worst / cost_scale.best))


def exchanges_of(ranked: Ranked, rank_row: int) -> dict[str, Exchange]:
    """The exchange of every criterion but cost at one alternative."""
    matrix = ranked.matrix
    cost = float(matrix.raw[rank_row, matrix.criteria.index("cost")])
    found = {}
    for column, criterion in enumerate(matrix.criteria):
        if criterion == "cost":
            continue
        spread = matrix.deviation.get(criterion)
        exchange = exchange_of(
            matrix.scales[criterion],
            criterion,
            raw=float(matrix.raw[rank_row, column]),
            deviation=0.0 if spread is None else float(spread[rank_row]),
            cost_usd=cost,
            cost_scale=matrix.scales["cost"],
        )
        if exchange is not None:
            found[criterion] = exchange
    return found


def prices_of_a_point(ranked: Ranked, rank_row: int) -> dict[str, PriceOfAPoint]:
    """The price of a step of every criterion at an alternative; empty where money has no weight."""
    matrix, weights = ranked.matrix, ranked.weights
    money = float(weights[matrix.criteria.index("cost")])
    if money <= 0:
        return {}
    return {
        criterion: PriceOfAPoint(
            step=CRITERIA[criterion].step,
            told={"unit": told(f"criterion.{criterion}.step")},
            usd_per_month=digits(exchange.price_usd(float(weights[matrix.criteria.index(criterion)]), money)),
        )
        for criterion, exchange in exchanges_of(ranked, rank_row).items()
    }


def weights_at_price(weights: Floats, *, money: int, criterion: int, exchange: Exchange, price_usd: float) -> Floats:
    """(c,) weights under which the step is worth exactly ``price_usd``, all others in their proportion.

    Raises ValueError where money has no weight, since nothing has a price then, or the price is below 0.
    """
    if weights[money] <= 0 or price_usd < 0:
        raise ValueError(f"a price of {price_usd:g} USD (0 or more, and a weight of cost above 0)")
    changed = np.array(weights, dtype=np.float64)
    changed[criterion] = exchange.weight_ratio(price_usd) * changed[money]
    return np.asarray(changed / changed.sum(), dtype=np.float64)
