"""What the exchange rate does to the choice: its sums, and whether another would be first.

Everything in the catalog is counted in US dollars, and so are the anchors of the cost scale: a rate moves every sum of
the decision's currency alike and no score. What it moves is the limit of the answers, which is in that currency.
"""

from __future__ import annotations

from typing import Final

from advisor.decision.records import Elimination
from advisor.hosting.records import HostingPlan
from advisor.report.document.blocks import Column, Inline, Sub, Table, Text
from advisor.report.document.context import Context
from advisor.units import Band, Quantity
from advisor.words.written import reason_of

MOVES: Final = (1.1, 1.0, 0.9)
"""What a US dollar costs in the decision's currency, over what it costs today: a tenth more, as it is, a tenth less."""


def exchange(context: Context, plan: HostingPlan) -> list[Sub | Table]:
    """A table of the sums at each of ``MOVES``; empty where the decision is in US dollars, or a portfolio."""
    words, say, budget = context.words, context.words.say, context.assessment.answers.budget
    several = len(context.assessment.answers.use_cases) > 1  # the table would be of the first alone
    if several or budget.currency == "USD" or plan.monthly_cost_usd is None or plan.horizon_cost_usd is None:
        return []
    sums = plan.monthly_cost_usd.p50, plan.first_year_usd, plan.horizon_cost_usd.p50
    rows: list[tuple[Inline, ...]] = [
        (
            _named(context, move),
            *(say("unknown") if usd is None else words.number(usd * move / budget.usd_per_unit, 2) for usd in sums),
            Text(first_place(context, plan, move)),
        )
        for move in MOVES
    ]
    columns = (
        Column(say("US dollar"), width=1.0),
        Column(say("Per month"), "right"),
        Column(say("First year, set-up included"), "right"),
        Column(say("Over {months}", months=words.months(budget.horizon_months)), "right"),
        Column(say("First place"), width=1.6),
    )
    note = say(
        "As if all of it were billed in US dollars, so the most that the rate can do: what is billed in {currency} "
        "(people, power, some providers) does not move. Scores are worked out in US dollars and stay; only a limit in "
        "{currency} buys more or less.",
        currency=budget.currency,
    )
    caption = say("If the exchange rate moves by a tenth, in {currency}", currency=budget.currency)
    return [Sub(say("Exchange rate")), Table(caption, columns, tuple(rows), note)]


def _named(context: Context, move: float) -> str:
    """A rate by how it differs from today's, and what a unit of the decision's currency is worth at it."""
    words, budget = context.words, context.assessment.answers.budget
    values = {"rate": words.number(budget.usd_per_unit / move, 4), "currency": budget.currency}
    if move > 1:
        return words.say("10% dearer (1 {currency} = {rate} USD)", **values)
    if move < 1:
        return words.say("10% cheaper (1 {currency} = {rate} USD)", **values)
    return words.say("as counted (1 {currency} = {rate} USD)", **values)


def first_place(context: Context, plan: HostingPlan, move: float) -> str:
    """Whether the first place stays at a rate; where others cross the limit, that they must be assessed again."""
    say, answers = context.words.say, context.assessment.answers
    if move == 1.0:
        return say("as advised")
    if answers.hosting.committed:
        return say("to be assessed again: what is committed is stated in {currency}", currency=answers.budget.currency)
    cap = answers.budget.monthly_cap
    if cap is None:
        return say("stays")
    return _within(context, plan, float(cap) * answers.budget.usd_per_unit / move)


def _within(context: Context, plan: HostingPlan, limit_usd: float) -> str:
    """What a limit of so many US dollars a month does to the choice and to what stands beside or just beyond it."""
    words, say = context.words, context.words.say
    billed = plan.monthly_cost_usd.p50 - (plan.unpaid_usd_per_month or 0.0) if plan.monthly_cost_usd else 0.0
    if billed > limit_usd:
        return say("falls to another: this one is then beyond your limit")
    if fall := _falling(context, limit_usd):
        return words.say_n(
            "keeps your limit; {n} option as good or better falls out: assess again at that rate",
            "keeps your limit; {n} options as good or better fall out: assess again at that rate",
            fall,
        )
    if come := _coming(context, limit_usd):
        return words.say_n(
            "keeps your limit; {n} dearer option comes within it: assess again at that rate",
            "keeps your limit; {n} dearer options come within it: assess again at that rate",
            come,
        )
    return say("stays")


def _falling(context: Context, limit_usd: float) -> int:
    """How many options that score no less than the choice are beyond a limit; what scores less never was first."""
    assessment, chosen = context.assessment, context.choice
    least = 0.0 if chosen is None else chosen.score
    costs = [_middle(entry.monthly_cost_usd) for entry in assessment.recommendations if entry.score >= least]
    costs += [entry.monthly_cost_usd for entry in assessment.also_ranked if entry.score >= least]
    return sum(cost is not None and cost > limit_usd for cost in costs)


def _middle(cost: Band | float | None) -> float | None:
    """US dollars a month, of what is ranked with its range or, further down, without one."""
    return cost.p50 if isinstance(cost, Band) else cost


def _coming(context: Context, limit_usd: float) -> int:
    """How many options that today's limit alone keeps out would pass another one, in US dollars a month."""
    assessment, rate = context.assessment, context.assessment.answers.budget.usd_per_unit
    over = (_observed(item) for item in assessment.eliminations.bare if item.gate == "budget" and not item.also)
    return sum(cost is not None and cost * rate <= limit_usd for cost in over)


def _observed(item: Elimination) -> float | None:
    """What an eliminated option costs a month, in the currency of the decision."""
    reason = reason_of(item)
    cost = None if reason is None else reason.values.get("cost")
    return float(cost.value) if isinstance(cost, Quantity) and isinstance(cost.value, int | float) else None
