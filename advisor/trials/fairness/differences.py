"""Differences between groups, with intervals: demographic parity and equal opportunity.

Demographic parity: how often a group is predicted positive. Equal opportunity: how often those of a group are who are
positive (Hardt, Price and Srebro, "Equality of Opportunity in Supervised Learning", 2016). The rates and the greatest
difference between groups are fairlearn's (``MetricFrame``). The interval of a difference of two groups is Newcombe's
(1998, method 10, out of Wilson's intervals), at a level that holds for all differences looked at together (Bonferroni);
a difference is found where that interval leaves out 0 and Fisher's exact test, adjusted by Holm (1979) for as many,
is below 5%. So a fair table is accused in at most one of twenty cases, however many groups it has.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from advisor.guidance.measured_fairness import GroupDifference, GroupMeasure, GroupRate, MeasuredFairness
from advisor.trials.evaluation.sequential import LEVEL

SMALLEST_GROUP: Final = 5
"""With fewer rows not even all against none differs significantly: Fisher's test of 4 against 4 gives 0.029 at best,
and more than 5% once two measures are looked at."""
MOST_GROUPS: Final = 20


def fairness_of(
    groups: Sequence[str], predicted: Sequence[bool], true: Sequence[bool] | None = None
) -> tuple[MeasuredFairness, ...]:
    """Both measures over rows of equal number; equal opportunity needs what is ``true``.

    Raises ValueError where the columns differ in length.
    """
    compared = differences_of(groups, predicted, true)
    members = np.asarray(groups, dtype=str)
    return tuple(
        MeasuredFairness(
            measure=measure,
            rates=rates,
            greatest=_greatest(measure, members, np.asarray(predicted, dtype=bool), true),
            pairs=tuple(one for one in compared if one.measure == measure),
        )
        for measure, rates in rates_of(groups, predicted, true)
    )


def rates_of(
    groups: Sequence[str], predicted: Sequence[bool], true: Sequence[bool] | None = None
) -> tuple[tuple[GroupMeasure, tuple[GroupRate, ...]], ...]:
    """How often each group is predicted positive, by measure; raises ValueError where columns differ in length."""
    members, positive = np.asarray(groups, dtype=str), np.asarray(predicted, dtype=bool)
    if members.size != positive.size or (true is not None and len(true) != members.size):
        raise ValueError("groups, predicted and true must have the same number of rows")
    parity: tuple[GroupMeasure, tuple[GroupRate, ...]] = ("demographic_parity", _rates(members, positive))
    if true is None:
        return (parity,)
    truly = np.asarray(true, dtype=bool)
    return parity, ("equal_opportunity", _rates(members[truly], positive[truly]))


def differences_of(
    groups: Sequence[str], predicted: Sequence[bool], true: Sequence[bool] | None = None
) -> tuple[GroupDifference, ...]:
    """Every pair of groups under every measure, held to one level together; the greatest difference first."""
    pairs = [
        (measure, *_ordered(first, second))
        for measure, rates in rates_of(groups, predicted, true)
        for first, second in combinations([one for one in rates if one.count >= SMALLEST_GROUP], 2)
    ]
    adjusted = holm_adjusted([_fisher(first, second) for _, first, second in pairs])
    found = []
    for (measure, first, second), p_adjusted in zip(pairs, adjusted, strict=True):
        low, high = difference_interval(first, second, level=LEVEL / len(pairs))
        gap = first.positive / first.count - second.positive / second.count
        found.append(
            GroupDifference(
                measure=measure,
                first=first.group,
                second=second.group,
                difference=gap,
                low=low,
                high=high,
                p_adjusted=p_adjusted,
                found=(low > 0 or high < 0) and p_adjusted < LEVEL,
            )
        )
    return tuple(sorted(found, key=lambda one: -one.difference))


def _fisher(first: GroupRate, second: GroupRate) -> float:
    table = np.array([[one.positive, one.count - one.positive] for one in (first, second)])
    return float(stats.fisher_exact(table).pvalue)


def _rates(members: NDArray[np.str_], positive: NDArray[np.bool_]) -> tuple[GroupRate, ...]:
    names, place = np.unique(members, return_inverse=True)
    counts = np.bincount(place, minlength=names.size)
    positives = np.bincount(place, weights=positive, minlength=names.size)
    return tuple(
        GroupRate(group=str(name), count=int(count), positive=round(float(found)))
        for name, count, found in zip(names, counts, positives, strict=True)
    )


def _greatest(
    measure: str, members: NDArray[np.str_], positive: NDArray[np.bool_], true: Sequence[bool] | None
) -> float | None:
    """The greatest difference between any two groups, as fairlearn has it; None of fewer than two."""
    from fairlearn.metrics import (  # noqa: PLC0415 - it loads scikit-learn, 1.5 seconds that nobody else pays
        demographic_parity_difference,
        equal_opportunity_difference,
    )

    if len(set(members.tolist())) < 2:  # noqa: PLR2004 - a difference takes two
        return None
    if measure == "demographic_parity":
        # What is true plays no part in how often a group is predicted positive; the argument must be there.
        return float(demographic_parity_difference(positive, positive, sensitive_features=members))
    truly = np.asarray(true, dtype=bool)
    if len(set(members[truly].tolist())) < len(set(members.tolist())):
        return None  # a group without anybody who is positive has no such rate
    return float(equal_opportunity_difference(truly, positive, sensitive_features=members))


def _ordered(first: GroupRate, second: GroupRate) -> tuple[GroupRate, GroupRate]:
    """The group with the higher rate before the other."""
    higher = first.positive * second.count >= second.positive * first.count
    return (first, second) if higher else (second, first)


def holm_adjusted(p_values: Sequence[float]) -> tuple[float, ...]:
    """P-values adjusted for their number (Holm, 1979), in the order given."""
    adjusted, highest = [1.0] * len(p_values), 0.0
    for place, index in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, float(p_values[index]) * (len(p_values) - place)))
        adjusted[index] = highest
    return tuple(adjusted)


def difference_interval(first: GroupRate, second: GroupRate, *, level: float = LEVEL) -> tuple[float, float]:
    """The interval of first less second that leaves out ``level`` (Newcombe, 1998, method 10)."""
    gap = first.positive / first.count - second.positive / second.count
    (low_1, high_1), (low_2, high_2) = _wilson(first, level), _wilson(second, level)
    rate_1, rate_2 = first.positive / first.count, second.positive / second.count
    below = math.hypot(rate_1 - low_1, high_2 - rate_2)
    above = math.hypot(high_1 - rate_1, rate_2 - low_2)
    return max(-1.0, gap - below), min(1.0, gap + above)


def _wilson(rate: GroupRate, level: float) -> tuple[float, float]:
    """Wilson's interval of a share (1927); scipy's own takes a binomial test each, a hundred times as long."""
    z2 = float(stats.norm.isf(level / 2)) ** 2
    share, count = rate.positive / rate.count, rate.count
    middle = share + z2 / (2 * count)
    reach = math.sqrt(z2 * (share * (1 - share) / count + z2 / (4 * count**2)))
    return (middle - reach) / (1 + z2 / count), (middle + reach) / (1 + z2 / count)
