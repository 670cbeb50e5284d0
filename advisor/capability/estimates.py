"""From one fitted group of capabilities to an estimate for every model of its kinds, with basis and standard error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from advisor.arrays import Floats, Ints
from advisor.capability.arrays import Fit
from advisor.capability.inferred.fallback import Evidence, Expectation, combine, evidence_of, expectation
from advisor.capability.inferred.relatedness import Relatedness
from advisor.capability.observations import ScoreObservations
from advisor.capability.scale import PointScale, scale_of
from advisor.catalog.tables.schema import CapabilityEstimate

LEAST_POINTS: Final = 0.1  # standard errors are printed with one decimal and are never printed as zero
Basis = Literal["fitted", "inferred", "prior"]


@dataclass(frozen=True)
class Group:
    """A fitted group of capabilities: the problem, its fit, the stretch of its errors, scales, abilities.

    ``ability`` and ``variance`` (models x capabilities) are the published ones: own evidence times what is expected of
    the model before its scores are looked at (``expected``). ``counts`` are scores of the capability itself, ``scored``
    all that the fit has of a model (a neighbouring ability's too), ``evidence`` what these say alone.
    """

    problem: ScoreObservations
    fit: Fit
    stretch: Floats
    scales: tuple[PointScale, ...]
    counts: Floats
    scored: Ints
    evidence: Evidence
    ability: Floats
    variance: Floats
    expected: Expectation


def group_of(problem: ScoreObservations, fitted: Fit, stretch: Floats, related: Relatedness) -> Group:
    """Join a fit with what is expected of each model; ``related`` has the problem's models in the same order."""
    scores = problem.scores
    size = scores.capabilities
    cell = scores.model * size + scores.capability
    counts = np.bincount(cell, problem.measured, minlength=scores.models * size).reshape(-1, size)
    scored = np.bincount(scores.model, minlength=scores.models)
    evidence = evidence_of(scores, fitted, stretch)
    expected = expectation(related, evidence)
    ability, variance = expected.mean.copy(), expected.variance.copy()
    for number in np.flatnonzero(scored):
        ability[number], variance[number] = _posterior(problem, fitted, stretch, expected, int(number))
    family = capability_family(problem.capabilities)
    return Group(
        problem=problem,
        fit=fitted,
        stretch=stretch,
        scales=tuple(scale_of(family, problem.model_ids, ability[:, c], scored.astype(float)) for c in range(size)),
        counts=counts.astype(float),
        scored=scored,
        evidence=evidence,
        ability=ability,
        variance=variance,
        expected=expected,
    )


def _posterior(
    problem: ScoreObservations, fitted: Fit, stretch: Floats, expected: Expectation, number: int
) -> tuple[Floats, Floats]:
    """Mean and variances of one scored model: the trend of all models out, what is expected of this one in its place.

    The fit sets every model against the trend of date and size; its vendor, family, line and price say more. Errors of
    the expectation are correlated between capabilities as abilities are.
    """
    covariates, parameters = problem.scores.covariates, fitted.parameters
    trend = covariates[number] @ parameters.drift if covariates.shape[1] else np.zeros(len(parameters.between))
    own, general = np.linalg.inv(fitted.covariance[number]), np.linalg.inv(parameters.between)
    pull = own @ fitted.mean[number] - general @ trend
    spread = np.sqrt(expected.variance[number] / np.diag(parameters.between)) / stretch
    prior = parameters.between * np.outer(spread, spread)
    mean, covariance = combine(pull, _positive(own - general), expected.mean[number], prior)
    return mean, np.diag(covariance) * stretch**2


def _positive(matrix: Floats) -> Floats:
    """The nearest matrix that takes no information away (eigenvalues below zero are rounding)."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def capability_family(capabilities: tuple[str, ...]) -> str:
    """Name of a group of capabilities in the table of reference models."""
    return "language" if len(capabilities) > 1 else capabilities[0]


def estimates(group: Group) -> Iterator[CapabilityEstimate]:
    """One row per capability for every model of the group's kinds."""
    for number, model_id in enumerate(group.problem.model_ids):
        basis, source = _basis(group, number)
        for c, capability in enumerate(group.problem.capabilities):
            count = int(group.counts[number, c])
            error = float(group.variance[number, c] ** 0.5)
            points, spread = group.scales[c].with_error(float(group.ability[number, c]), error)
            yield CapabilityEstimate(
                model_id=model_id,
                capability=capability,
                estimate=round(points, 1),
                standard_error=max(round(spread, 1), LEAST_POINTS),
                basis="fitted" if count else basis,
                scores=count,
                from_model_id=None if count else source,
            )


def _basis(group: Group, number: int) -> tuple[Basis, str | None]:
    """Basis of those capabilities in which a model has no score, and what they rest on.

    A model with scores in other abilities is inferred from these (the source is the model itself); one without any from
    the scored model with which it shares most; one that shares nothing but dates, sizes and prices has a prior.
    """
    if group.scored[number]:
        return "inferred", group.problem.model_ids[number]
    source = int(group.expected.source[number])
    return ("prior", None) if source < 0 else ("inferred", group.problem.model_ids[source])
