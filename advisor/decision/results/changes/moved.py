"""Performances as they would be at another price or another ability: values and what is uncertain about them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.arrays import Z_90, Floats, Index
from advisor.decision.criteria.criterion import Z_REACH, Fact
from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.criteria.of_quality import enough_of
from advisor.decision.criteria.registry import CRITERIA
from advisor.decision.matrix.matrix import MatrixColumn, build_matrix
from advisor.decision.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Moved:
    """One criterion of some rows of the matrix as it would be: values, and how far they may rise and fall, (k,) each.

    ``fact`` is what each hangs on (-1: certain), ``cost_usd`` the middle of what they would newly cost. ``out`` are
    those of the rows that a gate would then eliminate. ``points`` are abilities of 100 where these move, else empty.
    """

    rows: Index
    column: int
    value: Floats
    up: Floats
    down: Floats
    fact: Index
    cost_usd: Floats
    out: Index
    points: Floats


def costing(prepared: Prepared, rows: Index, factor: float) -> Moved:
    """The rows at so many times their cost; those that it takes above the cap are out."""
    plans, indices, cap = prepared.plans, prepared.feasible[rows], cap_usd(prepared.answers)
    usd = plans.cost_usd[indices, 1] * factor
    most = None if cap is None else cap + plans.unpaid_usd[indices] + plans.committed_usd[indices]
    out = rows[usd > most] if most is not None and factor > 1 else rows[:0]
    new = plans.new_usd(indices, factor)
    return _moved(prepared, "cost", rows, new[:, (1, 0, 2)], new[:, 1], out)


def as_able(prepared: Prepared, rows: Index, points: float) -> Moved:
    """The rows of one model at other points of ability, as doubtful as they are; out below the least that is asked.

    Where nothing is asked, out is what is surely below the floor of the task.
    """
    indices = prepared.feasible[rows]
    now = CRITERIA["fitness"].performance(prepared.inputs, indices)
    least, high = prepared.use_case.minimum_fitness * 100, points + (now[:, 2] - now[:, 0]) * Z_90 / Z_REACH
    floor = 0.0 if least else enough_of(prepared.use_case, prepared.setting.judged)[0]
    out = rows[(points < least) | (high < floor)]
    return _moved(prepared, "fitness", rows, now + (points - now[:, :1]), prepared.plans.new_usd(indices)[:, 1], out)


def leaving_out(rows: Index) -> Moved:
    """Nothing moves, but these rows are out."""
    nothing, nobody = np.zeros(0), np.zeros(0, dtype=np.int64)
    return Moved(nobody, 0, nothing, nothing, nothing, nobody, nothing, rows, nothing)


def _moved(  # noqa: PLR0917 - the fields of a record
    prepared: Prepared, name: str, rows: Index, numbers: Floats, cost_usd: Floats, out: Index
) -> Moved:
    """The column of a measured criterion. What does not vary now, being off its scale, is taken as certain."""
    matrix, criterion = prepared.matrix, CRITERIA[name]
    scale, column = matrix.scales[name], matrix.criteria.index(name)
    given = MatrixColumn(
        scale,
        numbers,
        np.zeros(len(rows), dtype=np.int64),
        criterion.reach,
        criterion.deviation(numbers),
        criterion.mean_value(scale, numbers),
    )
    spread = build_matrix([matrix.ids[row] for row in rows.tolist()], {name: given}, [Fact("moved", "estimate")])
    value, up, down = spread.value[:, 0], spread.up[:, 0], spread.down[:, 0]
    points = numbers[:, 0] if name == "fitness" else np.zeros(0)
    return Moved(rows, column, value, up, down, matrix.fact[rows, column], cost_usd, out, points)
