"""The hosting page: what each way of hosting costs, where they break even, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Elimination
from advisor.hosting.comparison.hosting_view import cheapest_of_each, hosting_view
from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from advisor.questionnaire.answers import Answers
from advisor.ui.charts import hosting as charts
from advisor.ui.frame.markdown import escaped
from advisor.ui.hosting import buying as hosting_buying
from advisor.ui.hosting import costs as hosting_costs
from advisor.ui.hosting import files as hosting_files
from advisor.ui.hosting import plan_names as hosting_names
from advisor.ui.hosting import ruled_out as hosting_gates
from advisor.ui.hosting import tradeoff as hosting_tradeoff
from advisor.ui.hosting.controls import Scenario, controls
from advisor.words.tell import tell

MODELS_AT_FIRST = 3


def show(answers: Answers, assessment: Assessment, catalog: Catalog) -> None:
    """Draw the page; a change of a control redraws the fragment alone."""
    st.write(
        "Every figure is computed from this decision's workload. Move the controls to see what another volume, "
        "price or place would change; nothing here changes the saved answers."
    )
    _room(answers, assessment, catalog)


@st.fragment
def _room(answers: Answers, assessment: Assessment, catalog: Catalog) -> None:
    scenario = controls(answers, _models_at_first(assessment, catalog), catalog)
    if not scenario.models:
        st.info("Choose at least one model to compare.", icon=":material/tune:")
        return
    table = plan_alternatives(
        [catalog.model[name] for name in scenario.models],
        scenario.use_case,
        scenario.answers,
        catalog,
        kinds=scenario.kinds,
        assume=scenario.assume,
    )
    out = hosting_gates.failed(assessment, scenario.use_case.name)
    rows = _chosen_rows(table, scenario, out)
    if not rows:
        _nothing(table)
        return
    view = hosting_view(table, rows, scenario.answers)
    names = hosting_names.names_of(table, rows)
    _metrics(table, rows, names, scenario, out)
    hosting_gates.show(table, rows, out)
    costs, meeting, tradeoff, sensitivity, energy, files = st.tabs(
        ["Costs", "Break-even", "Trade-off", "What moves it", "Energy and carbon", "Quote and files"],
    )
    with costs:
        hosting_costs.show_costs(view.plans, names, scenario)
        hosting_buying.show(table, rows, names, scenario)
        hosting_buying.show_sharing(table, rows, names)
        hosting_buying.show_portfolio(assessment, catalog)
    with meeting:
        hosting_costs.show_break_even(table, rows, view.break_evens, names, scenario)
    with tradeoff:
        hosting_tradeoff.show(view.tradeoff)
    with sensitivity:
        hosting_costs.show_tornado(table, rows, names, scenario)
    with energy:
        hosting_tradeoff.show_energy(table, rows, names)
    with files:
        hosting_files.show(table, rows, view.plans, names, scenario)


def _models_at_first(assessment: Assessment, catalog: Catalog) -> list[str]:
    """The models of the decision's hosting plans, then those ranked first."""
    named = [plan.alternative.model_id for plan in assessment.hosting.plans]
    named += [item.model_id for item in assessment.recommendations[:20]]
    return [name for name in dict.fromkeys(named) if name in catalog.model][:MODELS_AT_FIRST]


def _chosen_rows(table: PlanTable, scenario: Scenario, out: Mapping[str, Elimination]) -> tuple[int, ...]:
    """The cheapest row of each way of hosting that the controls leave, or the cheapest of each model and way.

    What passes the gates comes before what does not, so that a plan that fails is shown where no other is left.
    """
    left = [row for row in range(len(table)) if scenario.admits(table.alternatives[row].deployment)]
    if not scenario.every_model:
        return cheapest_of_each(table, hosting_gates.passing(table, left, out))
    rows: list[int] = []
    for model in scenario.models:
        own = [row for row in left if table.alternatives[row].model_id == model]
        rows += cheapest_of_each(table, hosting_gates.passing(table, own, out))
    return tuple(rows)


def _nothing(table: PlanTable) -> None:
    st.warning("Nothing can be planned with these controls.", icon=":material/block:")
    problems = sorted({tell(problem) for problem in table.problems if problem})
    for problem in problems[:8]:
        st.markdown(f"- {escaped(problem)}")


def _metrics(
    table: PlanTable, rows: Sequence[int], names: Sequence[str], scenario: Scenario, out: Mapping[str, Elimination]
) -> None:
    """The headline figures, one column per way of hosting, and the table of plans."""
    best = cheapest_of_each(table, rows)
    for column, row in zip(st.columns(len(best)), best, strict=True):
        p10, p50, p90 = table.cost_usd[row] / scenario.rate
        deployment = table.alternatives[row].deployment
        column.metric(
            charts.HOSTING_NAMES[deployment.kind],
            f"{p50:,.0f} {scenario.currency}",
            help=f"{names[rows.index(row)]}: per month, 10th to 90th percentile {p10:,.0f} to {p90:,.0f}",
        )
        column.caption(f"a month ({p10:,.0f} to {p90:,.0f})")
    money = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        _plans_frame(table, rows, names, scenario, out),
        hide_index=True,
        key="hosting.plans",
        column_config={
            f"{scenario.currency} per month": money,
            f"{scenario.currency} over the horizon": money,
        },
    )


def _plans_frame(
    table: PlanTable, rows: Sequence[int], names: Sequence[str], scenario: Scenario, out: Mapping[str, Elimination]
) -> pd.DataFrame:
    unit = scenario.currency
    return pd.DataFrame(
        [
            {
                "Plan": name,
                f"{unit} per month": round(float(table.cost_usd[row, 1]) / scenario.rate),
                f"{unit} over the horizon": round(float(table.horizon_usd[row, 1]) / scenario.rate),
                "Gates": hosting_gates.words(hosting_gates.failure_of(table, row, out)),
                "GPUs": hosting_names.gpus(table, row),
                "Precision": table.alternatives[row].deployment.precision or "",
                "TTFT p95": hosting_names.milliseconds(float(table.ttft_ms[row, 0])),
                "ITL": hosting_names.milliseconds(float(table.itl_ms[row, 0])),
                "Capacity": hosting_names.rate(float(table.output_tokens_per_s[row, 0])),
                "Speed is": table.bases["output_tokens_per_s"][row],
                "Priced on": hosting_names.priced_on(table, row),
            }
            for row, name in zip(rows, names, strict=True)
        ]
    )
