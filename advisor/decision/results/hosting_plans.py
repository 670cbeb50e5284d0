"""Which plans the hosting view shows: the choice, its model in every way of hosting, then the cheapest of each way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from advisor.decision.gates.judge import failures_of_hosting
from advisor.decision.gates.rule import Asked
from advisor.decision.ranked import Ranked
from advisor.hosting.comparison.hosting_view import cheapest_of_each
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.records import WAYS_TO_HOST, SameModelPlan
from advisor.questionnaire.answers import DeploymentKind
from advisor.units import Told, told


@dataclass(frozen=True)
class HostingPlans:
    """Rows of the plan: the choice, those of its model by way of hosting, the cheapest and the best of each way."""

    choice: int | None
    same_model: tuple[SameModelPlan, ...]
    same_rows: tuple[int, ...]
    cheapest: tuple[int, ...]
    best: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """All of them, each once, the choice first."""
        first = () if self.choice is None else (self.choice,)
        return tuple(dict.fromkeys((*first, *self.same_rows, *self.cheapest, *self.best)))

    @property
    def compared(self) -> tuple[int, ...]:
        """One for each way of hosting: of the chosen model where it runs that way, else the cheapest."""
        first = () if self.choice is None else (self.choice,)
        return tuple(dict.fromkeys((*first, *self.same_rows, *self.cheapest)))


def hosting_plans(ranked: Ranked, table: PlanColumns) -> HostingPlans:
    """The plans that pass every gate and are worth showing side by side.

    The cheapest are those of models that do the work: whose ability is not below the floor of the task.
    """
    prepared, rank_row = ranked.prepared, ranked.finding.choice
    choice = None if rank_row is None else int(prepared.feasible[rank_row])
    floor = ranked.judged[f"floor-{prepared.use_case.task.replace('_', '-')}"]
    able = {model_id for model_id, fitness in prepared.fitness.items() if fitness.points >= floor}
    feasible = [row for row in ranked.whole.feasible.tolist() if table.alternatives[row].model_id in able]
    cheapest = cheapest_of_each(table, feasible)
    same, rows = _same_model(ranked, table, choice) if choice is not None else ((), ())
    return HostingPlans(choice, same, rows, cheapest, tuple(ranked.best_per_kind()))


def _same_model(ranked: Ranked, table: PlanColumns, choice: int) -> tuple[tuple[SameModelPlan, ...], tuple[int, ...]]:
    """The chosen model in every way of hosting: its cheapest plan that passes the gates, the choice where it is one."""
    chosen = table.alternatives[choice]
    feasible = [row for row in ranked.whole.feasible.tolist() if table.alternatives[row].model_id == chosen.model_id]
    best = {table.alternatives[row].deployment.kind: row for row in cheapest_of_each(table, feasible)}
    best[chosen.deployment.kind] = choice
    ways = tuple(
        SameModelPlan(kind=kind, alternative_id=table.alternatives[best[kind]].alternative_id)
        if kind in best
        else SameModelPlan(kind=kind, told={"reason": _missing(ranked, table, chosen.model_id, kind)})
        for kind in WAYS_TO_HOST
    )
    return ways, tuple(best[kind] for kind in WAYS_TO_HOST if kind in best)


def _missing(ranked: Ranked, table: PlanColumns, model_id: str, kind: DeploymentKind) -> Told:
    """Why a model has no plan of a way of hosting: nobody offers it, its weights are closed, or a gate."""
    prepared = ranked.prepared
    model = prepared.catalog.model[model_id]
    if kind != "provider_api" and model.openness != "open_weights":
        return told("same_model.closed")
    if kind == "provider_api" and model_id not in prepared.catalog.offers_of:
        return told("same_model.no_offer")
    asked = Asked(prepared.use_case, prepared.answers, prepared.catalog, prepared.setting.as_of)
    closed = failures_of_hosting(asked, kind)
    if closed:
        return told("same_model.gate", reason=closed[0].told)
    rows = [
        row
        for row, alternative in enumerate(table.alternatives)
        if (alternative.model_id, alternative.deployment.kind) == (model_id, kind)
    ]
    rows.sort(key=lambda row: float(np.nan_to_num(table.cost_usd[row, 1], nan=np.inf)))
    reason = next((reason for row in rows if (reason := prepared.eliminated.reason(row)) is not None), None)
    return told("same_model.none") if reason is None else told("same_model.gate", reason=reason)
