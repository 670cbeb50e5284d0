"""Scores along one weight: where the best score passes from one alternative to another."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.decision.results.changes.score_lines import crossings, first_interval, lines


def test_first_interval_is_where_all_lines_are_above_zero() -> None:
    """Rising lines bound it from below, falling ones from above; a flat one below zero leaves nothing."""
    assert first_interval(np.array([-1.0, 0.5]), np.array([1.0, 0.2])) == (0.5, 1.0)
    assert first_interval(np.array([-1.0]), np.array([-1.0])) is None
    assert first_interval(np.array([-1.0, 1.0]), np.array([1.0, -3.0])) is None


def test_crossings_are_where_the_lines_cross() -> None:
    """The best score passes at the weight at which both score the same."""
    values = np.array([[1.0, 0.0], [0.0, 1.0]])
    weights = np.array([0.7, 0.3])
    assert crossings(values, weights, 0, 0).tolist() == pytest.approx([0.5])
    at = lines(values, weights, 0, np.array([0.5]))
    assert at[0, 0] == pytest.approx(at[1, 0])
