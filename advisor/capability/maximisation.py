"""Maximisation step of the stitching model: board curves, offsets, variances and the population of abilities."""

from __future__ import annotations

import numpy as np

from advisor.arrays import Floats
from advisor.capability.arrays import Priors, Scores, StitchingParameters, noise_variance, replaced
from advisor.capability.expectation import ExpectationStep, residuals


def maximise(
    scores: Scores, parameters: StitchingParameters, step: ExpectationStep, weight: Floats, priors: Priors
) -> StitchingParameters:
    """The parameters that explain the scores best, given what the expectation step knows of the abilities."""
    precision = weight / noise_variance(scores, parameters)
    intercept, slope, covariance = _boards(scores, parameters, step, precision, priors)
    parameters = replaced(parameters, intercept=intercept, slope=slope, board_covariance=covariance)
    parameters = replaced(parameters, offset=_offsets(scores, parameters, step, precision, priors))
    parameters = replaced(parameters, bias=_bias(scores, parameters, step, precision, priors))
    parameters = _variances(scores, parameters, step, weight, priors)
    return _population(scores, parameters, step, priors)


def _boards(
    scores: Scores, parameters: StitchingParameters, step: ExpectationStep, precision: Floats, priors: Priors
) -> tuple[Floats, Floats, Floats]:
    """Regress each board's scores on the abilities; also the covariance of intercept and slope."""
    level = step.level + parameters.offset[scores.capability, scores.effort]
    target = scores.y - parameters.bias * scores.self_reported

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(scores.board, precision * values, scores.boards), dtype=np.float64)

    s1 = total(np.ones_like(level)) + 1 / priors.intercept_sd**2
    sx = total(level)
    expected = parameters.slope_mean
    firmness = 1 / (priors.slope_sd * expected) ** 2
    sxx = total(level**2 + step.level_variance) + firmness
    sy, sxy = total(target), total(level * target) + expected * firmness
    determinant = s1 * sxx - sx**2
    slope = np.maximum((s1 * sxy - sx * sy) / determinant, priors.slope_least * expected)
    intercept = (sy - slope * sx) / s1
    covariance = np.empty((scores.boards, 2, 2))
    covariance[:, 0, 0], covariance[:, 1, 1] = sxx / determinant, s1 / determinant
    covariance[:, 0, 1] = covariance[:, 1, 0] = -sx / determinant
    return intercept, slope, covariance


def _offsets(
    scores: Scores, parameters: StitchingParameters, step: ExpectationStep, precision: Floats, priors: Priors
) -> Floats:
    """Offset of each effort class against the reference effort, per capability (class 0 stays zero)."""
    slope = parameters.slope[scores.board]
    target = scores.y - parameters.intercept[scores.board] - slope * step.level - parameters.bias * scores.self_reported
    cell = scores.capability * scores.efforts + scores.effort
    size = scores.capabilities * scores.efforts
    top = np.bincount(cell, slope * precision * target, size)
    bottom = np.bincount(cell, slope**2 * precision, size) + 1 / priors.offset_sd**2
    offset = (top / bottom).reshape(scores.capabilities, scores.efforts)
    offset[:, 0] = 0.0
    return offset


def _bias(
    scores: Scores, parameters: StitchingParameters, step: ExpectationStep, precision: Floats, priors: Priors
) -> float:
    """Mean lift (logits) of a self-reported score over an independent one on the same board."""
    residual, _ = residuals(scores, replaced(parameters, bias=0.0), step)
    flagged = precision * scores.self_reported
    return float((flagged * residual).sum() / (flagged.sum() + 1 / priors.bias_sd**2))


def _variances(
    scores: Scores, parameters: StitchingParameters, step: ExpectationStep, weight: Floats, priors: Priors
) -> StitchingParameters:
    """Misfit per board, extra variance of self-reported scores, variance of the quirks per capability."""
    _, square = residuals(scores, parameters, step)
    weighted = weight * square
    known = scores.sampling_variance + parameters.self_report_variance * scores.self_reported
    counts = np.bincount(scores.board, minlength=scores.boards)
    excess = np.maximum(np.bincount(scores.board, weighted - known, scores.boards), 0.0)
    pooled = float(excess.sum() / max(counts.sum(), 1))
    misfit = (excess + priors.misfit_weight * pooled) / (counts + priors.misfit_weight)
    extra = scores.self_reported * (weighted - scores.sampling_variance - parameters.misfit[scores.board])
    self_report = max(float(extra.sum()) + 20 * 0.05, 0.0) / (float(scores.self_reported.sum()) + 20)
    used = step.quirk_capability >= 0
    owner = step.quirk_capability[used]
    quirk = (
        np.bincount(owner, step.quirk_square[used], scores.capabilities) + priors.quirk_weight * priors.quirk_mean
    ) / (np.bincount(owner, minlength=scores.capabilities) + priors.quirk_weight)
    return replaced(
        parameters, misfit=np.maximum(misfit, priors.misfit_least), self_report_variance=self_report, quirk=quirk
    )


def _population(
    scores: Scores, parameters: StitchingParameters, step: ExpectationStep, priors: Priors
) -> StitchingParameters:
    """Drift of the abilities with the covariates, and the covariance between capabilities around it.

    The mean level is redundant with the boards' intercepts: it is estimated and moved into them (parameter-expanded
    expectation maximisation), which makes the fit converge many times faster.
    """
    seen = np.unique(scores.model)
    mean = step.mean[seen]
    covariates = np.column_stack([np.ones(len(seen)), scores.covariates[seen]])
    ridge = np.eye(covariates.shape[1]) / priors.drift_sd**2
    ridge[0, 0] = 0.0
    normal = covariates.T @ covariates + ridge
    coefficients = np.asarray(np.linalg.solve(normal, covariates.T @ mean), dtype=np.float64)
    around = mean - covariates @ coefficients
    moments = around.T @ around + step.covariance[seen].sum(axis=0)
    size = scores.capabilities
    spread = np.trace(moments) / (size * max(len(seen), 1))
    anchor = spread * (0.2 * np.eye(size) + 0.8)
    between = (moments + priors.between_weight * anchor) / (len(seen) + priors.between_weight)
    level, drift = coefficients[0], coefficients[1:]
    intercept = parameters.intercept + parameters.slope * level[scores.board_capability]
    return _unit_scale(scores, replaced(parameters, intercept=intercept, drift=drift, between=between), priors)


def _unit_scale(scores: Scores, parameters: StitchingParameters, priors: Priors) -> StitchingParameters:
    """Express abilities in standard deviations between models, which fixes the scale, and renew the slopes' mean."""
    unit = np.sqrt(np.diag(parameters.between))
    slope = parameters.slope * unit[scores.board_capability]
    return replaced(
        parameters,
        between=parameters.between / np.outer(unit, unit),
        drift=parameters.drift / unit,
        quirk=parameters.quirk / unit**2,
        offset=parameters.offset / unit[:, None],
        slope=slope,
        slope_mean=_slope_means(scores, slope, priors),
    )


def _slope_means(scores: Scores, slope: Floats, priors: Priors) -> Floats:
    """Typical slope of each board's kind (ratings, shares) and capability, drawn towards that of its kind."""
    kind = scores.board_class
    kinds = int(kind.max()) + 1
    overall = np.bincount(kind, slope, kinds) / np.maximum(np.bincount(kind, minlength=kinds), 1)
    place = kind * scores.capabilities + scores.board_capability
    size = kinds * scores.capabilities
    total = np.bincount(place, slope, size) + priors.slope_weight * np.repeat(overall, scores.capabilities)
    return np.asarray((total / (np.bincount(place, minlength=size) + priors.slope_weight))[place])
