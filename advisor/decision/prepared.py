"""Everything about a decision that does not depend on the weights: alternatives, gates and the decision matrix."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from advisor.arrays import Codes
from advisor.catalog.catalog import Catalog
from advisor.catalog.derived import derived
from advisor.catalog.tables.schema import Model
from advisor.decision.alternatives.joined import JoinedAlternative, contexts_of
from advisor.decision.alternatives.planned import Demand, Plans
from advisor.decision.criteria.criterion import DecisionInputs
from advisor.decision.criteria.fitness import Fitness, fitness_table
from advisor.decision.gates.eliminations import Eliminated
from advisor.decision.gates.evaluate import JudgedModels, VerdictTable, verdicts_of
from advisor.decision.gates.judge import failures_of_hosting
from advisor.decision.gates.registry import BIT
from advisor.decision.gates.rule import Asked, GateFailure
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.matrix.performances import inputs_of, matrix_of
from advisor.hosting.planning.planner import plan_alternatives
from advisor.hosting.prices.gpu_market import owned_gpus
from advisor.hosting.records import WAYS_TO_HOST, Deployment
from advisor.questionnaire.answers import Answers, DeploymentKind, UseCase
from advisor.units import Told, told

_BLOCKING: Final = BIT["task"] | BIT["status"] | BIT["offer"]
"""Gates that no relaxation can open: a model that fails one is never planned."""
_UNREAD: Final = (
    *("title", "question", "owner", "notes", "use_cases", "portfolio"),
    *("priorities", "weights", "stakeholders"),
)
"""Answers that neither a plan nor a gate nor a performance reads."""
KEPT: Final = 64
"""Prepared use cases kept (at most 5 megabytes each): the twenty that one decision may have, or one for each of some
sixty people at work, whose assessments hold them anyway."""


@dataclass(frozen=True)
class Prepared:
    """One use case, planned and gated.

    N alternatives, of which ``feasible`` (indices into the plan) are the matrix's rows.
    """

    inputs: DecisionInputs
    catalog: Catalog
    matrix: Matrix
    eliminated: Eliminated
    feasible: NDArray[np.int64]

    @property
    def verdicts(self) -> VerdictTable:
        """What the gates say of every alternative."""
        return self.eliminated.verdicts

    @property
    def setting(self) -> Demand:
        """The use case and the answers that it belongs to."""
        return self.inputs.setting

    @property
    def plans(self) -> Plans:
        """Hosting's plan of the alternatives."""
        return self.inputs.plans

    @property
    def contexts(self) -> Sequence[JoinedAlternative]:
        """The alternatives with their rows of the catalog."""
        return self.inputs.contexts

    @property
    def codes(self) -> Codes:
        """(n, aspects) what the alternatives have in common."""
        return self.inputs.codes

    @property
    def fitness(self) -> Mapping[str, Fitness]:
        """The fitness of every model that was planned, by its id."""
        return self.inputs.fitness

    @property
    def use_case(self) -> UseCase:
        """The use case that was prepared."""
        return self.setting.use_case

    @property
    def answers(self) -> Answers:
        """The answers that it belongs to."""
        return self.setting.answers

    def name(self, index: int) -> Told:
        """The name of an alternative: the model and where it runs."""
        return self.contexts[index].name


def all_there(deployments: Sequence[Deployment], prepared: Prepared) -> list[bool]:
    """Of which deployments every GPU is owned already, over the whole horizon and with the spare that is asked for."""
    owned = owned_gpus(prepared.catalog, prepared.answers)

    def there(one: Deployment) -> bool:
        return one.commitment == "owned" and not (one.machines and one.machines.bought)

    return [there(one) and 0 < one.gpus <= owned.get(one.gpu or "", 0) for one in deployments]


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

    Models that fail a gate by themselves, and ways of hosting that are not allowed, are not planned but listed as a
    whole, unless ``everything`` asks for it (to find out what a relaxed gate would admit). ``fitness`` replaces the
    public estimates (after own evaluations); ``plans`` replaces hosting's plan. Without these two the outcome is kept
    for a while: other weights, or a change to another use case, plan and gate nothing again.
    """
    case = use_case or answers.use_cases[0]
    if fitness is not None or plans is not None:
        return _prepare(answers, catalog, case, fitness=fitness, plans=plans, everything=everything)
    read = answers.model_dump_json(exclude=set(_UNREAD)) + case.model_dump_json(exclude={"minimum_score", "importance"})
    kept = _kept(catalog, _Asked(read, everything, answers, case))
    return replace(kept, inputs=replace(kept.inputs, setting=replace(kept.setting, use_case=case, answers=answers)))


@dataclass(frozen=True)
class _Asked:
    """What was asked, told apart by what is ``read`` of it."""

    read: str
    everything: bool
    answers: Answers = field(compare=False)
    use_case: UseCase = field(compare=False)


@derived(keep=KEPT)
def _kept(catalog: Catalog, asked: _Asked) -> Prepared:
    return _prepare(asked.answers, catalog, asked.use_case, everything=asked.everything)


def _prepare(
    answers: Answers,
    catalog: Catalog,
    case: UseCase,
    *,
    everything: bool,
    fitness: Mapping[str, Fitness] | None = None,
    plans: Plans | None = None,
) -> Prepared:
    setting = Demand(case, answers, answers.as_of or catalog.dated, catalog.judgement)
    gates = JudgedModels(Asked(case, answers, catalog, setting.as_of))
    out = gates.bits[0] & _BLOCKING if everything else gates.bits[0]
    able = [model for model, fails in zip(catalog.models, out.tolist(), strict=True) if not fails]
    kinds = WAYS_TO_HOST if everything else allowed_kinds(gates.asked)
    table = plans if plans is not None else plan_alternatives(able, case, answers, catalog, kinds=kinds)
    contexts = contexts_of(table.alternatives, catalog)
    known = fitness_table([model.model_id for model in able], case, catalog) | dict(fitness or {})
    inputs = inputs_of(contexts, table, known, setting)
    verdicts = verdicts_of(inputs, gates)
    feasible = np.flatnonzero(~verdicts.failed)
    return Prepared(
        inputs=inputs,
        catalog=catalog,
        matrix=matrix_of(inputs, feasible),
        eliminated=Eliminated(contexts, verdicts, partial(_unplanned, gates, able, contexts, kinds), catalog.called),
        feasible=feasible,
    )


def allowed_kinds(asked: Asked) -> tuple[DeploymentKind, ...]:
    """The ways of hosting that the answers allow: those that fail no gate by themselves."""
    return tuple(kind for kind in WAYS_TO_HOST if not failures_of_hosting(asked, kind))


def _unplanned(
    gates: JudgedModels,
    able: Sequence[Model],
    contexts: Sequence[JoinedAlternative],
    kinds: Sequence[DeploymentKind],
) -> Iterator[tuple[str, Model, tuple[GateFailure, ...]]]:
    """Models and ways of hosting that were not planned: the place in words, the model and the gates they fail."""
    catalog = gates.asked.catalog
    planned = {context.model.model_id for context in contexts}
    closed = {kind: failures_of_hosting(gates.asked, kind) for kind in WAYS_TO_HOST if kind not in kinds}
    fit = {model.model_id for model in able}
    nothing = told("offer" if "provider_api" in kinds else "offer.closed")
    for model in catalog.models:
        if model.model_id not in fit:
            yield "any", model, gates.of(model).failures
            continue
        ways = [kind for kind in closed if (model.openness == "open_weights") or kind == "provider_api"]
        for kind in ways:
            if kind != "provider_api" or model.model_id in catalog.offers_of:
                yield f"{kind}:any", model, closed[kind]
        if model.model_id not in planned:
            yield "any", model, (GateFailure("offer", nothing, model.identity_source),)
