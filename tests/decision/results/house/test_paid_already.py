"""What is paid whatever is chosen: the time of own people in money, and a commitment that the choice does not use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.house.paid_already import own_time_told
from advisor.questionnaire.answers import Answers
from advisor.words.written import all_said


def asked(*, team: dict[str, Any], priorities: dict[str, int] | None = None, **hosting: Any) -> Answers:
    """Answers from documents on four L40S that are there."""
    use: dict[str, Any] = {"name": "Answers", "task": "rag", "workload": {"requests_per_day": 2_500}}
    there = {"allowed": ["on_prem"], "country": "CH", "high_availability": False, "team": team}
    there["gpus_owned"] = [{"gpu": "l40s-48gb", "count": 4, "servers": 1}]
    answers = {"title": "t", "use_cases": [use], "hosting": there | hosting, "priorities": priorities or {}}
    return Answers.model_validate(answers)


def decided(catalog: Catalog, **answers: Any) -> Assessment:
    """The assessment of such answers."""
    return assess(asked(**answers), catalog, samples=100)


def test_the_time_of_those_who_are_there_stands_under_the_verdict_in_money(catalog: Catalog) -> None:
    """First of what stands there, in every language; not where it is counted in the sum."""
    found = decided(catalog, team={"people": 3})
    assert "of a person of your team, worth about" in found.beside[0]
    for language in ("de", "fr"):
        assert "{" not in all_said(found, "beside", language)[0]
    counted = decided(catalog, team={"people": 3, "count_existing": True})
    assert not any("of your team" in sentence for sentence in counted.beside)


def test_a_sum_beside_which_people_are_most_of_the_cost_says_that_it_leaves_them_out(catalog: Catalog) -> None:
    """Whoever reads the verdict alone must not take the machines for the whole; where they are counted it says so."""
    bought: dict[str, Any] = {"gpus_owned": []}
    uncounted = decided(catalog, team={"people": 3}, **bought)
    assert "(your own people not counted)" in uncounted.verdict_sentence
    counted = decided(catalog, team={"people": 3, "count_existing": True}, **bought)
    assert "not counted" not in counted.verdict_sentence
    assert "(mostly for people)" in counted.verdict_sentence


def test_from_which_share_people_are_most_of_a_cost_is_a_judgement_of_the_catalog(catalog: Catalog) -> None:
    """Where it is all of it, machines that cost anything leave out nothing that is worth saying."""
    rows = tuple(
        row.model_copy(update={"value": 1.0}) if row.judgement == "mostly-people" else row for row in catalog.judgements
    )
    other = replace(catalog, judgements=rows, digest="mostly")
    found = decided(other, team={"people": 3}, gpus_owned=[])
    assert "a month" in found.verdict_sentence
    assert "not counted" not in found.verdict_sentence


def test_where_that_time_is_worth_more_than_all_that_is_paid_a_service_is_named(catalog: Catalog) -> None:
    """With what the choice would cost, were the time counted; whoever wants control most runs it on what is there."""
    control = {"data_control": 5, "fitness": 3, "cost": 1}
    answers = {"team": {"people": 3}, "allowed": ["on_prem", "provider_api"], "priorities": control}
    found = decided(catalog, **answers)
    assert "@on_prem" in (found.choice_id or "")
    assert "Were it counted, the choice would cost about" in found.beside[0]
    told = own_time_told(rank(prepare(asked(**answers), catalog), samples=100))
    assert told is not None
    assert told.key == "paid.time.cheaper"


def test_a_commitment_that_is_not_used_is_told(catalog: Catalog) -> None:
    """With the best that it pays for, or that nothing does."""
    closed = decided(catalog, team={"people": 3}, committed=[{"provider": "azure", "monthly": 4_000}])
    assert any("is not used by this choice: nothing that it pays for" in sentence for sentence in closed.beside)
    none = decided(catalog, team={"people": 3})
    assert not any("commitment" in sentence for sentence in none.beside)
