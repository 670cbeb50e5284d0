"""Records of a decision."""

from __future__ import annotations

from typing import Any, get_args

from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.records import RANKS, Choice, Recommendation, Seat
from advisor.decision.results.recommendations import recommendations_of
from advisor.words.sentences import SENTENCES


def test_a_recommendation_survives_its_way_through_json(kit: Any) -> None:
    """What is kept is what was ranked, with what is to be said of it."""
    world = kit.world(1)
    records = recommendations_of(rank(prepare(world.answers, world.catalog, plans=world.plans), samples=100))
    assert records
    for record in records:
        kept = Recommendation.model_validate_json(record.model_dump_json())
        assert kept == record
        assert kept.told == record.told


def test_ranks_are_kept_as_far_as_anybody_reads_them(kit: Any) -> None:
    """Shares of the first few, which are no more than all draws."""
    world = kit.world(2)
    records = recommendations_of(rank(prepare(world.answers, world.catalog, plans=world.plans), samples=100))
    assert all(len(record.rank_acceptability) <= RANKS for record in records)
    assert all(sum(record.rank_acceptability) <= 1 + 1e-9 for record in records)


def test_every_role_of_the_shortlist_has_a_name() -> None:
    """A role without words would stand as a code on the first page."""
    assert Choice.model_fields["role"].annotation == Seat
    named = {key for key in SENTENCES if key.startswith("role.")}
    assert len(named) >= len(get_args(Seat)) - 1
