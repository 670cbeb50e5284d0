"""The hosting trade-off: every spoke computed from stated facts of this workload, each explained in its ``facts``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Literal

import numpy as np

from advisor.arrays import Floats
from advisor.geography import meets
from advisor.hosting.costs.staffing import usd_per_person
from advisor.hosting.planning.plan_table import PlanColumns
from advisor.hosting.planning.selected_plans import Costed, SelectedPlans
from advisor.hosting.prices.gpu_market import TERM_MONTHS
from advisor.hosting.records import FACTORS, Factor, TradeoffSpoke
from advisor.hosting.workload import Workload
from advisor.questionnaire.answers import Answers, BudgetAnswers
from advisor.questionnaire.money_facts import about_money
from advisor.units import Basis, Told, told

Hosting = Literal["provider_api", "cloud_gpu", "on_prem", "edge", "hybrid"]
FULL_REACH = 4.0
"""Capacity reachable within 30 days, in peaks, that counts as fully scalable."""
TTFT_BEST_MS, TTFT_WORST_MS = 200.0, 10_000.0
"""Anchors of the latency spoke where the answers set no SLO: at once to a human, and the end of patience."""
EASY_FTE = 0.25
"""Staff at which the ease of operation is one half."""
SKILL_FACTOR = {"none": 2.0, "some": 1.0, "strong": 0.5}
_STATES: Final = {True: "yes", False: "no", None: "unknown"}
FULL_CHOICE = 3.0
"""Other providers of the same model that make leaving one easy."""


@dataclass(frozen=True, slots=True)
class Scored:
    """One spoke before it becomes a record."""

    value: float | None
    facts: Told
    basis: Basis


def tradeoff(
    rows: SelectedPlans,
    chosen: Mapping[Hosting, int],
    answers: Answers,
    point: Sequence[Costed],
    halves: Sequence[Costed],
) -> tuple[TradeoffSpoke, ...]:
    """The spokes of the best plan of each way of hosting, and of the hybrid of the best own and the best API.

    ``rows`` hold the chosen ones; ``point`` is what each of them costs at the stated inputs, ``halves`` at both of
    ``split_volumes``.
    """
    table, costed = rows.table, dict(zip(rows.rows, point, strict=True))
    costs = {kind: float(table.cost_usd[index, 1]) for kind, index in chosen.items()}
    cheapest = min((cost for cost in costs.values() if not np.isnan(cost)), default=float("nan"))
    scored = {kind: _spokes(table, index, answers, cheapest, costed[index]) for kind, index in chosen.items()}
    split = dict(zip(rows.rows, halves, strict=True))
    mixed = hybrid(table.load, chosen, scored, cheapest, split, budget=answers.budget)
    if mixed:
        scored["hybrid"] = mixed
    return tuple(
        TradeoffSpoke(
            hosting=kind,
            factor=factor,
            value=None if (value := spokes[factor].value) is None else round(min(max(value, 0.0), 1.0), 4),
            told={"facts": spokes[factor].facts},
            basis=spokes[factor].basis,
        )
        for kind, spokes in scored.items()
        for factor in FACTORS
    )


def _spokes(table: PlanColumns, index: int, answers: Answers, cheapest: float, costed: Costed) -> dict[Factor, Scored]:
    return {
        "data_control": _points(data_points(table, index, answers)),
        "customisation": _points(custom_points(table, index)),
        "cost": _cost(table, index, cheapest, answers.budget),
        "operations": _operations(table, costed, answers),
        "scalability": _scalability(table, index, costed),
        "latency": _latency(table, index),
        "lock_in": _lock_in(table, index),
    }


def _points(points: Sequence[tuple[str, bool | None]]) -> Scored:
    """The share of points held; an unknown one counts as not held and is named."""
    held = sum(1 for _, state in points if state)
    facts = [told(f"tradeoff.{_STATES[state]}", what=told(f"tradeoff.{name}")) for name, state in points]
    basis: Basis = "published" if all(state is not None for _, state in points) else "unknown"
    return Scored(held / len(points), told("tradeoff.points", points=facts), basis)


def data_points(table: PlanColumns, index: int, answers: Answers) -> list[tuple[str, bool | None]]:
    """Which control over the data is held."""
    deployment = table.alternatives[index].deployment
    provider = table.catalog.keeper(deployment.provider or "", table.alternatives[index].model_id)
    own = deployment.kind in {"on_prem", "edge"}
    api = deployment.kind == "provider_api"
    zone = None if deployment.zone in {None, "unspecified"} else meets(deployment.zone, answers.data.residency)
    trains = provider.training_default if provider else None
    kept = provider.retention_days if provider else None
    return [
        ("no_training", True if not api else None if trains is None else trains == "does_not_train"),
        ("no_retention", True if not api else None if kept is None else kept == 0),
        ("zone", True if own or not answers.data.residency else zone),
        ("own_software", not api),
        ("own_hardware", own),
        ("no_third_party", own),
    ]


def custom_points(table: PlanColumns, index: int) -> list[tuple[str, bool | None]]:
    """Which freedom to adapt is held."""
    alternative = table.alternatives[index]
    model = table.catalog.model[alternative.model_id]
    api = alternative.deployment.kind == "provider_api"
    licence = table.catalog.licence.get(model.licence_id or "")
    derivatives = None if licence is None else licence.derivatives != "no"
    return [
        ("weights", not api and model.openness == "open_weights"),
        ("fine_tuning", model.fine_tuning if api else True),
        ("derivatives", False if model.openness == "proprietary" else derivatives),
        ("engine", not api),
        ("version", not api),
    ]


def _cost(table: PlanColumns, index: int, cheapest: float, budget: BudgetAnswers) -> Scored:
    cost = float(table.cost_usd[index, 1])
    if np.isnan(cost):
        return Scored(None, told("tradeoff.cost_unknown"), "unknown")
    value = 1.0 if cost <= 0 else cheapest / cost
    facts = told("tradeoff.money", cost=about_money(cost, budget), cheapest=about_money(cheapest, budget))
    return Scored(value, facts, "estimated")


def staff_fte(table: PlanColumns, costed: Costed) -> float:
    """Full-time equivalents that the cost sheet counts for one alternative."""
    yearly = usd_per_person(table.case.team, table.case.assume)
    return float(costed.parts["staff"][0]) * 12 / yearly if yearly else 0.0


def _operations(table: PlanColumns, costed: Costed, answers: Answers) -> Scored:
    skills = answers.hosting.operations_skills
    fte = staff_fte(table, costed)
    value = 1.0 / (1.0 + fte * SKILL_FACTOR[skills] / EASY_FTE)
    return Scored(value, told(f"tradeoff.people.{skills}", people=("number", fte)), "estimated")


def reach(table: PlanColumns, index: int, costed: Costed) -> tuple[float, Told]:
    """Capacity that can be had within 30 days over the peak, and why."""
    deployment = table.alternatives[index].deployment
    if costed.gpus is None:
        return FULL_REACH, told("tradeoff.provider_grows")
    fleet, own = table.candidates.fleet, index - len(table.offer_rows)
    peak = table.load.peak_requests_per_s * table.case.token_overhead
    installed = float(costed.gpus[0] / fleet.gpu_count[own] * fleet.capacity[own] / peak)
    if deployment.kind == "cloud_gpu":
        return FULL_REACH, told("tradeoff.rent_grows", peaks=("number", installed))
    return installed, told("tradeoff.purchase_grows", peaks=("number", installed))


def _scalability(table: PlanColumns, index: int, costed: Costed) -> Scored:
    value, facts = reach(table, index, costed)
    return Scored(value / FULL_REACH, facts, "estimated")


def _latency(table: PlanColumns, index: int) -> Scored:
    ttft = float(table.ttft_ms[index, 0])
    if np.isnan(ttft):
        return Scored(None, told("tradeoff.wait_unknown"), "unknown")
    limit = table.load.ttft_p95_ms
    worst = TTFT_WORST_MS if limit is None else max(2 * limit, 2 * TTFT_BEST_MS)
    value = float(np.log(worst / ttft) / np.log(worst / TTFT_BEST_MS))
    wait = ("ms", ttft)
    facts = told("tradeoff.wait", wait=wait)
    if limit is not None:
        facts = told("tradeoff.wait_limit", wait=wait, limit=("ms", limit))
    return Scored(value, facts, table.bases["ttft_ms"][index])


def _lock_in(table: PlanColumns, index: int) -> Scored:
    alternative = table.alternatives[index]
    others = {offer.provider_id for offer in table.catalog.offers_of.get(alternative.model_id, ())}
    others.discard(alternative.deployment.provider or "")
    commitment = alternative.deployment.commitment
    choice = min(1.0, len(others) / FULL_CHOICE)
    if alternative.deployment.kind == "provider_api":
        return Scored(choice, told("tradeoff.providers", others=len(others)), "published")
    months = TERM_MONTHS | {"purchase": 12 * table.case.assume.value("depreciation_years")}
    bound = months.get(commitment or "", 0)
    value = 1.0 - 0.5 * min(bound / 60, 1.0)
    return Scored(value, told("tradeoff.bound", months=("months", bound)), "published")


def hybrid(
    load: Workload,
    chosen: Mapping[Hosting, int],
    scored: Mapping[Hosting, Mapping[Factor, Scored]],
    cheapest: float,
    halves: Mapping[int, Costed],
    *,
    budget: BudgetAnswers,
) -> dict[Factor, Scored] | None:
    """Own capacity for the mean load, an API for what exceeds it; None without both.

    ``halves`` is what the chosen rows cost at each of ``split_volumes``.
    """
    ways: tuple[Hosting, ...] = ("on_prem", "cloud_gpu", "edge")
    own = next((kind for kind in ways if kind in chosen), None)
    if own is None or "provider_api" not in chosen:
        return None
    share = overflow_share(load.peak_requests_per_s / load.mean_requests_per_s)
    cost = float(halves[chosen[own]].total()[0]) + float(halves[chosen["provider_api"]].total()[1])
    split = partial(told, "tradeoff.split", own=("share", 1 - share), overflow=("share", share))
    mixed: dict[Factor, Scored] = {}
    for factor in FACTORS:
        base, burst = scored[own][factor], scored["provider_api"][factor]
        known = base.value is not None and burst.value is not None
        value = (1 - share) * (base.value or 0) + share * (burst.value or 0) if known else None
        facts = told("tradeoff.both", own=base.facts, api=burst.facts)
        mixed[factor] = Scored(value, split(facts=facts), "estimated" if known else "unknown")
    known_cost = None if np.isnan(cost) else cheapest / cost
    money = told("tradeoff.split_money", cost=about_money(cost, budget))
    mixed["cost"] = Scored(known_cost, split(facts=money), "estimated")
    mixed["scalability"] = Scored(1.0, split(facts=told("tradeoff.split_peak")), "estimated")
    pair = [scored[own]["operations"].value, scored["provider_api"]["operations"].value]
    mixed["operations"] = Scored(
        None if None in pair else float(np.prod([value or 0 for value in pair])),
        split(facts=told("tradeoff.split_work")),
        "estimated",
    )
    return mixed


def overflow_share(peak_factor: float) -> float:
    """Share of requests above the mean load, for the load-duration curve peak x u^(peak factor - 1)."""
    level = ((np.arange(1000) + 0.5) / 1000) ** max(peak_factor - 1.0, 0.0)
    mean = level.mean()
    return float(np.maximum(level - mean, 0).sum() / level.sum())


def split_volumes(load: Workload) -> Floats:
    """Requests per month of a hybrid's own capacity, sized for the mean load, and of its API (2,)."""
    mean = load.requests_per_month * load.mean_requests_per_s / load.peak_requests_per_s
    share = overflow_share(load.peak_requests_per_s / load.mean_requests_per_s)
    return np.array([mean, load.requests_per_month * share])
