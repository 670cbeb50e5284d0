"""A small linear programme, solved exactly: the dual simplex method on a dense tableau (Lemke 1954).

Minimise ``costs @ x`` over ``x >= 0`` with ``rows @ x + limits >= 0``, where no cost is below 0: then nothing moved is
optimal but for the limits that it breaks, and every pivot mends one of them without losing optimality. With the tens
of variables and limits of a weight flip that takes a tenth of the time of a call to a solver.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Floats

PIVOTS: Final = 1_000
"""More than any programme of this size needs: reached only by going round in circles."""
_BROKEN: Final = 1e-13
"""A limit missed by less holds."""
_PIVOT: Final = 1e-11
"""Entries closer to zero than this are rounding, and never pivots."""
_PRICED: Final = 1e-9
"""Moving along a direction that costs less than this may be as good."""


@dataclass(frozen=True, slots=True)
class Optimum:
    """The best ``x``, what it leaves of every limit (``slack``), and whether no other ``x`` is as good."""

    x: Floats
    slack: Floats
    unique: bool


def minimum(costs: Floats, rows: Floats, limits: Floats) -> Optimum | None:
    """The optimum over n variables and m limits, or None where nothing keeps to all of them.

    ``unique`` is False too where the method gives up, going round in circles; ``x`` is then nothing moved.
    """
    count = len(costs)
    table = np.zeros((len(limits) + 1, count + 1))
    table[:-1, :-1], table[:-1, -1], table[-1, :-1] = rows, limits, costs
    inside, outside = np.arange(count, count + len(limits)), np.arange(count)
    for _ in range(PIVOTS):
        broken = int(np.argmin(table[:-1, -1]))
        if table[broken, -1] >= -_BROKEN:
            break
        row = table[broken, :-1]
        able = np.flatnonzero(row > _PIVOT)
        if not able.size:
            return None
        entering = int(able[np.argmin(table[-1, able] / row[able])])
        _pivot(table, broken, entering)
        inside[broken], outside[entering] = outside[entering], inside[broken]
    else:
        return Optimum(np.zeros(count), np.zeros(len(limits)), unique=False)
    found = np.zeros(count + len(limits))
    found[inside] = np.maximum(table[:-1, -1], 0.0)
    return Optimum(found[:count], found[count:], bool((table[-1, :-1] > _PRICED).all()))


def _pivot(table: Floats, leaving: int, entering: int) -> None:
    """Solve the row of ``leaving`` for ``entering``, and put that in place of it everywhere else."""
    row, column = table[leaving] / -table[leaving, entering], table[:, entering].copy()
    row[entering] = 1.0 / table[leaving, entering]
    table[:, entering] = 0.0
    table += np.outer(column, row)
    table[leaving] = row
