"""Prices of a point: what weights imply, and weights that imply a price."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.prices_of_a_point import Exchange, exchanges_of, prices_of_a_point, weights_at_price


def _ranked(kit: Any, seed: int) -> Ranked:
    world = kit.world(seed)
    return rank(prepare(world.answers, world.catalog, plans=world.plans), samples=0)


@given(seed=st.integers(0, 30), criterion=st.integers(0, 9), price=st.floats(0.01, 1e6))
def test_weights_set_by_a_price_imply_exactly_that_price(kit: Any, seed: int, criterion: int, price: float) -> None:
    """Setting a price by its sentence and reading the sentence again gives the same price, at the same alternative."""
    ranked = _ranked(kit, seed)
    assume(ranked.leader is not None)
    assert ranked.leader is not None
    money, names = ranked.matrix.criteria.index("cost"), ranked.matrix.criteria
    assume(ranked.weights[money] > 0)  # else nothing has a price: a test of its own
    exchange = exchanges_of(ranked, ranked.leader).get(names[criterion])
    if exchange is None:  # cost itself, or a step that is worth nothing here
        assert names[criterion] == "cost" or ranked.matrix.value[ranked.leader, criterion] in (0.0, 1.0)
        return
    new = weights_at_price(ranked.weights, money=money, criterion=criterion, exchange=exchange, price_usd=price)
    assert new.sum() == pytest.approx(1.0)
    assert exchange.price_usd(float(new[criterion]), float(new[money])) == pytest.approx(price, rel=1e-9)
    others = [at for at in range(len(new)) if at != criterion and ranked.weights[at] > 0]
    ratio = new[others] / ranked.weights[others]
    assert ratio == pytest.approx(np.full(len(others), ratio[0]))


def test_a_price_is_what_keeps_the_score_level(kit: Any) -> None:
    """A step better at that price more a month scores the same, for a small step of fitness."""
    ranked = _ranked(kit, 3)
    assert ranked.leader is not None
    matrix, place = ranked.matrix, ranked.leader
    fit, money = matrix.criteria.index("fitness"), matrix.criteria.index("cost")
    exchange = exchanges_of(ranked, place)["fitness"]
    price = exchange.price_usd(float(ranked.weights[fit]), float(ranked.weights[money]))
    step = 1e-4
    raw, spread = matrix.raw[place, fit], matrix.deviation["fitness"][place]
    gained = matrix.scales["fitness"].expected(np.array([raw + step, raw]), np.array([spread, spread]))
    paid = matrix.scales["cost"].value(np.array([matrix.raw[place, money] + price * step, matrix.raw[place, money]]))
    assert ranked.weights[fit] * (gained[0] - gained[1]) == pytest.approx(
        ranked.weights[money] * (paid[1] - paid[0]), rel=1e-2
    )


def test_without_a_weight_of_money_nothing_has_a_price(kit: Any) -> None:
    """No price is told, and none can be set."""
    world = kit.world(2)
    ranked = rank(prepare(world.answers, world.catalog, plans=world.plans), {"fitness": 1.0}, samples=0)
    assert ranked.leader is not None
    assert prices_of_a_point(ranked, ranked.leader) == {}
    with pytest.raises(ValueError, match="cost above 0"):
        weights_at_price(np.array([1.0, 0.0]), money=1, criterion=0, exchange=Exchange(0.1, 100.0, 2.0), price_usd=5.0)
