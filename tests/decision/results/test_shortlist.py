"""The shortlist: roles, what each gives up, and that it is never a crowd."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from casebook.decided import CASES, decided

from advisor.assessment import Assessment, UseCaseAssessment, assess
from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.records import Choice
from advisor.decision.results.shortlist import shortlist_of, shortlisted
from advisor.questionnaire.presets import load_sample, sample_paths

Case = Assessment | UseCaseAssessment


@pytest.fixture(scope="module")
def cases(catalog: Catalog) -> list[Case]:
    """Every use case of every sample decision."""
    found: list[Case] = []
    for path in sample_paths():
        assessment = assess(load_sample(path.stem), catalog, samples=1_000)
        found += [assessment, *assessment.other_use_cases]
    return found


def _best(case: Case) -> Choice:
    return next(choice for choice in case.shortlist if choice.role == "best score")


def test_the_choice_stands_first_and_the_best_score_gives_nothing_up(cases: list[Case]) -> None:
    """At most three; two at least wherever two options fit."""
    for case in cases:
        assert 1 <= len(case.shortlist) <= 3
        assert case.shortlist[0].chosen
        assert _best(case).score_given_up == 0
        assert len(case.shortlist) >= 2 or len({item.vendor for item in case.recommendations}) == 1


def test_the_lowest_risk_is_nothing_that_its_vendor_left_behind(catalog: Catalog) -> None:
    """Over every sample: no model that ends within the horizon or was replaced half a year ago."""
    seen = 0
    for path in sample_paths():
        answers = load_sample(path.stem)
        for case in answers.use_cases:
            ranked = rank(prepare(answers, catalog, case), samples=500)
            safe = [row for row, roles in shortlisted(ranked).items() if "lowest risk" in roles]
            assert not any(ranked.on_its_way_out(row) for row in safe)
            seen += len(safe)
    assert seen >= 5


def test_no_two_agree_in_model_and_way_of_hosting(cases: list[Case]) -> None:
    """Each is another choice."""
    for case in cases:
        kinds = {(choice.model_id, choice.deployment.kind) for choice in case.shortlist}
        assert len(kinds) == len(case.shortlist)


def test_best_value_is_as_good_within_what_is_known_or_within_three_points(cases: list[Case]) -> None:
    """A saving worth naming at little loss, or the choice of the verdict."""
    seen = 0
    for case in cases:
        best = _best(case)
        for choice in case.shortlist:
            if "best value" not in (choice.role, *choice.also) or choice.chosen:
                continue
            seen += 1
            assert choice.score_given_up <= 0.08
            assert choice.monthly_cost_usd is not None
            assert best.monthly_cost_usd is not None
            assert choice.monthly_cost_usd.p50 <= 0.8 * best.monthly_cost_usd.p50
    assert seen >= 1


def test_the_choice_of_the_verdict_is_one_of_the_three(cases: list[Case]) -> None:
    """Whoever reads what to do finds it on the list, once."""
    for case in cases:
        assert [choice.alternative_id for choice in case.shortlist if choice.chosen] == [case.choice_id]


def test_lowest_risk_is_another_vendor_or_way_of_hosting(cases: list[Case]) -> None:
    """It hedges the best score; in the samples and, since few may claim it, in the casebook's first decisions."""
    seen = 0
    more = [decided(name) for name in list(CASES)[:15]]
    for case in [*cases, *(one for one in more if one.shortlist)]:
        best = _best(case)
        for choice in case.shortlist:
            if "lowest risk" in (choice.role, *choice.also) and not choice.chosen:
                seen += 1
                other_vendor = choice.model_id.partition("/")[0] != best.model_id.partition("/")[0]
                assert other_vendor or choice.deployment.kind != best.deployment.kind
    assert seen >= 5


def test_every_choice_says_why_and_what_would_decide(cases: list[Case]) -> None:
    """A reason and a test for each, and one of the ranking is marked as chosen by the verdict."""
    for case in cases:
        assert all(choice.reason and choice.deciding_test for choice in case.shortlist)
        assert all(choice.name and choice.place for choice in case.shortlist)
        assert case.choice_id is not None


def test_one_line_per_model_and_way_of_hosting(cases: list[Case]) -> None:
    """Zones, providers and GPUs of one option are its variants; none scores more but beside GPUs that are there."""
    folded: list[Any] = []
    there = {one.gpu for path in sample_paths() for one in load_sample(path.stem).hosting.gpus_owned}
    for case in cases:
        keys = [(item.model_id, item.deployment.kind) for item in case.recommendations]
        assert len(set(keys)) == len(keys)
        for item in case.recommendations:
            better = [variant for variant in item.variants if variant.score > item.score + 1e-9]
            assert not better or item.deployment.gpu in there
            folded += item.variants
    assert folded


@pytest.mark.parametrize("seed", range(0, 60, 12))
def test_roles_are_given_once_and_the_list_has_three_at_the_most(kit: Any, seed: int) -> None:
    """Whatever the decision; the best score always has its role."""
    world = kit.world(seed)
    ranked = rank(prepare(world.answers, world.catalog, plans=world.plans), samples=200)
    seats = shortlisted(ranked)
    roles = [role for found in seats.values() for role in found]
    assert len(seats) <= 3
    assert len(roles) == len(set(roles))
    assert "best score" in roles
    assert [choice.alternative_id for choice in shortlist_of(ranked)] == [ranked.matrix.ids[place] for place in seats]


def test_no_seat_claims_to_be_more_proven_than_what_was_chosen_for_that(kit: Any, catalog: Catalog) -> None:
    """The verdict's tie-break and the seat go by one measure: they never name two."""
    worlds = [kit.world(seed) for seed in range(60)]
    made = [prepare(world.answers, world.catalog, plans=world.plans) for world in worlds]
    made += [prepare(load_sample(path.stem), catalog) for path in sample_paths()]
    seen = 0
    for prepared in made:
        ranked = rank(prepared, samples=200)
        choice = ranked.finding.choice
        for row, roles in shortlisted(ranked).items():
            if "lowest risk" in roles and row != choice and choice is not None:
                assert ranked.finding.tie_break != "more_proven"
                assert ranked.proven_points(row) > ranked.proven_points(choice)
                assert ranked.may_be_proven(row)
                one, mine = ranked.context(row), ranked.context(choice)
                same_vendor = one.model.vendor == mine.model.vendor
                assert not (same_vendor and one.deployment.kind == mine.deployment.kind)
                seen += 1
    assert seen


def _two(kit: Any, costs: tuple[float, float], abilities: tuple[float, float], waits: Any = None) -> Any:
    """A choice and another vendor's model at one provider each."""
    models = [kit.model("able"), kit.model("other")]
    offers = [kit.offer(one.model_id, house) for one, house in zip(models, "pq", strict=True)]
    found = dict(zip((one.model_id for one in models), abilities, strict=True))
    houses = [kit.provider("p"), kit.provider("q")]
    catalog = kit.catalog(models, offers=offers, providers=houses, abilities=found)
    plans = kit.plans([kit.api(one) for one in offers], cost=list(costs))
    if waits is not None:
        plans = replace(plans, total_s=np.array(waits))
    answers = kit.answers(use_case={"latency": {"total_s": 10}})
    return rank(prepare(answers, catalog, plans=plans), {"fitness": 0.6, "cost": 0.4}, samples=100)


def test_who_is_as_proven_as_the_choice_is_another_vendor_and_no_more_proven(kit: Any) -> None:
    """A tie is no claim; the seat says what the option is."""
    ranked = _two(kit, (1_000.0, 990.0), (75.0, 73.0))
    choice = ranked.finding.choice
    other = next(row for row in range(2) if row != choice)
    assert ranked.proven_points(choice) == ranked.proven_points(other)
    roles = [role for found in shortlisted(ranked).values() for role in found]
    assert "lowest risk" not in roles


@pytest.mark.parametrize(("middle", "listed"), [(19.0, 2), (21.0, 1)])
def test_who_waits_twice_the_limit_at_the_middle_of_what_is_known_has_no_seat(
    kit: Any, middle: float, listed: int
) -> None:
    """Be it with an interval so wide that nothing is sure: whoever said a limit looks for something else."""
    ranked = _two(kit, (1_000.0, 900.0), (75.0, 70.0), waits=((5.0, 4.0, 6.0), (middle, 2.0, 100.0)))
    assert not ranked.slow(1, "clear-near")
    assert len(shortlisted(ranked)) == listed


def test_what_the_choice_outdoes_in_every_respect_gives_its_seat_to_what_it_does_not(kit: Any) -> None:
    """Of two vendors within five points: not the one that is weaker and dearer, but the one that saves money."""
    models = [kit.model(name, vendor=name) for name in ("able", "outdone", "cheap")]
    offers = [kit.offer(one.model_id, one.vendor) for one in models]
    abilities = dict(zip((one.model_id for one in models), (75.0, 73.5, 70.0), strict=True))
    houses = [kit.provider(one.vendor) for one in models]
    catalog = kit.catalog(models, offers=offers, providers=houses, abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[1_000.0, 1_010.0, 960.0])
    ranked = rank(prepare(kit.answers(), catalog, plans=plans), {"fitness": 0.5, "cost": 0.5}, samples=100)
    assert [choice.model_id.partition("/")[0] for choice in shortlist_of(ranked)] == ["vendor-able", "vendor-cheap"]


@pytest.mark.parametrize(("ability", "listed"), [(50.0, 1), (66.0, 2)])
def test_what_is_far_weaker_is_nothing_to_fall_back_on(kit: Any, ability: float, listed: int) -> None:
    """Another vendor's model sits beside the best up to ten points behind it; a shorter list is no fault."""
    models = [kit.model("able"), kit.model("other")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    abilities = {models[0].model_id: 75.0, models[1].model_id: ability}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[1_000.0, 1_000.0])
    ranked = rank(prepare(kit.answers(), catalog, plans=plans), {"fitness": 0.6, "cost": 0.4}, samples=100)
    assert len(shortlisted(ranked)) == listed


@pytest.mark.parametrize(("classification", "safest"), [("internal", "nowhere"), ("confidential", "known")])
def test_nobody_is_safest_with_whom_no_contract_can_be_signed(kit: Any, classification: str, safest: str) -> None:
    """No source states the seat of the operator: that is no lowest risk for confidential data, however proven else."""
    models = [kit.model("ahead", release_date=date(2026, 10, 1)), kit.model("nowhere"), kit.model("known")]
    seats = {"a": "US", "n": None, "k": "US"}
    offers = [kit.offer(one.model_id, house) for one, house in zip(models, seats, strict=True)]
    houses = [kit.provider(name, jurisdiction=seat) for name, seat in seats.items()]
    abilities = dict(zip((one.model_id for one in models), (70.0, 68.0, 67.0), strict=True))
    world = kit.catalog(models, offers=offers, providers=houses, abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100.0, 100.0, 100.0])
    ranked = rank(prepare(kit.answers(data={"classification": classification}), world, plans=plans), samples=100)
    found = [choice.model_name for choice in shortlist_of(ranked) if "lowest risk" in (choice.role, *choice.also)]
    assert [name.lower() for name in found] == [safest]
