"""From one fitted group of capabilities to an estimate for every model of its kinds, with basis and standard error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np

from advisor.arrays import Floats
from advisor.capability.arrays import Fit
from advisor.capability.lineage import (
    Gains,
    children_of,
    inherit,
    observed_gains,
    scored_ancestor,
    scored_descendant,
    trace_back,
)
from advisor.capability.observations import KINDS_OF_GROUP, Problem, years_from_reference
from advisor.capability.scale import Scale, scale_of
from advisor.catalog.tables.schema import CapabilityEstimate, Model

PRIOR_WIDENING: Final = 2.0  # models nobody scored are not a random sample of models: their spread is taken wider
COVERED: Final = (0.05, 0.95)  # quantiles of the scored models' release dates between which the trend is trusted
FEW_SCORES: Final = 8  # with fewer public scores than these a model is judged by its line as well
LEAST_POINTS: Final = 0.1  # standard errors are printed with one decimal and are never printed as zero
Basis = Literal["fitted", "inferred", "prior"]


@dataclass(frozen=True)
class Group:
    """A fitted group of capabilities: the problem, its fit, the stretch of its errors, the scales and the gains."""

    problem: Problem
    fit: Fit
    stretch: Floats
    scales: tuple[Scale, ...]
    gains: Gains | None
    counts: Floats
    ability: Mapping[str, Floats]
    variance: Mapping[str, Floats]
    children: Mapping[str, Sequence[str]]


def group_of(problem: Problem, fitted: Fit, stretch: Floats, models: Sequence[Model]) -> Group:
    """Join a fit with its scales and the gains observed between generations."""
    scores = problem.scores
    size = scores.capabilities
    counts = np.bincount(scores.model * size + scores.capability, minlength=scores.models * size).reshape(-1, size)
    scored = counts.sum(axis=1)
    seen = [i for i in range(scores.models) if scored[i] > 0]
    variances = fitted.covariance[:, np.arange(size), np.arange(size)] * stretch**2
    ability = {problem.model_ids[i]: fitted.mean[i] for i in seen}
    variance = {problem.model_ids[i]: variances[i] for i in seen}
    family = capability_family(problem.capabilities)
    members = [m for m in models if m.kind in KINDS_OF_GROUP[problem.capabilities[0]]]
    gains = observed_gains(members, ability, years_from_reference(members))
    group = Group(
        problem=problem,
        fit=fitted,
        stretch=stretch,
        scales=tuple(scale_of(family, problem.model_ids, fitted.mean[:, c], scored.astype(float)) for c in range(size)),
        gains=gains,
        counts=counts.astype(float),
        ability=ability,
        variance=variance,
        children=children_of(members),
    )
    return _lean_on_relatives(group, members, [i for i in seen if scored[i] < FEW_SCORES])


def _lean_on_relatives(group: Group, models: Sequence[Model], few: Sequence[int]) -> Group:
    """Join what few scores say of a model with what its scored predecessor and its well-tested successor say.

    The fit sets a barely tested model against the trend of all models of its date and size; its own line says more. The
    trend's share is taken out of the posterior and the line put in its place (normal densities, multiplied).
    """
    gains, by_id, names = group.gains, {m.model_id: m for m in models}, group.problem.model_ids
    if gains is None:
        return group
    tested = group.ability.keys() - {names[i] for i in few}
    ability, variance = dict(group.ability), dict(group.variance)
    for number in sorted(few, key=lambda i: (gains.years[names[i]], names[i])):
        model, lines = by_id[names[number]], list[tuple[Floats, Floats]]()
        if (ancestor := scored_ancestor(model, by_id, ability.__contains__)) is not None:
            parent, steps = ancestor
            before = {"ability": ability[parent], "variance": variance[parent]}
            lines.append(inherit(gains, model, parent=parent, steps=steps, **before))
        descendant = scored_descendant(model, group.children, tested.__contains__)
        if descendant is not None and descendant[1] == 1:
            child, steps = descendant
            later = {"ability": ability[child], "variance": variance[child]}
            lines.append(trace_back(gains, by_id[child], parent=model.model_id, steps=steps, **later))
        if lines:
            ability[model.model_id], variance[model.model_id] = _joined(group, number, lines)
    return replace(group, ability=ability, variance=variance)


def _joined(group: Group, number: int, lines: Sequence[tuple[Floats, Floats]]) -> tuple[Floats, Floats]:
    """Mean and variances of one model with its relatives' expectations in place of the trend of all models."""
    covariates, parameters = group.problem.scores.covariates, group.fit.parameters
    trend = covariates[number] @ parameters.drift if covariates.shape[1] else np.zeros(len(parameters.between))
    scale = np.sqrt(np.diag(parameters.between))
    own, general = np.linalg.inv(group.fit.covariance[number]), np.linalg.inv(parameters.between)
    information, pull = _positive(own - general), own @ group.fit.mean[number] - general @ trend
    for expected, error in lines:
        spread = error / group.stretch / scale
        line = np.linalg.inv(parameters.between * np.outer(spread, spread))
        information, pull = information + line, pull + line @ expected
    joined = np.linalg.inv(information)
    return joined @ pull, np.diag(joined) * group.stretch**2


def _positive(matrix: Floats) -> Floats:
    """The nearest matrix that takes no information away (eigenvalues below zero are rounding)."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def capability_family(capabilities: tuple[str, ...]) -> str:
    """Name of a group of capabilities in the table of reference models."""
    return "language" if len(capabilities) > 1 else capabilities[0]


def estimates(group: Group, models: Sequence[Model]) -> Iterator[CapabilityEstimate]:
    """One row per capability for every model of the group's kinds."""
    by_id = {m.model_id: m for m in models}
    for number, model_id in enumerate(group.problem.model_ids):
        ability, error, basis, source = _latent(group, number, by_id[model_id], by_id)
        for c, capability in enumerate(group.problem.capabilities):
            count = int(group.counts[number, c])
            points, spread = group.scales[c].with_error(float(ability[c]), float(error[c]))
            if source is not None:
                spread = max(spread, _spread(group, source, c))
            yield CapabilityEstimate(
                model_id=model_id,
                capability=capability,
                estimate=round(points, 1),
                standard_error=max(round(spread, 1), LEAST_POINTS),
                basis="fitted" if count else basis,
                scores=count,
                from_model_id=None if count else source,
            )


def _spread(group: Group, model_id: str, c: int) -> float:
    """Standard error in points of a scored model: what is inferred from it is never surer, not even near 100."""
    return group.scales[c].with_error(float(group.ability[model_id][c]), float(group.variance[model_id][c] ** 0.5))[1]


def _latent(
    group: Group, number: int, model: Model, by_id: Mapping[str, Model]
) -> tuple[Floats, Floats, Basis, str | None]:
    """Latent abilities and errors of one model, with the basis of those capabilities in which it has no score.

    A model with scores in other capabilities is inferred from these (``source`` is the model itself); one without any
    from its nearest scored predecessor, else from its nearest scored successor; one without relatives gets the trend of
    its release date and size.
    """
    if model.model_id in group.ability:
        return group.ability[model.model_id], np.sqrt(group.variance[model.model_id]), "inferred", model.model_id
    ancestor = scored_ancestor(model, by_id, group.ability.__contains__)
    if ancestor is not None and group.gains is not None:
        parent, steps = ancestor
        before, variance = group.ability[parent], group.variance[parent]
        ability, error = inherit(group.gains, model, parent=parent, steps=steps, ability=before, variance=variance)
        return ability, error, "inferred", parent
    descendant = scored_descendant(model, group.children, group.ability.__contains__)
    if descendant is not None and group.gains is not None:
        child, steps = descendant
        later, variance = group.ability[child], group.variance[child]
        ability, error = trace_back(
            group.gains, by_id[child], parent=model.model_id, steps=steps, ability=later, variance=variance
        )
        return ability, error, "inferred", child
    return _trend(group, number), PRIOR_WIDENING * np.sqrt(np.diag(group.fit.parameters.between)), "prior", None


def _trend(group: Group, number: int) -> Floats:
    """Ability expected of release date and size alone (the mean model's where these say nothing).

    Nothing is extrapolated: sizes are kept within those of scored models, dates within their middle nine tenths.
    """
    scores = group.problem.scores
    if not scores.covariates.shape[1]:
        return np.zeros(scores.capabilities)
    scored = scores.covariates[np.unique(scores.model)]
    low, high = scored.min(axis=0), scored.max(axis=0)
    low[0], high[0] = np.quantile(scored[:, 0], COVERED)
    return np.asarray(np.clip(scores.covariates[number], low, high) @ group.fit.parameters.drift)
