"""The results of an evaluation by the tags of its prompts: where each model is good, and where it is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.trials.evaluation.plan import Plan
from advisor.trials.evaluation.results import MetricResult, metric_name
from advisor.trials.evaluation.statistics import Mean, mean_of_repeated


@dataclass(frozen=True, slots=True)
class TagResult:
    """The prompts of one tag under one metric; ``means`` by connection, None where none of them could be scored.

    The tag "" holds the prompts that have none.
    """

    tag: str
    prompts: int
    means: tuple[tuple[str, Mean | None], ...]


def tags_of(plan: Plan) -> tuple[str, ...]:
    """Every tag in the order of its first prompt, and "" at the end where prompts have none; empty without any tag."""
    named = tuple(dict.fromkeys(tag for prompt in plan.prompts for tag in prompt.tags))
    return (*named, "") if named and any(not prompt.tags for prompt in plan.prompts) else named


def has_tag(tags: Sequence[str], tag: str) -> bool:
    """Whether a prompt with these tags is of a tag; of "" where it has none."""
    return tag in tags or (not tag and not tags)


def by_tag(plan: Plan, one: MetricResult) -> tuple[TagResult, ...]:
    """The scores of one metric by tag, connections in the order of the result; marks by hand count, as they do there.

    A prompt with two tags counts in both, so the tags' prompts may be more than the evaluation's.
    """
    found = []
    for tag in tags_of(plan):
        items = [item for item, prompt in enumerate(plan.prompts) if has_tag(prompt.tags, tag)]
        means = []
        for row in one.connections:
            mean = mean_of_repeated([row.each[item] for item in items], binary=one.metric.binary)
            means.append((row.connection, mean))
        found.append(TagResult(tag, len(items), tuple(means)))
    return tuple(found)


def tag_rows(plan: Plan, results: Sequence[MetricResult]) -> list[dict[str, object]]:
    """Every figure by tag as rows of a file, with the columns of ``result_rows`` and ``tag``."""
    return [
        {
            "metric": metric_name(one.metric),
            "tag": part.tag or "(no tag)",
            "connection": connection,
            "prompts": mean.count if mean else 0,
            "mean": mean.mean if mean else None,
            "low_95": mean.low if mean else None,
            "high_95": mean.high if mean else None,
            "standard_error": mean.standard_error if mean else None,
        }
        for one in results
        for part in by_tag(plan, one)
        for connection, mean in part.means
    ]
