"""The least squares behind the speed constants."""

from __future__ import annotations

import numpy as np
from shipped import shipped_catalog

from advisor.hosting.speed.fit import PARAMETERS, constants_at, design_of, fit
from advisor.hosting.speed.measurements import Sample, sample_of

CATALOG = shipped_catalog()


def _part() -> Sample:
    sample = sample_of(CATALOG.measured_speeds, CATALOG.model, CATALOG.gpu)
    return sample.take(np.flatnonzero(np.arange(len(sample.rows)) % 12 == 0))


def test_the_fit_is_deterministic_and_has_converged() -> None:
    """The same rows give the same parameters, and starting from them changes next to nothing."""
    part = _part()
    first = fit(part)
    assert np.array_equal(first, fit(part))
    assert np.abs(fit(part, first) - first).max() < 0.02


def test_a_factor_touches_the_rows_of_its_scope_alone() -> None:
    """Moving a factor of one class of accelerators leaves the constants of all other rows as they are."""
    part = _part()
    design = design_of(part.engines)
    theta = np.zeros(len(PARAMETERS))
    moved = theta.copy()
    moved[PARAMETERS.index(("ampere", "layer_us"))] = 0.5
    before, after = (constants_at(values, design)["layer_us"] for values in (theta, moved))
    ampere = np.array([setting.gpu == "ampere" for setting in part.engines])
    assert ampere.any()
    assert np.array_equal(before != after, ampere)


def test_rates_that_do_not_count_move_nothing() -> None:
    """Doubling the throughput of rows that tell the first token alone changes no parameter."""
    part = _part()
    assert not part.rated.all()
    wrong = part.take(np.arange(len(part.rows)))
    wrong.log_speed[~part.rated] += np.log(2.0)
    assert np.array_equal(fit(wrong), fit(part))
