"""The cost sheet of an answer file: the contract of ``advisor tco``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from advisor.catalog.browse.find_model import find_model
from advisor.catalog.catalog import Catalog
from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view
from advisor.hosting.comparison.other_tariffs import ways_to_buy
from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from advisor.questionnaire.answers import Answers


def tco_report(
    answers: Answers, catalog: Catalog, *, models: Sequence[str] = (), chosen: Sequence[str] = ()
) -> dict[str, object]:
    """Costs per month and over the horizon of the first use case, with break-evens, trade-off and assumptions.

    ``chosen`` names alternatives to show; without it the cheapest of each way of hosting among ``models`` (all the
    catalog when none is named). Raises InputError for unknown names. Money is in US dollars.
    """
    wanted = [find_model(catalog, name) for name in models] or list(catalog.models)
    case = answers.use_cases[0]
    table = plan_alternatives(wanted, case, answers, catalog, kinds=answers.hosting.allowed)
    rows = tuple(table.index(name) for name in chosen) or cheapest_of_each(table)
    view = hosting_view(table, rows, answers)
    return {
        "schema": 1,
        "title": answers.title,
        "use_case": case.name,
        "currency": answers.budget.currency,
        "usd_per_unit": answers.budget.usd_per_unit,
        "rate_date": answers.budget.rate_date.isoformat() if answers.budget.rate_date else None,
        "horizon_months": answers.budget.horizon_months,
        "load": table.load.model_dump(mode="json"),
        "plans": [plan.model_dump(mode="json") for plan in view.plans],
        "break_evens": [item.model_dump(mode="json") for item in view.break_evens],
        "ways_to_buy": {
            table.alternatives[row].alternative_id: [way.model_dump(mode="json") for way in ways_to_buy(table, row)]
            for row in rows
        },
        "tradeoff": [spoke.model_dump(mode="json") for spoke in view.tradeoff],
        "assumptions": assumption_rows(table),
        "catalog_digest": catalog.digest,
    }


def assumption_rows(table: PlanTable) -> list[dict[str, object]]:
    """Every component's default in force, with range, unit, basis and source."""
    assume = table.case.assume
    return [
        {
            "component": name,
            "label": row.label,
            "on": assume.on(name),
            "value": assume.value(name),
            "low": row.low,
            "high": row.high,
            "unit": row.unit,
            "basis": "stated" if name in dict(assume.changed) else row.basis,
            "source": row.source,
            "note": row.note,
        }
        for name, row in assume.defaults.items()
    ]


def tco_text(report: Mapping[str, object]) -> str:
    """The report for people: one block per plan, then break-evens."""
    lines = [f"{report['title']}: {report['use_case']}, per month in USD over {report['horizon_months']} months", ""]
    ways = cast("dict[str, list[dict[str, Any]]]", report["ways_to_buy"])
    for plan in cast("list[dict[str, Any]]", report["plans"]):
        lines.extend(_plan_lines(plan, ways.get(plan["alternative"]["alternative_id"], ())))
    for item in cast("list[dict[str, Any]]", report["break_evens"]):
        volume = item["requests_per_month"]
        at = "no break-even" if volume is None else f"break-even at {volume:,.0f} requests a month"
        lines.append(f"{item['first_id']} and {item['second_id']}: {at}; {item['note']}")
    return "\n".join(lines)


def _plan_lines(plan: Mapping[str, Any], ways: Sequence[Mapping[str, Any]]) -> list[str]:
    lines = [str(plan["alternative"]["alternative_id"])]
    if plan["problem"] or plan["monthly_cost_usd"] is None:
        return [*lines, f"  {plan['problem'] or 'cost unknown'}", ""]
    month, horizon = plan["monthly_cost_usd"], plan["horizon_cost_usd"]
    lines.append(f"  per month: {month['p50']:,.0f} ({month['p10']:,.0f} to {month['p90']:,.0f})")
    lines.append(f"  horizon: {horizon['p50']:,.0f} ({horizon['p10']:,.0f} to {horizon['p90']:,.0f})")
    for part in plan["components"]:
        source = f"  [{part['source']}]" if part["source"] else ""
        lines.append(f"  {part['label']:<36}{part['usd_per_month']:>14,.2f}  {part['basis']}{source}")
    announced = {part["note"] for part in plan["components"] if (part["note"] or "").startswith("announced")}
    lines.extend(f"  {note}" for note in sorted(announced))
    for way in ways:
        cost = "unknown" if way["usd_per_month"] is None else f"{way['usd_per_month']:,.2f}"
        lines.append(f"  or {way['label']:<33}{cost:>14}  {way['note']}")
    return [*lines, ""]
