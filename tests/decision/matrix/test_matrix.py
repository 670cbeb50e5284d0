"""The decision matrix: values, how far they may rise and fall, and the facts that they hang on."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.arrays import Z_90
from advisor.decision.criteria.criterion import Z_REACH, Fact
from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.matrix.matrix import MatrixColumn, build_matrix

NAN = float("nan")
SCALE = ValueFunction(0.0, 100.0)
FACTS = [Fact("a", "estimate", "a", "capability"), Fact("b", "unknown", "b", "policy")]


def column(rows: list[list[float]], fact: list[int]) -> MatrixColumn:
    """Performances of a scale from 0 to 100."""
    return MatrixColumn(SCALE, np.array(rows, dtype=np.float64), np.array(fact, dtype=np.int64))


def test_an_estimate_is_stretched_to_two_deviations_and_an_unknown_reaches_its_ends() -> None:
    """An interval of 90% around 50 from 40 to 60; and anything from 40 to 60."""
    matrix = build_matrix(["x", "y"], {"c": column([[50, 40, 60], [50, 40, 60]], [0, 1])}, FACTS)
    assert matrix.value[:, 0].tolist() == [0.5, 0.5]
    assert matrix.up[:, 0] == pytest.approx([0.1 * Z_REACH / Z_90, 0.1])
    assert matrix.down[:, 0] == pytest.approx([0.1 * Z_REACH / Z_90, 0.1])


def test_a_value_never_leaves_the_scale() -> None:
    """However wide the interval is."""
    matrix = build_matrix(["x"], {"c": column([[95, 60, 130]], [0])}, FACTS)
    assert matrix.value[0, 0] + matrix.up[0, 0] == pytest.approx(1.0)
    assert matrix.value[0, 0] - matrix.down[0, 0] >= 0.0


def test_what_nobody_knows_is_the_middle_and_may_be_anything() -> None:
    """Neither the best nor the worst is assumed."""
    matrix = build_matrix(["x"], {"c": column([[NAN, NAN, NAN]], [1])}, FACTS)
    assert (matrix.value[0, 0], matrix.up[0, 0], matrix.down[0, 0]) == (0.5, 0.5, 0.5)


def test_what_has_no_spread_hangs_on_no_fact() -> None:
    """And facts that no column names are left out."""
    matrix = build_matrix(["x", "y"], {"c": column([[50, 50, 50], [50, 40, 60]], [0, 1])}, FACTS)
    assert matrix.fact[0, 0] == -1
    assert matrix.facts[matrix.fact[1, 0]].label == "b"
    assert len(build_matrix(["x"], {"c": column([[50, 40, 60]], [1])}, FACTS).facts) == 1


def test_some_rows_keep_their_facts() -> None:
    """In the order that is asked for."""
    matrix = build_matrix(["x", "y", "z"], {"c": column([[10, 5, 20], [50, 40, 60], [90, 80, 95]], [0, 1, 0])}, FACTS)
    part = matrix.rows(np.array([2, 0]))
    assert (part.ids, part.raw[:, 0].tolist()) == (("z", "x"), [90.0, 10.0])
    assert [part.facts[fact].label for fact in part.fact[:, 0]] == ["a", "a"]
