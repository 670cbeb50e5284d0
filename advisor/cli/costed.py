"""The text of ``advisor tco``: one block per plan in the currency of the decision, then where they break even."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from advisor.assessment import assess, deployments_of
from advisor.catalog.catalog import Catalog
from advisor.hosting.comparison.other_tariffs import BuyingWay
from advisor.hosting.records import BreakEven, HostingPlan, HostingView
from advisor.questionnaire.answers import Answers
from advisor.services.answered.costed_plans import plans_costed
from advisor.units import Told, told
from advisor.words.language import words_in
from advisor.words.names import Names
from advisor.words.plan_words import availability_told, facts_told, missing_told, people_told, set_up_told
from advisor.words.tell import tell

WIDE = 44
"""Letters of the longest label of a line."""


def costed(answers: Answers, catalog: Catalog, *, as_json: bool) -> str:
    """The plans of a decision's hosting view with every line, as text or JSON."""
    assessment = assess(answers, catalog)
    view = assessment.hosting
    report = plans_costed(assessment, catalog)
    if as_json:
        return json.dumps(report, ensure_ascii=False)
    rows = cast("dict[str, list[dict[str, object]]]", report["ways_to_buy"])
    ways = {name: tuple(map(BuyingWay.model_validate, found)) for name, found in rows.items()}
    text = tco_text(view, ways, answers, Names(deployments_of(assessment), catalog, words_in("en")))
    if view.plans:
        return text
    return "\n".join((text, assessment.verdict_sentence, *(f"- {each.sentence}" for each in assessment.relaxations)))


def tco_text(view: HostingView, ways: Mapping[str, Sequence[BuyingWay]], answers: Answers, names: Names) -> str:
    """The plans of a view for people.

    The lines of a plan add up to its figure per month, and that times the months is the figure over the horizon.
    """
    budget, case = answers.budget, answers.use_cases[0]
    months = budget.horizon_months
    lines = [f"{answers.title}: {case.name}, per month in {budget.currency} over {months} months, before taxes", ""]
    for plan in view.plans:
        lines += _plan(plan, ways.get(plan.alternative.alternative_id, ()), view, answers, names)
    lines += [tell(missing) for missing in missing_told(view, names)]
    lines += [f"{_meeting(item, names)}." for item in view.break_evens]
    return "\n".join(lines)


def _meeting(item: BreakEven, names: Names) -> str:
    first, second = names.alternative(item.first_id), names.alternative(item.second_id)
    volume = item.requests_per_month
    at = "no break-even" if volume is None else f"break-even at {volume:,.0f} requests a month"
    return f"{first} and {second}: {at}"


def _plan(
    plan: HostingPlan, ways: Sequence[BuyingWay], view: HostingView, answers: Answers, names: Names
) -> Iterator[str]:
    budget = answers.budget
    rate, name = budget.usd_per_unit, plan.alternative.alternative_id
    yield f"{names.alternative(name)}{role_of(name, view)}"
    yield f"  {name}"
    if plan.monthly_cost_usd is None or plan.horizon_cost_usd is None or plan.stated_usd_per_month is None:
        yield f"  {plan.problem or 'cost unknown'}"
        yield ""
        return
    for label, band in (("per month", plan.monthly_cost_usd), ("over the horizon", plan.horizon_cost_usd)):
        yield f"  {label}: {band.p50 / rate:,.2f} ({band.p10 / rate:,.0f} to {band.p90 / rate:,.0f})"
    yield f"  stated case per month: {plan.stated_usd_per_month / rate:,.2f}"
    for part in plan.components:
        source = f"  [{part.source}]" if part.source else ""
        label = tell(told(f"component.{part.component}"))
        note = part.told.get("note")
        dated = f", {part.note}" if isinstance(note, Told) and note.key.startswith("priced.") else ""
        yield f"  {label.partition(':')[0]:<{WIDE}}{part.usd_per_month / rate:>14,.2f}  {part.basis}{source}{dated}"
    yield from (f"  {label}: {value}" for label, value in _accounts(plan, rate))
    yield f"  people: {tell(people_told(plan, budget))}"
    project = set_up_told(plan, budget)
    if project is not None:
        yield f"  project: {tell(project)}"
    if plan.first_year_usd is not None:
        yield f"  first year with purchases and set-up: {plan.first_year_usd / rate:,.2f}"
    spare = availability_told(plan, budget)
    if spare is not None:
        yield f"  availability: {tell(spare)}"
    yield from (f"  {tell(fact)}" for fact in facts_told(plan, names, budget))
    for way in ways:
        cost = "unknown" if way.usd_per_month is None else f"{way.usd_per_month / rate:,.2f}"
        yield f"  or {way.label:<{WIDE - 3}}{cost:>14}  {way.note}"
    yield ""


def role_of(alternative_id: str, view: HostingView) -> str:
    """Why a plan is shown, in brackets after its name."""
    if alternative_id == view.chosen_id:
        return "  (the choice)"
    if any(way.alternative_id == alternative_id for way in view.same_model):
        return "  (the same model, hosted otherwise)"
    if alternative_id in view.cheapest:
        return "  (the cheapest of its way of hosting that does the work)"
    return "  (the best score of its way of hosting)"


def _accounts(plan: HostingPlan, rate: float) -> Iterator[tuple[str, str]]:
    """Unit costs, use, hardware and what the accounts show of it."""
    if plan.usd_per_request_all_in is not None:
        yield "per request", f"{plan.usd_per_request_all_in / rate:.6f}"
    if plan.usd_per_mtok_all_in is not None:
        yield "per million tokens", f"{plan.usd_per_mtok_all_in / rate:,.2f}"
    if plan.utilisation is not None:
        yield "utilisation", f"{plan.utilisation:.1%}"
    hardware = plan.hardware
    if hardware is None:
        return
    new, parts = hardware.servers - hardware.own_servers_used, []
    if hardware.own_servers_used:
        parts.append(f"{hardware.own_servers_used:g} there with {hardware.owned_gpus_used:g} GPUs for this plan")
    if new:
        parts.append(f"{new:g}{' new' if parts else ''} of {hardware.gpus_per_server:g} GPUs")
    yield "servers", ", ".join(parts)
    for label, usd in (
        ("purchase over the horizon", hardware.purchase_usd),
        ("resale at the end", hardware.resale_usd),
        ("cost of capital over the horizon", hardware.capital_usd),
        ("depreciation over the horizon", hardware.depreciation_usd),
        ("book value at the end", hardware.book_value_usd),
    ):
        yield label, f"{usd / rate:,.2f}"
