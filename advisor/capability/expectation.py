"""Expectation step of the stitching model: what the scores say of every ability, given the parameters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.arrays import Floats, Ints
from advisor.capability.arrays import Priors, Scores, StitchingParameters, board_uncertainty, noise_variance


@dataclass(frozen=True)
class ExpectationStep:
    """What one expectation step knows of each score: expected ability with quirk, its variance, and the quirks."""

    mean: Floats
    covariance: Floats
    level: Floats
    level_variance: Floats
    quirk_square: Floats
    quirk_capability: Ints


def expect(scores: Scores, parameters: StitchingParameters, weight: Floats) -> ExpectationStep:
    """Posterior of every model's abilities with the quirks integrated out, and of each group's ability plus quirk."""
    size = scores.capabilities
    slope = parameters.slope[scores.board]
    prior_mean = scores.covariates @ parameters.drift
    level = prior_mean[scores.model, scores.capability]
    noise = noise_variance(scores, parameters) + board_uncertainty(scores, parameters, level)
    precision = weight / (noise * scores.repeats)
    rest = (
        scores.y
        - parameters.intercept[scores.board]
        - slope * parameters.offset[scores.capability, scores.effort]
        - parameters.bias * scores.self_reported
    )
    groups = int(scores.group.max()) + 1
    owner, capability = np.zeros(groups, dtype=np.int64), np.zeros(groups, dtype=np.int64)
    owner[scores.group], capability[scores.group] = scores.model, scores.capability
    # A group's quirk is normal and integrated out in closed form: sums by group, shrunk, then by model and ability.
    amount = np.bincount(scores.group, slope**2 * precision, groups)
    pull = np.bincount(scores.group, slope * precision * rest, groups)
    quirk = parameters.quirk[capability]
    shrink = 1.0 / (1.0 + quirk * amount)
    cell = owner * size + capability
    information = np.bincount(cell, shrink * amount, scores.models * size).reshape(scores.models, size)
    evidence = np.bincount(cell, shrink * pull, scores.models * size).reshape(scores.models, size)
    inverse = np.linalg.inv(parameters.between)
    covariance = np.asarray(np.linalg.inv(inverse + information[:, :, None] * np.eye(size)), dtype=np.float64)
    mean = np.einsum("mij,mj->mi", covariance, evidence + prior_mean @ inverse)
    at, spread = mean[owner, capability], covariance[owner, capability, capability]
    surprise = quirk * shrink * (pull - amount * at)
    return ExpectationStep(
        mean=mean,
        covariance=covariance,
        level=(at + surprise)[scores.group],
        level_variance=(spread * shrink**2 + quirk * shrink)[scores.group],
        quirk_square=np.where(amount > 0, surprise**2 + quirk * shrink + (quirk * shrink * amount) ** 2 * spread, 0.0),
        quirk_capability=np.where(amount > 0, capability, -1),
    )


def residuals(scores: Scores, parameters: StitchingParameters, step: ExpectationStep) -> tuple[Floats, Floats]:
    """Residuals at the posterior mean, and the expected squared residuals."""
    slope = parameters.slope[scores.board]
    level = step.level + parameters.offset[scores.capability, scores.effort]
    residual = scores.y - parameters.intercept[scores.board] - slope * level - parameters.bias * scores.self_reported
    return residual, residual**2 + slope**2 * step.level_variance


def robust_weights(scores: Scores, parameters: StitchingParameters, step: ExpectationStep, priors: Priors) -> Floats:
    """Student-t weights: scores that no ability explains pull less."""
    _, square = residuals(scores, parameters, step)
    return np.asarray((priors.freedom + 1) / (priors.freedom + square / noise_variance(scores, parameters)))
