"""Robustness by sampling: shares, shared facts, repeatability, the shortcut's exactness."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from advisor.decision.criteria.criterion import Fact
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.robustness.draws import GRID, draw_weights
from advisor.decision.robustness.smaa import Sampler, robustness
from tests.decision.oracle import acceptability_of


def test_ranks_add_up(kit: Any) -> None:
    """Every draw gives each of the first ten ranks to somebody, and in small sets each alternative takes one each."""
    matrix = kit.matrix(np.random.default_rng(1), 6, 4)
    found = robustness(matrix, np.full(4, 0.25), samples=3_000, seed=0, shown=np.arange(6))
    assert found.acceptability.sum(axis=0)[:6] == pytest.approx(np.ones(6))
    assert found.acceptability.sum(axis=1) == pytest.approx(np.ones(6))
    assert found.expected_rank.sum() == pytest.approx(21.0, abs=0.01)


def test_the_same_seed_gives_the_same_counts_and_another_seed_others(kit: Any) -> None:
    """Repeatable; seeded."""
    matrix, weights = kit.matrix(np.random.default_rng(2), 200, 6), np.full(6, 1 / 6)
    one = robustness(matrix, weights, samples=2_000, seed=4, shown=np.arange(9))
    other = robustness(matrix, weights, samples=2_000, seed=4, shown=np.arange(9))
    assert np.array_equal(one.acceptability, other.acceptability)
    assert np.array_equal(one.low, other.low, equal_nan=True)
    assert not np.array_equal(
        one.acceptability, robustness(matrix, weights, samples=2_000, seed=5, shown=np.arange(9)).acceptability
    )


@pytest.mark.parametrize("seed", range(8))
def test_the_first_ten_are_those_of_sorting_everybody(kit: Any, seed: int) -> None:
    """The compiled loop's ranks equal those of sorting every alternative in every draw."""
    rng = np.random.default_rng(seed)
    matrix = kit.matrix(rng, 400, 5)
    weights = rng.dirichlet(np.ones(5))
    found = robustness(matrix, weights, samples=500, seed=seed, shown=np.arange(1))
    sampler = Sampler.of(matrix, weights, 500, seed)
    everything = sampler.scores(np.arange(400), 0, 500)
    assert np.abs(found.acceptability - acceptability_of(everything)).max() <= 2 / 500


def test_one_fact_is_one_draw_for_everybody_it_touches() -> None:
    """Two deployments of one model never change places, however unsure its ability."""
    value = np.array([[0.5, 0.60], [0.5, 0.59]])
    shared = Matrix(
        ids=("a", "b"),
        criteria=("fitness", "cost"),
        raw=value,
        value=value,
        up=np.array([[0.5, 0.0], [0.5, 0.0]]),
        down=np.array([[0.5, 0.0], [0.5, 0.0]]),
        fact=np.array([[0, -1], [0, -1]]),
        facts=(Fact("ability", "estimate"),),
    )
    weights = np.array([0.8, 0.2])
    together = robustness(shared, weights, samples=4_000, seed=0, shown=np.arange(2))
    assert together.first.tolist() == [1.0, 0.0]
    apart = replace(shared, fact=np.array([[0, -1], [1, -1]]), facts=(Fact("one", "estimate"), Fact("two", "estimate")))
    split = robustness(apart, weights, samples=4_000, seed=0, shown=np.arange(2))
    assert split.first[1] > 0.4


def test_an_uncertain_side_without_a_fact_counts_for_nothing() -> None:
    """A spread that hangs on no fact is no spread."""
    value = np.array([[0.5], [0.6]])
    spread = np.full((2, 1), 0.3)
    loose = Matrix(
        ("a", "b"), ("fitness",), value, value, spread, spread, np.full((2, 1), -1), (Fact("f", "estimate"),)
    )
    found = robustness(loose, np.ones(1), samples=500, seed=0, shown=np.arange(2))
    assert found.first.tolist() == [0.0, 1.0]
    assert found.low == pytest.approx(value[:, 0], abs=1e-3)


def test_twins_are_told_apart_by_every_bit(kit: Any) -> None:
    """Equal rows share their ranks evenly, rows that differ in one spread do not."""
    matrix = kit.matrix(np.random.default_rng(3), 5, 4)
    double = matrix.rows(np.array([0, 0, 1, 2, 3, 4]))
    found = robustness(double, np.full(4, 0.25), samples=2_000, seed=0, shown=np.arange(6))
    assert np.array_equal(found.acceptability[0], found.acceptability[1])
    assert found.acceptability[:, 0].sum() == pytest.approx(1.0)
    wider = replace(double, up=double.up + np.eye(6, 4) * 0.1)
    apart = robustness(wider, np.full(4, 0.25), samples=2_000, seed=0, shown=np.arange(6))
    assert not np.array_equal(apart.acceptability[0], apart.acceptability[1])


def test_near_the_best_counts_who_is_within_two_points(kit: Any) -> None:
    """The share of draws in which a leading alternative's score is at most 0.02 below the best of all."""
    matrix, weights = kit.matrix(np.random.default_rng(5), 150, 4), np.full(4, 0.25)
    found = robustness(matrix, weights, samples=300, seed=2, shown=np.arange(1))
    drawn = Sampler.of(matrix, weights, 300, 2).scores(np.arange(150), 0, 300) / GRID**2
    share = (drawn >= drawn.max(axis=0) - 0.02).mean(axis=1)
    core = np.argsort(-(matrix.value @ weights), kind="stable")[:90]
    assert share[core].max() > 0.2
    assert found.near_best[core] == pytest.approx(share[core], abs=1e-2)


def test_drawn_weights_have_the_stated_mean_and_spread() -> None:
    """Dirichlet around the stated weights with concentration 60; an order alone keeps the order; zero stays zero."""
    weights = np.array([0.5, 0.3, 0.2, 0.0])
    drawn = draw_weights(weights, 20_000, seed=1) / GRID
    assert drawn.mean(axis=0) == pytest.approx(weights, abs=0.003)
    assert drawn.std(axis=0)[1] == pytest.approx(np.sqrt(0.3 * 0.7 / 61), rel=0.03)
    assert drawn.sum(axis=1) == pytest.approx(np.ones(20_000), abs=1e-3)
    ordered = draw_weights(weights, 5_000, seed=1, knowledge="order")
    assert (np.diff(ordered[:, :3], axis=1) <= 0).all()
    assert (ordered[:, 3] == 0).all()
    assert ordered.mean(axis=0)[:3] / GRID == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.01)


def test_sampling_error_is_that_of_a_share(kit: Any) -> None:
    """Half a percentage point at one half and 10,000 draws."""
    found = robustness(
        kit.matrix(np.random.default_rng(0), 3, 2), np.full(2, 0.5), samples=10_000, seed=0, shown=np.arange(1)
    )
    assert found.standard_error(0.5) == pytest.approx(0.005)


def test_no_alternatives_and_no_samples_are_empty(kit: Any) -> None:
    """Nothing in, nothing out."""
    matrix = kit.matrix(np.random.default_rng(0), 3, 2)
    assert robustness(matrix, np.full(2, 0.5), samples=0, seed=0, shown=np.arange(3)).first.tolist() == [0, 0, 0]
    empty = matrix.rows(np.array([], dtype=np.int64))
    assert (
        robustness(empty, np.full(2, 0.5), samples=10, seed=0, shown=np.array([], dtype=np.int64)).first.tolist() == []
    )


FORKED = """
import os, sys
from advisor.decision.robustness.smaa import warm_up
warm_up()
child = os.fork()
if child == 0:
    warm_up()
    os._exit(7)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_forked_process_samples_on_threads_of_its_own() -> None:
    """It does not wait for its parent's."""
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", FORKED], check=False, timeout=240)
    assert done.returncode == 7
