"""The interval of an estimate on the scale of 100 points."""

from __future__ import annotations

import pytest

from advisor.arrays import Z_90
from advisor.catalog.capability_points import HIGHEST, interval_90


def test_the_interval_is_symmetric_within_the_scale() -> None:
    """1.6449 standard errors either way."""
    assert interval_90(50.0, 10.0) == (pytest.approx(50 - 10 * Z_90), pytest.approx(50 + 10 * Z_90))


def test_the_interval_ends_with_the_scale() -> None:
    """At nothing and at everything."""
    assert interval_90(2.0, 10.0)[0] == 0.0
    assert interval_90(99.0, 10.0)[1] == HIGHEST
