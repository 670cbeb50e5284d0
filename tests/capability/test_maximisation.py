"""The parameters that explain the scores best."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from advisor.capability.arrays import Priors, Scores
from advisor.capability.expectation import expect, robust_weights
from advisor.capability.maximisation import maximise
from advisor.capability.stitching import fit

Simulated = Callable[..., tuple[Scores, np.ndarray, np.ndarray]]


def test_abilities_are_in_standard_deviations_between_models(simulated: Simulated) -> None:
    """Whatever scale the parameters came in: that fixes it."""
    scores, _, _ = simulated(models=60)
    priors = Priors()
    parameters = fit(scores).parameters
    step = expect(scores, parameters, np.ones(scores.y.size))
    found = maximise(scores, parameters, step, robust_weights(scores, parameters, step, priors), priors)
    assert np.diag(found.between) == pytest.approx(np.ones(2))
    assert found.offset[:, 0] == pytest.approx(np.zeros(2))


def test_a_fit_is_where_maximising_changes_little(simulated: Simulated) -> None:
    """One more round moves no slope by more than a few hundredths."""
    scores, _, _ = simulated(models=60)
    priors = Priors()
    parameters = fit(scores).parameters
    step = expect(scores, parameters, np.ones(scores.y.size))
    found = maximise(scores, parameters, step, robust_weights(scores, parameters, step, priors), priors)
    assert np.max(np.abs(found.slope - parameters.slope)) < 0.03
    assert np.all(found.misfit >= priors.misfit_least)
