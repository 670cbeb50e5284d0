"""Nothing moves where nothing is asked to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.prepared import prepare
from advisor.decision.results.changes.moved import as_able, costing, leaving_out


def test_the_same_price_and_the_same_ability_move_nothing(kit: Any) -> None:
    """Values and spreads are those of the matrix."""
    worlds = [kit.world(seed) for seed in range(20)]
    every = [prepare(world.answers, world.catalog, plans=world.plans) for world in worlds]
    feasible = [prepared for prepared in every if len(prepared.matrix)]
    assert len(feasible) > 10
    for prepared in feasible:
        matrix = prepared.matrix
        rows = np.flatnonzero([name.startswith(matrix.ids[0].partition("@")[0] + "@") for name in matrix.ids])
        points = prepared.fitness[matrix.ids[0].partition("@")[0]].points
        for moved in (costing(prepared, rows, 1.0), as_able(prepared, rows, points)):
            assert moved.value == pytest.approx(matrix.value[rows, moved.column])
            assert moved.up == pytest.approx(matrix.up[rows, moved.column])
            assert moved.down == pytest.approx(matrix.down[rows, moved.column])


def test_who_is_left_out_moves_nothing_else() -> None:
    """No row changes."""
    moved = leaving_out(np.array([2, 5]))
    assert moved.out.tolist() == [2, 5]
    assert not len(moved.rows)
