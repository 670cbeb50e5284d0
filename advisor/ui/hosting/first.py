"""The top of the hosting page: the recommended plan, the same model in other ways, the cheapest of each way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from advisor.decision.records import Elimination
from advisor.hosting.planning.planner import PlanTable
from advisor.hosting.records import HostingPlan
from advisor.ui.charts.hosting import HOSTING_NAMES
from advisor.ui.frame.markdown import escaped
from advisor.ui.hosting import plan_names
from advisor.ui.hosting import ruled_out as gates
from advisor.ui.hosting.controls import Scenario
from advisor.ui.hosting.shown_plans import ShownPlans
from advisor.ui.tables import show_rows
from advisor.ui.terms import show_terms
from advisor.ui.words import said, say, words
from advisor.words.plan_words import idle_told, shown_fte

LEAST_USED: Final = 0.01
"""Less of the hardware than that is told as less: used 0% would be idle."""


def show(
    table: PlanTable,
    shown: ShownPlans,
    plans: Mapping[int, HostingPlan],
    scenario: Scenario,
) -> None:
    """Headline and metrics; what fails a gate stands in the table alone."""
    if shown.choice is not None:
        _headline(table, shown, plans, scenario)
    _cheapest(table, shown, plans, scenario)
    show_terms("hosting", "model_service", "open_proprietary", key="hosting.terms")


def _money(plan: HostingPlan, scenario: Scenario) -> str:
    """The plan's figure per month in whole units of the currency."""
    usd = plan.monthly_cost_usd.p50 if plan.monthly_cost_usd else 0.0
    return f"{words().number(usd / scenario.rate)} {scenario.currency}"


def _headline(table: PlanTable, shown: ShownPlans, plans: Mapping[int, HostingPlan], scenario: Scenario) -> None:
    """The choice in a sentence, then its model in every way of hosting."""
    row = shown.choice
    if row is None:
        return
    plan, months = plans[row], table.case.horizon_months
    band = plan.horizon_cost_usd
    name = plan_names.name_of(table, row)
    st.subheader(say("{name}: {money} a month", name=escaped(name), money=_money(plan, scenario)), anchor=False)
    if band is not None:
        st.caption(
            say(
                "The choice of this decision. {p50:,.0f} {currency} over {months} months ({p10:,.0f} to "
                "{p90:,.0f}), before taxes; the application itself is not counted.",
                p50=band.p50 / scenario.rate,
                currency=scenario.currency,
                months=months,
                p10=band.p10 / scenario.rate,
                p90=band.p90 / scenario.rate,
            )
        )
    columns = st.columns(len(shown.same_model) + bool(shown.missing))
    for column, (kind, place) in zip(columns, shown.same_model.items(), strict=False):
        with column:
            _metric(say(HOSTING_NAMES[kind]), plans[place], scenario, help_text=plan_names.name_of(table, place))
    if shown.missing:
        model = table.catalog.model[table.alternatives[row].model_id].name
        ways: dict[str, list[str]] = {}
        for kind, reason in shown.missing.items():
            ways.setdefault(reason, []).append(say(HOSTING_NAMES[kind]))
        lines = [
            say("- {names}: {text}", names=", ".join(names), text=escaped(reason)) for reason, names in ways.items()
        ]
        columns[-1].markdown(say("{model} has no plan here:\n\n", model=escaped(model)) + "\n".join(lines))
    idle = idle_told(plan, plan_names.names_in(table, shown.rows), scenario.answers.budget)
    if idle:
        st.warning(" ".join(escaped(said(fact)) for fact in idle), icon=":material/hourglass_empty:")


def _metric(label: str, plan: HostingPlan, scenario: Scenario, *, help_text: str) -> None:
    """One way of hosting: its figure, people, use and how long the hardware takes."""
    st.metric(
        label, _money(plan, scenario), help=say("{help_text}: per month, the middle of the draws", help_text=help_text)
    )
    band = plan.monthly_cost_usd
    low, high = (0.0, 0.0) if band is None else (band.p10 / scenario.rate, band.p90 / scenario.rate)
    facts = [
        say("{low:,.0f} to {high:,.0f}", low=low, high=high),
        say("{paid_fte:.2f} people", paid_fte=shown_fte(plan.staff.paid_fte))
        if plan.staff
        else say("nobody to run it"),
        *_unpaid(plan, scenario),
    ]
    if plan.utilisation is not None:
        facts.append(
            say("used {utilisation:.0%}", utilisation=plan.utilisation)
            if plan.utilisation >= LEAST_USED
            else say("used under {utilisation:.0%}", utilisation=LEAST_USED)
        )
    hardware = plan.hardware
    if hardware is not None and hardware.lead_weeks_low is not None:
        facts.append(
            say(
                "{lead_weeks_low} to {lead_weeks_high} weeks to arrive",
                lead_weeks_low=hardware.lead_weeks_low,
                lead_weeks_high=hardware.lead_weeks_high or 0.0,
            )
        )
    st.caption(" · ".join(facts))


def _unpaid(plan: HostingPlan, scenario: Scenario) -> Iterator[str]:
    """What of an API's figure is no bill: the verdict tells the bill apart, and "nobody" alone would deny the rest."""
    unpaid = 0.0 if plan.staff else (plan.unpaid_usd_per_month or 0.0) / scenario.rate
    if round(unpaid) > 0:
        yield say("{unpaid:,.0f} of it own work at changes of model", unpaid=unpaid)


def _cheapest(table: PlanTable, shown: ShownPlans, plans: Mapping[int, HostingPlan], scenario: Scenario) -> None:
    """The cheapest plan of each way of hosting among the models of the page, where it is another than those above."""
    rows = [row for row in shown.cheapest if row not in (shown.choice, *shown.same_model.values())]
    if not rows:
        return
    st.markdown(say("**The cheapest of each way of hosting** among the models compared, where it is another plan"))
    for column, row in zip(st.columns(len(rows)), rows, strict=True):
        with column:
            kind = table.alternatives[row].deployment.kind
            _metric(
                say(HOSTING_NAMES[kind]),
                plans[row],
                scenario,
                help_text=plan_names.name_of(table, row),
            )
            st.caption(escaped(plan_names.name_of(table, row)))


def _people(plan: HostingPlan) -> str:
    return "–" if plan.staff is None else words().number(shown_fte(plan.staff.paid_fte), 2)


def _used(plan: HostingPlan) -> str:
    return "–" if plan.utilisation is None else f"{words().number(100 * plan.utilisation, 1)} %"


def show_table(
    table: PlanTable,
    rows: Sequence[int],
    plans: Mapping[int, HostingPlan],
    scenario: Scenario,
    out: Mapping[str, Elimination],
) -> None:
    """Every plan with its totals, its gates, hardware and speed.

    Totals are to the cent: finance holds them against the workbook and the report.
    """
    unit, rate = scenario.currency, scenario.rate
    money = st.column_config.NumberColumn(format="localized")
    frame = pd.DataFrame(
        [
            {
                say("Plan"): plan_names.name_of(table, row),
                say("{unit} per month", unit=unit): round(float(table.cost_usd[row, 1]) / rate, 2),
                say("{unit} over the horizon", unit=unit): round(float(table.horizon_usd[row, 1]) / rate, 2),
                say("Gates"): gates.words(gates.failure_of(table, row, out)),
                say("People paid"): _people(plans[row]),
                say("Used"): _used(plans[row]),
                say("GPUs"): plan_names.gpus(table, row),
                say("TTFT p95"): plan_names.milliseconds(float(table.ttft_ms[row, 0])),
                say("ITL"): plan_names.milliseconds(float(table.itl_ms[row, 0])),
                say("Capacity"): plan_names.rate(float(table.output_tokens_per_s[row, 0])),
                say("Speed is"): table.bases["output_tokens_per_s"][row],
                say("Priced on"): plan_names.priced_on(table, row),
            }
            for row in rows
        ]
    )
    show_rows(
        frame,
        hide_index=True,
        key="hosting.plans",
        column_config={say("{unit} per month", unit=unit): money, say("{unit} over the horizon", unit=unit): money},
    )
