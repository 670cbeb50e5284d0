"""What is taken of the constants before any measurement."""

from __future__ import annotations

from advisor.hosting.speed.constants import BASE, POWERS
from advisor.hosting.speed.priors import PRIORS


def test_every_constant_has_a_prior_of_its_own() -> None:
    """None is left to the measurements alone, and none is fitted that the model does not have."""
    assert {name for scope, name in PRIORS if scope == "all"} == set(BASE)
    assert {name for _, name in PRIORS} <= set(BASE)


def test_no_hardware_is_expected_above_its_data_sheet() -> None:
    """Shares of peaks lie below one, and what is no power is positive, for its logarithm is fitted."""
    shares = [centre for (scope, name), (centre, _) in PRIORS.items() if scope == "all" and name.endswith("_share")]
    assert len(shares) >= 6
    assert max(shares) < 1.0
    assert min(centre for (_, name), (centre, _) in PRIORS.items() if name not in POWERS) > 0
