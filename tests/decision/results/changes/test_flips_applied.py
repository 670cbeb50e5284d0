"""Every reported flip, applied to the decision and ranked anew: it makes the other first, 99% of it does not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.records import Flip
from advisor.decision.results.changes.flips import flips_of

WORLDS = 1_000
PARTS = 4


def _first_after(world: Any, ranked: Ranked, flip: Flip, share: float) -> str:
    """Which alternative is first once ``share`` of the reported change has come about."""
    plans, fitness, weights = world.plans, dict(ranked.prepared.fitness), None
    if flip.new_weights is not None:
        new = np.array([flip.new_weights[name] for name in ranked.matrix.criteria])
        moved = ranked.weights + share * (new - ranked.weights)
        weights = dict(zip(ranked.matrix.criteria, moved.tolist(), strict=True))
    elif flip.kind == "price":
        assert flip.current is not None
        assert flip.needed is not None
        cost = plans.cost_usd.copy()
        row = [item.alternative_id for item in plans.alternatives].index(flip.subject)
        cost[row] *= (flip.current + share * (flip.needed - flip.current)) / flip.current
        plans = replace(plans, cost_usd=cost)
    else:
        assert flip.current is not None
        assert flip.needed is not None
        points = flip.current + share * (flip.needed - flip.current)
        fitness[flip.subject] = replace(fitness[flip.subject], points=points)
    again = rank(prepare(world.answers, world.catalog, plans=plans, fitness=fitness), weights, samples=0)
    assert again.leader is not None
    return again.matrix.ids[again.leader]


@pytest.mark.parametrize("part", range(PARTS))
def test_every_flip_is_real(kit: Any, part: int) -> None:
    """Weights, prices and abilities, of the challengers and of the leader, over 1,000 random decisions."""
    tried: Counter[tuple[str, bool]] = Counter()
    for seed in range(part, WORLDS, PARTS):
        world = kit.world(seed)
        ranked = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=0).unfolded()
        for flip in flips_of(ranked):
            if flip.kind == "fact":
                continue
            tried[flip.kind, flip.subject in (flip.leader_id, flip.leader_id.partition("@")[0])] += 1
            assert _first_after(world, ranked, flip, 1.0) == flip.challenger_id, (seed, flip)
            assert _first_after(world, ranked, flip, 0.99) != flip.challenger_id, (seed, flip)
    assert min(tried[kind] for kind in (("weight", False), ("price", False), ("capability", False))) > 50
    assert min(tried[kind] for kind in (("price", True), ("capability", True))) > 50
