"""The hosting trade-off: what each way of hosting costs, where they break even, what they are good at."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.hosting.records import FACTORS, BreakEven, HostingPlan
from advisor.report.document.blocks import Column, Drawing, Inline, Items, Para, Section, SectionBlock, Sub, Table, Text
from advisor.report.document.context import Context
from advisor.units import DAYS_PER_MONTH
from advisor.words.names import factor_name

_BREAK_EVENS = 6
_HEADROOM = 1.08
"""Space above the highest line, as in the template."""


def hosting(context: Context) -> Section | None:
    """Cost, break-even and trade-off of the ways of hosting; None where none was planned."""
    say, view = context.words.say, context.assessment.hosting
    plans = [plan for plan in view.plans if plan.monthly_cost_usd is not None]
    if not plans:
        return None
    blocks: list[SectionBlock] = [
        Para(
            say(
                "For each way of hosting the best alternative that passes the gates is planned for this load, "
                "spare capacity "
                "and staff included. Costs are medians with the 10th to 90th percentile of what is uncertain."
            )
        ),
        _table(context, plans),
        _costs(context, plans),
    ]
    blocks += [Sub(say("Break-even")), _lines(context, plans) or Para(_no_lines(context, plans))]
    if view.break_evens:
        blocks.append(Items(tuple(_break_even(context, item) for item in view.break_evens[:_BREAK_EVENS])))
    if view.tradeoff:
        blocks += [Sub(say("Trade-off")), _tradeoff(context)]
    return Section("hosting", say("Hosting trade-off, cost and break-even"), tuple(blocks))


def _label(context: Context, plan: HostingPlan) -> str:
    return context.names.kind(plan.alternative.deployment.kind)


def _told_apart(context: Context, plan: HostingPlan, plans: list[HostingPlan]) -> str:
    """The way of hosting; with the model where another plan is hosted the same way."""
    kind, way = plan.alternative.deployment.kind, _label(context, plan)
    alone = sum(other.alternative.deployment.kind == kind for other in plans) == 1
    return way if alone else f"{way}: {context.names.model(plan.alternative.model_id)}"


def _table(context: Context, plans: list[HostingPlan]) -> Table:
    words, say = context.words, context.words.say
    rows = tuple(
        (
            Text(_label(context, plan), "strong"),
            Text(context.name(plan.alternative.alternative_id), refs=context.cites.refs(*plan.sources)),
            context.band(plan.monthly_cost_usd),
            context.money(plan.horizon_cost_usd.p50 if plan.horizon_cost_usd else None),
            context.money(plan.fixed_usd_per_month),
            words.figure(plan.ttft_ms, spread=False),
        )
        for plan in plans
    )
    months = context.assessment.answers.budget.horizon_months
    columns = (
        Column(say("Way"), width=0.8),
        Column(say("Best alternative"), width=1.6),
        Column(say("Per month"), "right", 1),
        Column(say("Over {months}", months=words.months(months)), "right", 0.7),
        Column(say("Of it fixed"), "right", 0.7),
        Column(say("First token"), "right", 0.66),
    )
    note = say("All sums are before taxes.")
    return Table(say("The best alternative of each way of hosting"), columns, rows, note)


def _costs(context: Context, plans: list[HostingPlan]) -> Drawing:
    say, budget = context.words.say, context.assessment.answers.budget
    rows = [
        {
            "label": _told_apart(context, plan, plans),
            "low": band.p10 / budget.usd_per_unit,
            "middle": band.p50 / budget.usd_per_unit,
            "high": band.p90 / budget.usd_per_unit,
            "text": context.money(band.p50),
        }
        for plan in plans
        if (band := plan.monthly_cost_usd) is not None
    ]
    alt = (
        say("Bars of the monthly cost by way of hosting.")
        + " "
        + "; ".join(f"{row['label']}: {row['text']}" for row in rows)
    )
    data: dict[str, object] = {"rows": rows}
    if budget.monthly_cap is not None:
        data["cap"] = float(budget.monthly_cap)
        data["cap_text"] = say("cap")
    return Drawing("costs", data, say("Monthly cost by way of hosting, with the 10th to 90th percentile"), alt)


def _straight(plans: list[HostingPlan]) -> Iterator[tuple[HostingPlan, float, float]]:
    """The plans whose cost is a line: what is fixed a month, and what a request adds."""
    for plan in plans:
        if plan.fixed_usd_per_month is not None and plan.usd_per_request is not None:
            yield plan, plan.fixed_usd_per_month, plan.usd_per_request


def _no_lines(context: Context, plans: list[HostingPlan]) -> str:
    """Why there is nothing to draw: one way of hosting alone, or costs that do not follow a line."""
    say, kinds = context.words.say, {plan.alternative.deployment.kind for plan in plans}
    if len(kinds) == 1:
        return say(
            "Only one way of hosting passes the gates, so that there is no volume from which another is cheaper."
        )
    return say("The costs of fewer than two ways of hosting follow the volume in a straight line, so none is drawn.")


def _lines(context: Context, plans: list[HostingPlan]) -> Drawing | None:
    words, say = context.words, context.words.say
    drawn = list(_straight(plans))
    if len({plan.alternative.deployment.kind for plan, _, _ in drawn}) < 2:  # noqa: PLR2004 -- breaks even with nothing
        return None
    now = context.use_case.workload.requests_per_day * DAYS_PER_MONTH
    crossings = [item.requests_per_month for item in context.assessment.hosting.break_evens if item.requests_per_month]
    near = [value for value in crossings if value <= 6 * now]
    end = max([2 * now, *(1.25 * value for value in near)])
    names = [_told_apart(context, plan, plans) for plan, _, _ in drawn]
    data = {
        "lines": [
            {"label": name, "fixed": fixed, "slope": slope, "end": context.money(fixed + slope * end)}
            for name, (_, fixed, slope) in zip(names, drawn, strict=True)
        ],
        "end": end,
        "now": now,
        "now_text": say("today"),
        "end_text": words.sensible(end),
        "unit": say("{currency} per month", currency=context.assessment.answers.budget.currency),
        "axis": say("Requests per month"),
        "top_text": context.money(_HEADROOM * max(fixed + slope * end for _, fixed, slope in drawn)),
    }
    each = (
        say(
            "{way}: {fixed} fixed and {unit} per 1,000 requests",
            way=name,
            fixed=context.money(fixed),
            unit=context.money(slope * 1000),
        )
        for name, (_, fixed, slope) in zip(names, drawn, strict=True)
    )
    alt = f"{say('Lines of the monthly cost over the volume.')} {'; '.join(each)}"
    caption = say(
        "Monthly cost over the volume if the deployment stays as planned: fixed cost plus cost per request. A "
        "larger volume needs further servers, which the line does not show."
    )
    return Drawing("lines", data, caption, alt)


def _break_even(context: Context, item: BreakEven) -> Inline:
    words, say = context.words, context.words.say
    first, second = context.name(item.first_id), context.name(item.second_id)
    if item.requests_per_month is None:
        cheaper = item.cheaper_above or item.cheaper_below
        if cheaper is None:
            return context.said(item, "note")
        other = second if cheaper == item.first_id else first
        return say("{cheaper} is cheaper than {other} at every volume.", cheaper=context.name(cheaper), other=other)
    return say(
        "{first} and {second} cost the same at {n} requests a month; above that {cheaper} is cheaper.",
        first=first,
        second=second,
        n=words.sensible(item.requests_per_month),
        cheaper=context.name(item.cheaper_above) if item.cheaper_above else say("unknown"),
    )


def _tradeoff(context: Context) -> Drawing:
    words, say = context.words, context.words.say
    spokes = context.assessment.hosting.tradeoff
    ways = list(dict.fromkeys(spoke.hosting for spoke in spokes))
    table = {(spoke.hosting, spoke.factor): spoke for spoke in spokes}
    factors = [factor for factor in FACTORS if any((way, factor) in table for way in ways)]
    labels = [say("Hybrid") if way == "hybrid" else context.names.kind(way) for way in ways]
    rows, lines = [], []
    for factor in factors:
        values = [spoke.value if (spoke := table.get((way, factor))) else None for way in ways]
        texts = ["?" if value is None else words.number(value * 100) for value in values]
        name = factor_name(words, factor)
        cells = [{"value": value, "text": text} for value, text in zip(values, texts, strict=True)]
        rows.append({"label": name, "cells": cells})
        lines.append(f"{name}: " + ", ".join(f"{label} {text}" for label, text in zip(labels, texts, strict=True)))
    alt = say("Values of each way of hosting by factor, 0 worst to 100 best.") + " " + "; ".join(lines)
    caption = say("What each way of hosting is good at, 0 worst to 100 best; ? is unknown")
    return Drawing("dots", {"columns": labels, "rows": rows, "corner": say("Factor")}, caption, alt)
