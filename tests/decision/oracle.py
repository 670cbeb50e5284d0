"""Rank acceptability counted the plain way, to hold the compiled counting to."""

from __future__ import annotations

import numpy as np

from advisor.arrays import Floats
from advisor.decision.records import RANKS


def acceptability_of(scores: Floats) -> Floats:
    """(n, 10) rank acceptability of n alternatives from their (n, draws) scores, best first.

    Ties go to the earlier row.
    """
    count, draws = scores.shape
    order = np.argsort(-scores, axis=0, kind="stable")[:RANKS]
    found = np.zeros((count, RANKS))
    for rank, row in enumerate(order):
        found[:, rank] = np.bincount(row, minlength=count) / draws
    return found
