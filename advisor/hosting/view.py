"""The hosting view of a decision: the best plan of each way of hosting, their break-evens and the trade-off."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from advisor.hosting.break_even import break_even
from advisor.hosting.records import HostingView
from advisor.hosting.tradeoff import Hosting, tradeoff
from advisor.questionnaire.answers import Answers

if TYPE_CHECKING:
    from advisor.hosting.planner import PlanTable


def hosting_view(table: PlanTable, chosen: Sequence[int], answers: Answers) -> HostingView:
    """The view over chosen rows of a plan table (the first of each way of hosting stands for it in the trade-off)."""
    priced = [index for index in chosen if table.problems[index] is None]
    first: dict[Hosting, int] = {}
    for index in priced:
        first.setdefault(table.alternatives[index].deployment.kind, index)
    return HostingView(
        plans=tuple(table.record(index) for index in chosen),
        break_evens=tuple(break_even(table, a, b) for a, b in combinations(priced, 2)),
        tradeoff=tradeoff(table, first, answers) if first else (),
    )


def cheapest_of_each(table: PlanTable, rows: Sequence[int] | None = None) -> tuple[int, ...]:
    """The cheapest planned row of each way of hosting, in the order API, cloud, own premises, edge."""
    best: dict[str, int] = {}
    for index in range(len(table)) if rows is None else rows:
        if table.problems[index] is not None:
            continue
        kind, cost = table.alternatives[index].deployment.kind, table.cost_usd[index, 1]
        if cost == cost and (kind not in best or cost < table.cost_usd[best[kind], 1]):  # noqa: PLR0124 - nan is unknown
            best[kind] = index
    return tuple(best[kind] for kind in ("provider_api", "cloud_gpu", "on_prem", "edge") if kind in best)
