"""The fallback that the catalog used until November 2026, kept as the named baseline of the rolling validation.

A model without scores got its nearest scored predecessor's ability plus the gains seen between generations, one without
scored relatives the trend of release date and size with twice the spread. Nothing that is published comes from here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from advisor.arrays import Floats
from advisor.capability.arrays import Fit
from advisor.capability.inferred.fallback import combine
from advisor.capability.inferred.lineage import (
    Gains,
    children_of,
    inherit,
    observed_gains,
    scored_ancestor,
    scored_descendant,
    trace_back,
)
from advisor.capability.observations import ScoreObservations, years_from_reference
from advisor.catalog.tables.schema import Model

PRIOR_WIDENING: Final = 2.0
COVERED: Final = (0.05, 0.95)  # quantiles of the scored models' release dates between which the trend is trusted
FEW_SCORES: Final = 8  # with fewer public scores than these a model was judged by its line as well


@dataclass(frozen=True)
class Line:
    """Abilities and variances of scored models by id, and the gains between generations."""

    problem: ScoreObservations
    fit: Fit
    gains: Gains | None
    ability: Mapping[str, Floats]
    variance: Mapping[str, Floats]
    children: Mapping[str, Sequence[str]]


def former_expectation(problem: ScoreObservations, fitted: Fit, models: Sequence[Model]) -> tuple[Floats, Floats]:
    """Mean and variance (models x capabilities) that the former fallback gave to every model of the problem."""
    by_id = {m.model_id: m for m in models}
    members = [by_id[model_id] for model_id in problem.model_ids]
    line = _lean_on_relatives(_line(problem, fitted, members), members)
    found = [_latent(line, number, model, by_id) for number, model in enumerate(members)]
    return np.array([mean for mean, _ in found]), np.array([variance for _, variance in found])


def _line(problem: ScoreObservations, fitted: Fit, members: Sequence[Model]) -> Line:
    size = problem.scores.capabilities
    seen = np.unique(problem.scores.model)
    ability = {problem.model_ids[i]: fitted.mean[i] for i in seen}
    return Line(
        problem=problem,
        fit=fitted,
        gains=observed_gains(members, ability, years_from_reference(members)),
        ability=ability,
        variance={problem.model_ids[i]: fitted.covariance[i, np.arange(size), np.arange(size)] for i in seen},
        children=children_of(members),
    )


def _lean_on_relatives(line: Line, members: Sequence[Model]) -> Line:
    """Join what few scores say of a model with its scored predecessor and its well-tested direct successor."""
    gains, names = line.gains, line.problem.model_ids
    if gains is None:
        return line
    by_id = {m.model_id: m for m in members}
    counts = np.bincount(line.problem.scores.model, minlength=len(names))
    few = [i for i in range(len(names)) if 0 < counts[i] < FEW_SCORES]
    tested = line.ability.keys() - {names[i] for i in few}
    ability, variance = dict(line.ability), dict(line.variance)
    for number in sorted(few, key=lambda i: (gains.years[names[i]], names[i])):
        model, told = by_id[names[number]], list[tuple[Floats, Floats]]()
        if (ancestor := scored_ancestor(model, by_id, ability.__contains__)) is not None:
            parent, steps = ancestor
            before = {"ability": ability[parent], "variance": variance[parent]}
            told.append(inherit(gains, model, parent=parent, steps=steps, **before))
        descendant = scored_descendant(model, line.children, tested.__contains__)
        if descendant is not None and descendant[1] == 1:
            child, steps = descendant
            later = {"ability": ability[child], "variance": variance[child]}
            told.append(trace_back(gains, by_id[child], parent=model.model_id, steps=steps, **later))
        if told:
            ability[model.model_id], variance[model.model_id] = _joined(line, number, told)
    return replace(line, ability=ability, variance=variance)


def _joined(line: Line, number: int, told: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    covariates, parameters = line.problem.scores.covariates, line.fit.parameters
    trend = covariates[number] @ parameters.drift if covariates.shape[1] else np.zeros(len(parameters.between))
    own, general = np.linalg.inv(line.fit.covariance[number]), np.linalg.inv(parameters.between)
    pull, information = own @ line.fit.mean[number] - general @ trend, own - general
    covariance = line.fit.covariance[number]
    for expected, error in told:
        mean, covariance = combine(pull, information, expected, parameters.between * np.outer(error, error))
        information = np.linalg.inv(covariance)
        pull = information @ mean
    return covariance @ pull, np.diag(covariance)


def _latent(line: Line, number: int, model: Model, by_id: Mapping[str, Model]) -> tuple[Floats, Floats]:
    name = model.model_id
    if name in line.ability:
        return line.ability[name], line.variance[name]
    ancestor = scored_ancestor(model, by_id, line.ability.__contains__)
    descendant = scored_descendant(model, line.children, line.ability.__contains__)
    if line.gains is not None and ancestor is not None:
        parent, steps = ancestor
        before = {"ability": line.ability[parent], "variance": line.variance[parent]}
        mean, error = inherit(line.gains, model, parent=parent, steps=steps, **before)
    elif line.gains is not None and descendant is not None:
        child, steps = descendant
        later = {"ability": line.ability[child], "variance": line.variance[child]}
        mean, error = trace_back(line.gains, by_id[child], parent=name, steps=steps, **later)
    else:
        mean, error = _trend(line, number), PRIOR_WIDENING * np.sqrt(np.diag(line.fit.parameters.between))
    return mean, error**2


def _trend(line: Line, number: int) -> Floats:
    """Ability expected of release date and size, dates kept within the middle nine tenths of scored models."""
    scores = line.problem.scores
    if not scores.covariates.shape[1]:
        return np.zeros(scores.capabilities)
    scored = scores.covariates[np.unique(scores.model)]
    low, high = scored.min(axis=0), scored.max(axis=0)
    low[0], high[0] = np.quantile(scored[:, 0], COVERED)
    return np.asarray(np.clip(scores.covariates[number], low, high) @ line.fit.parameters.drift)
