"""What the one who signs asks of page one: money and people, limits that a range passes, what nobody has said."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from advisor.decision.records import Choice
from advisor.decision.results.choice_facts import LEAST_GIVEN_UP, LEAST_MONEY
from advisor.hosting.records import HostingPlan
from advisor.questionnaire.intake.said import said_of
from advisor.report.document.blocks import NONE, Column, Inline, Table, Text
from advisor.report.document.context import Context
from advisor.units import Figure
from advisor.words.plan_words import shown_fte
from advisor.words.unsaid import unsaid
from advisor.words.written import all_said, said

_SAME_FTE: Final = 0.005
"""Less than this is not seen in two digits."""


def few(context: Context, items: tuple[Inline, ...], count: int, chapter: str) -> tuple[Inline, ...]:
    """The first of a list and how many more a chapter has; all of them where the document has no such chapter.

    A single one more is shown: it takes no more room than saying so.
    """
    rest = len(items) - count
    if rest <= 1 or chapter not in context.chapters:
        return items
    words = context.words
    where = {"governance": words.say("Governance and risk"), "open_questions": words.say("Open questions")}[chapter]
    more = words.say_n("and {n} more under “{chapter}”", "and {n} more under “{chapter}”", rest, chapter=where)
    return (*items[:count], Text(more, "muted"))


def chosen_plan(context: Context) -> HostingPlan | None:
    """The plan of the choice; None where nothing was chosen or its price is unknown."""
    plan = context.assessment.hosting.plan(context.assessment.hosting.chosen_id)
    return plan if plan is not None and plan.monthly_cost_usd is not None else None


def takes(context: Context) -> Table | None:
    """What the choice takes over the horizon: money, what is bought, people, and how far hardware is used."""
    plan = chosen_plan(context)
    if plan is None:
        return None
    words, say, months = context.words, context.words.say, context.assessment.answers.budget.horizon_months
    cells: list[tuple[str, Inline]] = [
        (say("First year, set-up included"), _first_year(context, plan)),
        (say("Over {months}", months=words.months(months)), context.band(plan.horizon_cost_usd)),
        (say("Of this, purchases"), _bought(context, plan)),
        (say("Set-up, on top"), _set_up(context, plan)),
        (say("People to run it"), _people(context, plan)),
        (say("Per request"), _per_request(context, plan)),
    ]
    if plan.utilisation is not None:
        cells.append((say("Utilisation"), words.percent(plan.utilisation)))
    columns = tuple(Column(title, width=1.0) for title, _ in cells)
    return Table(say("What the choice takes"), columns, (tuple(cell for _, cell in cells),))


def _first_year(context: Context, plan: HostingPlan) -> str:
    """What must be found in the first year, to the cent as in the finance annex and the workbook."""
    budget, usd = context.assessment.answers.budget, plan.first_year_usd
    if usd is None:
        return context.words.say("unknown")
    return f"{context.words.number(usd / budget.usd_per_unit, 2)} {budget.currency}"


def _bought(context: Context, plan: HostingPlan) -> str:
    say = context.words.say
    if plan.hardware is None or not plan.hardware.purchase_usd:
        return say("nothing")
    return context.money(plan.hardware.purchase_usd)


def _set_up(context: Context, plan: HostingPlan) -> str:
    words, say, project = context.words, context.words.say, plan.set_up
    if project is None:
        return say("unknown")
    days = words.say_n("{n} person-day", "{n} person-days", project.person_days)
    return say("{days}, {money}", days=days, money=context.money(project.usd))


def _people(context: Context, plan: HostingPlan) -> str:
    """The time that servers take, whose is paid, and how many must know them; at an API the work of changes."""
    words, say, staff = context.words, context.words.say, plan.staff
    if staff is None:
        changes = _own_work(plan)
        return say("{money} a month of own work at changes of model", money=context.money(changes)) if changes else NONE
    if round(staff.time_fte, 2) <= 0 and not staff.least_people:
        return say("next to none of anybody's time")
    values = {"time": words.number(shown_fte(staff.time_fte), 2), "people": words.number(staff.least_people)}
    if not staff.least_people:
        return say("{time} of a full-time person", **values)
    if abs(staff.paid_fte - staff.time_fte) < _SAME_FTE:
        return say("{time} of a full-time person; at least {people} who can do it", **values)
    return say(
        "{time} of a full-time person, {paid} paid; at least {people} who can do it",
        paid=words.number(shown_fte(staff.paid_fte), 2),
        **values,
    )


def _own_work(plan: HostingPlan) -> float:
    """US dollars a month of own work at changes of model: part of the cost, not of what a cap limits.

    The part of the headline, as the verdict and the gate have it: the line of the cost sheet is the stated case, which
    is more than the middle.
    """
    stated, unpaid = _of(plan, "migration"), plan.unpaid_usd_per_month
    return stated if unpaid is None or not stated else unpaid


def _other_use(plan: HostingPlan) -> float:
    """US dollars a month that machines which are there could fetch otherwise: nobody is billed it."""
    stated, unpaid = _of(plan, "alternative_use"), plan.unpaid_usd_per_month
    return stated if unpaid is None or not stated else unpaid


def _of(plan: HostingPlan, component: str) -> float:
    """US dollars a month of one component of a plan."""
    return sum(part.usd_per_month for part in plan.components if part.component == component)


def _per_request(context: Context, plan: HostingPlan) -> str:
    budget = context.assessment.answers.budget
    usd = plan.usd_per_request_all_in
    if usd is None:
        return context.words.say("unknown")
    return f"{context.words.sensible(usd / budget.usd_per_unit)} {budget.currency}"


def cheaper(context: Context, choice: Choice) -> str:
    """The cheapest other way to run the same model that passes the gates, and by how much it scores less."""
    band = choice.monthly_cost_usd
    if band is None:
        return ""
    least = band.p50 - LEAST_MONEY * context.assessment.answers.budget.usd_per_unit
    ways = sorted(way for way in _ways(context, choice) if way[0] <= least)
    if not ways:
        return context.words.say("none that passes your requirements")
    (usd, place, score), words = ways[0], context.words
    values = {"place": place, "money": context.money(usd)}
    behind = choice.score - score
    if not behind >= LEAST_GIVEN_UP:  # nor where no score is known of it
        return words.say("{place}: {money} a month", **values)
    return words.say("{place}: {money} a month, {points} points of 100 less", points=words.points(behind), **values)


def _ways(context: Context, choice: Choice) -> Iterator[tuple[float, str, float]]:
    """Every other way of the record to run a model: US dollars a month, the place, and its score (NaN: not ranked)."""
    language, ranked = context.words.language, set()
    for entry in context.assessment.recommendations:
        if entry.model_id != choice.model_id:
            continue
        ranked.add(entry.alternative_id)
        if entry.monthly_cost_usd is not None:
            yield entry.monthly_cost_usd.p50, context.names.where(entry.deployment), entry.score
        for other in entry.variants:
            if other.monthly_cost_usd is not None:
                yield other.monthly_cost_usd, said(other, "place", language), other.score
    for plan in context.assessment.hosting.plans:
        if plan.alternative.alternative_id in ranked or plan.alternative.model_id != choice.model_id:
            continue
        if plan.monthly_cost_usd is not None:
            yield plan.monthly_cost_usd.p50, context.names.where(plan.alternative.deployment), math.nan


def limits(context: Context) -> tuple[Inline, ...]:
    """Each limit of the answers against the range of the choice, those that the range passes first."""
    plan, latency = chosen_plan(context), context.use_case.latency
    if plan is None:
        return ()
    say, budget = context.words.say, context.assessment.answers.budget
    band, cap = plan.monthly_cost_usd, budget.monthly_cap
    found = [
        *_wait(context, say("First token"), plan.ttft_ms, latency.ttft_p95_ms),
        *_wait(context, say("Between tokens"), plan.itl_ms, latency.itl_ms),
    ]
    if cap is not None and band is not None:
        limit, own, other = float(cap) * budget.usd_per_unit, _own_work(plan), _other_use(plan)
        shown = [context.money(value) for value in (band.p50 - own - other, limit, band.p90 - own - other)]
        name = say("Cost a month without own work") if own else say("Cost a month")
        name = say("Paid a month") if other else name
        found.append(_against(context, name, shown, passed=band.p90 - own - other > limit))
    ordered = [text for passed in (True, False) for text, is_passed in found if is_passed == passed]
    return (*(Text(text) for text in ordered), *_memory(context, plan))


def _wait(context: Context, name: str, figure: Figure, limit: float | None) -> list[tuple[str, bool]]:
    if limit is None or figure.value is None or figure.high is None:
        return []
    words = context.words
    shown = [f"{words.sensible(value)} ms" for value in (figure.value, limit, figure.high)]
    return [_against(context, name, shown, passed=figure.high > limit)]


def _against(context: Context, name: str, shown: list[str], *, passed: bool) -> tuple[str, bool]:
    """One limit in words, and whether the range passes it; ``shown`` are the middle, the limit and the upper end."""
    say, (middle, limit, high) = context.words.say, shown
    values = {"name": name, "middle": middle, "limit": limit, "high": high}
    if passed:
        return say("{name}: {middle}, but up to {high}: beyond your limit of {limit}.", **values), True
    return say("{name}: {middle}, up to {high}; your limit is {limit}.", **values), False


def _memory(context: Context, plan: HostingPlan) -> tuple[Inline, ...]:
    """Memory that the planned load fills, of what a GPU has (the upper end of the figure)."""
    figure = plan.memory_gb_per_gpu
    if figure is None or figure.value is None or figure.high is None:
        return ()
    words = context.words
    text = words.say_n(
        "Memory per GPU: {used} of {most} GB with {n} request at once.",
        "Memory per GPU: {used} of {most} GB with {n} requests at once.",
        plan.max_concurrency or 1,
        used=words.sensible(figure.value),
        most=words.sensible(figure.high),
    )
    return (Text(text),)


def to_settle(context: Context) -> tuple[Inline, ...]:
    """On what conditions the choice passes the gates, and what to try or ask before anything is signed."""
    chosen = context.choice
    return () if chosen is None else tuple(map(Text, all_said(chosen, "warnings", context.words.language)))


def left_open(context: Context) -> tuple[Inline, ...]:
    """What nobody has said of the requirement, with what is assumed until then."""
    words, answers = context.words, context.assessment.answers
    sentences = unsaid(words)
    found = [
        sentences[matter] for matter, known in said_of(answers, context.catalog.usual_numbers).items() if not known
    ]
    if not context.use_case.workload.growth_per_year:
        found.append(words.say("How the volume grows: taken as not at all."))
    return tuple(Text(text) for text in found)


def named(context: Context) -> tuple[Inline, ...]:
    """Whom the question names, and in half a sentence what that takes; the whole stands under governance."""
    language = context.words.language
    return tuple(
        Text(
            f"{said(risk, 'topic', language)}{context.words.colon}{said(risk, 'brief', language)}",
            refs=context.cites.refs(risk.source),
        )
        for risk in context.assessment.risks
        if risk.asked
    )
