"""The verdict on scored options: when a choice is clear, and what asks for a test first."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.ruling import LEADING, ruling_of


def _ranked(kit: Any, points: list[float], *, cost: list[float] | None = None, **given: Any) -> Ranked:
    """Chat models at one provider by their ability in points."""
    models = [kit.model(f"m{place:02d}") for place in range(len(points))]
    offers = [kit.offer(one.model_id, "p") for one in models]
    abilities = {one.model_id: ability for one, ability in zip(models, points, strict=True)}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=cost or [500.0] * len(points))
    return rank(prepare(kit.answers(**given), catalog, plans=plans), samples=2_000)


def test_where_nothing_fits_there_is_no_choice(kit: Any) -> None:
    """Everything is dearer than what a month may cost."""
    ranked = _ranked(kit, [80.0, 40.0], budget={"monthly_cap": 1})
    assert ruling_of(ranked).verdict == "nothing fits"
    assert ruling_of(ranked).choice is None


def test_what_is_far_abler_at_the_same_price_is_clear(kit: Any) -> None:
    """And it is the leader."""
    ranked = _ranked(kit, [80.0, 40.0])
    found = ruling_of(ranked)
    assert (found.verdict, found.choice) == ("clear choice", ranked.leader)


@pytest.mark.parametrize(
    "asked",
    [{"latency": {"ttft_p95_ms": 450.0}}, {"minimum_fitness": 0.79}],
    ids=["a limit that it likely misses", "an ability that it may not have"],
)
def test_a_doubt_about_the_work_itself_asks_for_a_test_however_far_the_others_are(
    kit: Any, asked: dict[str, Any]
) -> None:
    """The same choice as without the doubt, and not called clear."""
    ranked = _ranked(kit, [80.0, 40.0], use_case=asked)
    found = ruling_of(ranked)
    assert (found.verdict, found.choice) == ("test first", ranked.leader)


def test_alike_options_are_a_set_with_one_choice_in_it(kit: Any) -> None:
    """Half a point apart at the same price, nobody can tell them apart."""
    found = ruling_of(_ranked(kit, [70.0, 69.5]))
    assert found.choice in found.equals
    assert len(found.equals) == 2


def test_the_choice_is_among_the_leading_options(kit: Any) -> None:
    """More options than are looked at: the choice stands among those that are."""
    ranked = _ranked(kit, [30.0 + 0.5 * place for place in range(LEADING + 12)])
    assert len(ranked.matrix) > LEADING
    assert ruling_of(ranked).choice in ranked.ranking.order[:LEADING].tolist()
