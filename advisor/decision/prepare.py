"""Everything about a decision that does not depend on the weights: alternatives, gates and the decision matrix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from advisor.catalog.catalog import Catalog
from advisor.catalog.rows import Model
from advisor.decision.fitness import Fitness, fitness_table
from advisor.decision.gates import Failure, Verdicts, licence_gates, model_gates
from advisor.decision.gates_hosting import (
    SELF_HOSTED,
    Measured,
    hosting_gates,
    offer_gates,
    plan_gates,
    provider_gates,
    residency_gate,
)
from advisor.decision.matrix import Matrix
from advisor.decision.performances import Context, Plans, Setting, contexts_of, latency_shares, matrix_of
from advisor.decision.values import Floats
from advisor.hosting.planner import plan_alternatives
from advisor.questionnaire.answers import Answers, UseCase

BLOCKING = frozenset({"task", "status"})
"""Gates that no relaxation can open: a model that fails one is not planned at all."""


@dataclass(frozen=True)
class Prepared:
    """One use case, planned and gated; n alternatives. ``unplanned`` are models without any alternative, with the reason."""

    setting: Setting
    catalog: Catalog
    plans: Plans
    contexts: tuple[Context, ...]
    matrix: Matrix
    fitness: Mapping[str, Fitness]
    verdicts: tuple[Verdicts, ...]
    feasible: NDArray[np.int64]
    latency: Floats
    unplanned: tuple[tuple[Model, Failure], ...]

    @property
    def use_case(self) -> UseCase:
        """The use case that was prepared."""
        return self.setting.use_case

    @property
    def answers(self) -> Answers:
        """The answers that it belongs to."""
        return self.setting.answers


def prepare(
    answers: Answers,
    catalog: Catalog,
    use_case: UseCase | None = None,
    *,
    fitness: Mapping[str, Fitness] | None = None,
    plans: Plans | None = None,
) -> Prepared:
    """Plan and gate every alternative of the catalog for a use case (the first by default).

    ``fitness`` replaces the public estimates (after own evaluations); ``plans`` replaces hosting's plan.
    """
    case = use_case or answers.use_cases[0]
    as_of = answers.as_of or catalog.dated
    setting = Setting(case, answers, as_of)
    gated = {model.model_id: model_gates(model, case, answers, catalog, as_of) for model in catalog.models}
    able = [model for model in catalog.models if not _blocked(gated[model.model_id])]
    table = plans if plans is not None else plan_alternatives(able, case, answers, catalog)
    contexts = contexts_of(table.alternatives, catalog)
    known = fitness_table([model.model_id for model in able], case, catalog) | dict(fitness or {})
    matrix = matrix_of(contexts, table, known, setting)
    verdicts = _verdicts(table, contexts, gated, matrix, setting, catalog)
    feasible = np.array([index for index, verdict in enumerate(verdicts) if not verdict.failures], dtype=np.int64)
    planned = {context.model.model_id for context in contexts}
    return Prepared(
        setting=setting,
        catalog=catalog,
        plans=table,
        contexts=contexts,
        matrix=matrix,
        fitness=known,
        verdicts=verdicts,
        feasible=feasible,
        latency=latency_shares(table, case),
        unplanned=_unplanned(catalog, gated, planned),
    )


def _blocked(verdict: Verdicts) -> bool:
    return any(failure.gate in BLOCKING for failure in verdict.failures)


def _unplanned(
    catalog: Catalog, gated: Mapping[str, Verdicts], planned: set[str]
) -> tuple[tuple[Model, Failure], ...]:
    found: list[tuple[Model, Failure]] = []
    for model in catalog.models:
        if model.model_id in planned:
            continue
        failures = [failure for failure in gated[model.model_id].failures if failure.gate in BLOCKING]
        nothing = Failure("offer", "no priced offer known", "a priced offer, or open weights to run", model.identity_source)
        found.append((model, failures[0] if failures else nothing))
    return tuple(found)


def _verdicts(
    plans: Plans,
    contexts: Sequence[Context],
    gated: Mapping[str, Verdicts],
    matrix: Matrix,
    setting: Setting,
    catalog: Catalog,
) -> tuple[Verdicts, ...]:
    """All gates of every alternative; what depends on model or provider alone is evaluated once."""
    answers, case, as_of = setting.answers, setting.use_case, setting.as_of
    licences: dict[str, Verdicts] = {}
    providers: dict[tuple[str, bool], Verdicts] = {}
    found = []
    for index, context in enumerate(contexts):
        model, deployment = context.model, context.deployment
        verdict = gated[model.model_id] + hosting_gates(deployment, answers)
        if deployment.kind in SELF_HOSTED:
            if model.model_id not in licences:
                licences[model.model_id] = licence_gates(model, answers, catalog)
            verdict += licences[model.model_id]
        else:
            verdict += offer_gates(model, context.offer, case, answers, as_of)
        if deployment.kind in ("provider_api", "cloud_gpu"):
            key = (deployment.provider or "", deployment.kind == "provider_api")
            if key not in providers:
                providers[key] = provider_gates(context.provider, key[0], answers, api=key[1])
            verdict += providers[key] + residency_gate(deployment, context.offer, context.provider, answers)
        source = context.offer.source if context.offer else "hosting plan"
        verdict += plan_gates(_measured(plans, index), case, answers, source)
        found.append(verdict)
    return tuple(_with_fitness_floor(found, matrix, case.minimum_fitness))


def _measured(plans: Plans, index: int) -> Measured:
    return Measured(
        plans.problems[index],
        float(plans.cost_usd[index, 1]),
        float(plans.ttft_ms[index, 0]),
        float(plans.itl_ms[index, 0]),
        float(plans.total_s[index, 0]),
    )


def _with_fitness_floor(found: list[Verdicts], matrix: Matrix, floor: float) -> list[Verdicts]:
    if floor <= 0:
        return found
    values = matrix.value[:, matrix.criteria.index("fitness")]
    for index, value in enumerate(values):
        if value < floor:
            failure = Failure(
                "fitness",
                f"{value * 100:.0f} of 100 points",
                f"at least {floor * 100:.0f} points",
                "capability estimates",
                gap=floor - float(value),
            )
            found[index] += Verdicts((failure,))
    return found

