"""The cost sheet of an answer file: the contract of ``advisor tco``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, cast

from advisor.catalog.browse.find_model import find_model
from advisor.catalog.catalog import Catalog
from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view
from advisor.hosting.comparison.other_tariffs import ways_to_buy
from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from advisor.hosting.records import HostingView
from advisor.questionnaire.answers import Answers


def tco_report(
    answers: Answers,
    catalog: Catalog,
    *,
    models: Sequence[str] = (),
    chosen: Sequence[str] = (),
    speak: Callable[[HostingView], HostingView] = lambda view: view,
) -> dict[str, object]:
    """Costs per month and over the horizon of the first use case, with break-evens, trade-off and assumptions.

    ``chosen`` names alternatives to show; without it the cheapest of each way of hosting among ``models`` (all the
    catalog when none is named). Raises InputError for unknown names. Money is in US dollars.
    ``speak`` fills the sentences of a view from what it tells.
    """
    wanted = [find_model(catalog, name) for name in models] or list(catalog.models)
    case = answers.use_cases[0]
    table = plan_alternatives(wanted, case, answers, catalog, kinds=answers.hosting.allowed)
    rows = tuple(table.index(name) for name in chosen) or cheapest_of_each(table)
    view = speak(hosting_view(table, rows, answers))
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
    """The report for people, in the currency of the decision: one block per plan, then break-evens.

    The lines of a plan add up to its figure per month, and that times the months is the figure over the horizon.
    """
    rate, months = cast("float", report["usd_per_unit"]), cast("int", report["horizon_months"])
    lines = [f"{report['title']}: {report['use_case']}, per month in {report['currency']} over {months} months", ""]
    ways = cast("dict[str, list[dict[str, Any]]]", report["ways_to_buy"])
    for plan in cast("list[dict[str, Any]]", report["plans"]):
        lines.extend(_plan_lines(plan, ways.get(plan["alternative"]["alternative_id"], ()), rate=rate))
    for item in cast("list[dict[str, Any]]", report["break_evens"]):
        volume = item["requests_per_month"]
        at = "no break-even" if volume is None else f"break-even at {volume:,.0f} requests a month"
        lines.append(f"{item['first_id']} and {item['second_id']}: {at}; {item['note']}")
    return "\n".join(lines)


def _plan_lines(plan: Mapping[str, Any], ways: Sequence[Mapping[str, Any]], *, rate: float) -> list[str]:
    lines = [str(plan["alternative"]["alternative_id"])]
    if plan["problem"] or plan["monthly_cost_usd"] is None:
        return [*lines, f"  {plan['problem'] or 'cost unknown'}", ""]
    for label, band in (("per month", plan["monthly_cost_usd"]), ("horizon", plan["horizon_cost_usd"])):
        low, middle, high = (band[name] / rate for name in ("p10", "p50", "p90"))
        lines.append(f"  {label}: {middle:,.2f} ({low:,.0f} to {high:,.0f})")
    lines.append(f"  stated case per month: {plan['stated_usd_per_month'] / rate:,.2f}")
    for part in plan["components"]:
        source = f"  [{part['source']}]" if part["source"] else ""
        lines.append(f"  {_short(part):<36}{part['usd_per_month'] / rate:>14,.2f}  {part['basis']}{source}")
    lines.extend(f"  {label}: {value}" for label, value in _accounts(plan, rate))
    announced = {part["note"] for part in plan["components"] if (part["note"] or "").startswith("announced")}
    lines.extend(f"  {note}" for note in sorted(announced))
    for way in ways:
        cost = "unknown" if way["usd_per_month"] is None else f"{way['usd_per_month'] / rate:,.2f}"
        lines.append(f"  or {way['label']:<33}{cost:>14}  {way['note']}")
    return [*lines, ""]


def _short(part: Mapping[str, Any]) -> str:
    """The label up to its colon, which fits the column."""
    return str(part["label"]).partition(":")[0]


def _accounts(plan: Mapping[str, Any], rate: float) -> Iterator[tuple[str, str]]:
    """Unit costs, use, hardware with its accounts, people, availability and the codes of what should be known."""
    yield "per request", f"{plan['usd_per_request_all_in'] / rate:.6f}"
    if plan["usd_per_mtok_all_in"] is not None:
        yield "per million tokens", f"{plan['usd_per_mtok_all_in'] / rate:,.2f}"
    if plan["utilisation"] is not None:
        yield "utilisation", f"{plan['utilisation']:.1%}"
    hardware, staff, spare = plan["hardware"], plan["staff"], plan["availability"]
    if hardware:
        yield "servers", f"{hardware['servers']:g} of {hardware['gpus_per_server']:g} GPUs"
        for name in ("purchase", "resale", "capital", "depreciation"):
            yield f"{name} over the horizon", f"{hardware[f'{name}_usd'] / rate:,.2f}"
        yield "book value at the end", f"{hardware['book_value_usd'] / rate:,.2f}"
    if staff:
        yield (
            "people",
            f"{staff['time_fte']:.2f} needed, {staff['paid_fte']:.2f} paid, {staff['existing_fte']:.2f} there",
        )
    if spare:
        cost = f"{spare['servers_spare']:g} spare, {spare['usd_per_month'] / rate:,.2f} a month"
        yield "availability", f"{spare['level']}, survives {spare['survives']}: {cost}"
    for item in plan["smaller"]:
        cost = (
            f"{item['usd_per_month'] / rate:,.2f}, {item['utilisation']:.1%} used, {item['peak_share']:.0%} of the peak"
        )
        yield f"{item['share']:g} of the servers", cost
    for fact in plan["facts"]:
        values = ", ".join(
            f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}"
            for name, value in fact["values"].items()
            if value is not None
        )
        yield fact["code"], values
