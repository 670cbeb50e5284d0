"""Results of an evaluation by the tags of its prompts, as a table: where each model is good, and where it is not."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from advisor.trials.evaluation.by_tag import by_tag, tags_of
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import MetricResult
from advisor.trials.evaluation.statistics import Mean
from advisor.ui.evaluation.metric_words import metric_said
from advisor.ui.frame import figures
from advisor.ui.tables import show_rows
from advisor.ui.words import say


def show_tags(plan: Plan, outcome: Sequence[MetricResult]) -> None:
    """A table per metric, a row per tag; nothing where no prompt has one."""
    if not tags_of(plan):
        return
    st.subheader(say("By tag"))
    for one in outcome:
        if len(outcome) > 1:
            st.caption(metric_said(one.metric))
        rows = [
            {say("Tag"): part.tag or say("no tag"), say("Prompts"): str(part.prompts)}
            | {connection: _told(mean) for connection, mean in part.means}
            for part in by_tag(plan, one)
        ]
        show_rows(rows, hide_index=True, alt=say("Scores by tag: {metric}", metric=metric_said(one.metric)))
    st.caption(say("A score with its 95% interval; few prompts of a tag say little. Two tags count a prompt twice."))


def _told(mean: Mean | None) -> str:
    if mean is None:
        return figures.unknown()
    return say("{score} ({low} to {high})", score=f"{mean.mean:.0%}", low=f"{mean.low:.0%}", high=f"{mean.high:.0%}")
