"""From which ability on more brings little: a sentence, a slider, and models at both ends to know it by."""

from __future__ import annotations

from typing import Final

import streamlit as st

from advisor.decision.criteria.fitness import Fitness, fitness_table
from advisor.decision.criteria.of_quality import enough_of
from advisor.questionnaire.answers import UseCase
from advisor.ui import state
from advisor.ui.cached import installation
from advisor.ui.frame.markdown import escaped
from advisor.ui.words import said, say
from advisor.units import told

NAMED: Final = 3
NEAR: Final = 6.0
"""Points of fitness within which a model is an example of an end."""


def ask_enough(use_case: UseCase) -> float | None:
    """What is enough, 0 to 1; None where the slider stands at the usual for the task."""
    catalog, current = installation.catalog(), state.open_decision()
    usual = enough_of(use_case.model_copy(update={"enough_fitness": None}), catalog.judgement)
    floor, enough = enough_of(use_case, catalog.judgement)
    chosen = st.slider(
        say("Enough ability (points of 100)"),
        min_value=round(floor) + 1,
        max_value=100,
        value=max(round(enough), round(floor) + 1),
        key=f"recommendation.enough.{use_case.task}.{current.token if current else 0}",
        help=say(
            "From here on more ability brings a tenth of the value at most. Usual for this task: {usual:.0f}.",
            usual=usual[1],
        ),
    )
    st.markdown(
        escaped(
            said(
                told("enough", task=("task", use_case.task), enough=("points", float(chosen)), floor=("points", floor))
            )
        )
    )
    for words, points in ((say("About enough"), float(chosen)), (say("About the least"), floor)):
        names = _examples(use_case, points)
        if names:
            st.caption(escaped(f"{words} ({points:.0f}): {', '.join(names)}."))
    if use_case.enough_fitness is None and chosen == round(enough):
        return None
    return None if chosen == round(usual[1]) else chosen / 100


def _examples(use_case: UseCase, points: float) -> list[str]:
    """Current models with public scores of their own whose fitness is nearest, the newest first among them."""
    catalog = installation.catalog()
    fitness = fitness_table([model.model_id for model in catalog.models], use_case, catalog)
    most = catalog.judgement["inferred-share"]

    def known(found: Fitness) -> bool:
        return found.inferred_share < most and abs(found.points - points) <= NEAR

    near = [model for model in catalog.models if model.status == "current" and known(fitness[model.model_id])]
    newest = sorted(
        near, key=lambda model: (-(model.release_date.toordinal() if model.release_date else 0), model.model_id)
    )
    return [model.name for model in newest[:NAMED]]
