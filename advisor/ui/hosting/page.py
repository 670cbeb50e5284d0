"""The hosting page: the recommended plan first, then what would change it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from advisor.assessment import Assessment, choice_of
from advisor.catalog.catalog import Catalog
from advisor.decision.records import Elimination
from advisor.hosting.comparison.hosting_view import hosting_view
from advisor.hosting.planning.planner import PlanTable, plan_alternatives
from advisor.hosting.records import HostingView
from advisor.questionnaire.answers import Answers
from advisor.ui.cached import decisions
from advisor.ui.frame import what_if
from advisor.ui.frame.markdown import escaped
from advisor.ui.hosting import buying as hosting_buying
from advisor.ui.hosting import costs as hosting_costs
from advisor.ui.hosting import files as hosting_files
from advisor.ui.hosting import first as hosting_first
from advisor.ui.hosting import plan_names as hosting_names
from advisor.ui.hosting import ruled_out as hosting_gates
from advisor.ui.hosting import tradeoff as hosting_tradeoff
from advisor.ui.hosting.controls import Scenario, components, controls
from advisor.ui.hosting.shown_plans import ShownPlans, models_at_first, shown_plans, view_of
from advisor.ui.words import said, say

MODELS_AT_FIRST = 4


def show(answers: Answers, assessment: Assessment, catalog: Catalog) -> None:
    """Draw the page; a change of a control redraws the fragment alone."""
    _room(answers, assessment, catalog)


@st.fragment
def _room(answers: Answers, assessment: Assessment, catalog: Catalog) -> None:
    """Results first; the controls that they follow from stand beside them, below them on a narrow screen."""
    left, right = st.columns([7, 3], gap="large")
    results = left.container()
    with (
        st.container(),
        st.expander(
            say("Cost components: switch, change, and see where each default comes from"), icon=":material/tune:"
        ),
    ):
        changed = components(catalog)
    with right.container(border=True):
        st.subheader(say("What if"), anchor=False)
        scenario = controls(answers, _models_at_first(assessment, catalog), catalog, changed)
    if not scenario.models:
        results.info(say("Choose at least one model to compare."), icon=":material/tune:")
        return
    with results, st.spinner(say("Planning every way of hosting")):
        table = plan_alternatives(
            [catalog.model[name] for name in scenario.models],
            scenario.use_case,
            scenario.answers,
            catalog,
            kinds=scenario.kinds,
            assume=scenario.assume,
        )
        saved = next(case for case in answers.use_cases if case.name == scenario.use_case.name)
        out = hosting_gates.failed(answers, saved, table)
        shown = shown_plans(table, scenario, view_of(assessment, scenario.use_case.name), out)
    rows = shown.rows
    if not rows:
        with results:
            _nothing(table)
        return
    view = hosting_view(table, rows, scenario.answers, compared=shown.compared or rows)
    with results:
        hosting_first.show(table, shown, dict(zip(rows, view.plans, strict=True)), scenario)
        hosting_gates.show(table, rows, out)
        _advice_then(answers, assessment)
        _tabs(table, shown, view, scenario, assessment, out=out)


def _tabs(
    table: PlanTable,
    shown: ShownPlans,
    view: HostingView,
    scenario: Scenario,
    assessment: Assessment,
    *,
    out: Mapping[str, Elimination],
) -> None:
    """What stands behind the plans that are shown; only the open tab is drawn."""
    rows = shown.rows
    names = hosting_names.names_of(table, rows)
    panels: dict[str, Callable[[], None]] = {
        say("Costs"): lambda: _costs(table, shown, view, scenario, assessment, out=out),
        say("Break-even"): lambda: hosting_costs.show_break_even(table, rows, view.break_evens, names, scenario),
        say("Trade-off"): lambda: hosting_tradeoff.show(view.tradeoff),
        say("What moves it"): lambda: hosting_costs.show_tornado(table, rows, names, scenario),
        say("Energy and carbon"): lambda: hosting_tradeoff.show_energy(table, rows, view.plans, names),
        say("Quote and files"): lambda: hosting_files.show(table, rows, view.plans, names, scenario),
    }
    tabs = st.tabs(list(panels), key="hosting.tabs", on_change="rerun")
    for tab, draw in zip(tabs, panels.values(), strict=True):
        if tab.open:
            with tab:
                draw()


def _costs(
    table: PlanTable,
    shown: ShownPlans,
    view: HostingView,
    scenario: Scenario,
    assessment: Assessment,
    *,
    out: Mapping[str, Elimination],
) -> None:
    """What every plan costs, and other ways to buy it."""
    rows, names = shown.rows, hosting_names.names_of(table, shown.rows)
    hosting_costs.show_costs(view.plans, names, scenario, table, rows)
    with st.expander(say("Table: every plan with its gates, hardware and speed")):
        hosting_first.show_table(table, rows, dict(zip(rows, view.plans, strict=True)), scenario, out)
    hosting_buying.show(table, rows, names, scenario)
    hosting_buying.show_sharing(table, rows, names)
    hosting_buying.show_portfolio(assessment, table.catalog)


def _models_at_first(assessment: Assessment, catalog: Catalog) -> list[str]:
    """The chosen model, those of the cheapest plans, then those ranked first."""
    others = [item.model_id for item in assessment.recommendations[:20] if item.model_id in catalog.model]
    return models_at_first(assessment.hosting, others, MODELS_AT_FIRST)


def _advice_then(answers: Answers, assessment: Assessment) -> None:
    """Under what is tried, whether the advice would still be the same."""
    if not what_if.of_answers():
        return
    then = decisions.assessment(what_if.applied(answers))
    now_chosen, then_chosen = choice_of(assessment), choice_of(then)
    if then_chosen is None:
        st.warning(say("Under these conditions nothing fits."), icon=":material/experiment:")
    elif now_chosen is not None and then_chosen.alternative_id == now_chosen.alternative_id:
        st.success(say("Under these conditions the advice stays the same."), icon=":material/experiment:")
    else:
        st.warning(
            say("Under these conditions the advice would be {name}.", name=escaped(then_chosen.name)),
            icon=":material/experiment:",
        )


def _nothing(table: PlanTable) -> None:
    st.warning(say("Nothing can be planned with these controls."), icon=":material/block:")
    problems = sorted({said(problem) for problem in table.problems if problem})
    for problem in problems[:8]:
        st.markdown(f"- {escaped(problem)}")
