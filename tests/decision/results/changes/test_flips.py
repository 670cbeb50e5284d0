"""Every reported flip, applied to the decision and judged anew: the advice is the one it names, before it is not."""

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
from advisor.decision.results.recommendations import recommendations_of
from advisor.decision.results.shortlist import shortlist_of
from advisor.units import Told
from advisor.words.tell import recorded

WORLDS, PARTS = 240, 4
SAMPLES = 400
BEFORE = {"weight": 0.5, "price": 0.9, "capability": 0.9}
"""The share of a change that is not enough: other weights are drawn anew, so that few draws leave a turning point some
width."""


def _world(kit: Any, seed: int, cap: float | None = None) -> Any:
    """A random decision under a cap, or none."""
    world = kit.world(seed)
    budget = world.answers.budget.model_copy(update={"monthly_cap": cap})
    return replace(world, answers=world.answers.model_copy(update={"budget": budget}))


def _advice_after(world: Any, ranked: Ranked, flip: Flip, share: float) -> str | None:
    """Whom the advice names once ``share`` of the reported change has come about."""
    plans, fitness, weights = world.plans, dict(ranked.prepared.fitness), None
    if flip.new_weights is not None:
        new = np.array([flip.new_weights[name] for name in ranked.matrix.criteria])
        moved = ranked.weights + share * (new - ranked.weights)
        weights = dict(zip(ranked.matrix.criteria, moved.tolist(), strict=True))
    elif flip.kind == "price":
        assert flip.current is not None
        assert flip.needed is not None
        cost = plans.cost_usd.copy()
        model = flip.subject.partition("@")[0]
        rows = [row for row, item in enumerate(plans.alternatives) if item.model_id == model]
        cost[rows] *= (flip.needed / flip.current) ** share
        plans = replace(plans, cost_usd=cost)
    else:
        assert flip.current is not None
        assert flip.needed is not None
        points = flip.current + share * (flip.needed - flip.current)
        fitness[flip.subject] = replace(fitness[flip.subject], points=points)
    again = rank(prepare(world.answers, world.catalog, plans=plans, fitness=fitness), weights, samples=SAMPLES)
    return None if again.finding.choice is None else again.model_id(again.finding.choice)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_flip_is_real(kit: Any, part: int) -> None:
    """Weights, prices and abilities, of the choice and of its rivals, over random decisions."""
    tried: Counter[str] = Counter()
    for seed in range(part, WORLDS, PARTS):
        world = _world(kit, seed)
        ranked = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=SAMPLES)
        for flip in flips_of(ranked):
            if flip.kind == "fact":
                continue
            tried[flip.kind] += 1
            after = flip.challenger_id.partition("@")[0]
            assert _advice_after(world, ranked, flip, 1.0) == after, (seed, flip)
            assert _advice_after(world, ranked, flip, BEFORE[flip.kind]) != after, (seed, flip)
    assert min(tried[kind] for kind in ("weight", "price", "capability")) > 8


def test_no_flip_names_what_is_advised_already_and_none_shows_the_same_twice(kit: Any) -> None:
    """The rival of a flip is another option than the choice; no two say the same; no more than two weights are told."""
    for seed in range(80):
        world = _world(kit, seed)
        ranked = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=SAMPLES)
        found = flips_of(ranked)
        choice = ranked.finding.choice
        if choice is None:
            assert found == ()
            continue
        assert all(flip.leader_id == ranked.matrix.ids[choice] for flip in found)
        assert all(flip.challenger_id.partition("@")[0] != ranked.model_id(choice) for flip in found)
        told = [str(flip.told["sentence"]) for flip in found]
        assert len(set(told)) == len(told)
        assert all(flip.subject.count(",") <= 1 for flip in found if flip.kind == "weight")


def test_a_price_above_the_cap_is_told_as_such(kit: Any) -> None:
    """Where only the cap ends the advice, what is needed is the cap and a hair more."""
    seen = 0
    for seed in range(60):
        world = _world(kit, seed, cap=15_000)
        for flip in flips_of(rank(prepare(world.answers, world.catalog, plans=world.plans), samples=SAMPLES)):
            sentence = flip.told["sentence"]
            assert isinstance(sentence, Told)
            if sentence.key == "flip.over_cap":
                seen += 1
                assert flip.needed == pytest.approx(15_000, rel=1e-6)
                assert flip.needed > 15_000
    assert seen > 3


def _over_cap(ranked: Ranked) -> list[Told]:
    told = [flip.told["sentence"] for flip in flips_of(ranked)]
    return [one for one in told if isinstance(one, Told) and one.key.startswith("flip.over_cap")]


def test_a_cost_that_rounds_to_the_cap_is_told_as_barely_under_it(kit: Any) -> None:
    """No sentence says that a cost should rise from a figure to the same figure."""
    seen = 0
    for seed in range(40):
        free = _world(kit, seed)
        choice = rank(prepare(free.answers, free.catalog, plans=free.plans), samples=SAMPLES)
        if choice.finding.choice is None:
            continue
        for over in (1.001, 1.2):
            world = _world(kit, seed, cap=choice.cost_usd(choice.finding.choice) * over)
            for one in _over_cap(rank(prepare(world.answers, world.catalog, plans=world.plans), samples=SAMPLES)):
                figures = {
                    recorded(value) for name in ("current", "needed") if isinstance(value := one.values[name], Told)
                }
                seen += one.key == "flip.over_cap.barely"
                assert (one.key == "flip.over_cap.barely") == (len(figures) == 1 or over < 1.005)
    assert seen > 3


def test_a_cap_that_counts_only_a_part_is_told_of_that_part(kit: Any) -> None:
    """What a commitment pays is in neither figure: the cap stands as the user gave it."""
    seen = 0
    for seed in range(60):
        world = _world(kit, seed, cap=15_000)
        committed = np.full(len(world.plans.alternatives), 50.0)
        plans = replace(world.plans, committed=committed)
        for one in _over_cap(rank(prepare(world.answers, world.catalog, plans=plans), samples=SAMPLES)):
            seen += one.key == "flip.over_cap.counted"
            assert one.key != "flip.over_cap"
            assert "15,000 USD" in recorded(one)
    assert seen > 0


def test_whom_a_change_brings_to_the_top_is_found_on_the_page(kit: Any) -> None:
    """On the shortlist, or by its place in the ranking: nothing is named that the reader sees nowhere."""
    placed = 0
    for seed in range(24):
        world = _world(kit, seed)
        ranked = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=SAMPLES)
        listed = {(one.model_id, one.deployment.kind) for one in shortlist_of(ranked)}
        place = {one.alternative_id: one.rank for one in recommendations_of(ranked)}
        kind_of = {one.alternative_id: one.deployment.kind for one in world.plans.alternatives}
        for flip in flips_of(ranked):
            option = (flip.challenger_id.partition("@")[0], kind_of[flip.challenger_id])
            said = recorded(flip.told["sentence"])
            assert ("in the ranking)" in said) == (option not in listed), said
            if flip.challenger_id in place and option not in listed:
                assert f"(place {place[flip.challenger_id]} in the ranking)" in said
                placed += 1
    assert placed
