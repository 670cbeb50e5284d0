"""The stitching model recovers what scores were drawn from, with honest errors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from advisor.capability.arrays import Priors, Scores
from advisor.capability.stitching import fit, heavy_tail, predict

Simulated = Callable[..., tuple[Scores, np.ndarray, np.ndarray]]


def test_abilities_are_recovered_from_scores_drawn_from_the_model(simulated: Simulated) -> None:
    """Fitted abilities follow the true ones closely in every capability."""
    scores, ability, _ = simulated()
    fitted = fit(scores)
    for capability in range(2):
        assert np.corrcoef(fitted.mean[:, capability], ability[:, capability])[0, 1] > 0.95


def test_slopes_are_recovered_up_to_the_scale_of_ability(simulated: Simulated) -> None:
    """Slopes times the fitted scale match the true slopes on average and in order."""
    scores, _, slope = simulated(models=300)
    fitted = fit(scores)
    assert fitted.parameters.slope.mean() == pytest.approx(slope.mean(), rel=0.1)
    assert np.corrcoef(fitted.parameters.slope, slope)[0, 1] > 0.7


def test_quirks_and_noise_are_told_apart(simulated: Simulated) -> None:
    """The variance of quirks (0.09) and of noise (0.16, in normal terms) come out near their true values."""
    scores, _, _ = simulated(models=400, density=0.7)
    fitted = fit(scores, Priors(freedom=1000.0))
    assert fitted.parameters.quirk.mean() == pytest.approx(0.09, abs=0.03)
    assert fitted.parameters.misfit.mean() == pytest.approx(0.16, abs=0.03)


@pytest.mark.parametrize("density", [0.15, 0.5])
def test_standard_errors_cover_the_truth_as_often_as_they_say(simulated: Simulated, density: float) -> None:
    """90% intervals of the abilities hold the true ability in 85 to 95% of models, scarce data or not."""
    inside = []
    for seed in range(4):
        scores, ability, _ = simulated(models=150, density=density, seed=seed)
        fitted = fit(scores)
        error = np.sqrt(np.einsum("mii->mi", fitted.covariance))
        gap = fitted.mean - (ability - ability.mean(axis=0))
        inside.append(np.abs(gap) <= 1.645 * error)
    assert 0.85 <= np.mean(inside) <= 0.95


def test_the_order_of_scores_does_not_matter(simulated: Simulated) -> None:
    """Shuffled scores give the same abilities."""
    scores, _, _ = simulated(models=40)
    order = np.random.default_rng(1).permutation(scores.y.size)
    shuffled = replace(
        scores,
        **{
            name: getattr(scores, name)[order]
            for name in (
                "y",
                "sampling_variance",
                "model",
                "capability",
                "board",
                "group",
                "effort",
                "self_reported",
                "repeats",
            )
        },
    )
    assert np.allclose(fit(scores).mean, fit(shuffled).mean, atol=1e-6)


def test_the_same_scores_give_the_same_bytes(simulated: Simulated) -> None:
    """Fitting twice gives identical arrays."""
    scores, _, _ = simulated(models=40)
    first, second = fit(scores), fit(scores)
    assert first.mean.tobytes() == second.mean.tobytes()
    assert first.covariance.tobytes() == second.covariance.tobytes()


def test_a_wild_score_moves_a_robust_fit_less_than_a_normal_one(simulated: Simulated) -> None:
    """One score far off its curve is mostly taken as noise."""
    scores, _, _ = simulated(models=60)
    wild = replace(scores, y=np.where(np.arange(scores.y.size) == 0, scores.y + 8, scores.y))
    owner = int(scores.model[0])
    shifts = []
    for freedom in (5.0, 1000.0):
        priors = Priors(freedom=freedom)
        shifts.append(np.abs(fit(wild, priors).mean[owner] - fit(scores, priors).mean[owner]).max())
    assert shifts[0] < 0.6 * shifts[1]


def test_a_measurement_printed_again_does_not_sharpen_the_estimate(simulated: Simulated) -> None:
    """A copied score with repeats counted leaves the model's error as it was; uncounted it would shrink it."""
    scores, _, _ = simulated(models=60, density=0.3)
    first = np.flatnonzero(scores.model == 3)
    doubled = np.concatenate([np.arange(scores.y.size), first])
    copies = {
        name: getattr(scores, name)[doubled]
        for name in ("y", "sampling_variance", "model", "capability", "board", "group", "effort", "self_reported")
    }
    counted = np.where(scores.model[doubled] == 3, 2.0, 1.0)
    error = [
        float(np.sqrt(fit(problem).covariance[3, 0, 0]))
        for problem in (
            scores,
            replace(scores, **copies, repeats=counted),
            replace(scores, **copies, repeats=np.ones(doubled.size)),
        )
    ]
    assert error[1] == pytest.approx(error[0], rel=0.05)
    assert error[2] < error[1]


def test_effort_offsets_and_the_lift_of_self_reported_scores_are_found(simulated: Simulated) -> None:
    """An effort class drawn 0.8 lower and self-reported scores drawn 0.5 higher show up as such."""
    scores, _, _ = simulated(models=300, capabilities=1)
    random = np.random.default_rng(3)
    effort = (random.random(scores.y.size) < 0.3).astype(np.int64)
    reported = (random.random(scores.y.size) < 0.3).astype(float)
    slope_free = scores.y - 0.8 * effort + 0.5 * reported
    fitted = fit(replace(scores, y=slope_free, effort=effort, self_reported=reported, efforts=2))
    assert fitted.parameters.offset[0, 1] == pytest.approx(-0.8, abs=0.12)
    assert fitted.parameters.bias == pytest.approx(0.5, abs=0.1)


def test_predictions_of_unseen_scores_are_covered_as_often_as_they_say(simulated: Simulated) -> None:
    """Scores of families a fit has not seen lie inside their 90% interval in 85 to 95% of cases."""
    scores, _, _ = simulated(models=200)
    held = scores.board % 6 < 2
    held &= np.random.default_rng(5).random(scores.models)[scores.model] < 0.5
    fitted = fit(scores.keep(~held), Priors(freedom=1000.0))
    unseen = scores.keep(held)
    mean, variance = predict(unseen, fitted)
    assert 0.85 <= np.mean(np.abs(unseen.y - mean) <= 1.645 * np.sqrt(variance)) <= 0.95


def test_the_heavy_tail_of_five_degrees_of_freedom_matches_the_printed_table() -> None:
    """Student's t table gives 2.015 for 5 degrees of freedom at 95%, a normal 1.645."""
    assert heavy_tail(5.0) == pytest.approx((2.015 / 1.645) ** 2, rel=1e-3)
