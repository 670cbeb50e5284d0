"""Fewer things to run: use cases share a model where that costs none of them a point."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.portfolio.assign import Option, PortfolioLimits
from advisor.decision.results.portfolio.fewer import things_of
from advisor.decision.results.portfolio.from_verdicts import Found, ToAssign, assigned
from advisor.decision.results.portfolio.one_team import OneTeam


def _decided(kit: Any, *, abilities: tuple[float, float], cost: tuple[float, float]) -> list[Ranked]:
    """Two use cases of the same two models, of which the first chooses the first and the second the second."""
    models = [kit.model(name) for name in ("one", "two")]
    offers = [kit.offer(model.model_id, name) for model, name in zip(models, ("p", "q"), strict=True)]
    points = {model.model_id: each for model, each in zip(models, abilities, strict=True)}
    providers = [kit.provider("p"), kit.provider("q")]
    catalog = kit.catalog(models, offers=offers, providers=providers, abilities=points)
    plans = kit.plans([kit.api(one) for one in offers], cost=cost)
    found = []
    for number in range(2):
        ranked = rank(prepare(kit.answers(), catalog, plans=plans), samples=100)
        row = next(row for row in range(len(ranked.matrix)) if ranked.model_id(row) == models[number].model_id)
        ranked.__dict__["finding"] = replace(ranked.finding, choice=row)
        found.append(ranked)
    return found


def _assigned(rankings: list[Ranked]) -> Found:
    team = OneTeam.__new__(OneTeam)
    return assigned(ToAssign(rankings, [1.0, 1.0], PortfolioLimits(), team, share=True))


def _models(found: Found) -> set[str]:
    assert found.best is not None
    return {option.model_id for option in found.best.options}


def test_two_choices_that_are_level_become_one_model(kit: Any) -> None:
    """One model at one provider is tested, signed and watched once; who moved is told."""
    found = _assigned(_decided(kit, abilities=(70.0, 70.0), cost=(1_000.0, 995.0)))
    assert len(_models(found)) == 1
    assert len(found.moved) == 1


def test_what_is_worse_by_more_than_a_point_is_not_shared(kit: Any) -> None:
    """Nor what is less able by what is worth naming."""
    rankings = _decided(kit, abilities=(70.0, 55.0), cost=(1_000.0, 1_000.0))
    scores = [float(rankings[0].ranking.scores[rankings[number].finding.choice or 0]) for number in range(2)]
    assert abs(scores[0] - scores[1]) > 0.01
    found = _assigned(rankings)
    assert found.best is not None
    assert found.best.options[0].model_id.endswith("/one")
    moved = {option.use_case for option in found.best.options if option.model_id.endswith("/one")}
    assert moved == {0, 1}  # the better one serves both: the second loses nothing by it


def test_things_are_models_vendors_and_places() -> None:
    """Those that share a pool stand in one place."""
    alone = Option(0, "a@provider_api:p", "a", "v", 0.5, 1.0)
    beside = Option(1, "a@provider_api:q", "a", "v", 0.5, 1.0)
    pooled = [replace(one, pool="a|on_prem") for one in (alone, beside)]
    assert things_of([alone, beside]) == 4
    assert things_of(pooled) == 3


@pytest.mark.parametrize("cost", [(1_000.0, 4_000.0), (4_000.0, 1_000.0)])
def test_no_sum_that_counts_is_paid_for_it(kit: Any, cost: tuple[float, float]) -> None:
    """What is shared is the cheaper of the two, never the dearer."""
    found = _assigned(_decided(kit, abilities=(70.0, 70.0), cost=cost))
    assert found.best is not None
    assert found.best.total_usd <= sum(cost)
    dear = "/two" if cost[1] > cost[0] else "/one"
    assert not all(option.model_id.endswith(dear) for option in found.best.options)
