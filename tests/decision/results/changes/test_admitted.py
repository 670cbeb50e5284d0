"""Eliminated alternatives that the advice would name: those that are as good, and no variant of the choice."""

from __future__ import annotations

from typing import Any

from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.changes.admitted import Admitted
from advisor.decision.results.changes.advice import Advice
from advisor.decision.results.changes.relaxations import nearby, scores_of


def test_only_who_would_be_advised_is_named(kit: Any) -> None:
    """Under a cap, those that are named become the choice of a decision whose cap admits them alone."""
    named = tried = 0
    for seed in range(40):
        world = kit.world(seed)
        cap = float(sorted(world.plans.cost_usd[:, 1])[len(world.plans.cost_usd) // 2])
        tight = world.answers.model_copy(
            update={"budget": world.answers.budget.model_copy(update={"monthly_cap": cap})}
        )
        ranked = rank(prepare(tight, world.catalog, plans=world.plans), samples=200)
        if ranked.leader is None:
            continue
        rows = nearby(ranked.prepared)
        advice = Advice(ranked)
        admitted = Admitted.of(advice, rows, scores_of(ranked.prepared, rows, ranked.weights))
        assert advice.choice is not None
        mine = ranked.whole.matrix.ids[advice.choice].partition("@")[0]
        models = [ranked.whole.contexts[int(index)].model.model_id for index in admitted.indices]
        assert mine not in models
        tried += len(models)
        for at, found in enumerate(admitted.named([(at,) for at in range(len(models))])):
            assert found in (None, at)
            named += found is not None
    assert 0 < named <= tried
