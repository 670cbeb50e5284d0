"""The sampler's two steps: what reaches a bar, and that nothing is lost on the way."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.matrix import Fact, Matrix
from advisor.decision.sampler import Sampler, product
from advisor.decision.smaa import robustness


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("quantile", [0.5, 0.9, 0.99])
def test_the_two_steps_find_exactly_the_pairs_that_reach_the_bar(kit: Any, seed: int, quantile: float) -> None:
    """Pairs and scores equal those of computing every alternative in every draw to the end."""
    rng = np.random.default_rng(seed)
    matrix = kit.matrix(rng, 300, 7)
    sampler = Sampler(matrix, rng.dirichlet(np.ones(7)), 400, seed, "around")
    rows = rng.permutation(300)[:250]
    whole = sampler.scores(rows, 50, 350)
    bar = np.quantile(whole, quantile, axis=0).astype(np.float32)
    place, draw, score = sampler.reaching(rows, bar, 50, 350)
    wanted = np.argwhere(whole >= bar)
    assert len(wanted) > 0
    assert {(int(a), int(b)) for a, b in zip(place, draw, strict=True)} == {(int(a), int(b)) for a, b in wanted}
    assert np.array_equal(score, whole[place, draw])


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


def test_the_product_in_blocks_is_the_product() -> None:
    """Whatever the number of rows that fit a block."""
    rng = np.random.default_rng(0)
    left, right = (rng.integers(0, 4096, shape).astype(np.float32) for shape in ((333, 9), (9, 1_250)))
    assert np.array_equal(product(left, right), left @ right)
