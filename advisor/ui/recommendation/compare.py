"""Any three side by side, and score against cost."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase, choice_of
from advisor.decision.records import CriterionNote, Recommendation
from advisor.questionnaire.answers import Answers, BudgetAnswers
from advisor.ui.cached import installation
from advisor.ui.charts.decision import Dot, alike, compare_chart, pareto_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.frame.numbers import sensible
from advisor.ui.recommendation.ranking import in_currency, unit_in
from advisor.ui.recommendation.shared_figures import best_per_model, money_columns, monthly
from advisor.ui.tables import show_rows
from advisor.ui.words import message, say, words
from advisor.words.names import basis_name
from advisor.words.written import all_said

MOST = 3


def show(answers: Answers, case: AnyUseCase) -> None:
    """Up to three alternatives side by side: values as a chart, everything as a table."""
    results = st.container()
    names = {item.alternative_id: item.name for item in case.recommendations}
    start = [item.alternative_id for item in best_per_model(case.recommendations)[:MOST]]
    chosen = st.multiselect(
        say("Alternatives"),
        list(names),
        default=start,
        format_func=lambda key: names[key],
        max_selections=MOST,
        key="recommendation.compare",
        wrap=True,
        help=say("Choose up to three."),
    )
    items = [item for item in case.recommendations if item.alternative_id in chosen]
    if not items:
        st.caption(say("Choose at least one alternative."))
        return
    with results:
        draw(compare_chart(items, case.criteria, names), key="recommendation.compare_chart")
        same = [message(note.name) for note in alike(items, case.criteria)]
        if same and len(items) > 1:
            st.caption(say("Alike on {criteria}: not drawn.", criteria=words().listed(same)))
    show_rows(
        _side_by_side(items, case, answers.budget),
        hide_index=True,
        width="stretch",
        height="content",
        key="recommendation.compare_table",
    )


def _side_by_side(items: list[Recommendation], case: AnyUseCase, budget: BudgetAnswers) -> pd.DataFrame:
    rows: list[dict[str, str]] = []

    def add(label: str, cells: list[str]) -> None:
        rows.append(
            {
                say("Figure"): label,
                **{f"{item.rank}. {item.name}": cell for item, cell in zip(items, cells, strict=True)},
            }
        )

    add(say("Score (points)"), [words().number(item.score * 100, 1) for item in items])
    bands = [item.monthly_cost_usd for item in items]
    add(
        say("{currency} a month, p50", currency=budget.currency),
        [say("unknown") if band is None else words().number(band.p50 / budget.usd_per_unit) for band in bands],
    )
    add(
        say("{currency} a month, p10 to p90", currency=budget.currency),
        [
            say("unknown")
            if band is None
            else say("{p10:,.0f} to {p90:,.0f}", p10=band.p10 / budget.usd_per_unit, p90=band.p90 / budget.usd_per_unit)
            for band in bands
        ],
    )
    add(say("First in (% of draws)"), [words().number(item.first_rank_share * 100, 1) for item in items])
    for note in case.criteria:
        add(f"{message(note.name)} ({words().percent(note.weight)})", [_cell(item, note, budget) for item in items])
    add(
        say("Time to first token"),
        [say("unknown") if i.ttft_ms.value is None else say("{value:,.0f} ms", value=i.ttft_ms.value) for i in items],
    )
    add(
        say("To settle first"),
        ["; ".join(all_said(item, "warnings", words().language)) or say("nothing") for item in items],
    )
    return pd.DataFrame(rows)


def _cell(item: Recommendation, note: CriterionNote, budget: BudgetAnswers) -> str:
    """The value in points and the performance behind it; where that is in points itself, once."""
    figure, value = item.performances[note.criterion], item.values[note.criterion] * 100  # noqa: PD011 - a record
    if figure.value is None:
        return say("{value:.0f} of 100: unknown", value=value)
    if figure.unit == "points of 100":
        return say("{value:.0f} of 100 ({basis})", value=value, basis=basis_name(words(), figure.basis))
    return say(
        "{value:.0f} of 100: {sensible} {unit} ({basis})",
        value=value,
        sensible=sensible(in_currency(figure.value, figure.unit, budget)),
        unit=unit_in(figure.unit, budget),
        basis=basis_name(words(), figure.basis),
    )


def show_pareto(answers: Answers, case: AnyUseCase) -> None:
    """Score against monthly cost for every feasible alternative, with the front."""
    budget = answers.budget
    found = [
        (item.alternative_id, item.monthly_cost_usd.p50, item.score, item.name, item.model_name)
        for item in case.recommendations
        if item.monthly_cost_usd is not None
    ]
    model_of = installation.catalog().model
    found += [
        (item.alternative_id, item.monthly_cost_usd, item.score, item.name, model_of[item.model_id].name)
        for item in case.also_ranked
        if item.monthly_cost_usd is not None
    ]
    dots = [
        Dot(key, usd / budget.usd_per_unit, score, name, model) for key, usd, score, name, model in found if usd > 0
    ]
    chosen = choice_of(case)
    draw(
        pareto_chart(dots, case.pareto, budget.currency, chosen.alternative_id if chosen else None),
        key="recommendation.pareto",
    )
    st.caption(
        say("The front: to score more than one of these you have to pay more, to pay less you have to score less.")
    )
    by_id = {dot.alternative_id: dot for dot in dots}
    rows = [
        {
            say("Alternative"): by_id[key].name,
            monthly(budget): round(by_id[key].money),
            say("Score"): round(by_id[key].score * 100, 1),
        }
        for key in case.pareto
        if key in by_id
    ]
    columns = [say("Alternative"), monthly(budget), say("Score")]
    show_rows(
        pd.DataFrame(rows, columns=columns),
        hide_index=True,
        width="stretch",
        column_config=money_columns(budget),
        height="content",
        key="recommendation.pareto_table",
    )
