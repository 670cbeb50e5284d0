"""Several use cases together, and small model first with escalation."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from advisor.assessment import Assessment, UseCaseAssessment
from advisor.decision.records import Portfolio, PortfolioAssignment
from advisor.decision.routing import route
from advisor.ui.charts.decision import routing_chart
from advisor.ui.views.recommendation_cards import best_per_model, money

Case = Assessment | UseCaseAssessment


def show(assessment: Assessment, case: Case) -> None:
    """The portfolio where there are several use cases, then routing for the chosen one."""
    if assessment.portfolio is not None:
        _show_portfolio(assessment.portfolio)
    _show_routing(case)


def _show_portfolio(portfolio: Portfolio) -> None:
    st.subheader("Best for each use case, together")
    st.markdown(portfolio.sentence)
    if portfolio.assignments:
        st.dataframe(_table(portfolio.assignments), hide_index=True, width="stretch", key="recommendation.portfolio")
    if portfolio.single:
        cost = portfolio.single_monthly_cost_usd
        st.subheader("One model for all")
        st.markdown(f"{money(cost or 0)} a month instead of {money(portfolio.total_monthly_cost_usd or 0)}.")
        st.dataframe(_table(portfolio.single), hide_index=True, width="stretch", key="recommendation.portfolio_single")


def _table(assignments: tuple[PortfolioAssignment, ...]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Use case": item.use_case,
                "Alternative": item.alternative_id,
                "Score": round(item.score * 100, 1),
                "USD a month": None if item.monthly_cost_usd is None else round(item.monthly_cost_usd),
                "Second source": item.second_source_id or "none",
                "Effort to switch": item.switching_effort,
            }
            for item in assignments
        ]
    )


def _show_routing(case: Case) -> None:
    st.subheader("Small model first, large on escalation")
    items = [item for item in best_per_model(case.recommendations) if item.monthly_cost_usd is not None]
    if len(items) < 2:  # noqa: PLR2004
        st.caption("Routing needs two models that meet the constraints.")
        return
    by_cost = sorted(items, key=lambda item: item.monthly_cost_usd.p50 if item.monthly_cost_usd else 0.0)
    by_fitness = sorted(items, key=lambda item: -item.values["fitness"])  # noqa: PD011
    left, right = st.columns(2)
    small = left.selectbox(
        "First",
        by_cost,
        format_func=lambda item: item.name,
        key="recommendation.small",
        help="Every request is tried here first.",
    )
    large = right.selectbox(
        "On escalation",
        by_fitness,
        format_func=lambda item: item.name,
        key="recommendation.large",
        help="Gets what escalates.",
    )
    if small is None or large is None or small.monthly_cost_usd is None or large.monthly_cost_usd is None:
        return
    found = route(
        small_usd=small.monthly_cost_usd.p50,
        large_usd=large.monthly_cost_usd.p50,
        small_quality=small.values["fitness"],  # noqa: PD011
        large_quality=large.values["fitness"],  # noqa: PD011
    )
    figure = routing_chart(found.share, found.usd_per_month, found.quality_blind, found.quality_perfect)
    st.plotly_chart(figure, width="stretch", key="recommendation.routing_chart")
    st.caption(
        "Between a router that knows nothing and one that knows every failure of the small model (an upper "
        "bound). Self-hosted costs do not shrink with "
        "the share: read the cost line as an upper bound there."
    )
    table = pd.DataFrame(
        {
            "Escalated (%)": (found.share[::10] * 100).round(),
            "USD a month": found.usd_per_month[::10].round(),
            "Fitness, blind": (found.quality_blind[::10] * 100).round(1),
            "Fitness, perfect": (found.quality_perfect[::10] * 100).round(1),
        }
    )
    st.dataframe(table, hide_index=True, width="stretch", key="recommendation.routing_table")
