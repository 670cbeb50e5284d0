"""The whole assessment on the shipped catalog: every sample decides, adds up, repeats, and keeps the law."""

from __future__ import annotations

import gc
import json
from dataclasses import replace
from decimal import Decimal
from functools import cache

import pytest
from shipped import shipped_catalog

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.decision.gates.registry import GATES
from advisor.decision.records import EvidenceNote
from advisor.questionnaire.load import load_answers
from advisor.questionnaire.presets import SAMPLES, load_sample

NAMES = sorted(path.stem for path in SAMPLES.glob("*.yaml"))
DRAWS = 1_000


@cache
def _catalog() -> Catalog:
    return shipped_catalog()


@cache
def _assessed(name: str) -> Assessment:
    return assess(load_answers(SAMPLES / f"{name}.yaml"), _catalog(), samples=DRAWS)


@pytest.mark.parametrize("name", NAMES)
def test_every_sample_is_decided(name: str) -> None:
    """At least three ranked alternatives, or an honest "nothing fits" with something to relax."""
    found = _assessed(name)
    if found.verdict == "nothing fits":
        assert found.relaxations
        assert found.recommendations == ()
    else:
        assert len(found.recommendations) >= 3
        assert found.feasible_count >= len(found.recommendations)
        assert [item.rank for item in found.recommendations] == sorted(item.rank for item in found.recommendations)
    assert found.verdict_sentence
    assert found.strategies
    assert found.sources


@pytest.mark.parametrize("name", NAMES)
def test_contributions_add_up_in_the_json(name: str) -> None:
    """Within 1e-9 after the way through JSON; weights sum to one; shares are shares."""
    record = json.loads(_assessed(name).model_dump_json(by_alias=True))
    for item in record["recommendations"]:
        assert abs(sum(item["contributions"].values()) - item["score"]) <= 1e-9
        assert item["score_low"] <= item["score"] <= item["score_high"]
        assert 0 <= item["first_rank_share"] <= 1
        assert item["monthly_cost_usd"]["p10"] <= item["monthly_cost_usd"]["p50"] <= item["monthly_cost_usd"]["p90"]
    assert sum(record["weights"].values()) == pytest.approx(1.0)


@pytest.mark.parametrize("name", NAMES)
def test_every_elimination_says_why(name: str) -> None:
    """Gate, observed, required, source and a sentence; nothing is both in and out."""
    found = _assessed(name)
    ranked = {item.alternative_id for item in found.recommendations} | {
        item.alternative_id for item in found.also_ranked
    }
    assert found.eliminations
    for item in found.eliminations:
        assert item.gate in GATES
        assert item.observed
        assert item.required
        assert item.source
        assert item.sentence.endswith(".")
        assert item.alternative_id not in ranked


@pytest.mark.parametrize("name", NAMES)
def test_every_loser_has_its_sentence(name: str) -> None:
    """All but the choice and the best score say what they lose; what is feasible is an option or a variant."""
    found = _assessed(name)
    best = max(found.recommendations, key=lambda item: item.score)
    assert all(item.why_not or item is best for item in found.recommendations[1:])
    assert all(item.why_not for item in found.also_ranked)
    options = [(item.model_id, item.deployment.kind) for item in found.recommendations]
    assert len(options) == len(set(options))
    listed = sum(1 + item.variant_count for item in found.recommendations) + len(found.also_ranked)
    assert listed <= found.feasible_count if found.also_ranked else listed == found.feasible_count


@pytest.mark.parametrize("name", NAMES)
def test_no_provider_that_trains_or_is_silent_sees_data_that_forbid_it(name: str) -> None:
    """Restricted and confidential data, and "no training", fail closed."""
    answers = load_answers(SAMPLES / f"{name}.yaml")
    strict = answers.data.no_training or answers.data.classification in ("confidential", "restricted")
    asked = [
        item.deployment.provider for item in _assessed(name).recommendations if item.deployment.kind == "provider_api"
    ]
    met = {_catalog().provider[provider or ""].training_default for provider in asked}
    every = {"does_not_train", "opt_out", "trains", None}
    restricted = answers.data.classification == "restricted"
    assert met <= ({"does_not_train"} if restricted else {"does_not_train", "opt_out"} if strict else every)


def test_restricted_data_of_the_shipped_catalog_goes_to_nobody_who_trains() -> None:
    """A sample made restricted ranks no silent or training provider, and says so of those it drops."""
    answers = load_answers(SAMPLES / "eu-bank-customer-service.yaml")
    data = answers.data.model_copy(update={"classification": "restricted", "certifications": (), "residency": ()})
    found = assess(answers.model_copy(update={"data": data}), _catalog(), samples=200)
    apis = [item for item in found.recommendations if item.deployment.kind == "provider_api"]
    for item in apis:
        assert _catalog().provider[item.deployment.provider or ""].training_default == "does_not_train"
    assert any(item.gate in ("training", "data_class") for item in found.eliminations)


def test_two_runs_give_the_same_bytes_and_another_seed_other_shares() -> None:
    """Deterministic to the byte."""
    answers = load_answers(SAMPLES / "semantic-search-20m.yaml")
    one, two = (assess(answers, _catalog(), samples=DRAWS).model_dump_json(by_alias=True) for _ in range(2))
    assert one == two
    other = assess(answers, _catalog(), samples=DRAWS, seed=7)
    assert [item.score for item in other.recommendations] == [
        item.score for item in _assessed("semantic-search-20m").recommendations
    ]
    assert other.provenance.seed == 7


def test_the_record_survives_json() -> None:
    """What is stored is what was decided."""
    found = _assessed("marketing-images")
    assert Assessment.model_validate_json(found.model_dump_json(by_alias=True)) == found


def test_several_use_cases_are_joined_in_a_portfolio() -> None:
    """One assignment per use case with a second source, against one model for all."""
    found = _assessed("insurer-claims-portfolio")
    assert found.portfolio is not None
    cases = [case.name for case in found.answers.use_cases]
    assert [item.use_case for item in found.portfolio.assignments] == cases
    assert len(found.other_use_cases) == len(cases) - 1
    assert all(item.switching_effort for item in found.portfolio.assignments)
    if found.portfolio.single:
        assert len({item.model_id for item in found.portfolio.single}) == 1


def test_own_evaluations_enter_the_ranking_and_the_record() -> None:
    """Two evaluated models part in fitness, and the record says by how much."""
    name = "marketing-images"
    before = {item.model_id: item.values["fitness"] for item in _assessed(name).recommendations}
    models = list(before)[:2]
    evidence = [
        EvidenceNote(
            alternative_or_model=model,
            metric="solved",
            estimate=share,
            standard_error=0.02,
            prompts=300,
            dated="2026-11-01",
            effect="",
        )
        for model, share in zip(models, (0.2, 0.9), strict=True)
    ]
    found = assess(load_answers(SAMPLES / f"{name}.yaml"), _catalog(), evidence=evidence, samples=200)
    after = {item.model_id: item.values["fitness"] for item in found.recommendations}
    assert after[models[0]] - before[models[0]] < after[models[1]] - before[models[1]]
    assert all("→" in note.effect for note in found.evidence)


def test_nothing_fits_offers_the_cheapest_way_out() -> None:
    """A cap of one dollar: nothing fits, and the first relaxation says what it would take."""
    answers = load_answers(SAMPLES / "contract-analyser.yaml")
    poor = answers.model_copy(update={"budget": answers.budget.model_copy(update={"monthly_cap": Decimal(1)})})
    found = assess(poor, _catalog(), samples=100)
    assert found.verdict == "nothing fits"
    assert found.relaxations[0].admitted_count > 0
    assert found.relaxations[0].burden <= found.relaxations[-1].burden
    assert found.flips == ()


def test_an_assessment_leaves_nothing_to_collect(catalog: Catalog) -> None:
    """What refers to itself would fill the memory until a collection finds it: thousands of rows at a time."""
    answers = load_sample("insurer-claims-portfolio")
    one, other = replace(catalog), replace(catalog)  # of which nothing is prepared

    def concluded(of: Catalog) -> None:
        found = assess(answers, of, samples=100)
        for case in (found, *found.other_use_cases):
            assert len(case.eliminations) + len(case.also_ranked) > 100
        assert len(found.sources) > 1

    concluded(one)
    gc.collect()
    gc.disable()
    try:
        concluded(other)
        assert gc.collect() < 500
    finally:
        gc.enable()
