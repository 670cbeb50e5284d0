"""Fitness: estimates in their proportions, errors that are half alike, and what nobody has measured."""

from __future__ import annotations

import math
from typing import Any

import pytest

from advisor.arrays import Z_90
from advisor.decision.criteria.fitness import MIDDLE, UNKNOWN_SE, Fitness, fitness_of, fitness_table

HALF = {"general": 0.5, "factuality": 0.5}


def test_estimates_are_weighed_and_errors_half_alike(kit: Any) -> None:
    """Two errors of 4: alone 4 x sqrt(1/2), together 4; the variance is the mean of both."""
    catalog = kit.catalog([kit.model("m")], abilities={"vendor-m/m": 70.0}, error=4.0)
    found = fitness_of("vendor-m/m", HALF, catalog)
    assert found.points == pytest.approx(70.0)
    assert found.standard_error == pytest.approx(math.sqrt((16 + 8) / 2))
    assert (found.basis, found.inferred_share) == ("estimated", 0.0)


def test_what_nobody_measured_is_the_middle_and_may_be_anything(kit: Any) -> None:
    """Half known gives a wide figure that says so."""
    catalog = kit.catalog([kit.model("m")], abilities={"vendor-m/m": 70.0}, error=4.0)
    half = fitness_of("vendor-m/m", {"general": 0.5, "speech": 0.5}, catalog)
    assert half.points == pytest.approx((70.0 + MIDDLE) / 2)
    assert (half.basis, half.inferred_share) == ("inferred", 0.5)
    nothing = fitness_of("vendor-m/m", {"speech": 1.0}, catalog)
    assert (nothing.points, nothing.standard_error, nothing.basis) == (MIDDLE, UNKNOWN_SE, "unknown")


def test_the_interval_stays_on_the_scale() -> None:
    """5th and 95th percentile, from 0 to 100."""
    middle = Fitness(50.0, 10.0, "estimated", "", "")
    assert (middle.low, middle.high) == (pytest.approx(50 - Z_90 * 10), pytest.approx(50 + Z_90 * 10))
    assert Fitness(5.0, 10.0, "estimated", "", "").low == 0.0
    assert Fitness(99.0, 10.0, "estimated", "", "").high == 100.0


def test_a_table_has_the_models_that_are_asked_for(kit: Any, chat: Any) -> None:
    """In the proportions of the use case."""
    catalog = kit.catalog([kit.model("m"), kit.model("n")], abilities={"vendor-m/m": 70.0, "vendor-n/n": 40.0})
    found = fitness_table(["vendor-n/n"], chat, catalog)
    assert {name: one.points for name, one in found.items()} == {"vendor-n/n": pytest.approx(40.0)}
    assert set(fitness_table(["vendor-m/m", "vendor-n/n"], chat, catalog)) == {"vendor-m/m", "vendor-n/n"}
