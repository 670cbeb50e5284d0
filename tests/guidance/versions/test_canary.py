"""The canary's numbers: requests, shares, days, and what takes a version back."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from advisor.guidance.versions.canary import MOST_DAYS, canary_plan, requests_for_rise
from advisor.questionnaire.answers import Answers


def asked(requests_per_day: float, **case: object) -> Answers:
    """Answers with so much work."""
    fields = {"task": "rag", "workload": {"requests_per_day": requests_per_day}} | case
    return Answers.model_validate({"title": "t", "use_cases": [fields]})


def test_so_many_requests_find_the_rise() -> None:
    """Drawn ten thousand times, eight of ten find a rise from 2% to 4%, and one of twenty finds one that is not."""
    needed = requests_for_rise(0.02, 0.04)
    draws = np.random.default_rng(1)

    def found(before: float, after: float) -> float:
        old, new = (draws.binomial(needed, share, 10_000) / needed for share in (before, after))
        middle = (old + new) / 2
        z = (new - old) / np.sqrt(np.maximum(2 * middle * (1 - middle) / needed, 1e-12))
        return float(np.mean(z > norm.ppf(0.95)))

    assert found(0.02, 0.04) == pytest.approx(0.8, abs=0.02)
    assert found(0.02, 0.02) == pytest.approx(0.05, abs=0.01)


def test_each_step_has_enough_requests_and_a_whole_day() -> None:
    """Much work: three steps of a day; less: longer ones, and the first share rises."""
    answers = asked(200_000)
    much = canary_plan(answers, answers.use_cases[0])
    assert [step.share for step in much.steps] == [0.05, 0.25, 0.5]
    assert all(step.days == 1 for step in much.steps)
    answers = asked(600)
    less = canary_plan(answers, answers.use_cases[0])
    assert less.steps[0].share > 0.05
    for plan, daily in ((much, 200_000), (less, 600)):
        for step in plan.steps:
            assert step.requests >= plan.requests_needed
            assert step.days * daily * step.share == pytest.approx(step.requests, rel=0.05)
            assert step.days <= MOST_DAYS


def test_too_little_work_is_said() -> None:
    """Where two weeks show nothing the suite decides alone."""
    answers = asked(20)
    plan = canary_plan(answers, answers.use_cases[0])
    assert not plan.possible
    assert plan.steps == ()
    assert getattr(plan.told["sentence"], "key", "") == "canary.too_little"


def test_a_stated_limit_takes_a_version_back() -> None:
    """And what was not stated does not."""
    answers = asked(5_000, latency={"ttft_p95_ms": 800})
    told = canary_plan(answers, answers.use_cases[0]).told["back_when"]
    assert isinstance(told, tuple)
    assert [one.key for one in told] == [
        "canary.back.failures",
        "canary.back.suite",
        "canary.back.ttft",
        "canary.back.cost",
    ]


@pytest.mark.parametrize(("before", "after"), [(0.04, 0.02), (-0.1, 0.2), (0.5, 1.2)])
def test_impossible_shares_are_refused(before: float, after: float) -> None:
    """A rise goes up, between nothing and all."""
    with pytest.raises(ValueError, match="before"):
        requests_for_rise(before, after)
