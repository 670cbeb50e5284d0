"""The verdict asked again: as things are, under other weights, with something moved, with more to choose from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from advisor.arrays import Z_90
from advisor.decision.criteria.of_quality import enough_of
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.changes.advice import Advice
from advisor.decision.results.changes.moved import as_able, costing, leaving_out

SAMPLES = 300


def _ranked(kit: Any, seed: int) -> tuple[Any, Ranked]:
    world = kit.world(seed)
    return world, rank(prepare(world.answers, world.catalog, plans=world.plans), samples=SAMPLES)


def test_the_advice_as_things_are_is_the_choice_of_the_verdict(kit: Any) -> None:
    """Over random decisions, variant for variant."""
    for seed in range(60):
        _, ranked = _ranked(kit, seed)
        choice, found = ranked.finding.choice, Advice(ranked).choice
        assert (found is None) == (choice is None)
        assert choice is None or Advice(ranked).matrix.ids[found or 0] == ranked.matrix.ids[choice]


def test_other_weights_give_what_a_new_ranking_gives(kit: Any) -> None:
    """The same draws, the same rule."""
    rng = np.random.default_rng(0)
    for seed in range(30):
        world, ranked = _ranked(kit, seed)
        if ranked.leader is None:
            continue
        weights = rng.dirichlet(np.ones(len(ranked.weights)))
        found = Advice(ranked).chosen(weights)
        prepared = prepare(world.answers, world.catalog, plans=world.plans)
        again = rank(prepared, dict(zip(ranked.matrix.criteria, weights.tolist(), strict=True)), samples=SAMPLES)
        assert again.finding.choice is not None
        assert found is not None
        assert ranked.whole.matrix.ids[found] == again.matrix.ids[again.finding.choice]


def test_what_is_left_out_is_not_advised(kit: Any) -> None:
    """Without the option of the choice another is, without any nobody."""
    _, ranked = _ranked(kit, 1)
    advice = Advice(ranked)
    assert advice.choice is not None
    other = advice.chosen(moved=leaving_out(advice.variants(advice.choice)))
    assert other is not None
    assert advice.option[other] != advice.option[advice.choice]
    assert advice.chosen(moved=leaving_out(np.arange(len(advice.matrix)))) is None


def test_eliminated_alternatives_may_join(kit: Any) -> None:
    """As if all had passed: the options and the advice are those of a decision without the gate that they fail."""
    joined = 0
    for seed in range(30):
        world, _ = _ranked(kit, seed)
        cap = float(np.median(world.plans.cost_usd[:, 1]))
        free, tight = (
            world.answers.model_copy(update={"budget": world.answers.budget.model_copy(update={"monthly_cap": most})})
            for most in (None, cap)
        )
        part, whole = (
            rank(prepare(answers, world.catalog, plans=world.plans), samples=SAMPLES) for answers in (tight, free)
        )
        missing = np.setdiff1d(whole.whole.feasible, part.whole.feasible)
        if part.leader is None or not len(missing):
            continue
        joined += 1
        advice = Advice(part).joined_by(missing)
        assert sorted(advice.matrix.ids) == sorted(whole.whole.matrix.ids)
        assert advice.choice is not None
    assert joined > 10


@pytest.mark.parametrize("factor", [0.5, 2.0])
def test_a_moved_price_is_that_of_a_new_plan(kit: Any, factor: float) -> None:
    """Values and spreads of the rows are those that the matrix of the changed plan would have."""
    world, ranked = _ranked(kit, 5)
    whole, rows = ranked.whole, np.arange(3)
    moved = costing(whole, rows, factor)
    cost = world.plans.cost_usd.copy()
    cost[whole.feasible[rows]] *= factor
    plans = type(world.plans)(**{**vars(world.plans), "cost_usd": cost})
    free = world.answers.model_copy(update={"budget": world.answers.budget.model_copy(update={"monthly_cap": None})})
    then = prepare(free, world.catalog, plans=plans).matrix
    at = [then.ids.index(whole.matrix.ids[row]) for row in rows]
    assert moved.value == pytest.approx(then.value[at, moved.column])
    assert moved.up == pytest.approx(then.up[at, moved.column])
    assert moved.down == pytest.approx(then.down[at, moved.column])


def test_an_ability_below_the_least_that_is_asked_is_out(kit: Any) -> None:
    """The gate on fitness stays what it is."""
    world, _ = _ranked(kit, 2)
    case = world.answers.use_cases[0].model_copy(update={"minimum_fitness": 0.2})
    answers = world.answers.model_copy(update={"use_cases": (case,)})
    prepared = prepare(answers, world.catalog, plans=world.plans)
    rows = np.arange(1)
    assert as_able(prepared, rows, 19.9).out.tolist() == [0]
    assert as_able(prepared, rows, 20.1).out.tolist() == []


def test_an_ability_that_is_surely_below_the_floor_of_the_task_is_out(kit: Any) -> None:
    """As the gate has it where nobody asks for a least: what may still reach the floor stays."""
    world, _ = _ranked(kit, 2)
    prepared = prepare(world.answers, world.catalog, plans=world.plans)
    floor = enough_of(prepared.use_case, prepared.setting.judged)[0]
    known = prepared.fitness[prepared.contexts[int(prepared.feasible[0])].model.model_id]
    rows = np.arange(1)
    assert as_able(prepared, rows, floor - Z_90 * known.standard_error - 0.1).out.tolist() == [0]
    assert as_able(prepared, rows, floor - Z_90 * known.standard_error + 0.1).out.tolist() == []
