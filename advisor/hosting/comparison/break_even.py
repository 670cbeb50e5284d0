"""Break-even: the monthly volume at which two alternatives cost the same, from the one cost kernel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations

import numpy as np

from advisor.arrays import Floats
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.planning.selected_plans import SelectedPlans
from advisor.hosting.records import BreakEven
from advisor.units import Told, told

Indices = np.ndarray[tuple[int], np.dtype[np.intp]]

DECADES = (-3.0, 3.0)
"""Volumes looked at: a thousandth to a thousand times the stated one."""
POINTS = 241
TOLERANCE = 1e-9
REFINEMENT = 128


def volumes_of(table: PlanColumns, *, points: int = POINTS, decades: tuple[float, float] = DECADES) -> Floats:
    """Volumes around the stated one on a logarithmic scale; requests per month."""
    return np.asarray(table.load.requests_per_month * np.logspace(*decades, points))


def break_even(table: PlanColumns, first: int, second: int) -> BreakEven:
    """The lowest volume at which the two curves meet; where a curve jumps over the other, the volume of the jump."""
    chosen = SelectedPlans.of(table, [first, second])
    return break_evens(chosen, (0, 1), list(chosen.at(volumes_of(table))))[0]


def break_evens(chosen: SelectedPlans, picks: Sequence[int], curves: Sequence[Floats]) -> tuple[BreakEven, ...]:
    """The break-even of every pair of some picks from ``chosen``; ``curves`` of all of them at ``volumes_of``."""
    table, pairs = chosen.table, list(combinations(picks, 2))
    if not pairs:
        return ()
    volumes = volumes_of(table)
    gaps = [curves[first] - curves[second] for first, second in pairs]
    changes = [np.flatnonzero(np.sign(gap[:-1]) * np.sign(gap[1:]) < 0) for gap in gaps]
    meet = [number for number, where in enumerate(changes) if where.size and not np.isnan(gaps[number]).any()]
    one, other = (np.array([pairs[number][side] for number in meet], dtype=np.intp) for side in (0, 1))

    def between(near: Floats, which: Indices) -> Floats:
        cost = chosen.at(near).reshape(-1, *near.shape)
        at = np.arange(len(near))
        return np.asarray(cost[one[which], at] - cost[other[which], at])

    left = np.array([changes[number][0] for number in meet], dtype=np.intp)
    found = dict(zip(meet, narrow(between, volumes[left], volumes[left + 1]).tolist(), strict=True))
    return tuple(
        _record(table, (chosen.rows[first], chosen.rows[second]), gaps[number], changes[number], found.get(number))
        for number, (first, second) in enumerate(pairs)
    )


def _record(
    table: PlanColumns, pair: tuple[int, int], gap: Floats, changes: Indices, meeting: float | None
) -> BreakEven:
    """One pair: ``gap`` of its curves at all volumes, where its sign ``changes`` and where they first meet."""
    ids = table.alternatives[pair[0]].alternative_id, table.alternatives[pair[1]].alternative_id
    below: str | None
    above: str | None
    if np.isnan(gap).any():
        below, above, note = None, None, told("break_even.unknown")
    elif meeting is None:
        below = above = ids[0] if gap[-1] <= 0 else ids[1]
        note = told("break_even.always", cheaper=below)
    else:
        below, above = (ids[0], ids[1]) if gap[int(changes[0])] < 0 else (ids[1], ids[0])
        note = _note(table, meeting, len(changes))
    return BreakEven(
        first_id=ids[0],
        second_id=ids[1],
        requests_per_month=meeting,
        cheaper_below=below,
        cheaper_above=above,
        note="",
        told={"note": note},
    )


def _note(table: PlanColumns, meeting: float, crossings: int) -> Told:
    here = ("number", table.load.requests_per_month / meeting)
    if crossings == 1:
        return told("break_even.once", here=here)
    return told("break_even.often", here=here, crossings=crossings)


def narrow(gaps: Callable[[Floats, Indices], Floats], low: Floats, high: Floats) -> Floats:
    """Where each of k gaps changes its sign between ``low`` and ``high``, on a logarithmic scale; within 1e-9 of it.

    ``gaps`` are asked for some of them (which, (w,)) at volumes (w, m) each.
    """
    low, high = low.copy(), high.copy()
    wide = np.flatnonzero(high / low - 1 > TOLERANCE)
    while wide.size:
        volumes = np.stack([np.geomspace(low[k], high[k], REFINEMENT) for k in wide.tolist()])
        sign = gaps(volumes, wide) < 0
        at = np.argmax(sign != sign[:, :1], axis=1)
        rows = np.arange(len(wide))
        low[wide], high[wide] = volumes[rows, np.maximum(at - 1, 0)], volumes[rows, np.where(at, at, -1)]
        wide = wide[(at > 0) & (high[wide] / low[wide] - 1 > TOLERANCE)]
    return high


def payback_months(investment_usd: float, saving_usd_per_month: float) -> float | None:
    """Months until what is saved each month has paid the investment; None when nothing is saved."""
    return investment_usd / saving_usd_per_month if saving_usd_per_month > 0 else None
