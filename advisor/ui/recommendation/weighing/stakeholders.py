"""Several stakeholders' weights side by side: what each would choose, where they disagree, and what that costs."""

from __future__ import annotations

from typing import cast

import pandas as pd
import streamlit as st

from advisor.assessment import AnyUseCase
from advisor.questionnaire.answers import Answers, CriterionId
from advisor.ui import state
from advisor.ui.frame.markdown import escaped
from advisor.ui.tables import show_rows
from advisor.ui.words import message, say


def show(answers: Answers, case: AnyUseCase) -> None:
    """A sentence, the weights, the rankings and the cost of the common choice for each stakeholder."""
    if not case.stakeholders:
        st.markdown(
            say(
                "No stakeholder has weights of their own yet. Set weights in the tab Weights and keep them "
                "under a name."
            )
        )
        return
    for view in case.stakeholders:
        st.markdown(f"- {escaped(view.sentence)}")
    st.subheader(say("Where they disagree"))
    st.caption(say("Weights in per cent, the largest difference first."))
    show_rows(
        _weights_table(case),
        hide_index=True,
        width="stretch",
        height="content",
        key="recommendation.stakeholder_weights",
    )
    st.subheader(say("What each would choose"))
    st.caption(say("The best place of each model under each one's weights."))
    show_rows(
        _orders_table(case), hide_index=True, width="stretch", height="content", key="recommendation.stakeholder_orders"
    )
    st.subheader(say("What the common choice costs"))
    regrets = [
        {say("Stakeholder"): view.name, say("Gives up (points of 100)"): round(view.regret * 100, 1)}
        for view in case.stakeholders
    ]
    show_rows(pd.DataFrame(regrets), hide_index=True, width="stretch", key="recommendation.regrets")
    _show_buttons(answers)


def _weights_table(case: AnyUseCase) -> pd.DataFrame:
    rows = []
    for note in case.criteria:
        shares = [note.weight, *(view.weights.get(note.criterion, 0.0) for view in case.stakeholders)]
        row: dict[str, object] = {say("Criterion"): message(note.name), say("Decision"): round(note.weight * 100, 1)}
        row |= {view.name: round(share * 100, 1) for view, share in zip(case.stakeholders, shares[1:], strict=True)}
        rows.append(row | {say("Difference"): round((max(shares) - min(shares)) * 100, 1)})
    return pd.DataFrame(rows).sort_values(say("Difference"), ascending=False, kind="stable")


def _orders_table(case: AnyUseCase) -> pd.DataFrame:
    names = {item.alternative_id: item.name for item in case.recommendations}
    names |= {item.alternative_id: item.name for item in case.also_ranked}
    orders = {view.name: [names.get(key, key) for key in view.order] for view in case.stakeholders}
    length = min(len(order) for order in orders.values())
    return pd.DataFrame({say("Place"): range(1, length + 1)} | {name: order[:length] for name, order in orders.items()})


def _show_buttons(answers: Answers) -> None:
    names = [stakeholder.name for stakeholder in answers.stakeholders]
    row = st.container(horizontal=True, vertical_alignment="bottom")
    chosen = row.selectbox(
        say("Stakeholder"),
        names,
        key=f"recommendation.of_stakeholder.{len(names)}",
        help=say("Whose weights to use or remove."),
    )
    mine = next((stakeholder for stakeholder in answers.stakeholders if stakeholder.name == chosen), None)
    if mine is not None and row.button(
        say("Decide by these weights"),
        key="recommendation.use_stakeholder",
        help=say("They become the weights of the decision."),
    ):
        _change(answers.model_copy(update={"weights": dict(mine.weights)}))
    if row.button(
        say("Decide by the mean of all"), key="recommendation.use_mean", help=say("Every stakeholder counts alike.")
    ):
        _change(answers.model_copy(update={"weights": _mean(answers)}))
    if row.button(
        say("Remove"),
        key="recommendation.remove_stakeholder",
        icon=":material/delete:",
        help=say("Forget these weights."),
    ):
        others = tuple(stakeholder for stakeholder in answers.stakeholders if stakeholder.name != chosen)
        _change(answers.model_copy(update={"stakeholders": others}))


def _mean(answers: Answers) -> dict[CriterionId, float]:
    """The mean of the stakeholders' weights, each set brought to 100 in all first."""
    mean: dict[str, float] = {}
    for stakeholder in answers.stakeholders:
        total = sum(stakeholder.weights.values()) or 1.0
        for name, weight in stakeholder.weights.items():
            mean[name] = mean.get(name, 0.0) + weight / total * 100 / len(answers.stakeholders)
    return {cast("CriterionId", name): round(weight, 3) for name, weight in mean.items()}


def _change(answers: Answers) -> None:
    state.change_answers(answers)
    state.restart_widgets()
    st.rerun()
