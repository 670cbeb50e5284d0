"""What is expected of a model before its own scores are looked at: regression on all other scored models.

Given the prior covariance between models and the evidence of those that have scores, the expectation of every model is
normal and exact. For a model with scores it leaves that model out, so that expectation and own evidence are independent
and can be multiplied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from advisor.arrays import Z_90, Floats
from advisor.capability.arrays import Fit, Scores
from advisor.capability.inferred.relatedness import Relatedness

MOST_BORROWED: Final = 0.95  # above this share of the prior variance a model's scores say next to nothing
LEAST_VARIANCE: Final = 1e-6
LEAST_RELATED: Final = 0.01  # shared prior covariance below which no scored model counts as a relative
SHARP: Final = 0.5  # evidence is at least twice as precise as the expectation that it calibrates
INSIDE: Final = 0.9
LEAST_CHECKED: Final = 30.0  # models whose weight the theoretical width gets when widths are calibrated


@dataclass(frozen=True)
class Evidence:
    """What the scores alone say of each model: mean and variance (models x capabilities), NaN where nothing."""

    mean: Floats
    variance: Floats


@dataclass(frozen=True)
class Expectation:
    """Mean and variance without the model's own scores, the factor on the widths, and the model leaned on most.

    ``source`` is the number of the scored model that shares most with each model, -1 where none shares anything.
    """

    mean: Floats
    variance: Floats
    widening: Floats
    source: np.typing.NDArray[np.int64]


def evidence_of(scores: Scores, fitted: Fit, stretch: Floats) -> Evidence:
    """Take the trend of all models out of the fitted abilities, capability by capability.

    A posterior of mean m and variance v under a normal prior of mean t and variance b comes from evidence of precision
    1/v - 1/b about (m/v - t/b) / (1/v - 1/b).
    """
    covariates, parameters = scores.covariates, fitted.parameters
    size = scores.capabilities
    trend = covariates @ parameters.drift if covariates.shape[1] else np.zeros((scores.models, size))
    between = np.diag(parameters.between)
    posterior = fitted.covariance[:, np.arange(size), np.arange(size)]
    scored = np.bincount(scores.model, minlength=scores.models) > 0
    told = scored[:, None] & (posterior < MOST_BORROWED * between)
    precision = np.where(told, 1 / posterior - 1 / between, 1.0)
    mean = (fitted.mean / posterior - trend / between) / precision
    return Evidence(
        mean=np.where(told, mean, np.nan),
        variance=np.where(told, np.maximum(1 / precision, LEAST_VARIANCE) * stretch**2, np.nan),
    )


def expectation(related: Relatedness, evidence: Evidence) -> Expectation:
    """Expectation of every model and capability from the evidence of all other models."""
    shape = evidence.mean.shape
    mean, variance = np.zeros(shape), np.repeat(np.diag(related.total)[:, None], shape[1], axis=1)
    widening = np.ones(shape[1])
    for c in range(shape[1]):
        told = np.flatnonzero(~np.isnan(evidence.mean[:, c]))
        if not told.size:
            continue
        y, noise = evidence.mean[told, c], evidence.variance[told, c]
        inverse = np.linalg.inv(related.total[np.ix_(told, told)] + np.diag(noise))
        across = related.total[:, told] @ inverse
        mean[:, c] = across @ y
        variance[:, c] = np.diag(related.total) - np.einsum("ij,ij->i", across, related.total[:, told])
        alone = 1 / np.diag(inverse)  # variance of each evidence given all others (Rasmussen and Williams, eq. 5.12)
        mean[told, c] = y - alone * (inverse @ y)
        variance[told, c] = alone - noise
        sharp = noise < SHARP * (alone - noise)
        widening[c] = _widening(((y - mean[told, c]) / np.sqrt(alone))[sharp])
    related_to = related.shared * (~np.isnan(evidence.mean)).any(axis=1)
    np.fill_diagonal(related_to, 0.0)
    nearest = related_to.argmax(axis=1)
    source = np.where(related_to.max(axis=1, initial=0.0) > LEAST_RELATED, nearest, -1)
    return Expectation(mean, np.maximum(variance, LEAST_VARIANCE) * widening**2, widening, source)


def _widening(surprise: Floats) -> float:
    """Factor on the widths so that nine of ten scored models lie inside; few models pull it towards 1."""
    if not surprise.size:
        return 1.0
    needed = float(np.quantile(np.abs(surprise), INSIDE)) / Z_90
    return (surprise.size * needed + LEAST_CHECKED) / (surprise.size + LEAST_CHECKED)


def combine(own_mean: Floats, own_precision: Floats, expected: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Posterior mean and covariance of one model: own evidence times expectation (both normal).

    ``own_mean`` is precision times mean of the evidence, ``spread`` the covariance of the expectation.
    """
    prior = np.linalg.inv(spread)
    covariance = np.linalg.inv(prior + own_precision)
    return np.asarray(covariance @ (own_mean + prior @ expected)), np.asarray(covariance)
