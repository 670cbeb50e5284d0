"""Everything about a decision that does not depend on the weights: alternatives, gates and the decision matrix."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
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
from advisor.decision.wording import where
from advisor.hosting.planner import ALL_KINDS, plan_alternatives
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase

BLOCKING = frozenset({"task", "status", "offer"})
"""Gates that no relaxation can open: a model that fails one is never planned."""


@dataclass(frozen=True)
class Prepared:
    """One use case, planned and gated; n alternatives, of which ``feasible`` (indices into the plan) are the matrix's rows.

    ``unplanned`` are
    models (or ways of hosting them) that were not planned: the place in words, the model and the gates they fail."""

    setting: Setting
    catalog: Catalog
    plans: Plans
    contexts: tuple[Context, ...]
    matrix: Matrix
    fitness: Mapping[str, Fitness]
    verdicts: tuple[Verdicts, ...]
    feasible: NDArray[np.int64]
    latency: Floats
    unplanned: tuple[tuple[str, Model, tuple[Failure, ...]], ...]

    @property
    def use_case(self) -> UseCase:
        """The use case that was prepared."""
        return self.setting.use_case

    @property
    def answers(self) -> Answers:
        """The answers that it belongs to."""
        return self.setting.answers

    def place(self, index: int) -> str:
        """Where and on what an alternative runs, in words."""
        context = self.contexts[index]
        gpu = self.catalog.gpu.get(context.deployment.gpu or "")
        provider = context.provider.name if context.provider else None
        return where(context.deployment, provider, gpu.name if gpu else None)

    def name(self, index: int) -> str:
        """The name of an alternative: the model and where it runs."""
        return f"{self.contexts[index].model.name} on {self.place(index)}"


def prepare(
    answers: Answers,
    catalog: Catalog,
    use_case: UseCase | None = None,
    *,
    fitness: Mapping[str, Fitness] | None = None,
    plans: Plans | None = None,
    everything: bool = False,
) -> Prepared:
    """Plan and gate the alternatives of the catalog for a use case (the first by default).

    Models that fail a gate by themselves, and ways of hosting that are not allowed, are not planned but listed as a whole,
    unless ``everything`` asks for it (to find out what a relaxed gate would admit). ``fitness`` replaces the public
    estimates (after own evaluations); ``plans`` replaces hosting's plan.
    """
    case = use_case or answers.use_cases[0]
    setting = Setting(case, answers, answers.as_of or catalog.dated)
    gated = {model.model_id: model_gates(model, case, answers, catalog, setting.as_of) for model in catalog.models}
    able = [model for model in catalog.models if _planned(gated[model.model_id], everything=everything)]
    kinds = ALL_KINDS if everything else allowed_kinds(answers)
    table = plans if plans is not None else plan_alternatives(able, case, answers, catalog, kinds=kinds)
    contexts = contexts_of(table.alternatives, catalog)
    known = fitness_table([model.model_id for model in able], case, catalog) | dict(fitness or {})
    verdicts = _verdicts(table, contexts, gated, known, setting, catalog)
    feasible = np.array([index for index, verdict in enumerate(verdicts) if not verdict.failures], dtype=np.int64)
    return Prepared(
        setting=setting,
        catalog=catalog,
        plans=table,
        contexts=contexts,
        matrix=matrix_of(contexts, table, feasible, known, setting),
        fitness=known,
        verdicts=verdicts,
        feasible=feasible,
        latency=latency_shares(table, case),
        unplanned=tuple(_unplanned(catalog, gated, able, contexts, answers, kinds)),
    )


def allowed_kinds(answers: Answers) -> tuple[DeploymentKind, ...]:
    """The ways of hosting that the answers allow; without a network neither a provider nor a cloud is one."""
    closed = {"provider_api", "cloud_gpu"} if answers.hosting.air_gapped else set()
    return tuple(kind for kind in ALL_KINDS if kind in answers.hosting.allowed and kind not in closed)


def _planned(verdict: Verdicts, *, everything: bool) -> bool:
    if everything:
        return not any(failure.gate in BLOCKING for failure in verdict.failures)
    return not verdict.failures


def _unplanned(
    catalog: Catalog,
    gated: Mapping[str, Verdicts],
    able: Sequence[Model],
    contexts: Sequence[Context],
    answers: Answers,
    kinds: Sequence[DeploymentKind],
) -> Iterator[tuple[str, Model, tuple[Failure, ...]]]:
    """Models and ways of hosting that were not planned: the place in words, the model and the gates they fail."""
    planned = {context.model.model_id for context in contexts}
    closed = {kind: hosting_gates(Deployment(kind=kind), answers).failures for kind in ALL_KINDS if kind not in kinds}
    fit = {model.model_id for model in able}
    nothing = "no priced offer known" if "provider_api" in kinds else "cannot be self-hosted"
    for model in catalog.models:
        if model.model_id not in fit:
            yield "any", model, gated[model.model_id].failures
            continue
        ways = [kind for kind in closed if (model.openness == "open_weights") or kind == "provider_api"]
        for kind in ways:
            if kind != "provider_api" or model.model_id in catalog.offers_of:
                yield f"{kind}:any", model, closed[kind]
        if model.model_id not in planned:
            needed = "a priced offer, or open weights to run"
            yield "any", model, (Failure("offer", nothing, needed, model.identity_source),)


def _verdicts(
    plans: Plans,
    contexts: Sequence[Context],
    gated: Mapping[str, Verdicts],
    fitness: Mapping[str, Fitness],
    setting: Setting,
    catalog: Catalog,
) -> tuple[Verdicts, ...]:
    """All gates of every alternative; what depends on model, provider or offer alone is evaluated once."""
    standing: dict[Hashable, Verdicts] = {}
    cost, ttft = plans.cost_usd[:, 1].tolist(), plans.ttft_ms[:, 0].tolist()
    itl, total = plans.itl_ms[:, 0].tolist(), plans.total_s[:, 0].tolist()
    found = []
    for index, context in enumerate(contexts):
        deployment = context.deployment
        name = context.model.model_id
        key = (name, deployment.kind, deployment.provider, deployment.zone, deployment.country, deployment.offer_id)
        if key not in standing:
            floor = _fitness_floor(fitness[name], setting.use_case.minimum_fitness)
            standing[key] = gated[name] + floor + _standing(context, setting, catalog)
        source = context.offer.source if context.offer else "hosting plan"
        plan = Measured(plans.problems[index], cost[index], ttft[index], itl[index], total[index])
        measured = plan_gates(plan, setting.use_case, setting.answers, source)
        found.append(standing[key] + measured if measured.failures or measured.warnings else standing[key])
    return tuple(found)


def _standing(context: Context, setting: Setting, catalog: Catalog) -> Verdicts:
    """The gates on licence, offer, provider, place and way of hosting."""
    answers, deployment = setting.answers, context.deployment
    verdict = hosting_gates(deployment, answers)
    if deployment.kind in SELF_HOSTED:
        verdict += licence_gates(context.model, answers, catalog)
    else:
        verdict += offer_gates(context.model, context.offer, setting.use_case, answers, setting.as_of)
    if deployment.kind in ("provider_api", "cloud_gpu"):
        api = deployment.kind == "provider_api"
        verdict += provider_gates(context.provider, deployment.provider or "", answers, api=api)
        verdict += residency_gate(deployment, context.offer, context.provider, answers)
    return verdict


def _fitness_floor(fitness: Fitness, floor: float) -> Verdicts:
    if fitness.points >= floor * 100:
        return Verdicts(())
    observed, required = f"{fitness.points:.0f} of 100 points", f"at least {floor * 100:.0f} points"
    return Verdicts((Failure("fitness", observed, required, fitness.source, gap=floor * 100 - fitness.points),))
