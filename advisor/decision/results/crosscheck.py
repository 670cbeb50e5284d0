"""Cross-check.

TOPSIS and PROMETHEE II on the same matrix, and where they disagree with the additive ranking.

Both are a few lines here, held to pymcdm by a test: to import that package, with the drawing library behind it, took
longer than a whole assessment.

Both work on the values (0 to 1, more is better), so nothing but the way of aggregating differs. TOPSIS takes the
values as they are (most packages stretch each column to its own minimum and maximum, which the fixed anchors forbid)
and, as Hwang & Yoon 1981, measures Euclidean distances to the best and worst weighted values present. PROMETHEE II
uses the linear (V-shape) preference with threshold 1, the whole scale, so that its net flow would equal the additive
order; to be an independent check it is used with indifference 0.05 and preference 0.30 instead (Brans & Vincke 1985,
criterion of type V).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats
from advisor.decision.records import CrossCheck, CrossCheckMethod
from advisor.decision.scoring.rounding import digits
from advisor.units import Told, ToldValue, told

INDIFFERENCE: Final = 0.05
PREFERENCE: Final = 0.30


def topsis(values: Floats, weights: Floats) -> Floats:
    """Closeness of n alternatives to the best values present, 0 to 1; equal alternatives all get 0.5."""
    if len(values) < 2 or np.ptp(values * weights, axis=0).max() < 1e-15:  # noqa: PLR2004
        return np.full(len(values), 0.5)
    weighted = values * weights
    from_best = np.sqrt(((weighted - weighted.max(axis=0)) ** 2).sum(axis=1))
    from_worst = np.sqrt(((weighted - weighted.min(axis=0)) ** 2).sum(axis=1))
    return np.asarray(from_worst / (from_worst + from_best), dtype=np.float64)


def promethee_ii(
    values: Floats,
    weights: Floats,
    *,
    indifference: Sequence[float] | None = None,
    preference: Sequence[float] | None = None,
) -> Floats:
    """Net outranking flows of n alternatives, -1 to 1; thresholds per criterion (0.05 and 0.30 by default)."""
    if len(values) < 2:  # noqa: PLR2004
        return np.zeros(len(values))
    count = values.shape[1]
    q, p = np.array(indifference or [INDIFFERENCE] * count), np.array(preference or [PREFERENCE] * count)
    preferred = np.clip((values[:, None, :] - values[None, :, :] - q) / (p - q), 0.0, 1.0) @ weights
    return np.asarray((preferred.sum(axis=1) - preferred.sum(axis=0)) / (len(values) - 1), dtype=np.float64)


def cross_check(  # noqa: PLR0917
    values: Floats,
    weights: Floats,
    scores: Floats,
    ids: Sequence[str],
    names: Sequence[str | Told],
    criteria: Sequence[str],
) -> CrossCheck | None:
    """Rank the same alternatives by the other two methods; None for fewer than two alternatives."""
    if len(ids) < 2:  # noqa: PLR2004
        return None
    used = weights > 0
    mine = np.lexsort((np.array(ids), -np.round(scores, 12)))
    methods = tuple(
        _compare(label, method(values[:, used], weights[used]), values, weights, scores, mine, ids, names, criteria)
        for label, method in (("TOPSIS", topsis), ("PROMETHEE II", promethee_ii))
    )
    agree = [method.method for method in methods if method.same_first]
    rhos = [
        told("check.rank", rho=("number", method.spearman), method=method.method)
        for method in methods
        if method.spearman is not None
    ]
    ranks = told("check.ranks", ranks=rhos) if rhos else told("check.no_ranks")
    agreed = told("check.agree", methods=("text", agree), count=len(agree), ranks=ranks)
    return CrossCheck(methods=methods, told={"sentence": agreed if agree else told("check.disagree", ranks=ranks)})


def _compare(  # noqa: PLR0917
    label: str,
    theirs: Floats,
    values: Floats,
    weights: Floats,
    scores: Floats,
    mine: NDArray[np.int64],
    ids: Sequence[str],
    names: Sequence[str | Told],
    criteria: Sequence[str],
) -> CrossCheckMethod:
    order = np.lexsort((np.array(ids), -np.round(theirs, 12)))
    spearman, kendall = rank_correlations(theirs.round(12), scores.round(12))
    first, other = int(mine[0]), int(order[0])
    same = bool(round(float(theirs[first]), 12) == round(float(theirs[other]), 12))
    return CrossCheckMethod(
        method=label,
        order=tuple(ids[index] for index in order),
        spearman=spearman,
        kendall=kendall,
        same_first=same,
        told={} if same else {"explanation": _explain(label, values, weights, first, other, names, criteria)},
    )


def rank_correlations(one: Floats, other: Floats) -> tuple[float | None, float | None]:
    """Spearman's rho and Kendall's tau-b of two series of n, ten digits; None where one of them is all alike.

    Both from the signs of all n x n differences: a series' sum of signs is twice its average rank, less its mean. For
    tens of alternatives.
    """
    signs = [np.sign(series[:, None] - series) for series in (one, other)]
    ranks = [sign.sum(axis=1) for sign in signs]
    if not all(rank.any() for rank in ranks):
        return None, None
    rho, tau = (float((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())) for a, b in (tuple(ranks), tuple(signs)))
    return digits(rho), digits(tau)


def _explain(  # noqa: PLR0917
    label: str,
    values: Floats,
    weights: Floats,
    first: int,
    other: int,
    names: Sequence[str | Told],
    criteria: Sequence[str],
) -> Told:
    """Where the first places differ: each method's nature and the criteria that decide it."""
    difference = (values[other] - values[first]) * weights
    for_it = [criteria[index] for index in np.argsort(-difference) if difference[index] > 1e-4][:2]  # noqa: PLR2004
    against = [criteria[index] for index in np.argsort(difference) if difference[index] < -1e-4][:2]  # noqa: PLR2004
    values_said: dict[str, ToldValue] = {
        "method": label,
        "first": names[first],
        "other": names[other],
        "nature": told({"TOPSIS": "check.nature.topsis", "PROMETHEE II": "check.nature.promethee"}[label]),
    }
    if for_it and against:
        gained, lost = ("criterion", for_it), ("criterion", against)
        return told("check.other.because", gained=gained, lost=lost, **values_said)
    return told("check.other", **values_said)
