"""Value of information: what the shortcuts find is what computing every alternative in every case finds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.decision.robustness.draws import quantiles
from advisor.decision.robustness.value_of_information import SLICES, facts_worth


def test_the_worth_of_every_fact_is_that_of_the_definition(kit: Any) -> None:
    """Expected gain of the best over the leader, over 200 equal slices of probability, for every fact."""
    assert sum(_compared(kit, np.random.default_rng(seed)) for seed in range(30)) > 20


def test_the_first_few_are_the_first_of_all(kit: Any) -> None:
    """Asked for the most valuable two, it gives these and no others."""
    compared = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        matrix, weights = kit.matrix(rng, 60, 5), rng.dirichlet(np.ones(5))
        leader = int(np.argmax(matrix.value @ weights))
        whole = facts_worth(matrix, weights, leader)
        assert facts_worth(matrix, weights, leader, 2) == whole[:2]
        compared += len(whole) > 2
    assert compared > 0


def test_a_matrix_without_uncertain_facts_has_none_worth_knowing(kit: Any) -> None:
    """Nothing is uncertain, so nothing is worth asking."""
    matrix = kit.matrix(np.random.default_rng(4), 20, 5, uncertain=False)
    assert facts_worth(matrix, np.full(5, 0.2), 0) == []


def _compared(kit: Any, rng: np.random.Generator) -> int:
    """Compare the facts of one random matrix; gives how many are worth something."""
    matrix, weights = kit.matrix(rng, 60, 5), rng.dirichlet(np.ones(5))
    scores = matrix.value @ weights
    leader = int(np.argmax(scores))
    found = {item.fact: item for item in facts_worth(matrix, weights, leader)}
    for number, fact in enumerate(matrix.facts):
        table = quantiles("unknown" if fact.kind == "unknown" else "estimate").astype(np.float64)
        step = len(table) // SLICES
        t = table[step // 2 :: step][:SLICES]
        hit = matrix.fact == number
        rise, fall = (np.where(hit, side * weights, 0.0).sum(axis=1) for side in (matrix.up, matrix.down))
        known = scores[:, None] + np.outer(rise, np.maximum(t, 0)) - np.outer(fall, np.maximum(-t, 0))
        gain = float((known.max(axis=0) - known[leader]).mean())
        if gain > 1e-9:
            assert found[fact].gain == pytest.approx(gain)
            assert found[fact].winner != leader
        else:
            assert fact not in found
    return len(found)
