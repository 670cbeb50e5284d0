"""Small model first, large on escalation: cost and quality as a function of the escalation share."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase
from advisor.decision.results.portfolio.routing import route
from advisor.questionnaire.answers import Answers
from advisor.ui.charts.decision import routing_chart
from advisor.ui.charts.drawing import draw
from advisor.ui.recommendation.shared_figures import best_per_model, money_columns, monthly
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def show(answers: Answers, case: AnyUseCase) -> None:
    """Choose the two models and see cost and quality between the two bounds."""
    st.subheader(say("Small model first, large on escalation"))
    items = [item for item in best_per_model(case.recommendations) if item.monthly_cost_usd is not None]
    if len(items) < 2:  # noqa: PLR2004 - a route has two ends
        st.caption(say("Routing needs two models that meet the constraints."))
        return
    by_cost = sorted(items, key=lambda item: item.monthly_cost_usd.p50 if item.monthly_cost_usd else 0.0)
    by_fitness = sorted(items, key=lambda item: -item.values["fitness"])  # noqa: PD011 - a record, no data frame
    left, right = st.columns(2)
    small = left.selectbox(
        say("First"),
        by_cost,
        format_func=lambda item: item.name,
        key="recommendation.small",
        help=say("Every request is tried here first."),
    )
    large = right.selectbox(
        say("On escalation"),
        by_fitness,
        format_func=lambda item: item.name,
        key="recommendation.large",
        help=say("Gets what escalates."),
    )
    if small is None or large is None or small.monthly_cost_usd is None or large.monthly_cost_usd is None:
        return
    found = route(
        small_usd=small.monthly_cost_usd.p50,
        large_usd=large.monthly_cost_usd.p50,
        small_quality=small.values["fitness"],  # noqa: PD011 - a record, no data frame
        large_quality=large.values["fitness"],  # noqa: PD011 - a record, no data frame
    )
    budget = answers.budget
    monthly_cost = found.usd_per_month / budget.usd_per_unit
    figure = routing_chart(found.share, monthly_cost, found.quality_blind, found.quality_perfect, budget.currency)
    draw(figure, key="recommendation.routing_chart")
    st.caption(
        say(
            "Between a router that knows nothing and one that knows every failure of the small model (an upper "
            "bound). Self-hosted costs do not shrink with "
            "the share: read the cost line as an upper bound there."
        )
    )
    table = pd.DataFrame(
        {
            say("Escalated (%)"): (found.share[::10] * 100).round(),
            monthly(budget): (found.usd_per_month[::10] / budget.usd_per_unit).round(),
            say("Fitness, blind"): (found.quality_blind[::10] * 100).round(1),
            say("Fitness, perfect"): (found.quality_perfect[::10] * 100).round(1),
        }
    )
    show_rows(
        table,
        hide_index=True,
        width="stretch",
        column_config=money_columns(budget),
        height="content",
        key="recommendation.routing_table",
    )
