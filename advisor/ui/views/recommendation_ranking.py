"""The ranking with its contributions, and the sentence for every loser and every eliminated alternative."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.decision.gates import GATES
from advisor.decision.records import Recommendation
from advisor.ui.charts.decision import contributions_chart
from advisor.ui.views.recommendation_cards import best_per_model

Case = Assessment | UseCaseAssessment
SHOWN = 12


def show_ranking(case: Case) -> None:
    """Stacked contributions and the table behind them."""
    left, right = st.columns([2, 1])
    grouped = left.toggle(
        "Best place of each model only",
        value=True,
        key="recommendation.grouped",
        help="Off: every deployment of a model is a row of its own.",
    )
    count = right.slider("Rows", 3, 40, SHOWN, key="recommendation.rows", help="How many alternatives to draw.")
    items = (best_per_model(case.recommendations) if grouped else list(case.recommendations))[:count]
    names = {item.alternative_id: item.name for item in items}
    st.plotly_chart(
        contributions_chart(items, case.criteria, names), width="stretch", key="recommendation.contributions"
    )
    st.dataframe(
        _contribution_table(items, case), hide_index=True, width="stretch", key="recommendation.contribution_table"
    )
    with st.expander("How each criterion is measured", icon=":material/straighten:"):
        st.dataframe(_criteria_table(case), hide_index=True, width="stretch", key="recommendation.criteria_table")
    chosen = st.selectbox(
        "Show every figure of",
        items,
        format_func=lambda item: item.name,
        key="recommendation.figures_of",
        help="The raw performances with interval, basis and source.",
    )
    if chosen is not None:
        st.dataframe(_figure_table(chosen), hide_index=True, width="stretch", key="recommendation.figure_table")


def _contribution_table(items: list[Recommendation], case: Case) -> pd.DataFrame:
    rows = []
    for item in items:
        band = item.monthly_cost_usd
        row: dict[str, object] = {"Rank": item.rank, "Alternative": item.name, "Score": round(item.score * 100, 1)}
        for note in case.criteria:
            row[note.name] = round(item.contributions[note.criterion] * 100, 1)
        row["USD a month"] = None if band is None else round(band.p50)
        row["First in (%)"] = round(item.first_rank_share * 100, 1)
        row["Expected rank"] = round(item.expected_rank, 1)
        row["Beaten everywhere by"] = item.dominated_by or ""
        rows.append(row)
    return pd.DataFrame(rows)


def _criteria_table(case: Case) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Criterion": note.name,
                "Weight (%)": round(note.weight * 100, 1),
                "Why this weight": note.weight_reason,
                "Definition": note.definition,
                "Unit": note.unit,
                "Value 0 at": note.anchor_worst,
                "Value 1 at": note.anchor_best,
                "Why these anchors": note.anchor_reason,
                "Source": note.source,
            }
            for note in case.criteria
        ]
    )


def _figure_table(item: Recommendation) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Figure": name.replace("_", " "),
                "Value": "unknown" if figure.value is None else f"{figure.value:,.4g}",
                "Low": "" if figure.low is None else f"{figure.low:,.4g}",
                "High": "" if figure.high is None else f"{figure.high:,.4g}",
                "Unit": figure.unit,
                "Basis": figure.basis,
                "What it rests on": figure.note or "",
                "Source": figure.source or "",
            }
            for name, figure in item.performances.items()
        ]
    )


def show_losers(case: Case) -> None:
    """A sentence for everything that is not first: ranked lower, or out."""
    if case.recommendations:
        st.subheader("Ranked lower")
        rows = [
            {"Rank": item.rank, "Alternative": item.name, "Why not first": item.why_not}
            for item in case.recommendations
            if item.why_not
        ]
        rows += [
            {"Rank": item.rank, "Alternative": item.name, "Why not first": item.why_not} for item in case.also_ranked
        ]
        st.dataframe(
            pd.DataFrame(rows, columns=["Rank", "Alternative", "Why not first"]),
            hide_index=True,
            width="stretch",
            key="recommendation.losers",
        )
    st.subheader("Out")
    _show_eliminated(case)


def _show_eliminated(case: Case) -> None:
    gates = sorted({item.gate for item in case.eliminations}, key=lambda gate: GATES[gate].name)
    left, right = st.columns(2)
    chosen = left.multiselect(
        "Constraint",
        gates,
        format_func=lambda gate: GATES[gate].name,
        key="recommendation.gates",
        help="Show only what failed these constraints.",
        placeholder="All constraints",
    )
    text = (
        right.text_input("Search", key="recommendation.search", help="Part of a model's or provider's name.")
        .strip()
        .lower()
    )
    rows = [
        {
            "Constraint": GATES[item.gate].name,
            "Why": item.sentence,
            "Observed": item.observed,
            "Required": item.required,
            "Fails too": ", ".join(GATES[gate].name for gate in item.also),
            "Source": item.source,
            "Alternative": item.alternative_id,
        }
        for item in case.eliminations
        if (not chosen or item.gate in chosen)
        and (not text or text in f"{item.sentence} {item.alternative_id}".lower())
    ]
    st.caption(
        f"{len(rows):,} of {len(case.eliminations):,} entries. A model that is out wherever it runs has one entry."
    )
    columns = ["Constraint", "Why", "Observed", "Required", "Fails too", "Source", "Alternative"]
    st.dataframe(pd.DataFrame(rows, columns=columns), hide_index=True, width="stretch", key="recommendation.eliminated")
