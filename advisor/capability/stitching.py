"""The stitching model: scores of many boards explained by one latent ability per model and capability.

For model ``i``, capability ``c``, board ``b`` of family ``f``, effort class ``e`` and self-report flag ``s``::

    y = intercept_b + slope_b * (ability_ic + quirk_ifc + offset_ce) + bias * s + noise
    ability_i ~ Normal(covariates_i @ drift, between)      all capabilities of a model together
    quirk_ifc ~ Normal(0, quirk_variance_c)                what a model shows on one family of boards only
    noise     ~ Student t, variance misfit_b + sampling_variance + self_report_variance * s

``y`` is the logit of the score between the board's floor and ceiling (or the rating in logits): the link scale. The
expected score is thus a logistic function of ability with the board's own difficulty (``-intercept / slope``) and
slope.
Fitted by expectation maximisation: given the board parameters every model's posterior is Gaussian and exact, which also
gives the standard errors. Pure arrays: no names, no files, no clock.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri, stdtrit

from advisor.arrays import Floats
from advisor.capability.arrays import Fit, Priors, Scores, StitchingParameters, board_uncertainty, noise_variance
from advisor.capability.expectation import expect, robust_weights
from advisor.capability.maximisation import maximise


def fit(scores: Scores, priors: Priors | None = None) -> Fit:
    """Fit the stitching model by expectation maximisation; the result does not depend on the order of the scores."""
    priors = priors or Priors()
    parameters = _start(scores, priors)
    weight = np.ones_like(scores.y)
    done = 0
    for done in range(1, priors.iterations + 1):  # noqa: B007 - reported as the number of iterations
        step = expect(scores, parameters, weight)
        weight = robust_weights(scores, parameters, step, priors)
        previous, parameters = parameters, maximise(scores, parameters, step, weight, priors)
        if _moved(previous, parameters) < priors.tolerance:
            break
    mean = expect(scores, parameters, weight).mean
    honest = expect(scores, parameters, weight * information_share(priors.freedom))
    return Fit(mean=mean, covariance=honest.covariance, parameters=parameters, iterations=done)


def predict(scores: Scores, fitted: Fit) -> tuple[Floats, Floats]:
    """Mean and variance (logits) of scores that the fit has not seen: a new family of boards for that model.

    The Student-t noise enters with the variance of the normal that has the same 90% interval.
    """
    parameters = fitted.parameters
    level = fitted.mean[scores.model, scores.capability] + parameters.offset[scores.capability, scores.effort]
    spread = fitted.covariance[scores.model, scores.capability, scores.capability] + parameters.quirk[scores.capability]
    slope = parameters.slope[scores.board]
    mean = parameters.intercept[scores.board] + slope * level + parameters.bias * scores.self_reported
    noise = heavy_tail(parameters.freedom) * noise_variance(scores, parameters)
    return mean, slope**2 * spread + noise + board_uncertainty(scores, parameters, level)


def heavy_tail(freedom: float) -> float:
    """Squared ratio of the 95% points of Student's t and of a normal: how much wider a 90% interval must be."""
    return float((stdtrit(freedom, 0.95) / ndtri(0.95)) ** 2)


def information_share(freedom: float) -> float:
    """Fisher information of Student-t noise against that of a normal of the same scale.

    Weights that were themselves estimated promise too much; this takes it back (Lange, Little and Taylor 1989).
    """
    return (freedom + 1) / (freedom + 3)


def _start(scores: Scores, priors: Priors) -> StitchingParameters:
    size = scores.capabilities
    counts = np.maximum(np.bincount(scores.board, minlength=scores.boards), 1)
    return StitchingParameters(
        intercept=np.bincount(scores.board, scores.y, scores.boards) / counts,
        slope=np.where(scores.board_class == 0, 1.0, 0.4),
        slope_mean=np.where(scores.board_class == 0, 1.0, 0.4),
        misfit=np.full(scores.boards, 0.2),
        board_covariance=np.zeros((scores.boards, 2, 2)),
        quirk=np.full(size, priors.quirk_mean),
        offset=np.zeros((size, scores.efforts)),
        bias=0.0,
        self_report_variance=0.05,
        drift=np.zeros((scores.covariates.shape[1], size)),
        between=0.2 * np.eye(size) + 0.8,
        freedom=priors.freedom,
    )


def _moved(before: StitchingParameters, after: StitchingParameters) -> float:
    """Largest change of a board's curve or of a variance between two iterations."""
    return max(
        float(np.abs(after.intercept - before.intercept).max()),
        float(np.abs(after.slope - before.slope).max()),
        float(np.abs(after.quirk - before.quirk).max()),
        float(np.abs(after.between - before.between).max()),
    )
