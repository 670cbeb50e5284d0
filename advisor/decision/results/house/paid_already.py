"""What is paid whatever is chosen, and no sum of the choice shows: the time of own people, unused commitments."""

from __future__ import annotations

from typing import Final

from advisor.decision.ranked import Ranked
from advisor.decision.results.choice_facts import place_told
from advisor.questionnaire.money_facts import about_money
from advisor.units import Told, told

LEAST_TIME: Final = 0.05
"""Less of a person is not told."""


def own_time_told(ranked: Ranked) -> Told | None:
    """The time of those who are there that the choice takes, in money, where no sum counts it.

    Where it is worth more than all that is paid, the best that takes none of it is named, with what it costs.
    """
    choice, answers = ranked.finding.choice, ranked.prepared.answers
    if choice is None or answers.hosting.team.count_existing:
        return None
    staff = ranked.prepared.plans.staff(int(ranked.prepared.feasible[choice]))
    if staff is None or staff.existing_fte < LEAST_TIME:
        return None
    worth, cost = staff.existing_usd_per_month, ranked.cost_usd(choice)
    time = told("paid.time", people=("number", staff.existing_fte), money=about_money(worth, answers.budget))
    other = _without_people(ranked, choice) if worth > cost else None
    if other is None:
        return time
    context, all_in = ranked.context(other), cost + worth
    return told(
        "paid.time.cheaper" if ranked.cost_usd(other) < all_in else "paid.time.dearer",
        time=time,
        whole=about_money(all_in, answers.budget),
        option=told("option", model=context.called, place=place_told(context)),
        money=about_money(ranked.cost_usd(other), answers.budget),
    )


def _without_people(ranked: Ranked, choice: int) -> int | None:
    """The best within reach that a provider runs; none whose origin raises a question that the choice's does not."""
    scores = ranked.ranking.scores
    reach = scores.max() - 2 * ranked.judged["risk-within"] / 100
    for row in ranked.ranking.order.tolist():
        asks = (ranked.origin(row) is not None and ranked.origin(choice) is None) or ranked.slow(row)
        if scores[row] >= reach and ranked.context(row).deployment.kind == "provider_api" and not asks:
            return int(row)
    return None


def unused_told(ranked: Ranked) -> tuple[Told, ...]:
    """What is committed somewhere and not used by the choice, with the best that it would pay for."""
    answers, choice = ranked.prepared.answers, ranked.finding.choice
    if choice is None:
        return ()
    catalog, found = ranked.prepared.catalog, []
    for held in answers.hosting.committed:
        rows = [
            row
            for row in ranked.ranking.order.tolist()
            if held.provider in catalog.sellers(ranked.context(row).deployment.provider or "", "commitment")
        ]
        if choice in rows:
            continue
        named = catalog.provider[held.provider].name if held.provider in catalog.provider else held.provider
        sums = {"money": about_money(float(held.monthly) * answers.budget.usd_per_unit, answers.budget)}
        if not rows:
            found.append(told("paid.unused.nothing", provider=("provider", named), **sums))
            continue
        context = ranked.context(rows[0])
        found.append(
            told(
                "paid.unused",
                provider=("provider", named),
                option=told("option", model=context.called, place=place_told(context)),
                cost=about_money(ranked.cost_usd(rows[0]), answers.budget),
                new=about_money(ranked.new_usd(rows[0]), answers.budget),
                **sums,
            )
        )
    return tuple(found)
