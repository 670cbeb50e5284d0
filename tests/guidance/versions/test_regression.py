"""The regression suite and what a version must reach on it."""

from __future__ import annotations

import json

import pytest
import yaml

from advisor.decision.results.deciding_test import prompts_for_difference
from advisor.guidance.versions.records import SuitePrompt
from advisor.guidance.versions.regression import Baseline, regression_suite, seen_drop, suite_files

PROMPTS = tuple(SuitePrompt(prompt_id=str(number), text=f"Question {number}?") for number in range(200))


def test_the_limit_is_the_baseline_less_what_chance_takes() -> None:
    """One-sided at 5%: 0.80 with a standard error of 0.03 must not fall below 0.75."""
    suite = regression_suite(PROMPTS, (Baseline("accuracy", 0.8, 0.03, 200),))
    (limit,) = suite.limits
    assert (limit.baseline, limit.least) == (0.8, pytest.approx(0.8 - 1.6449 * 0.03, abs=1e-4))
    assert limit.seen_drop == seen_drop(200)


def test_the_drop_that_is_seen_is_that_of_the_planner() -> None:
    """So many prompts find it, and the next smaller one they do not."""
    found = seen_drop(200)
    assert prompts_for_difference(found) <= 200 < prompts_for_difference(found - 0.005)
    assert seen_drop(3) == 1.0


def test_without_an_evaluation_there_is_no_limit() -> None:
    """Starter prompts are a beginning, and say so; nothing at all says what to collect."""
    begun = regression_suite((), (Baseline("accuracy", 0.8, 0.03, 200),), starters=PROMPTS[:2])
    assert (begun.begun, len(begun.prompts), begun.limits) == ("starters", 2, ())
    assert regression_suite((), ()).begun == "nothing"


def test_the_files_hold_every_prompt_and_limit() -> None:
    """A line each; limits by measure."""
    suite = regression_suite(PROMPTS, (Baseline("accuracy", 0.8, 0.03, 200),))
    files = suite_files(suite, {"steps": []})
    lines = [json.loads(line) for line in files["regression/prompts.jsonl"].splitlines()]
    assert [line["text"] for line in lines] == [prompt.text for prompt in PROMPTS]
    assert set(yaml.safe_load(files["regression/limits.yaml"])["limits"]) == {"accuracy"}
    assert yaml.safe_load(files["rollout.yaml"]) == {"steps": []}
