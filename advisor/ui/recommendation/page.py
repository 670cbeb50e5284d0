"""The recommendation page: the verdict and the shortlist in one screen, the argument behind them in tabs."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from advisor.assessment import AnyUseCase, Assessment
from advisor.questionnaire.answers import Answers
from advisor.ui.cached import decisions
from advisor.ui.frame import what_if
from advisor.ui.recommendation import compare as recommendation_compare
from advisor.ui.recommendation import fitness as recommendation_fitness
from advisor.ui.recommendation import portfolio as recommendation_portfolio
from advisor.ui.recommendation import ranking as recommendation_ranking
from advisor.ui.recommendation import relax as recommendation_relax
from advisor.ui.recommendation import robustness as recommendation_robustness
from advisor.ui.recommendation import routing as recommendation_routing
from advisor.ui.recommendation import verdict_card as recommendation_verdict
from advisor.ui.recommendation.weighing import arguments as recommendation_arguments
from advisor.ui.recommendation.weighing import prices as recommendation_prices
from advisor.ui.recommendation.weighing import stakeholders as recommendation_stakeholders
from advisor.ui.recommendation.weighing import weights as recommendation_weights
from advisor.ui.words import say


def show(answers: Answers, assessment: Assessment) -> None:
    """Draw the page for the decision on the desk."""
    what_if.show_notice(answers)
    tried = what_if.applied(answers)
    if tried is not answers:
        answers, assessment = tried, decisions.shown(tried)
    index = _use_case(answers)
    case: AnyUseCase = assessment if index == 0 else assessment.other_use_cases[index - 1]
    recommendation_verdict.show_verdict(case)
    recommendation_verdict.show_policy(assessment.policy)
    if case.recommendations:
        recommendation_verdict.show_next_steps(case)
        recommendation_verdict.show_choices(answers, case, assessment.evidence)
        recommendation_verdict.show_statistics(assessment, case)
        recommendation_arguments.show_arguments(answers, case)
    elif not what_if.of_answers():
        recommendation_relax.show_nothing_fits(answers, case, index)
    _show_tabs(answers, case, index)


def _use_case(answers: Answers) -> int:
    if len(answers.use_cases) == 1:
        return 0
    names = [use_case.name for use_case in answers.use_cases]
    chosen = st.selectbox(
        say("Use case"),
        range(len(names)),
        format_func=lambda index: names[index],
        key="recommendation.use_case",
        help=say("Each use case is decided for itself; the portfolio tab joins them."),
    )
    return int(chosen or 0)


def _show_tabs(answers: Answers, case: AnyUseCase, index: int) -> None:
    """Only the open tab is drawn."""
    why_not, portfolio = say("Why not"), say("Portfolio")
    panels: dict[str, Callable[[], None]] = {
        say("Ranking"): lambda: recommendation_ranking.show_ranking(answers, case),
        why_not: lambda: recommendation_ranking.show_losers(case),
        say("Weights"): lambda: recommendation_weights.show(answers, case, index),
        say("Prices of a point"): lambda: recommendation_prices.show(answers, case, index),
        say("Fitness"): lambda: recommendation_fitness.show(answers, case, index),
        say("Compare"): lambda: recommendation_compare.show(answers, case),
        say("Robustness"): lambda: recommendation_robustness.show_robustness(case),
        say("What would change it"): lambda: recommendation_robustness.show_flips(answers, case, index),
        say("Cost"): lambda: recommendation_compare.show_pareto(answers, case),
        say("Stakeholders"): lambda: recommendation_stakeholders.show(answers, case),
        portfolio: lambda: recommendation_portfolio.show(answers, case),
    }
    if len(answers.use_cases) == 1:
        panels[say("Routing")] = lambda: recommendation_routing.show(answers, case)
        del panels[portfolio]
    if not case.recommendations:
        panels = {why_not: panels[why_not]}
    if what_if.of_answers():
        change, fitness = say("What would change it"), say("Fitness")
        writing = (say("Weights"), say("Prices of a point"), fitness, change, say("Stakeholders"), portfolio)
        panels = {name: panel for name, panel in panels.items() if name not in writing}
    tabs = st.tabs(list(panels), key="recommendation.tabs", on_change="rerun")
    for tab, draw in zip(tabs, panels.values(), strict=True):
        if tab.open:
            with tab:
                draw()
