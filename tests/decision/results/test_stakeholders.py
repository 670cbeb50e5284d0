"""Stakeholders side by side: what each would choose, and what the common choice costs each."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.stakeholders import stakeholder_view, stakeholders_of


@pytest.fixture(params=range(4))
def ranked(request: pytest.FixtureRequest, kit: Any) -> Ranked:
    """A random world ranked, with a second voice that asks for the cheapest."""
    world = kit.world(request.param)
    answers = world.answers.model_copy(
        update={
            "data": world.answers.data.model_copy(update={"no_training": False}),
            "budget": world.answers.budget.model_copy(update={"monthly_cap": None}),
        }
    )
    return rank(prepare(answers, world.catalog, plans=world.plans), samples=0)


def test_whoever_weighs_cost_alone_puts_the_best_value_of_cost_first(ranked: Ranked) -> None:
    """And regrets what the common choice gives away of it."""
    view = stakeholder_view(ranked, "Finance", {"cost": 1.0})
    column = ranked.matrix.value[:, ranked.matrix.criteria.index("cost")]
    assert column[ranked.matrix.ids.index(view.first_id)] == column.max()
    assert ranked.leader is not None
    assert view.regret == pytest.approx(float(column.max() - column[ranked.leader]), abs=1e-9)
    assert view.weights["cost"] == 1.0


def test_an_order_names_each_model_once(ranked: Ranked) -> None:
    """By its best option, the first one first."""
    view = stakeholder_view(ranked, "IT", {"latency": 2.0, "fitness": 1.0})
    models = [name.partition("@")[0] for name in view.order]
    assert len(models) == len(set(models))
    assert view.order[0] == view.first_id


def test_the_same_weights_agree(ranked: Ranked) -> None:
    """Without regret, and it is said so."""
    own = dict(zip(ranked.matrix.criteria, ranked.weights.tolist(), strict=True))
    view = stakeholder_view(ranked, "Chair", own)
    assert view.regret == 0.0
    told = view.told["sentence"]
    assert not isinstance(told, tuple)
    assert told.key == "stakeholder.agrees"


def test_without_stakeholders_there_is_no_view(ranked: Ranked) -> None:
    """Nobody is made up."""
    assert stakeholders_of(ranked) == ()
