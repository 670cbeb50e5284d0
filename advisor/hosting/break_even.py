"""Break-even: the monthly volume at which two alternatives cost the same, from the one cost kernel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from advisor.hosting.costs import stated, total
from advisor.hosting.records import BreakEven
from advisor.hosting.speed import Array

if TYPE_CHECKING:
    from advisor.hosting.planner import PlanTable

DECADES = (-3.0, 3.0)
"""Volumes looked at: a thousandth to a thousand times the stated one."""
POINTS = 241
TOLERANCE = 1e-9
REFINEMENT = 128


def cost_at(table: PlanTable, index: int, requests_per_month: Array) -> Array:
    """US dollars per month of one alternative at given volumes, the shape of the load kept."""
    factor = np.asarray(requests_per_month, dtype=np.float64).reshape(1, -1) / table.load.requests_per_month
    one = stated()
    draws = replace(one, volume=factor)
    width = np.ones_like(factor)
    draws = replace(draws, price=width, token_z=width * 0, speed_z=width * 0, power=width, staff=width, other=width)
    return np.asarray(total(table.components(index, draws))[0].reshape(np.shape(requests_per_month)))


def volumes_of(table: PlanTable, *, points: int = POINTS, decades: tuple[float, float] = DECADES) -> Array:
    """Volumes around the stated one on a logarithmic scale; requests per month."""
    return np.asarray(table.load.requests_per_month * np.logspace(*decades, points))


def break_even(table: PlanTable, first: int, second: int) -> BreakEven:
    """The lowest volume at which the two curves meet; where a curve jumps over the other, the volume of the jump."""
    ids = table.alternatives[first].alternative_id, table.alternatives[second].alternative_id
    volumes = volumes_of(table)
    gap = cost_at(table, first, volumes) - cost_at(table, second, volumes)
    if np.isnan(gap).any():
        return BreakEven(
            first_id=ids[0],
            second_id=ids[1],
            requests_per_month=None,
            cheaper_below=None,
            cheaper_above=None,
            note="the cost of one of them is unknown",
        )
    changes = np.flatnonzero(np.sign(gap[:-1]) * np.sign(gap[1:]) < 0)
    if not changes.size:
        cheaper = ids[0] if gap[-1] <= 0 else ids[1]
        return BreakEven(
            first_id=ids[0],
            second_id=ids[1],
            requests_per_month=None,
            cheaper_below=cheaper,
            cheaper_above=cheaper,
            note=f"{cheaper} is cheaper at every volume from a thousandth to a thousand times the stated one",
        )
    left = int(changes[0])
    meeting = narrow(
        lambda near: cost_at(table, first, near) - cost_at(table, second, near),
        float(volumes[left]),
        float(volumes[left + 1]),
    )
    below, above = (ids[0], ids[1]) if gap[left] < 0 else (ids[1], ids[0])
    return BreakEven(
        first_id=ids[0],
        second_id=ids[1],
        requests_per_month=meeting,
        cheaper_below=below,
        cheaper_above=above,
        note=_note(table, meeting, len(changes)),
    )


def _note(table: PlanTable, meeting: float, crossings: int) -> str:
    ratio = meeting / table.load.requests_per_month
    here = f"at your volume you are at {1 / ratio:.2g} times it"
    return here if crossings == 1 else f"{here}; the curves meet {crossings} times because servers come whole"


def narrow(gap: Callable[[Array], Array], low: float, high: float) -> float:
    """Where ``gap`` changes its sign between ``low`` and ``high``, on a logarithmic scale; relative tolerance 1e-9."""
    while high / low - 1 > TOLERANCE:
        volumes = np.geomspace(low, high, REFINEMENT)
        sign = gap(volumes) < 0
        at = int(np.argmax(sign != sign[0]))
        low, high = float(volumes[max(at - 1, 0)]), float(volumes[at or -1])
        if not at:
            return high
    return high


def payback_months(investment_usd: float, saving_usd_per_month: float) -> float | None:
    """Months until what is saved each month has paid the investment; None when nothing is saved."""
    return investment_usd / saving_usd_per_month if saving_usd_per_month > 0 else None
