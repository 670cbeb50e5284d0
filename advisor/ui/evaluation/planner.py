"""How many prompts, asked how often, would decide."""

from __future__ import annotations

import math

import streamlit as st

from advisor.decision.results.deciding_test import prompts_for_difference
from advisor.trials.evaluation.statistics import designs, prompts_for_width
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def show_planner() -> None:
    """Draw the planner."""
    st.caption(say("A few prompts show big differences; small ones need many. Choose what you must be able to see."))
    left, right = st.columns(2)
    width = left.slider(
        say("A score shall be right to within ± (%)"),
        1,
        25,
        10,
        key="evaluation.width",
        help=say("Half the width of the 95% interval."),
    )
    left.metric(
        say("Prompts needed"),
        f"{prompts_for_width(width / 100):,}",
        help=say("Worst case for a right-or-wrong metric."),
    )
    gap = right.slider(
        say("A true difference between two models to be found (%)"),
        1,
        30,
        10,
        key="evaluation.gap",
        help=say("With 80% power at 5%."),
    )
    disagree = right.slider(
        say("Prompts on which only one of the two is right (%)"),
        1,
        100,
        30,
        key="evaluation.disagree",
        help=say("A guess, or what a first small evaluation showed."),
    )
    if gap > disagree:
        right.caption(say("Two models cannot differ by more than the share of prompts on which only one is right."))
    else:
        needed = prompts_for_difference(gap / 100, disagreement=disagree / 100)
        right.metric(say("Prompts needed"), f"{needed:,}", help=say("McNemar's test on the same prompts."))
        _designs(gap / 100, disagree / 100)


def _designs(gap: float, disagree: float) -> None:
    """Prompts and repeats that find the difference: repeats save prompts, never calls."""
    changing = st.slider(
        say("Answers that change when one model is asked again (%)"),
        0,
        50,
        0,
        key="evaluation.changing",
        help=say("From right to wrong or back, at your temperature: repeats of a first evaluation show it."),
    )
    within = changing / 200  # two answers of one model differ with probability 2 x variance
    between = max(0.0, disagree - gap**2 - 2 * within)
    found = designs(gap, between=math.sqrt(between), within=math.sqrt(within))
    show_rows(
        [
            {
                say("Times each prompt is asked"): str(one.repeats),
                say("Prompts needed"): f"{one.prompts:,}",
                say("Calls of each model"): f"{one.calls:,}",
            }
            for one in found
        ],
        hide_index=True,
        alt=say("Prompts and calls by number of repeats"),
    )
    st.caption(say("Repeats save prompts, never calls: where prompts are easy to have, ask more of them once."))
