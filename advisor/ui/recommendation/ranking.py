"""The ranking by options with its contributions, and the sentence for every loser and everything eliminated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.decision.records import Elimination, Recommendation
from advisor.questionnaire.answers import Answers, BudgetAnswers
from advisor.ui.cached import installation
from advisor.ui.charts.decision import contributions_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.numbers import sensible
from advisor.ui.recommendation.cards import best_per_model
from advisor.words.sentences.criteria import CRITERIA_TITLES
from advisor.words.sentences.gates import GATE_NAMES

Case = Assessment | UseCaseAssessment
SHOWN = 12
OBVIOUS = frozenset({"task", "status", "offer"})
"""Eliminations that nobody wonders about stand last: other kinds of models, retired ones, ones that nobody sells."""
TALL_PX = 74
"""Rows of sentences are three lines high, so that they wrap instead of being cut."""
FIGURES = CRITERIA_TITLES | {
    "ttft_ms": "Time to first token",
    "itl_ms": "Gap between tokens",
    "total_s": "Whole answer",
    "output_tokens_per_s": "Throughput",
}


def show_ranking(answers: Answers, case: Case) -> None:
    """Stacked contributions, the table behind them, and on demand the variants and the figures of an option."""
    left, right = st.columns([2, 1])
    grouped = left.toggle(
        "Best way of hosting of each model only",
        value=True,
        key="recommendation.grouped",
        help="Off: every way of hosting a model is a row of its own.",
    )
    count = right.slider("Rows", 3, 40, SHOWN, key="recommendation.rows", help="How many options to draw.")
    items = (best_per_model(case.recommendations) if grouped else list(case.recommendations))[:count]
    names = {item.alternative_id: item.name for item in items}
    draw(contributions_chart(items, case.criteria, names), key="recommendation.contributions")
    st.dataframe(
        _contribution_table(items, case, answers.budget),
        hide_index=True,
        width="stretch",
        column_config=localized(answers.budget),
        height="content",
        key="recommendation.contribution_table",
    )
    with st.expander("How each criterion is measured", icon=":material/straighten:"):
        st.dataframe(
            _criteria_table(case),
            hide_index=True,
            width="stretch",
            height="content",
            key="recommendation.criteria_table",
        )
    chosen = st.selectbox(
        "Show every figure of",
        items,
        format_func=lambda item: item.name,
        key="recommendation.figures_of",
        help="Its other places and machines, and the raw performances with interval, basis and source.",
    )
    if chosen is not None:
        _show_variants(chosen, answers.budget)
        st.dataframe(
            _figure_table(chosen, source_names()),
            hide_index=True,
            width="stretch",
            height="content",
            key="recommendation.figure_table",
        )


def _show_variants(item: Recommendation, budget: BudgetAnswers) -> None:
    """Other zones, providers, GPUs and precisions of the same model on the same way of hosting."""
    if not item.variants:
        return
    count = f"{item.variant_count:,} other place{'s' if item.variant_count > 1 else ''} or machines"
    shown = "" if len(item.variants) == item.variant_count else f", the best {len(item.variants)} are listed"
    st.caption(f"{item.name} stands for its option: nearest zone first among equals; {count}{shown}.")
    rows = [
        {
            "Place": each.place,
            "Score": round(each.score * 100, 1),
            f"{budget.currency} a month": _amount(each.monthly_cost_usd, budget),
        }
        for each in item.variants
    ]
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        height="content",
        column_config=localized(budget),
        key="recommendation.variants",
    )


def _amount(usd: float | None, budget: BudgetAnswers) -> int | None:
    return None if usd is None else round(usd / budget.usd_per_unit)


def localized(budget: BudgetAnswers) -> dict[str, Any]:
    """Column configuration that sets thousands apart in the column of money."""
    return {f"{budget.currency} a month": st.column_config.NumberColumn(format="localized")}


def _contribution_table(items: list[Recommendation], case: Case, budget: BudgetAnswers) -> pd.DataFrame:
    rows = []
    for item in items:
        band = item.monthly_cost_usd
        row: dict[str, object] = {
            "Rank": item.rank,
            "Option": item.name,
            "Score": round(item.score * 100, 1),
            f"{budget.currency} a month": _amount(None if band is None else band.p50, budget),
            "Evidence": item.evidence or "",
            "Other places": item.variant_count,
        }
        for note in case.criteria:
            row[note.name] = round(item.contributions[note.criterion] * 100, 1)
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


def _figure_table(item: Recommendation, sources: Mapping[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Figure": FIGURES.get(name, name.replace("_", " ")),
                "Value": sensible(figure.value),
                "Low": "" if figure.low is None else sensible(figure.low),
                "High": "" if figure.high is None else sensible(figure.high),
                "Unit": figure.unit,
                "Basis": figure.basis,
                "What it rests on": figure.note or "",
                "Source": source_name(figure.source, sources),
            }
            for name, figure in item.performances.items()
        ]
    )


def source_names() -> dict[str, str]:
    """Every source of the catalog by its id: name and date."""
    return {source.source_id: f"{source.name} ({source.dated})" for source in installation.catalog().sources}


def source_name(source: str | None, sources: Mapping[str, str]) -> str:
    """A source by its name and date, with the row in it; what is no source of the catalog stays as it is."""
    source_id, _, row = (source or "").partition("#")
    if source_id not in sources:
        return source or ""
    return f"{sources[source_id]}: {row}" if row else sources[source_id]


def show_losers(case: Case) -> None:
    """A sentence for everything that is not first: ranked lower, or out."""
    if case.recommendations:
        st.subheader("Ranked lower")
        grouped = st.toggle(
            "Best way of hosting of each model only",
            value=True,
            key="recommendation.losers_grouped",
            help="Off: every way of hosting a model is a row of its own.",
        )
        st.dataframe(
            _loser_table(case, grouped=grouped),
            hide_index=True,
            width="stretch",
            row_height=TALL_PX,
            column_config={
                "Rank": st.column_config.NumberColumn(width=50),
                "Alternative": st.column_config.TextColumn(width="medium"),
                "Why not first": st.column_config.TextColumn(width="large"),
            },
            key="recommendation.losers",
        )
    st.subheader("Out")
    _show_eliminated(case)


def _loser_table(case: Case, *, grouped: bool) -> pd.DataFrame:
    ranked = [(item.rank, item.model_id, item.name, item.why_not) for item in case.recommendations]
    ranked += [(item.rank, item.model_id, item.name, item.why_not) for item in case.also_ranked]
    seen: set[str] = set()
    rows = []
    for rank, model_id, name, why in ranked:
        if why and not (grouped and model_id in seen):
            rows.append({"Rank": rank, "Alternative": name, "Why not first": why})
        seen.add(model_id)
    return pd.DataFrame(rows, columns=["Rank", "Alternative", "Why not first"])


def _show_eliminated(case: Case) -> None:
    gates = Counter(item.gate for item in case.eliminations)
    left, right = st.columns(2)
    chosen = left.multiselect(
        "Constraint",
        [gate for gate, _ in gates.most_common()],
        format_func=lambda gate: f"{GATE_NAMES[gate]} ({gates[gate]:,})",
        key="recommendation.gates",
        help="Show only what failed these constraints.",
        placeholder="All constraints",
    )
    text = (
        right.text_input("Search", key="recommendation.search", help="Part of a model's or provider's name.")
        .strip()
        .lower()
    )
    kept = sorted(
        (
            item
            for item in case.eliminations
            if (not chosen or item.gate in chosen)
            and (not text or text in f"{item.sentence} {item.alternative_id}".lower())
        ),
        key=lambda item: item.gate in OBVIOUS,
    )
    st.caption(
        f"{len(kept):,} of {len(case.eliminations):,} entries. A model that is out wherever it runs has one entry."
    )
    st.dataframe(
        _elimination_table(kept),
        hide_index=True,
        width="stretch",
        row_height=TALL_PX,
        column_config={
            "Constraint": st.column_config.TextColumn(width="small"),
            "Why": st.column_config.TextColumn(width="large"),
        },
        key="recommendation.eliminated",
    )


def _elimination_table(eliminations: Sequence[Elimination]) -> pd.DataFrame:
    sources = source_names()
    rows = [
        {
            "Why": item.sentence,
            "Constraint": GATE_NAMES[item.gate],
            "Observed": item.observed,
            "Required": item.required,
            "Fails too": ", ".join(GATE_NAMES[gate] for gate in item.also),
            "Source": source_name(item.source, sources),
            "Alternative": item.alternative_id,
        }
        for item in eliminations
    ]
    columns = ["Why", "Constraint", "Observed", "Required", "Fails too", "Source", "Alternative"]
    return pd.DataFrame(rows, columns=columns)
