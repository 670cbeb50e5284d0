"""Fairness out of an evaluation: prompts whose tags say ``group:...``, held against one another.

The prediction is the answer that the model gave, read off its score: a right answer is the reference, a wrong one is
not. So the favourable answer must be the reference of some prompts and not of others, and the metric right or wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.guidance.measured_fairness import MeasuredFairness
from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import ConnectionResult, MetricResult
from advisor.trials.fairness.differences import fairness_of

GROUP_TAG: Final = "group:"
_RIGHT: Final = 0.5


def groups_of(plan: Plan) -> tuple[str, ...]:
    """The groups that the tags of an evaluation name, in their order."""
    return tuple(dict.fromkeys(name for prompt in plan.prompts if (name := _group(prompt.tags))))


def references_of(plan: Plan) -> tuple[str, ...]:
    """The references of the prompts that have a group, in their order: one of them is the favourable answer."""
    return tuple(dict.fromkeys(prompt.reference.strip() for prompt in plan.prompts if _group(prompt.tags)))


def fairness_of_evaluation(
    plan: Plan, one: MetricResult, *, favourable: str
) -> tuple[tuple[str, tuple[MeasuredFairness, ...]], ...]:
    """Both measures of every connection under one metric; prompts without group or score are left out."""
    return tuple((row.connection, _of_connection(plan, row, favourable)) for row in one.connections)


def _of_connection(plan: Plan, row: ConnectionResult, favourable: str) -> tuple[MeasuredFairness, ...]:
    groups, predicted, true = [], [], []
    for prompt, score in zip(plan.prompts, row.scores, strict=True):
        group = _group(prompt.tags)
        if not group or score is None:
            continue
        meant = prompt.reference.strip() == favourable
        groups.append(group)
        true.append(meant)
        predicted.append(meant == (score >= _RIGHT))
    return fairness_of(groups, predicted, true) if groups else ()


def _group(tags: Sequence[str]) -> str:
    return next((tag.removeprefix(GROUP_TAG).strip() for tag in tags if tag.startswith(GROUP_TAG)), "")
