"""The portfolio under limits: vendors, floors, total cost, shared and owned GPUs, and the way out when nothing fits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from advisor.assessment import assess
from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.records import Portfolio
from advisor.decision.results.portfolio.options import options_of
from advisor.decision.results.portfolio.record import portfolio_of, together_told
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.words.written import written

INSURER = load_sample("insurer-claims-portfolio")


@pytest.fixture(scope="module")
def rankings(catalog: Catalog) -> list[Ranked]:
    """The three use cases of the insurer, ranked once."""
    return [rank(prepare(INSURER, catalog, case), samples=100) for case in INSURER.use_cases]


def _limited(floors: tuple[float, ...] = (), **limits: Any) -> Answers:
    cases = tuple(
        case.model_copy(update={"minimum_score": floors[place] if place < len(floors) else 0.0})
        for place, case in enumerate(INSURER.use_cases)
    )
    return INSURER.model_copy(update={"use_cases": cases, "portfolio": INSURER.portfolio.model_copy(update=limits)})


def _found(rankings: list[Ranked], answers: Answers) -> Portfolio:
    found = written(portfolio_of(rankings, answers))
    assert found is not None
    return found


def _vendors(found: Portfolio, catalog: Catalog) -> set[str]:
    return {catalog.model[item.model_id].vendor for item in found.assignments}


@pytest.mark.parametrize("most", [1, 2, 3])
def test_no_more_vendors_than_allowed(rankings: list[Ranked], catalog: Catalog, most: int) -> None:
    """The assignment has at most as many vendors as asked, whichever models are best alone."""
    found = _found(rankings, _limited(max_vendors=most))
    assert len(found.assignments) == 3
    assert len(_vendors(found, catalog)) == found.vendors <= most


def _share_of(rankings: list[Ranked], found: Portfolio, share: float) -> Decimal:
    """A cap, in the budget's currency, of so much of what a cap counts of a portfolio."""
    return Decimal(str(round(share * _counted(rankings, found) / INSURER.budget.usd_per_unit, 2)))


def _counted(rankings: list[Ranked], found: Portfolio) -> float:
    """US dollars a month of an assignment that the cap counts."""
    total = 0.0
    for ranked, item in zip(rankings, found.assignments, strict=True):
        plans = ranked.whole.plans
        row = [one.alternative_id for one in plans.alternatives].index(item.alternative_id)
        total += float(plans.cost_usd[row, 1] - plans.outside_cap_usd[row])
    return total


def test_a_tight_cap_is_kept_by_cheaper_alternatives(rankings: list[Ranked]) -> None:
    """A cap far below the best models' cost is kept with cheaper ones, not given up."""
    free = _found(rankings, _limited())
    assert free.total_monthly_cost_usd is not None
    cap = _share_of(rankings, free, 0.9)
    cheap = _found(rankings, _limited(monthly_cap=cap))
    assert cheap.assignments
    most = float(cap) * INSURER.budget.usd_per_unit
    assert _counted(rankings, cheap) <= most + 0.01 < _counted(rankings, free) + 0.01


def test_a_floor_is_kept_for_its_use_case(rankings: list[Ranked]) -> None:
    """A floor above what a tight cap leaves to a use case rules out what the cap would choose there."""
    free = _found(rankings, _limited())
    tight = _found(rankings, _limited(monthly_cap=_share_of(rankings, free, 0.9))).assignments
    lost = [item.score - less.score for item, less in zip(free.assignments, tight, strict=True)]
    case = int(np.argmax(lost))
    assert lost[case] > 1e-6
    floor = tight[case].score + lost[case] / 2
    raised = _found(rankings, _limited(tuple(floor if place == case else 0.0 for place in range(len(tight)))))
    assert raised.assignments
    assert raised.assignments[case].score >= floor > tight[case].score


def test_without_sharing_nobody_shares(rankings: list[Ranked]) -> None:
    """Hardware of its own for each use case costs at least as much as shared hardware."""
    shared, alone = _found(rankings, _limited()), _found(rankings, _limited(share_hardware=False))
    assert not any(item.shares_with for item in alone.assignments)
    assert shared.total_monthly_cost_usd is not None
    assert alone.total_monthly_cost_usd is not None
    assert alone.total_monthly_cost_usd >= shared.total_monthly_cost_usd - 1e-6


def test_no_gpu_is_bought_where_only_owned_ones_count(rankings: list[Ranked]) -> None:
    """The insurer owns no GPUs: nothing runs on premises then."""
    found = _found(rankings, _limited(owned_gpus_only=True))
    assert found.assignments
    assert not any("@on_prem:" in item.alternative_id for item in found.assignments)


def test_where_nothing_keeps_to_the_limits_the_way_out_is_said_and_works(rankings: list[Ranked]) -> None:
    """A cap of nothing: the least that must be paid is named, and with it there is an assignment."""
    found = _found(rankings, _limited(monthly_cap=Decimal(1), max_vendors=1))
    assert not found.assignments
    assert found.limits == ("at most 1.00 EUR a month together", "at most 1 vendor")
    [way] = found.ways_out
    least = float(way.partition("at least ")[2].partition(" EUR")[0].replace(",", ""))
    cap = Decimal(str(round(least + 1, 2)))
    assert _found(rankings, _limited(monthly_cap=cap, max_vendors=1)).assignments


def test_the_wide_choice_holds_the_narrow_one(rankings: list[Ranked]) -> None:
    """Widening what may be assigned only adds."""
    narrow, wide = options_of(rankings)[0], options_of(rankings, wide=True)[0]
    assert {(o.use_case, o.alternative_id) for o in narrow} < {(o.use_case, o.alternative_id) for o in wide}


def test_kept_limits_are_in_the_assessment(catalog: Catalog) -> None:
    """What the answers ask of all use cases together holds in the record, in names as well as ids."""
    found = assess(_limited(max_vendors=1), catalog, samples=100).portfolio
    assert found is not None
    assert found.vendors == 1
    assert "at most 1 vendor" in found.limits
    assert all(item.name and " on " in item.name for item in found.assignments)


def test_a_use_case_that_gets_another_model_than_alone_is_named(rankings: list[Ranked]) -> None:
    """Two advices for one use case are no riddle: the sentence says which differ and why."""
    for answers in (_limited(), _limited(max_vendors=1)):
        found = _found(rankings, answers)
        differing = {
            ranked.prepared.use_case.name
            for ranked, item in zip(rankings, found.assignments, strict=True)
            if ranked.finding.choice is not None and ranked.model_id(ranked.finding.choice) != item.model_id
        }
        _, known, said = found.sentence.partition("another model would stand for ")
        assert bool(known) == bool(differing)
        named = said.partition("; together these cost least")[0]
        assert {case.name for case in INSURER.use_cases if case.name in named} == differing


def test_choices_that_break_the_cap_together_say_so(rankings: list[Ranked], catalog: Catalog) -> None:
    """Each may keep to it alone; the sentence names their sum, and people that every use case counts for itself."""
    alone = [ranked.cost_usd(row) for ranked in rankings if (row := ranked.finding.choice) is not None]
    assert not [one for one in together_told(rankings) if one.key == "portfolio.over_cap"]
    cap = Decimal(str(round(sum(alone) / 4 / INSURER.budget.usd_per_unit, 2)))
    answers = _limited(monthly_cap=cap)
    found = assess(answers, catalog, samples=100)
    assert any("above your cap of" in sentence for sentence in found.beside)
    assert all(set(case.beside) >= set(found.beside[:1]) for case in found.other_use_cases)


def test_people_whom_every_use_case_counts_are_said_to_be_one_team(catalog: Catalog) -> None:
    """Two use cases on own servers: one team costs what any own servers take once less, as their total has it."""
    answers = {
        "title": "Two",
        "use_cases": [{"name": "One", "task": "chat_assistant"}, {"name": "Other", "task": "summarisation"}],
        "hosting": {"allowed": ["on_prem"], "country": "DE"},
    }
    found = assess(Answers.model_validate(answers), catalog, samples=100)
    assert any("counted in each of 2 use cases, taken alone: one team" in sentence for sentence in found.beside)
    assert found.portfolio is not None
    assert found.portfolio.one_team_usd is not None
    assert found.portfolio.one_team_usd > 1_000


def test_models_of_several_vendors_at_one_provider_are_one_contract(catalog: Catalog) -> None:
    """Who signs counts contracts; and nobody is told that no model of text finds by vectors as well."""
    cases = [
        {"name": "Answers", "task": "rag", "workload": {"requests_per_day": 500}},
        {"name": "Search", "task": "semantic_search", "workload": {"requests_per_day": 500}},
    ]
    hosting = {"allowed": ["provider_api"], "providers_allowed": ["aws-bedrock"]}
    answers = Answers.model_validate({"title": "t", "use_cases": cases, "hosting": hosting})
    found = _found([rank(prepare(answers, catalog, case), samples=100) for case in answers.use_cases], answers)
    assert found.sentence.endswith("from 2 vendors, all of them served by Amazon Bedrock.")
    assert "No single model" not in found.sentence
