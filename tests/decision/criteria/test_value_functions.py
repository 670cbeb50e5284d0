"""Value functions that bend: floor, enough, and the mean value of what is uncertain."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.decision.criteria.value_functions import ValueFunction

CURVE = ValueFunction(35.0, 100.0, "curve", ((35.0, 0.0), (70.0, 0.9), (100.0, 1.0)))


def test_a_curve_is_flat_below_its_floor_and_hits_its_knots() -> None:
    """Nothing below the floor, nine tenths at enough, all at the top; unknown stays unknown."""
    assert CURVE.value([10, 35, 52.5, 70, 85, 100, 120]).tolist() == pytest.approx([0, 0, 0.45, 0.9, 0.95, 1, 1])
    assert np.isnan(CURVE.value(np.nan))
    assert CURVE.raw(0.45) == pytest.approx(52.5)


def test_the_mean_value_is_that_of_many_draws() -> None:
    """The closed form agrees with sampling, above and below the bend."""
    rng = np.random.default_rng(1)
    for middle, spread in ((30.0, 10.0), (68.0, 15.0), (90.0, 5.0)):
        drawn = CURVE.value(rng.normal(middle, spread, 400_000)).mean()
        assert float(CURVE.expected(np.array([middle]), np.array([spread]))[0]) == pytest.approx(drawn, abs=2e-3)


def test_a_vague_claim_to_the_top_is_worth_less_than_a_sure_enough() -> None:
    """80 with an error of 15 points against 75 with one of 3."""
    vague, sure = CURVE.expected(np.array([80.0, 75.0]), np.array([15.0, 3.0]))
    assert vague < sure


def test_the_middle_behind_a_mean_value_is_found_again() -> None:
    """raw(expected(x)) = x with the same deviation, at both ends of the curve."""
    for middle in (36.0, 55.0, 72.0, 95.0):
        value = float(CURVE.expected(np.array([middle]), np.array([6.0]))[0])
        assert CURVE.raw(value, 6.0) == pytest.approx(middle, abs=1e-6)


def test_the_slope_is_that_of_the_mean_value() -> None:
    """Steep below enough, a tenth of it above; between them where it is uncertain."""
    assert CURVE.slope(50.0) == pytest.approx(0.9 / 35)
    assert CURVE.slope(85.0) == pytest.approx(0.1 / 30)
    assert 0.1 / 30 < CURVE.slope(70.0, 8.0) < 0.9 / 35


@pytest.mark.parametrize("knots", [(), ((0.0, 0.0),), ((0.0, 0.0), (50.0, 0.5)), ((0.0, 0.0), (0.0, 1.0))])
def test_knots_that_define_no_function_are_refused(knots: tuple[tuple[float, float], ...]) -> None:
    """They must rise from value 0 to value 1."""
    with pytest.raises(ValueError, match="rising"):
        ValueFunction(0.0, 100.0, "curve", knots)
