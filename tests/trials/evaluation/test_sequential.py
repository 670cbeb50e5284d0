"""Intervals that hold at every look, and the job that ends when they are narrow enough."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from running import PATIENCE_S

from advisor.trials.evaluation.job import progress, written
from advisor.trials.evaluation.plan import MemoryJournal, StopRule
from advisor.trials.evaluation.results import results, seen_enough
from advisor.trials.evaluation.sequential import METHOD, confidence_sequence, drawn_order, enough, next_look, pairs_of
from advisor.trials.evaluation.statistics import paired
from tests.trials.evaluation.fakes import job, plan, script


@pytest.mark.parametrize("shares", [(0.15, 0.7, 0.15), (0.1, 0.7, 0.2), (0.4, 0.2, 0.4)])
def test_the_truth_is_inside_at_every_look_in_95_of_100(shares: tuple[float, float, float]) -> None:
    """Over 100 evaluations of 150 prompts, looked at after each of them: what lies outside once counts as missed."""
    draw, truth = np.random.default_rng(18), shares[2] - shares[0]
    missed = 0
    for _ in range(100):
        found = confidence_sequence(draw.choice([-1.0, 0.0, 1.0], size=150, p=shares))
        missed += not found.low <= truth <= found.high
    assert missed <= 0.05 * 100


def test_an_interval_for_one_look_would_not_do() -> None:
    """Looked at every ten prompts it calls chance a difference in far more than 5 of 100; this one does not."""
    draw = np.random.default_rng(18)
    once = anytime = 0
    for _ in range(60):
        gaps = draw.choice([-1.0, 0.0, 1.0], size=200, p=(0.2, 0.6, 0.2))
        tests = [paired(gaps[:n], np.zeros(n), names=("a", "b"), binary=True) for n in range(10, 201, 10)]
        once += any(test is not None and test.p_value < 0.05 for test in tests)
        anytime += confidence_sequence(gaps).p_value < 0.05
    assert anytime <= 0.05 * 60 < once


def test_it_narrows_and_never_widens() -> None:
    """The limits after more prompts lie within those before."""
    draw = random.Random(18)
    gaps = [draw.choice([-1, 0, 0, 1, 1]) for _ in range(150)]
    limits = [confidence_sequence(gaps[:n]) for n in range(0, 151, 30)]
    assert (limits[0].low, limits[0].high) == (-1, 1)
    for before, after in pairwise(limits):
        assert before.low <= after.low + 0.011
        assert after.high <= before.high + 0.011
    assert limits[-1].half_width < 0.25


def test_equal_scores_are_known_to_be_alike_only_after_many_prompts() -> None:
    """Ten ties say little: an interval of no width would be wrong."""
    assert confidence_sequence([0.0] * 10).half_width > 0.3
    assert confidence_sequence([0.0] * 200).half_width < 0.05


def test_the_order_is_drawn_once() -> None:
    """The same for one evaluation, whenever it goes on; another for another."""
    assert drawn_order(50, lot="e") == drawn_order(50, lot="e")
    assert drawn_order(50, lot="e") != drawn_order(50, lot="f")
    assert sorted(drawn_order(50, lot="e")) == list(range(50))


def test_looks_lie_further_apart_later() -> None:
    """Each is worth its time."""
    looks = [0]
    while looks[-1] < 1_000:
        looks.append(next_look(looks[-1], every=10))
    assert looks[:4] == [0, 10, 20, 30]
    assert len(looks) < 40


def test_a_job_ends_when_the_difference_is_sure() -> None:
    """One is right and one wrong: a few looks do, and both were asked the same prompts."""
    scripts = {"good": script(), "bad": script(lambda _: "no")}
    journal, of = MemoryJournal(), plan("good", "bad", prompts=200, stop=StopRule(within=0.1, every=5))
    work = job(of, journal, scripts, seen_enough=seen_enough).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "decided"
    asked = set(scripts["good"]["calls"])
    assert asked == set(scripts["bad"]["calls"])
    assert len(asked) < 60
    found = written(journal, "e")
    (test,) = results(of, found)[0].tests
    assert (test.method, test.low > 0, test.p_adjusted < 0.05) == (METHOD, True, True)
    assert progress(of, found).left > 0


def test_a_job_ends_when_two_are_known_to_be_alike() -> None:
    """The interval is narrow enough around nothing."""
    scripts = {"a": script(), "b": script()}
    of = plan("a", "b", prompts=300, stop=StopRule(within=0.15, every=10))
    work = job(of, MemoryJournal(), scripts, seen_enough=seen_enough).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "decided"
    assert 20 < len(scripts["a"]["calls"]) < 100


def test_a_job_without_a_clear_difference_asks_all() -> None:
    """It is done, not decided."""
    scripts = {"a": script(), "b": script(lambda text: text if hash(text[-1]) % 3 else "no")}
    of = plan("a", "b", prompts=12, stop=StopRule(within=0.01, every=5))
    work = job(of, MemoryJournal(), scripts, seen_enough=seen_enough).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "done"


def test_an_ended_job_pays_nothing_when_it_is_started_again() -> None:
    """The looks of what is written down end it where they did before."""
    journal, of = MemoryJournal(), plan("good", "bad", prompts=200, stop=StopRule(within=0.1, every=5))
    first = {"good": script(), "bad": script(lambda _: "no")}
    assert job(of, journal, first, seen_enough=seen_enough).start().wait(PATIENCE_S)
    again = {"good": script(), "bad": script(lambda _: "no")}
    work = job(of, journal, again, seen_enough=seen_enough).start()
    assert work.wait(PATIENCE_S)
    assert work.state == "decided"
    assert again["good"]["calls"] == again["bad"]["calls"] == []


def test_a_stopped_job_waits_for_nobody() -> None:
    """One holds, the other waits at the look: a stop ends both."""
    scripts = {"quick": script(), "slow": script(hold=True)}
    of = plan("quick", "slow", prompts=50, stop=StopRule(within=0.1, every=2))
    work = job(of, MemoryJournal(), scripts, seen_enough=seen_enough).start()
    assert scripts["slow"]["holding"].wait(PATIENCE_S)
    work.stop()
    assert work.wait(PATIENCE_S)
    assert len(scripts["quick"]["calls"]) <= 2


def test_no_difference_is_never_enough() -> None:
    """One column alone has nothing to be compared with."""
    assert not enough([], within=0.5)
    assert (pairs_of(2), pairs_of(4)) == (1, 6)
