"""The additive ranking: sums, ties, order, no rank reversal, monotonicity, and awkward inputs."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from advisor.decision.criteria.value_functions import ValueFunction
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank, ranked_alike
from advisor.decision.results.explain import explain
from advisor.decision.results.recommendations import recommendations_of
from advisor.decision.results.verdict_facts import verdict_told
from advisor.decision.scoring.score import dominated_by, normalised, rank_alternatives
from advisor.words.tell import recorded


def test_contributions_add_up_to_the_score_of_every_recommendation(kit: Any) -> None:
    """The score is the visible sum, to within 1e-9, in the records as in the arrays."""
    world = kit.world(1)
    ranked = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=500)
    records = recommendations_of(ranked)
    assert records
    for record in records:
        assert abs(sum(record.contributions.values()) - record.score) <= 1e-9
        assert record.score == pytest.approx(
            float(ranked.ranking.scores[ranked.matrix.ids.index(record.alternative_id)]), abs=1e-9
        )


def test_the_same_ranked_alike_is_ruled_alike(kit: Any) -> None:
    """Weights set by hand, seed and draws are taken along: nothing but the sampling of a ranking is spared."""
    world = kit.world(1)
    prepared = prepare(world.answers, world.catalog, plans=world.plans)
    by_hand = {name: float(number) for number, name in enumerate(prepared.matrix.criteria)}
    ranked = rank(prepared, by_hand, samples=500, seed=3, knowledge="order")
    again = ranked_alike(ranked, ranked.whole)
    assert again.finding == ranked.finding
    assert again.ranking.scores.tolist() == ranked.ranking.scores.tolist()
    assert (again.samples, again.seed, again.knowledge) == (500, 3, "order")


def test_equal_scores_share_a_rank_and_say_so() -> None:
    """Ranks are 1, 2, 2, 4 and the two in the middle are marked as tied."""
    ranking = rank_alternatives(np.array([[0.9], [0.5], [0.5], [0.1]]), np.array([1.0]), ["a", "b", "c", "d"])
    assert ranking.rank.tolist() == [1, 2, 2, 4]
    assert ranking.tied.tolist() == [False, True, True, False]


def test_the_order_of_rows_does_not_matter(kit: Any) -> None:
    """Shuffled alternatives get the same ranks."""
    for seed in range(50):
        rng = np.random.default_rng(seed)
        matrix = kit.matrix(rng, 12, 5)
        weights = rng.dirichlet(np.ones(5))
        shuffled = rng.permutation(12)
        one = rank_alternatives(matrix.value, weights, matrix.ids)
        other = rank_alternatives(matrix.value[shuffled], weights, [matrix.ids[i] for i in shuffled])
        assert one.rank[shuffled].tolist() == other.rank.tolist()


@pytest.mark.parametrize("start", range(0, 1000, 100))
def test_removing_alternatives_never_reorders_the_rest(kit: Any, start: int) -> None:
    """Over 1,000 random catalogs the others keep their order and their scores, whoever leaves or joins."""
    compared = 0
    for seed in range(start, start + 100):
        world = kit.world(seed)
        whole = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=0)
        rng = np.random.default_rng(seed)
        kept = [i for i in range(len(world.plans.alternatives)) if rng.random() < 0.6]
        part = rank(prepare(world.answers, world.catalog, plans=world.plans.only(kept)), samples=0)
        names = set(part.matrix.ids) & set(whole.matrix.ids)  # a variant stands for its option where a better one left
        before = [whole.matrix.ids[place] for place in whole.ranking.order if whole.matrix.ids[place] in names]
        after = [part.matrix.ids[place] for place in part.ranking.order if part.matrix.ids[place] in names]
        assert before == after
        scores = dict(zip(whole.matrix.ids, whole.ranking.scores.tolist(), strict=True))
        left = dict(zip(part.matrix.ids, part.ranking.scores.tolist(), strict=True))
        assert all(scores[name] == left[name] for name in names)
        compared += len(after)
    assert compared > 100


def test_a_lower_price_or_a_higher_ability_never_lowers_a_rank(kit: Any) -> None:
    """Monotone in price and ability, over 300 random catalogs."""
    for seed in range(300):
        world = kit.world(seed)
        before = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=0)
        rng = np.random.default_rng(seed)
        index = int(rng.integers(len(world.plans.alternatives)))
        name = world.plans.alternatives[index].alternative_id
        cheaper = world.plans.cost_usd.copy()
        cheaper[index] *= rng.uniform(0.1, 0.95)
        after = rank(prepare(world.answers, world.catalog, plans=replace(world.plans, cost_usd=cheaper)), samples=0)
        assert _rank(after, name) <= _rank(before, name)
        model = world.plans.alternatives[index].model_id
        abler = tuple(
            row.model_copy(update={"estimate": row.estimate + 5}) if row.model_id == model else row
            for row in world.catalog.capabilities
        )
        better = replace(world.catalog, capabilities=abler)
        assert _rank(rank(prepare(world.answers, better, plans=world.plans), samples=0), name) <= _rank(before, name)


def _rank(ranked: Any, name: str) -> float:
    return float(ranked.ranking.rank[ranked.matrix.ids.index(name)]) if name in ranked.matrix.ids else np.inf


def test_nothing_feasible_gives_nothing_fits_and_a_way_out(kit: Any) -> None:
    """All eliminated: no recommendation, every elimination with its reason, and the cheapest constraint to relax."""
    world = kit.world(4)
    poor = world.answers.model_copy(update={"budget": world.answers.budget.model_copy(update={"monthly_cap": 1})})
    prepared = prepare(poor, world.catalog, plans=world.plans)
    ranked = rank(prepared, samples=200)
    assert ranked.finding.verdict == "nothing fits"
    assert recommendations_of(ranked) == ()
    assert recorded(verdict_told(ranked)).startswith("Nothing fits")
    eliminated = {item.alternative_id for item in prepared.eliminated.records}
    assert {item.alternative_id for item in world.plans.alternatives} <= eliminated
    assert all(item.gate and item.told and item.source for item in prepared.eliminated.records)


def test_a_single_alternative_wins_without_a_rival(kit: Any) -> None:
    """One feasible alternative: a clear choice, first in every draw, nothing to flip."""
    one = kit.model("only")
    able = {one.model_id: 60.0}
    catalog = kit.catalog([one], offers=[kit.offer(one.model_id, "p")], providers=[kit.provider("p")], abilities=able)
    plans = kit.plans([kit.api(catalog.offers[0])], cost=[100.0])
    ranked = rank(prepare(kit.answers(), catalog, plans=plans), samples=300)
    assert ranked.finding.verdict == "clear choice"
    assert recommendations_of(ranked)[0].first_rank_share == 1.0
    assert explain(ranked).flips == ()
    assert explain(ranked).cross_check is None


def test_an_empty_plan_is_nothing_fits(kit: Any) -> None:
    """No alternative at all behaves like all eliminated."""
    catalog = kit.catalog([kit.model("idle")])
    ranked = rank(prepare(kit.answers(), catalog, plans=kit.plans([], cost=[])), samples=100)
    assert ranked.finding.verdict == "nothing fits"
    assert len(ranked.matrix) == 0


def test_unknown_performances_count_half_with_a_wide_interval(kit: Any) -> None:
    """A latency nobody knows is the middle of the scale and widens the score; it is neither zero nor an elimination."""
    models = [kit.model("seen"), kit.model("unseen")]
    offers = [kit.offer(item.model_id, "p") for item in models]
    catalog = kit.catalog(
        models, offers=offers, providers=[kit.provider("p")], abilities={m.model_id: 50 for m in models}
    )
    plans = kit.plans([kit.api(item) for item in offers], cost=[100, 100], ttft=[500, np.nan])
    plans = replace(plans, total_s=np.full((2, 3), np.nan))
    ranked = rank(prepare(kit.answers(), catalog, plans=plans), samples=2_000)
    seen, unseen = sorted(recommendations_of(ranked), key=lambda item: item.model_name)
    assert unseen.values["latency"] == 0.5
    assert unseen.performances["latency"].value is None
    assert unseen.score_high - unseen.score_low > seen.score_high - seen.score_low


def test_twins_tie_and_share_their_ranks(kit: Any) -> None:
    """All alternatives alike: every score is tied, each is first in the same share of draws, the set is equivalent."""
    models = [kit.model(f"twin{index}", vendor="same") for index in range(4)]
    offers = [kit.offer(item.model_id, "p") for item in models]
    catalog = kit.catalog(
        models, offers=offers, providers=[kit.provider("p")], abilities={m.model_id: 50 for m in models}, error=1e-6
    )
    plans = kit.plans([kit.api(item) for item in offers], cost=[100] * 4, spread=0.0)
    ranked = rank(prepare(kit.answers(), catalog, plans=plans), samples=1_000)
    records = recommendations_of(ranked)
    assert [item.rank for item in records] == [1, 1, 1, 1]
    assert all(item.tied for item in records)
    assert sum(item.first_rank_share for item in records) == pytest.approx(1.0)
    assert ranked.finding.verdict == "equivalent set"
    assert len(ranked.finding.equals) == 4


def test_five_thousand_alternatives_are_ranked(kit: Any) -> None:
    """5,000 alternatives: shares of first ranks add up to one, and the arrays are of that length."""
    from advisor.decision.robustness.smaa import robustness  # noqa: PLC0415

    matrix = kit.matrix(np.random.default_rng(0), 5_000, 10)
    weights = normalised({}, matrix.criteria)
    found = robustness(matrix, weights, samples=400, seed=0, shown=np.arange(20))
    assert found.first.sum() == pytest.approx(1.0)
    assert found.acceptability.shape == (5_000, 10)
    assert np.isfinite(found.expected_rank[:20]).all()


def test_weights_are_normalised_and_all_zero_is_equal() -> None:
    """Any non-negative numbers sum to one; without any, every criterion counts alike."""
    assert normalised({"a": 2, "b": 6}, ["a", "b", "c"]).tolist() == [0.25, 0.75, 0.0]
    assert normalised({}, ["a", "b"]).tolist() == [0.5, 0.5]


def test_dominated_names_the_best_that_beats_it_everywhere() -> None:
    """An alternative beaten on every criterion is marked with who beats it; incomparable ones are not."""
    values = np.array([[0.9, 0.9], [0.5, 0.5], [0.95, 0.1]])
    assert dominated_by(values, values.sum(axis=1)).tolist() == [-1, 0, -1]


def test_a_scale_maps_anchors_to_zero_and_one_and_back() -> None:
    """Linear and logarithmic scales hit their anchors, are flat outside, and invert."""
    for scale in (ValueFunction(100, 0), ValueFunction(0, 100), ValueFunction(1_000, 10, "log")):
        assert scale.value([scale.worst, scale.best]).tolist() == pytest.approx([0.0, 1.0])
        assert scale.value(scale.raw(0.3)) == pytest.approx(0.3)
    assert ValueFunction(1_000, 10, "log").value([0.0, -5.0, 1e9]).tolist() == [1.0, 1.0, 0.0]
    assert np.isnan(ValueFunction(0, 1).value(np.nan))
    with pytest.raises(ValueError, match="two different numbers"):
        ValueFunction(1.0, 1.0)


def _with_committed(world: Any, usd: float) -> tuple[Any, set[str]]:
    """The plans of a world with so much committed at the first alternative's provider, and whom that covers."""
    provider = world.plans.alternatives[0].deployment.provider
    covered = np.array([one.deployment.provider == provider for one in world.plans.alternatives])
    names = {one.alternative_id for one in world.plans.alternatives if one.deployment.provider == provider}
    return replace(world.plans, committed=np.where(covered, usd, 0.0)), names


def _scores(world: Any, plans: Any) -> dict[str, float]:
    """The score of every feasible alternative, those that stand behind another of the same option too."""
    ranked = rank(prepare(world.answers, world.catalog, plans=plans), samples=0)
    return dict(zip(ranked.whole.matrix.ids, (ranked.whole.matrix.value @ ranked.weights).tolist(), strict=True))


def test_committing_spend_never_puts_what_it_covers_behind_anything_else(kit: Any) -> None:
    """Over 60 random catalogs and three sums: nothing without a commitment passes what has one; many are passed."""
    passed = 0
    for seed in range(60):
        world = kit.world(seed)
        score = _scores(world, world.plans)
        for usd in (10.0, 500.0, 1e9):
            plans, covered = _with_committed(world, usd)
            then = _scores(world, plans)
            others = score.keys() - covered
            assert all(then[one] == pytest.approx(score[one], abs=1e-12) for one in others)
            for one in covered & score.keys():
                assert then[one] >= score[one] - 1e-12
                passed += sum(score[one] < score[other] and then[one] > then[other] for other in others)
    assert passed > 10


def test_all_of_a_cost_that_is_committed_is_valued_as_nothing(kit: Any) -> None:
    """What is paid in any case cannot speak against an option: it counts as the cheapest that there is."""
    seen = 0
    for seed in range(9):
        world = kit.world(seed)
        plans, covered = _with_committed(world, 1e9)
        after = rank(prepare(world.answers, world.catalog, plans=plans), samples=0)
        rows = [row for row, name in enumerate(after.matrix.ids) if name in covered and after.cost_usd(row) < math.inf]
        seen += len(rows)
        assert after.matrix.value[rows, after.matrix.criteria.index("cost")].tolist() == [1.0] * len(rows)
        assert all(after.new_usd(row) == 0.0 < after.cost_usd(row) for row in rows)
    assert seen > 0
