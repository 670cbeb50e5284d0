"""The fallback that the catalog used until November 2026, as the baseline of the rolling validation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest

from advisor.capability.inferred.former_fallback import former_expectation
from advisor.capability.observations import assemble
from advisor.capability.stitching import fit
from advisor.catalog.tables.schema import Benchmark, Board, Model


@pytest.fixture
def expected(
    model: Callable[..., Model], board: Callable[..., Board], score: Callable[..., Benchmark]
) -> dict[str, tuple[float, float]]:
    """Mean and variance of a line of models whose last one nobody has scored, and of a stranger."""
    models = [
        model(
            f"one/{number}",
            family="one",
            predecessor_id=f"one/{number - 1}" if number else None,
            release_date=date(2023 + number // 2, 1 + 6 * (number % 2), 1),
        )
        for number in range(12)
    ]
    models.append(model("stranger/x", family="other", release_date=date(2025, 1, 1)))
    boards = [board("a.1"), board("b.1")]
    rows = [score(m.model_id, b.board_id, 20.0 + 5 * n) for n, m in enumerate(models[:11]) for b in boards]
    problem: Any = assemble(("general",), models, boards, rows)
    mean, variance = former_expectation(problem, fit(problem.scores), models)
    return {name: (float(mean[number, 0]), float(variance[number, 0])) for number, name in enumerate(problem.model_ids)}


def test_a_successor_is_expected_above_its_predecessor(expected: dict[str, tuple[float, float]]) -> None:
    """By the gains seen between generations, and with less certainty than what was scored."""
    assert expected["one/11"][0] > expected["one/10"][0]
    assert expected["one/11"][1] > expected["one/10"][1]


def test_a_model_without_relatives_is_the_least_sure(expected: dict[str, tuple[float, float]]) -> None:
    """The trend of date and size alone, with twice the spread."""
    assert expected["stranger/x"][1] == pytest.approx(4.0, rel=0.2)
    assert all(np.isfinite(value) for value, _ in expected.values())
