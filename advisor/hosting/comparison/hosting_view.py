"""The hosting view of a decision: the best plan of each way of hosting, their break-evens and the trade-off."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.hosting.comparison.break_even import break_evens, volumes_of
from advisor.hosting.comparison.tradeoff import Hosting, split_volumes, tradeoff
from advisor.hosting.costs.case import stated
from advisor.hosting.costs.draws import draws_for
from advisor.hosting.planning.plan_records import planned, records_of
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.planning.selected_plans import SelectedPlans
from advisor.hosting.records import WAYS_TO_HOST, HostingView
from advisor.questionnaire.answers import Answers


def hosting_view(
    table: PlanColumns, chosen: Sequence[int], answers: Answers, *, compared: Sequence[int] | None = None
) -> HostingView:
    """The view over chosen rows of a plan table.

    The first of each way of hosting stands for it in the trade-off; ``compared`` are the rows whose curves are set
    against each other (all by default).
    """
    priced = [index for index in (chosen if compared is None else compared) if table.problems[index] is None]
    first: dict[Hosting, int] = {}
    for index in priced:
        first.setdefault(table.alternatives[index].deployment.kind, index)
    rows = SelectedPlans.of(table, [index for index in chosen if planned(table, index)])
    volumes, split = volumes_of(table), split_volumes(table.load)
    sets = (stated(), draws_for(table.case), rows.moved(volumes), rows.moved(split))
    point, drawn, curves, halves = rows.costs(*sets)
    picks = [rows.rows.index(index) for index in priced]
    return HostingView(
        plans=records_of(rows, chosen, point, drawn),
        break_evens=break_evens(rows, picks, [costed.total() for costed in curves]),
        tradeoff=tradeoff(rows, first, answers, point, halves) if first else (),
    )


def cheapest_of_each(table: PlanColumns, rows: Sequence[int] | None = None) -> tuple[int, ...]:
    """The cheapest planned row of each way of hosting, in the order API, cloud, own premises, edge."""
    best: dict[str, int] = {}
    for index in range(len(table)) if rows is None else rows:
        if table.problems[index] is not None:
            continue
        kind, cost = table.alternatives[index].deployment.kind, table.cost_usd[index, 1]
        if cost == cost and (kind not in best or cost < table.cost_usd[best[kind], 1]):  # noqa: PLR0124 - nan is unknown
            best[kind] = index
    return tuple(best[kind] for kind in WAYS_TO_HOST if kind in best)


def one_of_each(table: PlanColumns, rows: Sequence[int]) -> tuple[int, ...]:
    """The first row of each way of hosting."""
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(table.alternatives[row].deployment.kind, row)
    return tuple(first.values())
