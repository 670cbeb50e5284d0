"""The top of the hosting page: the recommended plan, the same model in other ways, the cheapest of each way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
from advisor.words.plan_words import idle_told
from advisor.words.tell import tell


def show(
    table: PlanTable,
    shown: ShownPlans,
    plans: Mapping[int, HostingPlan],
    scenario: Scenario,
    out: Mapping[str, Elimination],
) -> None:
    """Headline, metrics and the table of plans; what fails a gate stands in the table alone."""
    if shown.choice is not None:
        _headline(table, shown, plans, scenario)
    _cheapest(table, shown, plans, scenario)
    _frame(table, shown.rows, plans, scenario, out)
    gates.show(table, shown.rows, out)


def _money(plan: HostingPlan, scenario: Scenario) -> str:
    """The plan's figure per month in whole units of the currency."""
    usd = plan.monthly_cost_usd.p50 if plan.monthly_cost_usd else 0.0
    return f"{usd / scenario.rate:,.0f} {scenario.currency}"


def _headline(table: PlanTable, shown: ShownPlans, plans: Mapping[int, HostingPlan], scenario: Scenario) -> None:
    """The choice in a sentence, then its model in every way of hosting."""
    row = shown.choice
    if row is None:
        return
    plan, months = plans[row], table.case.horizon_months
    band = plan.horizon_cost_usd
    name = plan_names.name_of(table, row)
    st.subheader(f"{escaped(name)}: {_money(plan, scenario)} a month", anchor=False)
    if band is not None:
        st.caption(
            f"The choice of this decision. {band.p50 / scenario.rate:,.2f} {scenario.currency} over {months} months "
            f"({band.p10 / scenario.rate:,.0f} to {band.p90 / scenario.rate:,.0f}), everything included."
        )
    columns = st.columns(len(shown.same_model) + bool(shown.missing))
    for column, (kind, place) in zip(columns, shown.same_model.items(), strict=False):
        with column:
            _metric(HOSTING_NAMES[kind], plans[place], scenario, help_text=plan_names.name_of(table, place))
    if shown.missing:
        model = table.catalog.model[table.alternatives[row].model_id].name
        lines = [f"- {HOSTING_NAMES[kind]}: {escaped(reason)}" for kind, reason in shown.missing.items()]
        columns[-1].markdown(f"{escaped(model)} has no plan here:\n\n" + "\n".join(lines))
    for fact in idle_told(plan, plan_names.names_in(table, shown.rows), scenario.answers.budget):
        st.warning(tell(fact), icon=":material/hourglass_empty:")


def _metric(label: str, plan: HostingPlan, scenario: Scenario, *, help_text: str) -> None:
    """One way of hosting: its figure, people, use and how long the hardware takes."""
    st.metric(label, _money(plan, scenario), help=f"{help_text}: per month, the middle of the draws")
    band = plan.monthly_cost_usd
    low, high = (0.0, 0.0) if band is None else (band.p10 / scenario.rate, band.p90 / scenario.rate)
    facts = [f"{low:,.0f} to {high:,.0f}", f"people {plan.staff.paid_fte:.2f}" if plan.staff else "no people"]
    if plan.utilisation is not None:
        facts.append(f"used {plan.utilisation:.0%}")
    hardware = plan.hardware
    if hardware is not None and hardware.lead_weeks_low is not None:
        facts.append(f"{hardware.lead_weeks_low} to {hardware.lead_weeks_high} weeks to arrive")
    st.caption(" · ".join(facts))


def _cheapest(table: PlanTable, shown: ShownPlans, plans: Mapping[int, HostingPlan], scenario: Scenario) -> None:
    """The cheapest plan of each way of hosting among the models of the page, where it is another than those above."""
    rows = [row for row in shown.cheapest if row not in (shown.choice, *shown.same_model.values())]
    if not rows:
        return
    st.markdown("**The cheapest of each way of hosting** among the models compared, where it is another plan")
    for column, row in zip(st.columns(len(rows)), rows, strict=True):
        with column:
            kind = table.alternatives[row].deployment.kind
            _metric(f"{HOSTING_NAMES[kind]}, cheapest", plans[row], scenario, help_text=plan_names.name_of(table, row))
            st.caption(escaped(plan_names.name_of(table, row)))


def _people(plan: HostingPlan) -> float | None:
    return None if plan.staff is None else plan.staff.paid_fte


def _frame(
    table: PlanTable,
    rows: Sequence[int],
    plans: Mapping[int, HostingPlan],
    scenario: Scenario,
    out: Mapping[str, Elimination],
) -> None:
    """Every plan with its totals to the cent, its gates, hardware and speed."""
    unit, rate = scenario.currency, scenario.rate
    money = st.column_config.NumberColumn(format="%.2f")
    frame = pd.DataFrame(
        [
            {
                "Plan": plan_names.name_of(table, row),
                f"{unit} per month": round(float(table.cost_usd[row, 1]) / rate, 2),
                f"{unit} over the horizon": round(float(table.horizon_usd[row, 1]) / rate, 2),
                "Gates": gates.words(gates.failure_of(table, row, out)),
                "People paid": _people(plans[row]),
                "Used": None if plans[row].utilisation is None else f"{plans[row].utilisation:.1%}",
                "GPUs": plan_names.gpus(table, row),
                "TTFT p95": plan_names.milliseconds(float(table.ttft_ms[row, 0])),
                "ITL": plan_names.milliseconds(float(table.itl_ms[row, 0])),
                "Capacity": plan_names.rate(float(table.output_tokens_per_s[row, 0])),
                "Speed is": table.bases["output_tokens_per_s"][row],
                "Priced on": plan_names.priced_on(table, row),
            }
            for row in rows
        ]
    )
    st.dataframe(
        frame,
        hide_index=True,
        key="hosting.plans",
        column_config={f"{unit} per month": money, f"{unit} over the horizon": money},
    )
