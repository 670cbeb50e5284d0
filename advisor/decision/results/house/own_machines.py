"""Own GPUs or somebody else's: what stands beside the choice where the answers name GPUs that are there."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from advisor.decision.alternatives.joined import JoinedAlternative
from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.gates.rule import Asked, GateFailure
from advisor.decision.prepared import Prepared, allowed_kinds
from advisor.decision.ranked import Ranked
from advisor.decision.results.changes.relaxations import STEP, burden_of, scores_of
from advisor.decision.results.choice_facts import place_told
from advisor.decision.results.portfolio.added_cost import added_usd
from advisor.decision.results.verdict_facts import other_use_usd
from advisor.hosting.prices.gpu_market import find_owned
from advisor.hosting.records import StaffAccount
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, ToldValue, told

OWN_KINDS: Final = frozenset({"on_prem", "edge"})
LEAST_APART_USD: Final = 1.0
"""Less between two costs a month is shown as none."""


def own_machines_told(ranked: Ranked, others: Sequence[Ranked] = ()) -> Told | None:
    """The best plan on the GPUs that are there beside the choice, or the best elsewhere where the choice runs on them.

    What is elsewhere is told only where it costs less or scores more than the choice: dearer and behind, nobody asks.
    Where the choices of ``others`` run on own machines already, it is told for what it adds to them.
    Where every plan on them is out: by what the nearest is, and the people that would bring it in. None where no GPU is
    there, or nothing is chosen and the ways out are told anyway.
    """
    prepared = ranked.whole
    there = find_owned(prepared.catalog, prepared.answers)
    if not there:
        return None
    named = [
        told("own.gpus", count=("count", count), gpu=("gpu", prepared.catalog.gpu[gpu_id].name))
        for gpu_id, (count, _) in sorted(there.items())
    ]
    machines = told("own.machines", machines=named)
    rows = ranked.ranking.order.tolist()
    owned = {row: _on_own(ranked.context(row)) for row in rows}
    choice = ranked.finding.choice
    if choice is not None and owned[choice]:
        added = ranked.context(choice).deployment.machines
        if added is not None and added.bought:
            machines = told("own.machines.bought", machines=machines, count=("count", added.bought))
        other = next((row for row in rows if not owned[row]), None)
        if other is None or not _speaks(ranked, choice, other):
            return None
        bought = ranked.context(other).deployment.kind in OWN_KINDS
        return _beside(ranked, choice, other, "own.bought" if bought else "own.other", machines)
    best = next((row for row in rows if owned[row]), None)
    if choice is not None and best is not None:
        return _beside(ranked, choice, best, "own.best", machines, others)
    return _out(ranked, machines)


def _on_own(context: JoinedAlternative) -> bool:
    """Whether an option runs on GPUs that are there, be it with more of them bought beside."""
    return context.deployment.commitment == "owned"


def _speaks(ranked: Ranked, choice: int, other: int) -> bool:
    """Whether anything speaks for an option beside the choice: it costs less, or scores more."""
    cheaper = ranked.cost_usd(choice) - ranked.cost_usd(other) >= LEAST_APART_USD
    return cheaper or bool(ranked.ranking.scores[other] > ranked.ranking.scores[choice])


def _beside(  # noqa: PLR0917 - what is set beside what
    ranked: Ranked, choice: int, other: int, key: str, machines: Told, others: Sequence[Ranked] = ()
) -> Told:
    """An option beside the choice: its money, the people in it, and its score."""
    cost, added = ranked.cost_usd(other), added_usd(ranked, other, others)
    shared = added is not None and cost - added[0] >= LEAST_APART_USD
    budget = ranked.prepared.answers.budget
    points = 100 * float(ranked.ranking.scores[other] - ranked.ranking.scores[choice])
    values: dict[str, ToldValue] = {
        "machines": machines,
        "option": _named(ranked.context(other)),
        "cost": _cost(ranked, other) if added is None or not shared else _added(ranked, other, *added),
        "apart": _apart(
            (added[0] if added is not None and shared else cost) - ranked.cost_usd(choice),
            lambda usd: about_money(usd, budget),
        ),
        "points": ("points", abs(points)),
    }
    return told(f"{key}.{'better' if points > 0 else 'behind'}", **values)


def _added(ranked: Ranked, rank_row: int, usd: float, names: Sequence[str]) -> Told:
    """What an option adds to what other use cases run there already, and what it would cost by itself."""
    money, whole = (about_money(one, ranked.prepared.answers.budget) for one in (usd, ranked.cost_usd(rank_row)))
    beside = [told("own.use_case", use_case=name) for name in names]
    return told("own.cost.shared", money=money, whole=whole, beside=beside)


def _named(context: JoinedAlternative) -> Told:
    return told("option", model=context.called, place=place_told(context))


def _apart(usd: float, money: Callable[[float], Told]) -> Told:
    """What one costs more or less than another."""
    if not math.isfinite(usd) or abs(usd) < LEAST_APART_USD:
        return told("own.level")
    return told("own.dearer" if usd > 0 else "own.cheaper", money=money(abs(usd)))


def _cost(ranked: Ranked, rank_row: int) -> Told:
    """What an option costs a month, how much of it people are paid, or what of it is no money that anybody pays."""
    cost, budget = ranked.cost_usd(rank_row), ranked.prepared.answers.budget
    if not math.isfinite(cost):
        return told("money.unknown")
    staff = _staff(ranked, int(ranked.prepared.feasible[rank_row]))
    if staff is None or not staff.paid_usd_per_month:
        added = ranked.context(rank_row).deployment.machines
        if added is not None and added.spare_usd is not None:
            spare = about_money(added.spare_usd, budget)
            return told("own.cost.spare", money=about_money(cost, budget), spare=spare)
        there, money = other_use_usd(ranked, rank_row), about_money(cost, budget)
        if there:
            money = told("money.partly_paid", money=money, paid=about_money(cost - there, budget))
        return told("own.cost", money=money)
    return told(
        "own.cost.people", money=about_money(cost, budget), people=about_money(staff.paid_usd_per_month, budget)
    )


def _staff(ranked: Ranked, index: int) -> StaffAccount | None:
    """The people that a plan takes, by its index."""
    return ranked.prepared.plans.staff(index)


def _out(ranked: Ranked, machines: Told) -> Told:
    """Why no plan on the GPUs that are there is left: the nearest of them and what it fails."""
    prepared = ranked.whole
    if not OWN_KINDS & set(_allowed(prepared)):
        return told("own.closed", machines=machines)
    alternatives = prepared.plans.alternatives
    burdens = {
        row: burden
        for row, context in enumerate(prepared.contexts[: len(alternatives)])
        if _on_own(context) and (burden := burden_of(_failures(ranked, row))) is not None
    }
    if not burdens:
        return told("own.nothing", machines=machines)
    stated = {row: burden for row, burden in burdens.items() if all(not one.unknown for one in _failures(ranked, row))}
    nearest = _best_near(ranked, stated or burdens)  # a missed limit says more than a price that nobody states
    reasons = tuple(told("own.reason", reason=failure.told) for failure in _failures(ranked, nearest))
    values: dict[str, ToldValue] = {
        "machines": machines,
        "option": _named(prepared.contexts[nearest]),
        "reasons": told("own.reasons", reasons=reasons),
    }
    team = _with_a_team(ranked, nearest)
    return told("own.out", **values) if team is None else told("own.out.team", team=team, **values)


def _failures(ranked: Ranked, index: int) -> tuple[GateFailure, ...]:
    return ranked.whole.verdicts[index].failures


def _allowed(prepared: Prepared) -> tuple[str, ...]:
    """The ways of hosting that the answers allow."""
    return allowed_kinds(Asked(prepared.use_case, prepared.answers, prepared.catalog, prepared.setting.as_of))


def _best_near(ranked: Ranked, burdens: dict[int, float]) -> int:
    """The best of those that miss the least, within a step of it."""
    least = min(burdens.values())
    near: Sequence[int] = [row for row, burden in burdens.items() if burden <= least + STEP]
    scores = scores_of(ranked.whole, np.array(near, dtype=np.int64), ranked.weights)
    return near[int(np.argmax(scores))]


def _with_a_team(ranked: Ranked, index: int) -> Told | None:
    """How many people, were they there already, would bring a plan under the cap that is all it misses."""
    prepared, cap = ranked.whole, cap_usd(ranked.whole.answers)
    staff = _staff(ranked, index)
    over = {failure.gate for failure in _failures(ranked, index)} == {"budget"}
    if cap is None or not over or staff is None or not staff.new_fte or staff.paid_as == "managed":
        return None
    cost = float(prepared.plans.cost_usd[index, 1]) - staff.paid_usd_per_month
    if cost > cap:
        return None
    people = max(staff.least_people, math.ceil(staff.time_fte))
    return told("own.team", people=("count", int(people)), money=about_money(cost, prepared.answers.budget))
