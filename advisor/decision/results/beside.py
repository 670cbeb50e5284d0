"""What must be read beside a verdict and its choices: whom to ask, own machines, what a cheaper one loses, ages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import Final

from advisor.decision.criteria.of_money import cap_usd
from advisor.decision.gates.house.policy_rules import agreed_told
from advisor.decision.ranked import Ranked
from advisor.decision.records import Choice
from advisor.decision.results.changes.unconfirmed import unconfirmed_told
from advisor.decision.results.choice_facts import AGREED, LEAST_GIVEN_UP, LOSES, OLD_PRICE
from advisor.decision.results.house.growing import growing_told
from advisor.decision.results.house.own_machines import own_machines_told
from advisor.decision.results.house.paid_already import own_time_told, unused_told
from advisor.decision.results.house.unsized import unsized_told
from advisor.decision.results.house.used_up import used_up_told
from advisor.hosting.planning.plan_facts import IDLE_BELOW
from advisor.questionnaire.money_facts import about_money, whole_money
from advisor.units import BYTES_PER_GB, Told, told

SEARCHING: Final = frozenset({"semantic_search", "rag"})
"""Tasks that find by vectors."""
SHARED: Final = frozenset({"on_prem", "cloud_gpu"})
"""Ways of hosting whose machines can take other work as well."""
SHORT_MONTHS: Final = 6
"""Horizons of fewer months are jobs that end: their whole cost is told beside the monthly one."""
BYTES_PER_NUMBER: Final = 4.0
LEAST_STORE_GB: Final = 1.0
"""Smaller stores fit into the memory of whatever serves the application."""
LEAST_STORE_MONEY: Final = 10.0
"""Units of the currency a month below which the price of a store is not worth a sentence."""
ENDS: Final = {"least": min, "most": max}
_OLD: Final = {"stale_rent": "choice.old_rent", "stale_price": "choice.old_price"}
"""Facts of a plan that speak of its price's age, and how the shortlist says them."""


def beside_told(ranked: Ranked, shortlist: Sequence[Choice], others: Sequence[Ranked] = ()) -> tuple[Told, ...]:
    """What is paid already, what a cap is held against, what own machines would do, and what no bill here holds.

    ``others`` are the other use cases of the decision, whose choices may run on the same machines.
    """
    machines, store = own_machines_told(ranked, others), (_corpus_told(ranked), _vectors_told(ranked))
    letters, committed = unconfirmed_told(ranked, shortlist), (*unused_told(ranked), used_up_told(ranked))
    paid = (own_time_told(ranked), _idle_told(ranked), _cap_told(ranked, shortlist))
    found = (
        growing_told(ranked),
        _job_told(ranked),
        *paid,
        *letters,
        unsized_told(ranked),
        machines,
        *committed,
        *store,
    )
    return tuple(one for one in found if one is not None)


def _job_told(ranked: Ranked) -> Told | None:
    """What a job of a few months costs in all: nobody pays it by the month for years."""
    choice, budget = ranked.finding.choice, ranked.prepared.answers.budget
    if choice is None or budget.horizon_months >= SHORT_MONTHS or not math.isfinite(ranked.cost_usd(choice)):
        return None
    whole = about_money(ranked.cost_usd(choice) * budget.horizon_months, budget)
    return told("beside.job", money=whole, months=("count", budget.horizon_months))


def _cap_told(ranked: Ranked, shortlist: Sequence[Choice]) -> Told | None:
    """Why an option above the cap is on the list: the cap is held against the bill alone."""
    budget, cap = ranked.prepared.answers.budget, cap_usd(ranked.prepared.answers)
    costs = [choice.monthly_cost_usd.p50 for choice in shortlist if choice.monthly_cost_usd is not None]
    if cap is None or not any(cost > cap for cost in costs):
        return None
    return told("beside.cap", cap=whole_money(cap, budget))


def _idle_told(ranked: Ranked) -> Told | None:
    """How far machines of the choice idle that stand whatever the load, and that a spare is among them.

    Devices at the edge stand one by one where they are used: nothing else can be put on them.
    """
    choice, answers = ranked.finding.choice, ranked.prepared.answers
    if choice is None or ranked.context(choice).deployment.kind not in SHARED:
        return None
    standing = ranked.prepared.plans.standing(int(ranked.prepared.feasible[choice]))
    if standing is None or standing[1] >= IDLE_BELOW:
        return None
    spare = answers.hosting.high_availability and (ranked.context(choice).deployment.replicas or 1) > 1
    below = (math.floor(100 * standing[1]) + 1) / 100  # whole percent, never none at all
    return told("beside.idle.spare" if spare else "beside.idle", used=("share", below))


def _corpus_told(ranked: Ranked) -> Told | None:
    """How long the machines of the choice alone would embed a corpus, where that is longer than it may take."""
    choice, use_case = ranked.finding.choice, ranked.prepared.use_case
    if choice is None or use_case.task != "semantic_search" or not use_case.workload.corpus_tokens:
        return None
    if ranked.context(choice).deployment.kind == "provider_api":
        return None
    facts = ranked.prepared.plans.record(int(ranked.prepared.feasible[choice])).facts
    long = next((fact.values for fact in facts if fact.code == "corpus_long"), None)
    if long is None:
        return None
    return told("beside.corpus_long", **{name: ("number", float(value or 0)) for name, value in long.items()})


def _vectors_told(ranked: Ranked) -> Told | None:
    """The store that the vectors of a corpus take, where it is large enough to cost something."""
    use_case, judged = ranked.prepared.use_case, ranked.judged
    vectors = use_case.workload.corpus_tokens / judged["passage-tokens"]
    choice = ranked.finding.choice
    own = None if choice is None else ranked.context(choice).model.embedding_dim
    numbers = float(own or judged["vector-numbers"])  # a model that answers says nothing of what finds for it
    gigabytes = vectors * numbers * BYTES_PER_NUMBER / BYTES_PER_GB
    if use_case.task not in SEARCHING or gigabytes < LEAST_STORE_GB:
        return None
    prices = [one.usd_per_gb_month for one in ranked.prepared.catalog.vector_stores if one.usd_per_gb_month is not None]
    sums = [float(price) * gigabytes for price in prices]
    priced = min(sums, default=0.0) / ranked.prepared.answers.budget.usd_per_unit >= LEAST_STORE_MONEY
    money = (
        {name: about_money(end(sums), ranked.prepared.answers.budget) for name, end in ENDS.items()} if priced else {}
    )
    return told(
        "unbilled.vectors.priced" if priced else "unbilled.vectors",
        **money,
        vectors=("number", vectors / 1e6),
        gigabytes=("number", gigabytes),
        passage=("number", judged["passage-tokens"]),
        numbers=("number", numbers),
    )


def read_beside(ranked: Ranked, shortlist: Sequence[Choice]) -> tuple[Choice, ...]:
    """The shortlist with where each is behind the best, and with the age of its price where that is old."""
    return tuple(
        choice.model_copy(update={"told": {**choice.told, **_loses(ranked, choice), **_price_notes(ranked, choice)}})
        for choice in shortlist
    )


def _loses(ranked: Ranked, choice: Choice) -> dict[str, Told]:
    """Where an option is behind the best score: in ability wherever that is felt, else where most points are lost.

    Points of ability that the task does not need cost little score, yet whoever signs wants to know of them.
    """
    row, best = ranked.matrix.ids.index(choice.alternative_id), ranked.leader
    if best is None or choice.score_given_up < LEAST_GIVEN_UP:
        return {}
    own, other = ranked.fitness(row).points, ranked.fitness(best).points
    if other - own >= ranked.judged["able-least-gain"]:
        return {LOSES: _behind("fitness", own, other)}
    lost = ranked.ranking.contributions[best] - ranked.ranking.contributions[row]
    column = int(lost.argmax())
    values = 100 * ranked.matrix.value[[row, best], column]
    if round(values[0]) >= round(values[1]):
        return {}
    return {LOSES: _behind(ranked.matrix.criteria[column], float(values[0]), float(values[1]))}


def _behind(criterion: str, own: float, best: float) -> Told:
    return told("choice.loses", criterion=("criterion", criterion), own=("points", own), best=("points", best))


def _price_notes(ranked: Ranked, choice: Choice) -> dict[str, Told]:
    """The age of a price that is old, and what it is by an agreement of the house."""
    row = ranked.matrix.ids.index(choice.alternative_id)
    context = ranked.prepared.contexts[int(ranked.prepared.feasible[row])]
    agreed = agreed_told(ranked.prepared.catalog, context)
    return _old_price(ranked, choice) | ({AGREED: agreed} if agreed is not None else {})


def _old_price(ranked: Ranked, choice: Choice) -> dict[str, Told]:
    """The age of an option's price or rent, where that is past the limit of its table."""
    row = ranked.matrix.ids.index(choice.alternative_id)
    fact = ranked.prepared.plans.age_of_price(int(ranked.prepared.feasible[row]))
    if fact is None:
        return {}
    day = date.fromisoformat(str(fact.values["priced_on"]))
    return {OLD_PRICE: told(_OLD[fact.code], days=("number", float(fact.values["days"] or 0)), day=day)}
