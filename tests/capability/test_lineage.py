"""The gains between generations, on which the former fallback rests that the rolling validation compares with."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from advisor.capability.inferred.lineage import (
    children_of,
    inherit,
    observed_gains,
    scored_ancestor,
    scored_descendant,
    trace_back,
)
from advisor.catalog.tables.schema import Model

Builder = Callable[..., Model]


def chain(model: Builder, length: int, vendor: str = "v") -> list[Model]:
    """Models v/0, v/1, ... each the successor of the one before."""
    return [
        model(f"{vendor}/{i}", predecessor_id=f"{vendor}/{i - 1}" if i else None, family=vendor) for i in range(length)
    ]


def test_the_nearest_scored_predecessor_is_found_with_its_distance(model: Builder) -> None:
    """Two unscored generations lie between the model and the ancestor that has scores."""
    models = chain(model, 4)
    by_id = {m.model_id: m for m in models}
    assert scored_ancestor(models[3], by_id, {"v/0"}.__contains__) == ("v/0", 3)


def test_a_circle_of_predecessors_ends_without_an_ancestor(model: Builder) -> None:
    """Two models that name each other as predecessor are no endless search."""
    first, second = model("v/a", predecessor_id="v/b"), model("v/b", predecessor_id="v/a")
    assert scored_ancestor(first, {"v/a": first, "v/b": second}, lambda _: False) is None


def test_the_nearest_scored_successor_is_found_through_either_link(model: Builder) -> None:
    """A successor counts whether it names its predecessor or is named by it; the nearest generation wins."""
    models = chain(model, 4)
    old = model("v/old", successor_id="v/0")
    children = children_of([old, *models])
    assert scored_descendant(old, children, {"v/1", "v/3"}.__contains__) == ("v/1", 2)
    assert scored_descendant(models[3], children, {"v/1"}.__contains__) is None


def test_tracing_back_undoes_inheriting(model: Builder) -> None:
    """What a generation gains forwards it loses backwards, at the same error."""
    models = chain(model, 8)
    years = {m.model_id: 0.5 * i for i, m in enumerate(models)}
    ability = {m.model_id: np.array([0.3 * i + 0.1 * (i % 2)]) for i, m in enumerate(models)}
    gains = observed_gains(models, ability, years)
    assert gains is not None
    start, variance = np.array([1.0]), np.array([0.04])
    later, _ = inherit(gains, models[5], parent="v/4", steps=1, ability=start, variance=variance)
    back, error = trace_back(gains, models[5], parent="v/4", steps=1, ability=later, variance=variance)
    assert back == pytest.approx(start)
    assert error[0] > 0.2


def test_too_few_pairs_give_no_gains(model: Builder) -> None:
    """Gains need at least five pairs."""
    models = chain(model, 3)
    ability = {m.model_id: np.array([float(i)]) for i, m in enumerate(models)}
    assert observed_gains(models, ability, {m.model_id: float(i) for i, m in enumerate(models)}) is None


def test_a_steady_gain_is_continued_and_its_error_grows_with_the_generations(model: Builder) -> None:
    """Where each generation gained 0.5, one and two more gain 0.5 and 1.0, with growing errors."""
    models = chain(model, 12)
    years = {m.model_id: 0.5 * i for i, m in enumerate(models)}
    noise = np.random.default_rng(2).normal(0, 0.05, 12)
    ability = {m.model_id: np.array([0.5 * i + noise[i]]) for i, m in enumerate(models[:10])}
    gains = observed_gains(models, ability, years)
    assert gains is not None
    last = ability["v/9"]
    one = inherit(gains, models[10], parent="v/9", steps=1, ability=last, variance=np.array([0.01]))
    two = inherit(gains, models[11], parent="v/9", steps=2, ability=last, variance=np.array([0.01]))
    assert one[0] - last == pytest.approx(0.5, abs=0.1)
    assert two[0] - last == pytest.approx(1.0, abs=0.2)
    assert 0.1 < one[1][0] < two[1][0]


def test_a_vendor_that_gains_more_is_expected_to_gain_more_but_not_as_much(model: Builder) -> None:
    """The vendor's own deviation counts, drawn towards the gain of all."""
    slow, quick = chain(model, 9, "slow"), chain(model, 5, "quick")
    models = [*slow, *quick]
    ability = {m.model_id: np.array([0.2 * i]) for i, m in enumerate(slow)}
    ability |= {m.model_id: np.array([1.0 * i]) for i, m in enumerate(quick[:4])}
    years = {m.model_id: 0.0 for m in models}
    gains = observed_gains(models, ability, years)
    assert gains is not None
    expected = gains.expected(quick[4], "quick/3")[0]
    overall = float(gains.gain.mean())
    assert overall < expected < 1.0
