"""Costs, break-even and tornado of the hosting page, each figure with its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
import streamlit as st

from advisor.hosting.comparison.break_even import payback_months, volumes_of
from advisor.hosting.comparison.sensitivity import tornado
from advisor.hosting.costs.draws import draws_for
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.planning.selected_plans import SelectedPlans
from advisor.hosting.records import BreakEven, HostingPlan
from advisor.ui.charts import hosting as charts
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.markdown import escaped
from advisor.ui.hosting.controls import Scenario
from advisor.ui.hosting.plan_names import names_in
from advisor.ui.tables import show_rows
from advisor.ui.words import said, said_of, say, words
from advisor.units import Quantity, Told, told
from advisor.words.plan_words import facts_told, people_told, set_up_told

CHART_POINTS = 61
MOST_CURVES = 6


def show_costs(
    plans: Sequence[HostingPlan], names: Sequence[str], scenario: Scenario, table: PlanTable, rows: Sequence[int]
) -> None:
    """The cost sheet: components, totals and bands."""
    unit, rate = scenario.currency, scenario.rate
    priced = [(plan, name) for plan, name in zip(plans, names, strict=True) if plan.monthly_cost_usd is not None]
    parts = pd.DataFrame(
        [
            {
                "plan": name,
                "key": part.component,
                "component": said(told(f"component.{part.component}")),
                "cost": part.usd_per_month / rate,
            }
            for plan, name in priced
            for part in plan.components
        ]
    )
    totals = pd.DataFrame(
        [
            {
                "plan": name,
                "p10": plan.monthly_cost_usd.p10 / rate,
                "p50": plan.monthly_cost_usd.p50 / rate,
                "p90": plan.monthly_cost_usd.p90 / rate,
            }
            for plan, name in priced
            if plan.monthly_cost_usd is not None
        ]
    )
    if parts.empty:
        st.info(say("No price is known for these plans."))
        return
    draw(charts.cost_chart(parts, totals, currency=unit), key="hosting.cost_chart")
    st.caption(
        say(
            "What is paid over the horizon, per month of it. The lines are the case as stated; the contingency is what "
            "the middle of all possible cases of volume, prices and speed adds to them (or takes off). With it the sum "
            "is as likely too high as too low. All sums are before taxes."
        )
    )
    with st.expander(say("What to know of each plan")):
        for plan, name in priced:
            budget = scenario.answers.budget
            work = (people_told(plan, budget), set_up_told(plan, budget))
            facts = [_sentence(said(fact)) for fact in work if fact is not None]
            facts += [said(fact) for fact in facts_told(plan, names_in(table, rows), budget)]
            if facts:
                st.markdown(f"**{escaped(name)}**\n\n" + "\n".join(f"- {escaped(fact)}" for fact in facts))
    with st.expander(say("Table: use, hardware, people and accounts of each plan")):
        show_rows(_account_frame(priced, scenario), hide_index=True, key="hosting.accounts")
    with st.expander(say("Table: every component with its range and source")):
        show_rows(_component_frame(priced, scenario), hide_index=True, key="hosting.components")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _account_frame(priced: Sequence[tuple[HostingPlan, str]], scenario: Scenario) -> pd.DataFrame:
    """How far each plan is used, what is bought, fetched and written off, who runs it, and what less would do."""
    unit, rate = scenario.currency, scenario.rate
    rows = []
    for plan, name in priced:
        hardware, staff, spare = plan.hardware, plan.staff, plan.availability
        half = next(iter(plan.smaller), None)
        money: dict[str, float | None] = dict.fromkeys(
            (
                say("Bought"),
                say("Fetched at the end"),
                say("Capital"),
                say("Depreciation"),
                say("Book value at the end"),
            )
        )
        if hardware is not None:
            bought, fetched, capital = hardware.purchase_usd, hardware.resale_usd, hardware.capital_usd
            accounts = hardware.depreciation_usd, hardware.book_value_usd
            money = dict(zip(money, (bought, fetched, capital, *accounts), strict=True))
        rows.append(
            {
                say("Plan"): name,
                say("Utilisation"): None if plan.utilisation is None else words().percent(plan.utilisation, 1),
                say("First year with set-up, {unit}", unit=unit): plan.first_year_usd
                and round(plan.first_year_usd / rate, 2),
                say("Stated case, {unit} per month", unit=unit): round((plan.stated_usd_per_month or 0.0) / rate, 2),
                say("{unit} per request", unit=unit): plan.usd_per_request_all_in
                and plan.usd_per_request_all_in / rate,
                say("{unit} per million tokens", unit=unit): plan.usd_per_mtok_all_in
                and plan.usd_per_mtok_all_in / rate,
                **{f"{label}, {unit}": None if usd is None else round(usd / rate) for label, usd in money.items()},
                say("People needed"): staff and staff.time_fte,
                say("People paid"): staff and staff.paid_fte,
                say("Spare servers"): spare and spare.servers_spare,
                say("Half of the servers carries of the peak"): half and words().percent(half.peak_share),
                say("Half of the servers, {unit} per month", unit=unit): half and round(half.usd_per_month / rate),
            }
        )
    return pd.DataFrame(rows)


def _component_frame(priced: Sequence[tuple[HostingPlan, str]], scenario: Scenario) -> pd.DataFrame:
    unit, rate = scenario.currency, scenario.rate
    return pd.DataFrame(
        [
            {
                say("Plan"): name,
                say("Component"): said(told(f"component.{part.component}")),
                say("{unit} per month", unit=unit): round(part.usd_per_month / rate, 2),
                say("10th percentile"): round(part.low / rate, 2),
                say("90th percentile"): round(part.high / rate, 2),
                say("Basis"): part.basis,
                say("Source"): part.source or "",
                say("Note"): said_of(part, "note"),
            }
            for plan, name in priced
            for part in plan.components
        ]
    )


def show_break_even(
    table: PlanTable, rows: Sequence[int], meetings: Sequence[BreakEven], names: Sequence[str], scenario: Scenario
) -> None:
    """Cost over volume with bands, the meeting points, and payback of bought hardware.

    With one way of hosting alone there is nothing to meet: lines over one another would be drawn.
    """
    if len({table.alternatives[row].deployment.kind for row in rows}) < 2:  # noqa: PLR2004 - two ways meet
        st.info(say("Only one way of hosting is shown, so that there is no volume from which another is cheaper."))
        return
    unit, rate = scenario.currency, scenario.rate
    volumes = volumes_of(table, points=CHART_POINTS, decades=(-2.0, 2.0))
    bands = SelectedPlans.of(table, rows[:MOST_CURVES]).bands(draws_for(table.case), volumes) / rate
    curves = {
        name: pd.DataFrame(curve, columns=["p10", "p50", "p90"]) for name, curve in zip(names, bands, strict=False)
    }
    label = {table.alternatives[row].alternative_id: name for row, name in zip(rows, names, strict=True)}
    first = table.alternatives[rows[0]].alternative_id
    points = [
        (item.requests_per_month, _meeting_label(table, item))
        for item in meetings
        if item.requests_per_month and first in {item.first_id, item.second_id}
    ]
    shown = [(volume, text) for volume, text in points if volumes[0] <= volume <= volumes[-1]]
    figure = charts.break_even_chart(volumes, curves, here=table.load.requests_per_month, meetings=shown, currency=unit)
    draw(figure, key="hosting.break_even_chart")
    with st.expander(say("Table: where each pair breaks even"), expanded=True):
        show_rows(_break_even_frame(meetings, label), hide_index=True, key="hosting.break_evens")
    for row, name in zip(rows, names, strict=True):
        _payback(table, rows, row, name, scenario)


def _meeting_label(table: PlanTable, item: BreakEven) -> str:
    """From which volume on which way of hosting is cheaper."""
    kinds = {one.alternative_id: one.deployment.kind for one in table.alternatives}
    above = kinds.get(item.cheaper_above or "")
    volume = words().sensible(item.requests_per_month, 2)
    if above is None:
        return volume
    return say("over {volume}: {way}", volume=volume, way=say(charts.HOSTING_NAMES[above]))


def _break_even_frame(meetings: Sequence[BreakEven], label: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                say("First plan"): label[item.first_id],
                say("Second plan"): label[item.second_id],
                say("Meet at requests per month"): say("never")
                if item.requests_per_month is None
                else words().number(item.requests_per_month),
                say("Cheaper below"): label.get(item.cheaper_below or "", say("unknown")),
                say("Cheaper above"): label.get(item.cheaper_above or "", say("unknown")),
                say("In words"): _meeting_words(item, label),
            }
            for item in meetings
        ],
        columns=[
            say("First plan"),
            say("Second plan"),
            say("Meet at requests per month"),
            say("Cheaper below"),
            say("Cheaper above"),
            say("In words"),
        ],
    )


def _meeting_words(item: BreakEven, label: dict[str, str]) -> str:
    """Where the stated volume stands, the cheaper one by its name."""
    note = item.told.get("note")
    if not isinstance(note, Told):
        return item.note
    cheaper = item.cheaper_above or ""
    named = Quantity(unit="text", value=label.get(cheaper, cheaper))
    return said(replace(note, values=note.values | {"cheaper": named}))  # noqa: PD011 -- no frame


def _payback(table: PlanTable, rows: Sequence[int], row: int, name: str, scenario: Scenario) -> None:
    """Months until bought hardware has paid for itself against the cheapest API or rent."""
    parts = table.components(row)
    if table.alternatives[row].deployment.kind not in {"on_prem", "edge"} or parts["purchase"][0, 0] <= 0:
        return
    others = [other for other in rows if table.alternatives[other].deployment.kind in {"provider_api", "cloud_gpu"}]
    if not others:
        return
    invested = float(parts["purchase"][0, 0]) * table.case.horizon_months
    bound = {"purchase", "resale", "capital"}
    running = float(sum(values[0, 0] for key, values in parts.items() if key not in bound))
    cheapest = min(float(sum(values[0, 0] for values in table.components(other).values())) for other in others)
    months = payback_months(invested, cheapest - running)
    verdict = (
        say("never pays back at this volume")
        if months is None
        else say("pays back in {months:,.0f} months", months=months)
    )
    st.write(
        say(
            "{name}: {invested:,.0f} {currency} of hardware {words} against the cheapest API or rent shown.",
            name=name,
            invested=invested / scenario.rate,
            currency=scenario.currency,
            words=verdict,
        )
    )


def show_tornado(table: PlanTable, rows: Sequence[int], names: Sequence[str], scenario: Scenario) -> None:
    """Which input moves one plan's monthly cost most."""
    picked = st.selectbox(
        say("Plan"),
        range(len(rows)),
        format_func=names.__getitem__,
        key="hosting.tornado_plan",
        help=say("Whose cost is varied."),
        persist_state="session",
    )
    unit, rate = scenario.currency, scenario.rate
    row = rows[picked]
    swings = tornado(table, row)
    frame = pd.DataFrame(
        [
            {
                "label": said_of(swing, "label"),
                "low": swing.usd_at_low / rate,
                "high": swing.usd_at_high / rate,
                "low_input": said_of(swing, "low_input"),
                "high_input": said_of(swing, "high_input"),
            }
            for swing in swings
        ]
    )
    if frame.empty:
        st.info(say("Nothing uncertain moves this cost."))
        return
    middle = float(sum(values[0, 0] for values in table.components(row).values())) / rate
    draw(charts.tornado_chart(frame, middle=middle, currency=unit), key="hosting.tornado_chart")
    with st.expander(say("Table: inputs and what they do")):
        shown = frame.rename(
            columns={
                "label": say("Input"),
                "low": say("{unit} per month at the low end", unit=unit),
                "high": say("{unit} per month at the high end", unit=unit),
                "low_input": say("Low end"),
                "high_input": say("High end"),
            }
        )
        show_rows(shown.round(0), hide_index=True, key="hosting.tornado_table")
