"""Own GPUs beside the choice: what the best plan on them costs, or by what every one is out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import all_there, prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.choice_facts import place_told
from advisor.decision.results.house.own_machines import own_machines_told
from advisor.questionnaire.answers import Answers
from advisor.report.exports.decision_record import decision_record
from advisor.words.written import all_said


def decided(catalog: Catalog, *, cap: int = 6_000, **hosting: Any) -> Assessment:
    """A help desk of a house that owns four L40S in one server."""
    answers = {
        "title": "Help desk",
        "use_cases": [
            {
                "name": "Help-desk answers",
                "task": "rag",
                "languages": ["de", "en"],
                "context_tokens": 32_000,
                "workload": {"requests_per_day": 2_500, "input_tokens": 5_000, "output_tokens": 400},
            }
        ],
        "data": {"residency": ["eu"], "no_training": True},
        "budget": {"monthly_cap": cap, "currency": "EUR", "usd_per_unit": 1.15},
        "hosting": {
            "allowed": ["provider_api", "on_prem"],
            "country": "AT",
            "high_availability": False,
            "gpus_owned": [{"gpu": "l40s-48gb", "count": 4, "servers": 1}],
            "team": {"people": 1},
        }
        | hosting,
    }
    return assess(Answers.model_validate(answers), catalog, samples=200)


def test_the_best_plan_on_own_gpus_stands_beside_a_provider(catalog: Catalog) -> None:
    """With its money, the people in it, and its score against the choice; in every report too."""
    found = decided(catalog)
    assert found.choice_id is not None
    assert "@provider_api" in found.choice_id
    (sentence,) = found.beside
    assert sentence.startswith("On your own 4 × NVIDIA L40S the best is ")
    assert "EUR of it for people to run it" in sentence
    assert "EUR more than the choice" in sentence
    for language in ("en", "de", "fr"):
        (told,) = all_said(found, "beside", language)
        assert told.split("(")[0] in decision_record(found, catalog, language=language).replace("\\", "")


def test_of_own_gpus_beside_a_provider_it_is_said_what_is_paid_for_them(catalog: Catalog) -> None:
    """Half of their cost is what they could fetch otherwise: nobody is billed it, and a provider's bill is paid."""
    use = {"task": "chat_assistant", "languages": ["en", "de"], "workload": {"requests_per_day": 20_000}}
    hosting = {"country": "DE", "high_availability": False, "operations_skills": "strong", "team": {"people": 2}}
    hosting |= {"gpus_owned": [{"gpu": "h100-sxm-80gb", "count": 8, "servers": 1}]}
    asked = {"title": "t", "use_cases": [use], "hosting": hosting}
    found = assess(Answers.model_validate(asked), catalog, samples=200)
    assert found.choice_id is not None
    assert "@provider_api" in found.choice_id
    (sentence,) = (one for one in found.beside if one.startswith("On your own 8"))
    assert "of it to pay, the rest what your machines could fetch otherwise)" in sentence


def test_every_plan_out_says_by_what_and_who_would_bring_it_in(catalog: Catalog) -> None:
    """The cap that the nearest misses, and the people who, were they there, would bring it under it."""
    (sentence,) = decided(catalog, cap=1_500).beside
    assert "every plan on them is out" in sentence
    assert "and you allow at most 1,500 EUR a month" in sentence
    assert "Were 2 people there already to run it, it would cost about" in sentence
    closed = decided(catalog, allowed=["provider_api"]).beside
    assert closed == (
        "Your own 4 × NVIDIA L40S would stand idle: you allow neither own servers nor devices at the edge.",
    )


def test_a_choice_on_own_gpus_names_another_only_where_something_speaks_for_it(catalog: Catalog) -> None:
    """What costs less or scores more; what would be bought beside them is not called elsewhere."""
    for team in (1, 2, 4):
        found = decided(catalog, allowed=["on_prem"], team={"people": team})
        for sentence in found.beside:
            assert "Elsewhere" not in sentence
            assert not ("more than the choice" in sentence and "behind it" in sentence)
    nothing = decided(catalog, gpus_owned=[])
    assert not any("own" in sentence for sentence in nothing.beside)
    assert own_machines_told(rank(prepare(nothing.answers, catalog), samples=50)) is None


@pytest.mark.parametrize(
    ("score", "cost", "key"),
    [(-1, 300.0, None), (1, 300.0, "own.other.better"), (-1, 50.0, "own.other.behind")],
)
def test_what_is_dearer_and_behind_is_not_told_beside_own_gpus(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, score: int, cost: float, key: str | None
) -> None:
    """Nobody asked for it; what scores more or costs less is told."""
    answers = decided(catalog, allowed=["on_prem", "cloud_gpu"], team={"people": 2}).answers
    ranked = rank(prepare(answers, catalog), samples=50)
    rows = ranked.ranking.order.tolist()
    owned = dict(zip(rows, all_there([ranked.context(row).deployment for row in rows], ranked.prepared), strict=True))
    here = next(row for row in rows if owned[row])
    there = next(row for row in rows if not owned[row] and ranked.context(row).deployment.kind == "cloud_gpu")
    scores = np.full(len(rows), -10.0)
    scores[[here, there]] = 0.0, score / 10
    order = np.argsort(-scores, kind="stable")
    moved = replace(ranked, ranking=replace(ranked.ranking, scores=scores, order=order))
    moved.__dict__["finding"] = replace(ranked.finding, choice=here)
    monkeypatch.setattr(Ranked, "cost_usd", lambda _self, row: cost if row == there else 100.0)
    told = own_machines_told(moved)
    assert (None if told is None else told.key) == key


def test_what_must_be_bought_beside_own_gpus_is_told_in_the_sentence_and_as_a_warning(catalog: Catalog) -> None:
    """A spare server is no small print: its GPUs stand in the place, its price and what would do without beside it.

    Where the house says that nothing may be bought, none is, and it is said that nothing stands in at a failure.
    """
    own: dict[str, Any] = {"allowed": ["on_prem"], "team": {"people": 2}, "high_availability": True}
    own["gpus_owned"] = [{"gpu": "h100-sxm-80gb", "count": 8, "servers": 1}]
    bought, given = decided(catalog, cap=40_000, **own), decided(catalog, cap=40_000, **own, hardware_given="all")
    prepared = prepare(bought.answers, catalog)
    beside = [row for row in prepared.feasible.tolist() if prepared.contexts[row].deployment.commitment == "owned"]
    assert beside
    for row in beside:
        machines = prepared.contexts[row].deployment.machines
        assert machines is not None
        assert machines.bought > 0
        assert not any(all_there([prepared.contexts[row].deployment], prepared))
        assert place_told(prepared.contexts[row]).key == "place.own_and_bought"
        keys = {one.key for one in prepared.verdicts[row].warnings}
        assert any(key.startswith("warning.bought") for key in keys)
        assert "warning.spare_bought" in keys
    assert any("to buy (" in said and "to stand in when a machine fails" in said for said in bought.beside)
    assert given.choice_id is not None
    for one in given.recommendations:
        assert one.deployment.commitment == "owned"
        assert not any(said.startswith("To be bought: ") for said in one.warnings)
        assert any(said.startswith("No spare: ") for said in one.warnings)
    assert "to buy" not in given.verdict_sentence


def test_devices_that_people_have_are_given_unless_others_may_be_bought(catalog: Catalog) -> None:
    """A game on players' cards of 8 GB: nothing else is advised, and what other hardware would bring is a way out."""

    def found(**hosting: Any) -> Assessment:
        answers = {
            "title": "Characters that talk",
            "use_cases": [{"task": "chat_assistant", "workload": {"requests_per_day": 200, "output_tokens": 70}}],
            "hosting": {
                "allowed": ["edge"],
                "high_availability": False,
                "gpus_owned": [{"gpu": "rtx-4060-8gb", "count": 1}],
            }
            | hosting,
        }
        return assess(Answers.model_validate(answers), catalog, samples=200)

    given, free = found(), found(hardware_given="none")
    assert {item.deployment.gpu for item in given.recommendations} == {"rtx-4060-8gb"}
    assert any("Buy other hardware than yours" in way.sentence for way in given.relaxations)
    assert free.choice_id is not None
    assert "rtx-4060-8gb" not in free.choice_id
    assert free.beside[0].startswith("On your own 1 × NVIDIA GeForce RTX 4060 the best is ")
