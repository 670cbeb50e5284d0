"""Cross-examination: value of information, relaxations, other methods, stakeholders, portfolio, routing, evidence."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from advisor.decision.criteria.criterion import Fact
from advisor.decision.matrix.matrix import Matrix
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.changes.relaxations import relaxations_of
from advisor.decision.results.crosscheck import cross_check, promethee_ii, topsis
from advisor.decision.results.explain import explain, pareto_of
from advisor.decision.results.portfolio.assign import Option, Pool, PortfolioLimits, assign, one_model
from advisor.decision.robustness.value_of_information import facts_worth
from advisor.words.written import written


def _two(up: float) -> Matrix:
    """A sure leader at 0.6 and a challenger at 0.5 that may rise or fall by ``up``."""
    value = np.array([[0.6], [0.5]])
    return Matrix(
        ids=("sure", "unsure"),
        criteria=("fitness",),
        raw=value,
        value=value,
        up=np.array([[0.0], [up]]),
        down=np.array([[0.0], [up]]),
        fact=np.array([[-1], [0]]),
        facts=(Fact("policy", "unknown", "unsure", "policy"),),
    )


def test_the_value_of_knowing_a_fact_is_the_expected_gain_from_switching() -> None:
    """Uniform between 0.1 and 0.9 against 0.6: it wins with probability 3/8, by 0.15 on average: worth 0.05625."""
    (item,) = facts_worth(_two(0.4), np.array([1.0]), 0)
    assert item.probability == pytest.approx(0.375, abs=0.005)
    assert item.gain == pytest.approx(0.05625, abs=1e-3)
    assert item.winner == 1


def test_a_fact_that_cannot_change_the_winner_is_worth_nothing() -> None:
    """A spread that never reaches the leader is not reported."""
    assert facts_worth(_two(0.05), np.array([1.0]), 0) == []


def test_the_cheapest_relaxation_admits_what_it_says(kit: Any) -> None:
    """With a cap too low for everything, the least raise comes first, and admits just what keeps to it."""
    models = [kit.model("near"), kit.model("far")]
    offers = [kit.offer(item.model_id, "p") for item in models]
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")])
    plans = kit.plans([kit.api(item) for item in offers], cost=[110.0, 5_000.0])
    tight = kit.answers(budget={"monthly_cap": 100})
    whole = prepare(tight, catalog, plans=plans, everything=True)
    found = relaxations_of(whole, np.full(10, 0.1))
    assert found[0].gates == ("budget",)
    assert found[0].admitted_count == 1
    assert "110 USD" in written(found)[0].change
    assert found[0].burden == pytest.approx(3 + np.log2(1.1))
    wide = prepare(kit.answers(budget={"monthly_cap": 110}), catalog, plans=plans)
    assert {whole.plans.alternatives[i].alternative_id for i in wide.feasible} == set(found[0].admits)


def test_nothing_can_relax_a_model_that_cannot_do_the_task(kit: Any) -> None:
    """An embedding model is not offered for chat, whatever is relaxed."""
    only = kit.model("embedder", kind="embedding")
    catalog = kit.catalog([only], offers=[kit.offer(only.model_id, "p")], providers=[kit.provider("p")])
    assert (
        relaxations_of(prepare(kit.answers(), catalog, plans=kit.plans([], cost=[]), everything=True), np.full(10, 0.1))
        == ()
    )


def test_other_methods_agree_on_a_dominant_alternative_and_say_so() -> None:
    """Where one is best on everything all three put it first; an identical pair counts as the same first."""
    values = np.array([[0.9, 0.8], [0.5, 0.6], [0.3, 0.2]])
    weights = np.array([0.6, 0.4])
    check = cross_check(values, weights, values @ weights, ["a", "b", "c"], ["A", "B", "C"], ["fitness", "cost"])
    assert check is not None
    assert [method.order[0] for method in check.methods] == ["a", "a"]
    assert all(method.same_first and method.spearman == pytest.approx(1.0) for method in check.methods)
    assert topsis(np.ones((3, 2)), weights).tolist() == [0.5, 0.5, 0.5]
    assert promethee_ii(np.ones((1, 2)), weights).tolist() == [0.0]
    assert cross_check(values[:1], weights, values[:1] @ weights, ["a"], ["A"], ["fitness", "cost"]) is None


def test_a_different_first_is_explained_by_the_criteria_that_decide() -> None:
    """TOPSIS prefers the alternative that is strongest where the others differ, and the sentence says on what."""
    values = np.array([[0.62, 0.41], [0.86, 0.15], [0.3, 0.44]])
    weights = np.array([0.5, 0.5])
    check = cross_check(values, weights, values @ weights, ["a", "b", "c"], ["A", "B", "C"], ["fitness", "cost"])
    assert check is not None
    method = check.methods[0]
    assert not method.same_first
    assert "fitness" in written(method).explanation


def test_the_pareto_front_is_what_nobody_beats_on_score_and_cost(kit: Any) -> None:
    """Against brute force over random worlds."""
    for seed in range(40):
        world = kit.world(seed)
        ranked = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=0)
        cost = ranked.matrix.raw[:, ranked.matrix.criteria.index("cost")]
        scores = ranked.ranking.scores
        brute = {
            ranked.matrix.ids[i]
            for i in range(len(scores))
            if not any(
                cost[j] <= cost[i] and scores[j] >= scores[i] and (cost[j], scores[j]) != (cost[i], scores[i])
                for j in range(len(scores))
            )
        }
        assert set(pareto_of(ranked)) == brute


def test_a_stakeholder_with_the_same_weights_regrets_nothing_and_one_with_others_may(kit: Any) -> None:
    """Regret is the score that the common choice gives away under the stakeholder's own weights."""
    found = 0
    for seed in range(40):
        world = kit.world(seed)
        prepared = prepare(world.answers, world.catalog, plans=world.plans)
        common = rank(prepared, samples=0)
        if common.leader is None:
            continue
        same = dict(zip(common.matrix.criteria, common.weights.tolist(), strict=True))
        people = [{"name": "Same", "weights": same}, {"name": "Cost", "weights": {"cost": 1}}]
        answers = world.answers.model_validate(world.answers.model_dump(by_alias=True) | {"stakeholders": people})
        views = explain(rank(prepare(answers, world.catalog, plans=world.plans), samples=0)).stakeholders
        assert views[0].regret == pytest.approx(0.0, abs=1e-9)
        cost = common.matrix.value[:, common.matrix.criteria.index("cost")]
        assert views[1].regret == pytest.approx(float(cost.max() - cost[common.leader]), abs=1e-9)
        found += views[1].regret > 0
    assert found > 3


def _options(rng: np.random.Generator) -> tuple[list[Option], dict[str, Pool]]:
    options = [
        Option(
            case,
            f"{model}@{case}",
            model,
            f"v{model[1]}",
            float(rng.random()),
            float(rng.uniform(10, 100)),
            f"pool-{model}" if rng.random() < 0.4 else None,
            float(rng.uniform(0.1, 1.4)),
            1,
            "gpu",
        )
        for case in range(3)
        for model in ("m0", "m1", "m2")
    ]
    return options, {f"pool-m{index}": Pool(float(rng.uniform(5, 50)), float(rng.integers(0, 2))) for index in range(3)}


def _brute(
    options: list[Option], pools: dict[str, Pool], limits: PortfolioLimits, importance: list[float]
) -> float | None:
    best = None
    for combo in product(*[[o for o in options if o.use_case == case] for case in range(3)]):
        usd = sum(option.usd for option in combo)
        for name in {option.pool for option in combo if option.pool}:
            need = sum(option.need_replicas for option in combo if option.pool == name)
            usd += pools[name].usd_per_replica * np.ceil(need + pools[name].spare - 1e-9)
        if limits.total_usd is not None and usd > limits.total_usd:
            continue
        if limits.vendors is not None and len({option.vendor for option in combo}) > limits.vendors:
            continue
        value = sum(importance[option.use_case] * option.score for option in combo) / sum(importance)
        best = value if best is None or value > best else best
    return best


def test_the_portfolio_is_the_best_of_all_assignments() -> None:
    """Against brute force over 60 random cases with pools, a budget and a limit of vendors."""
    importance = [1.0, 2.0, 3.0]
    solved = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        options, pools = _options(rng)
        limits = PortfolioLimits(total_usd=float(rng.uniform(80, 400)), vendors=int(rng.integers(1, 4)))
        found, best = assign(options, importance, pools, limits), _brute(options, pools, limits, importance)
        assert (found is None) == (best is None)
        if found is not None and best is not None:
            solved += 1
            assert found.objective == pytest.approx(best, abs=1e-5)
            assert found.total_usd <= limits.total_usd + 1e-6
            assert found.vendors <= limits.vendors
            single = one_model(options, importance, pools, limits)
            assert single is None or single.objective <= found.objective + 1e-9
    assert solved > 30


def test_sharing_a_pool_pays_its_replicas_once() -> None:
    """Two use cases that each need 0.4 of a replica share one, with one spare."""
    options = [Option(case, f"a{case}", "m", "v", 0.5, 0.0, "pool", 0.4, 2, "gpu") for case in range(2)]
    found = assign(options, [1.0, 1.0], {"pool": Pool(100.0, 1.0)}, PortfolioLimits())
    assert found is not None
    assert found.replicas == {"pool": 2}
    assert found.total_usd == pytest.approx(200.0)
    assert assign(options, [1.0, 1.0], {"pool": Pool(100.0, 1.0)}, PortfolioLimits(gpus={"gpu": 3})) is None
    assert assign(options, [1.0, 1.0], {"pool": Pool(100.0, 1.0)}, PortfolioLimits(floors={0: 0.6})) is None
