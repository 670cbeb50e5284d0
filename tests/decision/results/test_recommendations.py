"""Ranked alternatives as records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.recommendations import also_ranked_of, leading_models, recommendations_of
from advisor.units import Quantity, Told
from advisor.words.written import written


@pytest.fixture(params=[3, 11, 42])
def ranked(request: pytest.FixtureRequest, kit: Any) -> Ranked:
    """A random decision."""
    world = kit.world(request.param)
    return rank(prepare(world.answers, world.catalog, plans=world.plans), samples=200)


def test_the_choice_of_the_verdict_is_first_and_ranks_count_on(ranked: Ranked) -> None:
    """Those that score above it are one rank further down."""
    records = recommendations_of(ranked)
    choice = ranked.finding.choice
    assert choice is not None
    assert records[0].alternative_id == ranked.matrix.ids[choice]
    assert records[0].rank == 1
    assert [record.rank for record in records] == sorted(record.rank for record in records)


def test_each_says_what_it_is_where_it_runs_and_why_it_is_not_first(ranked: Ranked) -> None:
    """In words once they are written; the choice and the leader by score have nothing to explain."""
    records = written(recommendations_of(ranked))
    first = {ranked.matrix.ids[int(ranked.ranking.order[0])], records[0].alternative_id}
    for record in records:
        assert record.name.startswith(record.model_name)
        assert record.place in record.name
        assert record.why_not or record.alternative_id in first


def test_what_is_said_of_an_option_is_said_of_no_other(ranked: Ranked) -> None:
    """Also where the choice of the verdict stands before options that score higher."""
    order = ranked.ranking.order.tolist()
    last = min(1, len(order) - 1)
    other = replace(ranked)
    other.__dict__["finding"] = replace(ranked.finding, choice=order[last])
    for one in (ranked, other):
        records = written(recommendations_of(one))
        assert records
        for record in records:
            assert record.sentence.startswith(f"{record.name} scores {record.score * 100:.1f} ")
            assert record.why_not == "" or record.why_not.startswith(record.name)
    assert written(recommendations_of(other))[last].alternative_id == ranked.matrix.ids[order[0]]


def test_nobody_is_listed_twice(ranked: Ranked) -> None:
    """Neither among those in full nor among those in brief."""
    shown = [record.alternative_id for record in recommendations_of(ranked)]
    brief = [record.alternative_id for record in also_ranked_of(ranked)]
    assert len(set(shown + brief)) == len(shown + brief)


def test_leading_models_are_different_models(ranked: Ranked) -> None:
    """The best of each, in the order of their scores."""
    found = leading_models(ranked, 3)
    assert len({record.model_id for record in found}) == len(found) <= 3


def test_ability_is_told_in_the_points_that_it_is_rated_at(ranked: Ranked) -> None:
    """As "behind the best in fitness" tells it on the next card: never the value that those points have."""
    records = recommendations_of(ranked)
    row_of = {id_: row for row, id_ in enumerate(ranked.matrix.ids)}
    told = [
        (record, fact)
        for record in records
        for name in ("strengths", "weaknesses")
        for fact in record.told[name]
        if isinstance(fact, Told) and fact.values["criterion"] == Quantity("criterion_title", "fitness")
    ]
    assert told
    for record, fact in told:
        rated = ranked.fitness(row_of[record.alternative_id]).points
        assert fact.values["points"] == Quantity("points", rated)
