"""The regression suite: the prompts of the decision's own evaluation, and what every new version must reach on them."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import yaml

from advisor.arrays import Z_90
from advisor.decision.results.deciding_test import DISAGREEMENT, prompts_for_difference
from advisor.guidance.versions.records import RegressionSuite, SuiteLimit, SuitePrompt
from advisor.units import ToldValue, told

DROP: Final = 0.05
"""A drop of the share of right answers that must be found before a version is let in (a judgement)."""
_SMALLEST: Final = 0.005


@dataclass(frozen=True)
class Baseline:
    """What the choice reached in an evaluation on one measure: its mean (0 to 1), standard error, and prompts."""

    metric: str
    mean: float
    standard_error: float
    prompts: int


def regression_suite(
    prompts: Sequence[SuitePrompt], baselines: Sequence[Baseline], *, starters: Sequence[SuitePrompt] = ()
) -> RegressionSuite:
    """The suite of an evaluation; of starter prompts where none is kept, and then without limits."""
    wanted = prompts_for_difference(DROP, disagreement=DISAGREEMENT)
    taken = tuple(prompts) or tuple(starters)
    limits = tuple(_limit(baseline) for baseline in baselines) if prompts else ()
    begun = "evaluation" if prompts else "starters" if starters else "nothing"
    values: dict[str, ToldValue] = {"prompts": len(taken), "wanted": wanted, "drop": ("share", DROP)}
    sentence = told(f"suite.{'enough' if begun == 'evaluation' and len(taken) >= wanted else begun}", **values)
    fields = {"prompts": taken, "limits": limits, "begun": begun, "wanted": wanted, "told": {"sentence": sentence}}
    return RegressionSuite.model_validate(fields)


def seen_drop(prompts: int) -> float:
    """The smallest drop that so many prompts find with 80% power, in steps of half a per cent; 1 where none."""
    steps = range(1, math.floor(DISAGREEMENT / _SMALLEST) + 1)
    sizes = (step * _SMALLEST for step in steps)
    return next((one for one in sizes if prompts_for_difference(one, disagreement=DISAGREEMENT) <= prompts), 1.0)


def _limit(baseline: Baseline) -> SuiteLimit:
    """The baseline less what chance alone may take of it: one-sided, 5%."""
    least = max(baseline.mean - Z_90 * baseline.standard_error, 0.0)
    return SuiteLimit(
        metric=baseline.metric,
        baseline=round(baseline.mean, 4),
        least=round(least, 4),
        prompts=baseline.prompts,
        seen_drop=seen_drop(baseline.prompts),
    )


def suite_files(suite: RegressionSuite, rollout: Mapping[str, object]) -> dict[str, str]:
    """The suite and the roll-out as files of a kit: prompts a line each, limits and steps in YAML."""
    lines = [json.dumps(prompt.model_dump(mode="json"), ensure_ascii=False) for prompt in suite.prompts]
    limits = {limit.metric: limit.model_dump(mode="json", exclude={"metric"}) for limit in suite.limits}
    return {
        "regression/prompts.jsonl": "".join(f"{line}\n" for line in lines),
        "regression/limits.yaml": yaml.safe_dump({"wanted_prompts": suite.wanted, "limits": limits}, sort_keys=False),
        "rollout.yaml": yaml.safe_dump(dict(rollout), sort_keys=False, allow_unicode=True, width=1000),
    }
