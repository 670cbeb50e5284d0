"""What the scores say of every ability, given the parameters."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from advisor.capability.arrays import Priors, Scores
from advisor.capability.expectation import expect, residuals, robust_weights
from advisor.capability.stitching import fit

Simulated = Callable[..., tuple[Scores, np.ndarray, np.ndarray]]


def test_a_model_without_scores_keeps_what_all_models_are(simulated: Simulated) -> None:
    """Its mean is that of the population, and it is as unsure as a stranger."""
    scores, _, _ = simulated(models=30, density=0.5)
    parameters = fit(scores).parameters
    without = scores.keep(scores.model != 3)
    step = expect(without, parameters, np.ones(without.y.size))
    assert step.mean[3] == pytest.approx(np.zeros(2), abs=1e-9)
    assert step.covariance[3] == pytest.approx(parameters.between)
    assert np.all(np.diag(step.covariance[0]) < np.diag(parameters.between))


def test_a_measurement_that_is_printed_twice_counts_once(simulated: Simulated) -> None:
    """Repeats share their weight."""
    scores, _, _ = simulated(models=30)
    parameters = fit(scores).parameters
    once = expect(scores, parameters, np.ones(scores.y.size))
    double = np.concatenate([np.arange(scores.y.size)] * 2)
    twice = Scores(
        **{
            name: value[double] if isinstance(value, np.ndarray) and value.shape == scores.y.shape else value
            for name, value in vars(scores).items()
        }
        | {"repeats": np.full(double.size, 2.0), "board_capability": scores.board_capability}
        | {"board_class": scores.board_class, "covariates": scores.covariates}
    )
    assert expect(twice, parameters, np.ones(double.size)).mean == pytest.approx(once.mean)


def test_what_no_ability_explains_pulls_less(simulated: Simulated) -> None:
    """A score far off its board's curve has the least weight."""
    scores, _, _ = simulated(models=30)
    parameters = fit(scores).parameters
    step = expect(scores, parameters, np.ones(scores.y.size))
    weights = robust_weights(scores, parameters, step, Priors())
    residual, square = residuals(scores, parameters, step)
    assert np.all(square >= residual**2)
    worst = int(np.argmax(square / parameters.misfit[scores.board]))
    assert weights[worst] == pytest.approx(weights.min())
    assert np.all(weights > 0)
