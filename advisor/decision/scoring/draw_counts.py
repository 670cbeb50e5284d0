"""In how many of the shared draws one option is ahead of others by so much: what the verdict asks most often."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Floats, Ints
from advisor.compiled import compiled

DrawnValues = NDArray[np.floating[Any]]
"""Scores, one column per draw; in either precision, since they are whole steps of a grid."""


def shares_ahead(mine: DrawnValues, theirs: DrawnValues, least: float) -> Floats:
    """(k,) in what share of the draws ``mine`` (draws,) exceeds each of ``theirs`` (k, draws) by ``least`` or more."""
    return np.asarray(_ahead(mine, theirs, mine.dtype.type(least)) / len(mine), dtype=np.float64)


def shares_within(mine: DrawnValues, theirs: DrawnValues, most: float) -> Floats:
    """(k,) in what share of the draws ``mine`` (draws,) exceeds each of ``theirs`` (k, draws) by ``most`` or less."""
    return np.asarray(_within(mine, theirs, mine.dtype.type(most)) / len(mine), dtype=np.float64)


@compiled
def _ahead(mine: DrawnValues, theirs: DrawnValues, least: np.floating[Any]) -> Ints:
    found = np.zeros(len(theirs), dtype=np.int64)
    for row in range(len(theirs)):
        other, held = theirs[row], np.int32(0)
        for draw in range(len(mine)):
            held += np.int32(mine[draw] - other[draw] >= least)
        found[row] = held
    return found


@compiled
def _within(mine: DrawnValues, theirs: DrawnValues, most: np.floating[Any]) -> Ints:
    found = np.zeros(len(theirs), dtype=np.int64)
    for row in range(len(theirs)):
        other, held = theirs[row], np.int32(0)
        for draw in range(len(mine)):
            held += np.int32(mine[draw] - other[draw] <= most)
        found[row] = held
    return found
