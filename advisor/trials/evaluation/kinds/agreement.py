"""How far a judge agrees with the marks that a person gave the same answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from advisor.arrays import Z_95
from advisor.trials.evaluation.matrix import GOOD
from advisor.trials.measures.votes import wilson

WANTED: Final = 0.1
"""Half the width of the interval of the agreement that is worth having."""

UNMARKED: Final = 62
"""Marks for that at an agreement of 80%, before any is known: (1.96 / 0.1)^2 x 0.8 x 0.2."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Judge and person over ``count`` answers: how often both pass or both fail it, and Cohen's kappa.

    ``share`` with its 95% interval by Wilson; ``kappa`` (Cohen, 1960) with the interval of Fleiss, Cohen and Everitt
    (1969), None where one of the two said the same of every answer: chance cannot be taken out then. ``more`` marks are
    still needed until the share is known to within ten per cent.
    """

    count: int
    agreed: int
    share: float
    low: float
    high: float
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None
    more: int


def agreement(pairs: Sequence[tuple[float, float]]) -> Agreement | None:
    """The agreement of pairs of a judge's score and a person's; None without any."""
    passed = [(judge >= GOOD, person >= GOOD) for judge, person in pairs]
    count = len(passed)
    if not count:
        return None
    agreed = sum(judge == person for judge, person in passed)
    low, high = wilson(float(agreed), count)
    share = agreed / count
    kappa = _kappa(passed)
    return Agreement(
        count, agreed, share, min(low, share), max(high, share), *kappa, more=max(0, _wanted(share) - count)
    )


def _wanted(share: float) -> int:
    """Marks for an interval of ten per cent to either side, at the share found so far (padded as Agresti and Coull)."""
    careful = min(max(share, 0.5), 0.95)
    return math.ceil(Z_95**2 * careful * (1 - careful) / WANTED**2)


def _kappa(passed: Sequence[tuple[bool, bool]]) -> tuple[float | None, float | None, float | None]:
    count = len(passed)
    cells = {(a, b): sum(pair == (a, b) for pair in passed) / count for a in (True, False) for b in (True, False)}
    judge = {a: cells[a, True] + cells[a, False] for a in (True, False)}
    person = {b: cells[True, b] + cells[False, b] for b in (True, False)}
    observed = cells[True, True] + cells[False, False]
    chance = sum(judge[a] * person[a] for a in (True, False))
    if 0 in (*judge.values(), *person.values()):
        return None, None, None
    kappa = (observed - chance) / (1 - chance)
    same = sum(cells[a, a] * (1 - (judge[a] + person[a]) * (1 - kappa)) ** 2 for a in (True, False))
    apart = (1 - kappa) ** 2 * sum(cells[a, not a] * (person[a] + judge[not a]) ** 2 for a in (True, False))
    spread = max(0.0, same + apart - (kappa - chance * (1 - kappa)) ** 2)
    error = math.sqrt(spread / count) / (1 - chance)
    return kappa, max(-1.0, kappa - Z_95 * error), min(1.0, kappa + Z_95 * error)
