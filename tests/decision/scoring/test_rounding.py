"""Ten significant digits, one number at a time and a whole array at once."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.decision.scoring.rounding import all_digits, digits


@pytest.mark.parametrize("seed", range(5))
def test_an_array_is_rounded_as_its_numbers_are(seed: int) -> None:
    """The very same doubles: over thirty powers of ten, both signs, and beside every power."""
    rng = np.random.default_rng(seed)
    wide = rng.choice([-1.0, 1.0], 4_000) * 10.0 ** rng.uniform(-15, 15, 4_000)
    powers = 10.0 ** np.arange(-14, 15)
    beside = np.concatenate([powers, np.nextafter(powers, 0.0), np.nextafter(powers, np.inf), powers * (1 - 3e-11)])
    numbers = np.concatenate([wide, rng.random(4_000), beside, [0.0, -0.0, 1.0, 100.0]]).reshape(-1, 1)
    assert all_digits(numbers).ravel().tolist() == [digits(number) for number in numbers.ravel().tolist()]


def test_what_is_no_number_stays_what_it_is() -> None:
    """Unknown stays unknown, boundless boundless; an empty array is empty."""
    found = all_digits(np.array([[np.nan, np.inf, -np.inf]]))
    assert np.isnan(found[0, 0])
    assert found[0, 1:].tolist() == [np.inf, -np.inf]
    assert all_digits(np.zeros((0, 3))).shape == (0, 3)


def test_it_does_round() -> None:
    """The eleventh digit is gone, the tenth is not."""
    assert all_digits(np.array([0.12345678904, 123456.78906, 2e11 / 3])).tolist() == [
        0.123456789,
        123456.7891,
        66666666670.0,
    ]
