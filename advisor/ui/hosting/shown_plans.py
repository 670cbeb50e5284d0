"""Which plans the hosting page shows: the choice, its model in every way of hosting, then the cheapest of each way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.assessment import Assessment
from advisor.decision.records import Elimination
from advisor.hosting.comparison.hosting_view import cheapest_of_each
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.records import WAYS_TO_HOST, HostingView
from advisor.questionnaire.answers import DeploymentKind
from advisor.ui.hosting.controls import Scenario
from advisor.ui.hosting.ruled_out import failure_of
from advisor.ui.words import said_of

ELSEWHERE = "these controls leave no plan of it that passes the gates"


@dataclass(frozen=True)
class ShownPlans:
    """Rows of the plan table; ``missing`` says why the chosen model has no plan in a way of hosting.

    ``failing`` are the cheapest of ways of hosting in which nothing passes the gates: never a headline.
    """

    choice: int | None
    same_model: Mapping[DeploymentKind, int]
    missing: Mapping[DeploymentKind, str]
    cheapest: tuple[int, ...]
    failing: tuple[int, ...]
    further: tuple[int, ...]

    @property
    def compared(self) -> tuple[int, ...]:
        """One of each way of hosting and the cheapest, those that pass, the choice first."""
        first = () if self.choice is None else (self.choice,)
        return tuple(dict.fromkeys((*first, *self.same_model.values(), *self.cheapest)))

    @property
    def rows(self) -> tuple[int, ...]:
        """Every row, each once."""
        return tuple(dict.fromkeys((*self.compared, *self.further, *self.failing)))


def view_of(assessment: Assessment, use_case: str) -> HostingView:
    """The hosting view of a use case."""
    for other in assessment.other_use_cases:
        if other.use_case == use_case:
            return other.hosting
    return assessment.hosting


def models_at_first(view: HostingView, others: Sequence[str], most: int) -> list[str]:
    """The chosen model, those of the cheapest plans, then others, up to a number."""
    named = [plan.alternative.model_id for name in (view.chosen_id, *view.cheapest) if (plan := view.plan(name))]
    wanted = list(dict.fromkeys(named))
    return wanted + [name for name in dict.fromkeys(others) if name not in wanted][: max(most - len(wanted), 0)]


def shown_plans(table: PlanTable, scenario: Scenario, view: HostingView, out: Mapping[str, Elimination]) -> ShownPlans:
    """The plans that the controls leave; gates are those of the saved answers."""
    left = [row for row in range(len(table)) if scenario.admits(table.alternatives[row].deployment)]
    good = [row for row in left if failure_of(table, row, out) is None]
    choice = _choice(table, good, view)
    same: dict[DeploymentKind, int] = {}
    missing: dict[DeploymentKind, str] = {}
    if choice is not None:
        model = table.alternatives[choice].model_id
        best = {
            table.alternatives[row].deployment.kind: row
            for row in cheapest_of_each(table, [row for row in good if table.alternatives[row].model_id == model])
        } | {table.alternatives[choice].deployment.kind: choice}
        same = {kind: best[kind] for kind in WAYS_TO_HOST if kind in best}
        told = {way.kind: said_of(way, "reason") for way in view.same_model}
        missing = {kind: told.get(kind) or ELSEWHERE for kind in WAYS_TO_HOST if kind not in best}
    cheapest = cheapest_of_each(table, good)
    covered = {table.alternatives[row].deployment.kind for row in cheapest}
    failing = [row for row in cheapest_of_each(table, left) if table.alternatives[row].deployment.kind not in covered]
    further: list[int] = []
    if scenario.every_model:
        for model in scenario.models:
            further += cheapest_of_each(table, [row for row in good if table.alternatives[row].model_id == model])
    return ShownPlans(choice, same, missing, cheapest, tuple(failing), tuple(further))


def _choice(table: PlanTable, good: Sequence[int], view: HostingView) -> int | None:
    """The row of the verdict's choice; where the controls changed its hardware, its model hosted the same way."""
    plan = view.plan(view.chosen_id)
    if plan is None:
        return None
    for row in good:
        if table.alternatives[row].alternative_id == view.chosen_id and table.problems[row] is None:
            return row
    wanted = plan.alternative.model_id, plan.alternative.deployment.kind
    own = [row for row in good if (table.alternatives[row].model_id, table.alternatives[row].deployment.kind) == wanted]
    return next(iter(cheapest_of_each(table, own)), None)
