"""Own servers of several use cases that idle: what one of them for two would cost, said and in no sum."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import NamedTuple

from advisor.decision.ranked import Ranked
from advisor.hosting.comparison.server_sharing import Packing, SharedPlan, on_one_server
from advisor.hosting.planning.plan_facts import IDLE_BELOW
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, told


class IdlePlan(NamedTuple):
    """The choice of a use case that idles on own servers, and what these cost a month beside people."""

    plan: SharedPlan
    usd: float


def idle_together_told(rankings: Sequence[Ranked]) -> Told | None:
    """Two choices on own servers that use less than a tenth of them, where those of one hold both; the dearest spared.

    An estimate: memory of both (weights, cache, runtime) and their peaks at once must fit one server.
    """
    idle = [found for ranked in rankings if (found := _idle(ranked)) is not None]
    shared: list[tuple[float, IdlePlan, IdlePlan, Packing]] = []
    for host, guest in permutations(idle, 2):
        packing = on_one_server(host.plan, guest.plan) if _differ(host.plan, guest.plan) else None
        if packing is not None:
            shared.append((guest.usd, host, guest, packing))
    if not shared:
        return None
    saved, host, guest, packing = max(shared, key=lambda each: each[0])
    budget = rankings[0].prepared.answers.budget
    memory = max(gpu.memory_gb for gpu in packing.gpus)
    return told(
        "portfolio.one_server",
        host=host.plan[2],
        guest=guest.plan[2],
        both=about_money(host.usd, budget),
        money=about_money(saved, budget),
        gpu=("gpu", packing.gpu),
        memory=("gb", memory),
        usable=("gb", packing.usable_gb_per_gpu),
        below=("share", IDLE_BELOW),
    )


def _idle(ranked: Ranked) -> IdlePlan | None:
    """The choice of a use case where it idles on servers of the house's own."""
    row, plans = ranked.finding.choice, ranked.prepared.plans
    if row is None or not isinstance(plans, PlanColumns):
        return None
    index = int(ranked.prepared.feasible[row])
    standing, people = plans.standing(index), plans.people(index)
    if standing is None or people is None or not people.on_prem or standing[1] >= IDLE_BELOW:
        return None
    return IdlePlan((plans, index, ranked.prepared.use_case.name), max(standing[0] - people.usd_per_month, 0.0))


def _differ(host: SharedPlan, guest: SharedPlan) -> bool:
    """Whether two plans run different models: those of one share a pool already."""
    one, other = (table.alternatives[row].model_id for table, row, _ in (host, guest))
    return one != other
