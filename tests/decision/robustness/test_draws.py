"""Draws of weights and facts: their means, their order, their grid, and that a seed repeats them."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.decision.robustness.draws import (
    CONCENTRATION,
    GRID,
    draw_facts,
    draw_weights,
    on_grid,
    quantiles,
    weights_by_criterion,
)

WEIGHTS = np.array([0.5, 0.3, 0.2, 0.0])


def test_numbers_are_kept_in_steps_of_one_4096th() -> None:
    """Whole numbers, rounded."""
    assert on_grid(np.array([0.0, 0.5, 1.0, 1 / 3])).tolist() == [0.0, 2048.0, 4096.0, 1365.0]


def test_weights_scatter_around_the_stated_ones() -> None:
    """Their mean is the stated weight, their deviation that of a Dirichlet; a weight of 0 stays there."""
    drawn = draw_weights(WEIGHTS, 20_000, 1) / GRID
    assert drawn.mean(axis=0) == pytest.approx(WEIGHTS, abs=0.002)
    assert drawn.std(axis=0)[:3] == pytest.approx(np.sqrt(WEIGHTS * (1 - WEIGHTS) / (CONCENTRATION + 1))[:3], rel=0.03)
    assert drawn.sum(axis=1) == pytest.approx(1.0, abs=2 / GRID)
    assert not drawn[:, 3].any()


def test_an_order_alone_is_kept_and_nothing_else() -> None:
    """Uniform over weights of that order: means of 11/18, 5/18 and 2/18 for three."""
    drawn = draw_weights(WEIGHTS, 20_000, 1, knowledge="order")
    assert (np.diff(drawn[:, :3], axis=1) <= 0).all()
    assert drawn.mean(axis=0)[:3] / GRID == pytest.approx([11 / 18, 5 / 18, 2 / 18], abs=0.005)


def test_without_knowledge_every_weight_is_as_likely() -> None:
    """Those that were stated as 0 too."""
    assert draw_weights(WEIGHTS, 20_000, 1, knowledge="none").mean(axis=0) / GRID == pytest.approx(0.25, abs=0.005)


def test_a_seed_repeats_its_draws_and_another_does_not() -> None:
    """By criterion they are the same numbers, turned."""
    first = draw_weights(WEIGHTS, 100, 7)
    assert np.array_equal(first, draw_weights(WEIGHTS, 100, 7))
    assert not np.array_equal(first, draw_weights(WEIGHTS, 100, 8))
    assert np.array_equal(weights_by_criterion(WEIGHTS, 100, 7), first.T)


def test_an_estimate_is_normal_within_two_deviations_and_the_unknown_uniform() -> None:
    """Both from -1 to 1 around 0; the uniform has the wider spread."""
    estimate, unknown = quantiles("estimate"), quantiles("unknown")
    for levels in (estimate, unknown):
        assert (float(levels.min()), float(levels.max())) == (-1.0, 1.0)
        assert float(levels.mean()) == pytest.approx(0.0, abs=1e-4)
    assert float(unknown.std()) == pytest.approx(1 / np.sqrt(3), abs=1e-3)
    assert float(estimate.std()) == pytest.approx(0.4398, abs=2e-3)  # 0.8796 of a normal cut at 2 deviations, halved


def test_a_fact_is_drawn_by_what_it_is() -> None:
    """The tables hold the quantiles of each kind, and which of the two a fact is stands beside them."""
    unknown = np.array([False, True])
    found = draw_facts(unknown, 4_000, 5)
    assert found.unknown.tolist() == [False, True]
    assert found.estimates[0].std() / GRID == pytest.approx(0.44, abs=0.02)
    assert found.unknowns[1].std() / GRID == pytest.approx(0.577, abs=0.02)
