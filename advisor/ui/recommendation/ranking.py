"""The ranking by options with its contributions, and the sentence for every loser and everything eliminated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase, choice_of
from advisor.decision.records import Elimination, Recommendation
from advisor.questionnaire.answers import Answers, BudgetAnswers
from advisor.ui.cached import installation
from advisor.ui.charts.contributions import contributions_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.numbers import sensible
from advisor.ui.recommendation.shared_figures import best_per_model, monthly
from advisor.ui.tables import show_rows
from advisor.ui.words import later, message, say, say_n, words
from advisor.words.names import basis_name
from advisor.words.sentences.criteria import CRITERIA_TITLES
from advisor.words.sentences.gates import GATE_NAMES

SHOWN = 12
FIRST_COLUMNS = 5
"""Rank, option, score, money and evidence fit a narrow screen; the rest opens on a click."""
OBVIOUS = frozenset({"task", "status", "offer"})
"""Eliminations that nobody wonders about stand last: other kinds of models, retired ones, ones that nobody sells."""
TALL_PX = 74
"""Rows of sentences are three lines high, so that they wrap instead of being cut."""
FIGURES = {
    "ttft_ms": later("Time to first token"),
    "itl_ms": later("Gap between tokens"),
    "total_s": later("Whole answer"),
    "output_tokens_per_s": later("Throughput"),
}


def show_ranking(answers: Answers, case: AnyUseCase) -> None:
    """Stacked contributions, the table behind them, and on demand the variants and the figures of an option."""
    results = st.container()
    left, right = st.columns([2, 1])
    grouped = left.toggle(
        say("Best way of hosting of each model only"),
        value=True,
        key="recommendation.grouped",
        help=say("Off: every way of hosting a model is a row of its own."),
    )
    count = right.slider(say("Rows"), 3, 40, SHOWN, key="recommendation.rows", help=say("How many options to draw."))
    items = (best_per_model(case.recommendations) if grouped else list(case.recommendations))[:count]
    names = {item.alternative_id: item.name for item in items}
    with results:
        draw(contributions_chart(items, case.criteria, names, _chosen_id(case)), key="recommendation.contributions")
    table = _contribution_table(items, case, answers.budget)
    show_rows(
        table[list(table.columns[:FIRST_COLUMNS])],
        hide_index=True,
        width="stretch",
        column_config=_room_for_names(answers.budget),
        height="content",
        key="recommendation.ranking_table",
    )
    with st.expander(say("Points on every criterion, and how often first"), icon=":material/table:"):
        show_rows(
            table,
            hide_index=True,
            width="stretch",
            column_config=localized(answers.budget),
            height="content",
            key="recommendation.contribution_table",
        )
    with st.expander(say("How each criterion is measured"), icon=":material/straighten:"):
        show_rows(
            _criteria_table(case),
            hide_index=True,
            width="stretch",
            height="content",
            key="recommendation.criteria_table",
        )
    chosen = st.selectbox(
        say("Show every figure of"),
        items,
        format_func=lambda item: item.name,
        key="recommendation.figures_of",
        help=say("Its other places and machines, and the raw performances with interval, basis and source."),
    )
    if chosen is not None:
        _show_variants(chosen, answers.budget)
        show_rows(
            _figure_table(chosen, source_names(), answers.budget),
            hide_index=True,
            width="stretch",
            height="content",
            key="recommendation.figure_table",
        )


def _chosen_id(case: AnyUseCase) -> str | None:
    """The option that the verdict recommends."""
    chosen = choice_of(case)
    return None if chosen is None else chosen.alternative_id


def _show_variants(item: Recommendation, budget: BudgetAnswers) -> None:
    """Other zones, providers, GPUs and precisions of the same model on the same way of hosting."""
    if not item.variants:
        return
    count = say_n("{n} other place or machines", "{n} other places or machines", item.variant_count)
    shown = (
        ""
        if len(item.variants) == item.variant_count
        else say(", the best {count} are listed", count=len(item.variants))
    )
    st.caption(
        say(
            "{name} stands for its option: nearest zone first among equals; {count}{shown}.",
            name=item.name,
            count=count,
            shown=shown,
        )
    )
    rows = [
        {
            say("Place"): each.place,
            say("Score"): round(each.score * 100, 1),
            say("{currency} a month", currency=budget.currency): _amount(each.monthly_cost_usd, budget),
        }
        for each in item.variants
    ]
    show_rows(
        pd.DataFrame(rows),
        hide_index=True,
        width="stretch",
        height="content",
        column_config=localized(budget),
        key="recommendation.variants",
    )


def _amount(usd: float | None, budget: BudgetAnswers) -> int | None:
    return None if usd is None else round(usd / budget.usd_per_unit)


def _room_for_names(budget: BudgetAnswers) -> dict[str, Any]:
    """Figures no wider than they need, so that the end of an option's name, its zone, is not cut off."""
    (money,) = localized(budget)
    narrow = {say("Rank"): 50, say("Score"): 70}
    return {name: st.column_config.NumberColumn(width=width) for name, width in narrow.items()} | {
        money: st.column_config.NumberColumn(format="localized", width=110),
        say("Option"): st.column_config.TextColumn(width=560),
        say("Evidence"): st.column_config.TextColumn(width=100),
    }


def localized(budget: BudgetAnswers) -> dict[str, Any]:
    """Column configuration that sets thousands apart in the column of money."""
    return {say("{currency} a month", currency=budget.currency): st.column_config.NumberColumn(format="localized")}


def _contribution_table(items: list[Recommendation], case: AnyUseCase, budget: BudgetAnswers) -> pd.DataFrame:
    rows = []
    for item in items:
        band = item.monthly_cost_usd
        row: dict[str, object] = {
            say("Rank"): item.rank,
            say("Option"): item.name,
            say("Score"): round(item.score * 100, 1),
            say("{currency} a month", currency=budget.currency): _amount(None if band is None else band.p50, budget),
            say("Evidence"): basis_name(words(), item.evidence or ""),
            say("Other places"): item.variant_count,
        }
        for note in case.criteria:
            row[message(note.name)] = round(item.contributions[note.criterion] * 100, 1)
        row[say("First in (%)")] = round(item.first_rank_share * 100, 1)
        row[say("Expected rank")] = round(item.expected_rank, 1)
        row[say("Beaten everywhere by")] = item.dominated_by or ""
        rows.append(row)
    return pd.DataFrame(rows)


def _criteria_table(case: AnyUseCase) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                say("Criterion"): message(note.name),
                say("Weight (%)"): round(note.weight * 100, 1),
                say("Why this weight"): note.weight_reason,
                say("Definition"): message(note.definition),
                say("Unit"): message(note.unit),
                say("Value 0 at"): note.anchor_worst,
                say("Value 1 at"): note.anchor_best,
                say("Why these anchors"): message(note.anchor_reason),
                say("Source"): message(note.source),
            }
            for note in case.criteria
        ]
    )


def in_currency(value: float | None, unit: str, budget: BudgetAnswers) -> float | None:
    """A figure in the decision's currency where its unit is money; any other as it is."""
    return value / budget.usd_per_unit if value is not None and unit.startswith("USD") else value


def unit_in(unit: str, budget: BudgetAnswers) -> str:
    """What the unit of a figure is called, money in the decision's currency."""
    return monthly(budget) if unit.startswith("USD") else message(unit)


def _figure_table(item: Recommendation, sources: Mapping[str, str], budget: BudgetAnswers) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                say("Figure"): _figure_name(name),
                say("Value"): sensible(in_currency(figure.value, figure.unit, budget)),
                say("Low"): "" if figure.low is None else sensible(in_currency(figure.low, figure.unit, budget)),
                say("High"): "" if figure.high is None else sensible(in_currency(figure.high, figure.unit, budget)),
                say("Unit"): unit_in(figure.unit, budget),
                say("Basis"): basis_name(words(), figure.basis),
                say("What it rests on"): figure.note or "",
                say("Source"): source_name(figure.source, sources),
            }
            for name, figure in item.performances.items()
        ]
    )


def _figure_name(name: str) -> str:
    if name in CRITERIA_TITLES:
        return message(CRITERIA_TITLES[name])
    return say(FIGURES[name]) if name in FIGURES else name.replace("_", " ")


def source_names() -> dict[str, str]:
    """Every source of the catalog by its id: name and date."""
    return {source.source_id: f"{source.name} ({source.dated})" for source in installation.catalog().sources}


def source_name(source: str | None, sources: Mapping[str, str]) -> str:
    """A source by its name and date, with the row in it; what is no source of the catalog, in words."""
    source_id, _, row = (source or "").partition("#")
    if source_id not in sources:
        return message(source or "")
    return f"{sources[source_id]}: {row}" if row else sources[source_id]


def show_losers(case: AnyUseCase) -> None:
    """A sentence for everything that is not first: ranked lower, or out."""
    if case.recommendations:
        st.subheader(say("Ranked lower"))
        grouped = st.toggle(
            say("Best way of hosting of each model only"),
            value=True,
            key="recommendation.losers_grouped",
            help=say("Off: every way of hosting a model is a row of its own."),
        )
        show_rows(
            _loser_table(case, grouped=grouped),
            hide_index=True,
            width="stretch",
            row_height=TALL_PX,
            column_config={
                say("Rank"): st.column_config.NumberColumn(width=50),
                say("Alternative"): st.column_config.TextColumn(width="medium"),
                say("Why not first"): st.column_config.TextColumn(width="large"),
            },
            key="recommendation.losers",
        )
    st.subheader(say("Out"))
    _show_eliminated(case)


def _loser_table(case: AnyUseCase, *, grouped: bool) -> pd.DataFrame:
    ranked = [(item.rank, item.model_id, item.name, item.why_not) for item in case.recommendations]
    ranked += [(item.rank, item.model_id, item.name, item.why_not) for item in case.also_ranked]
    seen: set[str] = set()
    rows = []
    for rank, model_id, name, why in ranked:
        if why and not (grouped and model_id in seen):
            rows.append({say("Rank"): rank, say("Alternative"): name, say("Why not first"): why})
        seen.add(model_id)
    return pd.DataFrame(rows, columns=[say("Rank"), say("Alternative"), say("Why not first")])


def _show_eliminated(case: AnyUseCase) -> None:
    gates = Counter(item.gate for item in case.eliminations.bare)
    left, right = st.columns(2)
    chosen = left.multiselect(
        say("Constraint"),
        [gate for gate, _ in gates.most_common()],
        format_func=lambda gate: f"{message(GATE_NAMES[gate])} ({words().number(gates[gate])})",
        key="recommendation.gates",
        help=say("Show only what failed these constraints."),
        placeholder=say("All constraints"),
    )
    text = (
        right.text_input(say("Search"), key="recommendation.search", help=say("Part of a model's or provider's name."))
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
        say(
            "{count:,} of {count2:,} entries. A model that is out wherever it runs has one entry.",
            count=len(kept),
            count2=len(case.eliminations),
        )
    )
    show_rows(
        _elimination_table(kept),
        hide_index=True,
        width="stretch",
        row_height=TALL_PX,
        column_config={
            say("Constraint"): st.column_config.TextColumn(width="small"),
            say("Why"): st.column_config.TextColumn(width="large"),
        },
        key="recommendation.eliminated",
    )


def _elimination_table(eliminations: Sequence[Elimination]) -> pd.DataFrame:
    sources = source_names()
    rows = [
        {
            say("Why"): item.sentence,
            say("Constraint"): message(GATE_NAMES[item.gate]),
            say("Observed"): item.observed,
            say("Required"): item.required,
            say("Fails too"): ", ".join(message(GATE_NAMES[gate]) for gate in item.also),
            say("Source"): source_name(item.source, sources),
            say("Alternative"): item.alternative_id,
        }
        for item in eliminations
    ]
    columns = [
        say("Why"),
        say("Constraint"),
        say("Observed"),
        say("Required"),
        say("Fails too"),
        say("Source"),
        say("Alternative"),
    ]
    return pd.DataFrame(rows, columns=columns)
