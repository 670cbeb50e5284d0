"""The test that decides: one number of prompts for one pair of models."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.decision.criteria.fitness import Fitness
from advisor.decision.gates.origin import Flag
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.deciding_test import (
    FEWEST,
    ITEMS,
    cheapest_measured,
    items_of,
    power_of,
    prompts_between,
    prompts_for_difference,
    spoken_rival,
    trial_told,
    until_tested,
)
from advisor.hosting.records import Deployment
from advisor.units import told
from advisor.words.tell import tell


def test_prompts_against_published_values() -> None:
    """Connor (1987): a difference of 0.1 at 30% disagreement needs 234 pairs at 80% power."""
    assert prompts_for_difference(0.1, disagreement=0.3) == pytest.approx(234, abs=2)
    assert prompts_for_difference(0.05) > prompts_for_difference(0.1)
    with pytest.raises(ValueError, match="disagreement"):
        prompts_for_difference(0.5, disagreement=0.3)


def test_a_pair_has_one_number_whoever_is_named_first(kit: Any) -> None:
    """And it is one that somebody could run."""
    models = [kit.model("one"), kit.model("two")]
    offers = [kit.offer(item.model_id, "p") for item in models]
    abilities = {item.model_id: 50.0 for item in models}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(item) for item in offers], cost=[100.0, 100.0])
    ranked = rank(prepare(kit.answers(), catalog, plans=plans), samples=1)
    assert prompts_between(ranked, 0, 1) == prompts_between(ranked, 1, 0)
    assert FEWEST <= prompts_between(ranked, 0, 1) <= ranked.judged["test-most-items"]


@pytest.mark.parametrize("difference", [0.05, 0.1, 0.2])
def test_the_power_of_so_many_prompts_is_what_they_were_counted_for(difference: float) -> None:
    """Eight in ten at the number that is needed, fewer at half of it."""
    needed = prompts_for_difference(difference)
    assert power_of(needed, difference) == pytest.approx(0.8, abs=0.01)
    assert power_of(needed // 2, difference) < 0.6


def _pair(kit: Any, task: str, error: float) -> Ranked:
    """Two models of one task, whose abilities are so doubtful."""
    models = [kit.model(name) for name in ("one", "two")]
    offers = [kit.offer(item.model_id, "p") for item in models]
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")])
    answers = kit.answers(use_cases=[{"task": "chat_assistant"}])
    plans = kit.plans([kit.api(item) for item in offers], cost=[100.0, 100.0])
    able = {item.model_id: Fitness(70.0, error, "estimated", "", "", 0.0) for item in models}
    found = prepare(answers, catalog, plans=plans, fitness=able)
    use = found.use_case.model_copy(update={"task": task})
    return rank(replace(found, inputs=replace(found.inputs, setting=replace(found.setting, use_case=use))), samples=1)


@pytest.mark.parametrize(
    ("error", "key"), [(8.0, "trial"), (2.6, "trial.weak"), (1.0, "trial.alike")], ids=["wide", "close", "alike"]
)
def test_nobody_is_sent_to_run_what_decides_nothing(kit: Any, error: float, key: str) -> None:
    """What people can run, with what it shows where they are few; or that they would hardly tell."""
    ranked = _pair(kit, "chat_assistant", error)
    found = trial_told(ranked, (0, 1), told("trial.it"), told("beside.choice"))
    assert found.key == key
    assert prompts_between(ranked, 0, 1) <= 300
    for language in ("en", "de", "fr"):
        assert "{" not in tell(found, language)


@pytest.mark.parametrize("task", sorted(ITEMS))
def test_a_test_is_made_of_what_the_task_works_on(kit: Any, task: str) -> None:
    """Recordings, searches, briefs, texts, documents: in no language prompts."""
    found = trial_told(_pair(kit, task, 8.0), (0, 1), told("trial.it"), told("beside.choice"))
    for language, prompts in {"en": "prompts", "de": "Anfragen", "fr": "requêtes"}.items():
        assert prompts not in tell(found, language)


def test_what_must_be_bought_is_nothing_to_use_until_the_test_is_done(
    kit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody gives machines back after a test."""
    models = [kit.model("rented"), kit.model("bought")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    names = [one.model_id for one in models]
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=dict.fromkeys(names, 70.0))
    plans = kit.plans([kit.api(one) for one in offers], cost=[900.0, 800.0])
    measured = dict.fromkeys(names, Fitness(70.0, 3.0, "estimated", None, "test"))
    ranked = rank(prepare(kit.answers(), catalog, plans=plans, fitness=measured), samples=1)
    bought = next(row for row in range(2) if ranked.model_id(row) == names[1])
    real = Ranked.context

    def context(one: Ranked, row: int) -> Any:
        deployment = Deployment(kind="on_prem", commitment="purchase") if row == bought else real(one, row).deployment
        return replace(real(one, row), deployment=deployment)

    monkeypatch.setattr(Ranked, "context", context)
    assert cheapest_measured(ranked) == bought
    assert cheapest_measured(ranked, bought=False) == 1 - bought


def test_what_must_be_cleared_itself_is_neither_a_stopgap_nor_the_first_to_compare_with(
    kit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cheapest has an origin to settle; of the others the one on the shortlist, else the cheaper."""
    models = [kit.model(name) for name in ("asked", "cheaper", "dearer")]
    offers = [kit.offer(one.model_id, "p") for one in models]
    names = [one.model_id for one in models]
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=dict.fromkeys(names, 70.0))
    plans = kit.plans([kit.api(one) for one in offers], cost=[80.0, 90.0, 100.0])
    measured = dict.fromkeys(names, Fitness(70.0, 3.0, "estimated", None, "test"))
    ranked = rank(prepare(kit.answers(), catalog, plans=plans, fitness=measured), samples=1)
    asked, cheaper, dearer = (next(row for row in range(3) if ranked.model_id(row) == name) for name in names)
    assert cheapest_measured(ranked) == asked
    monkeypatch.setattr(Ranked, "origin", lambda _, row: Flag("abroad", ("CN",)) if row == asked else None)
    assert cheapest_measured(ranked) == cheaper
    assert until_tested(ranked, ()) == cheaper
    assert until_tested(ranked, (asked, dearer)) == dearer


@pytest.mark.parametrize(("ability", "rival"), [(62.0, "spoken"), (40.0, "near")])
def test_a_language_is_compared_with_what_could_be_chosen(kit: Any, ability: float, rival: str) -> None:
    """What is documented for it but far behind shows nothing that anybody would act on."""
    models = [kit.model("ahead"), kit.model("near"), kit.model("spoken", languages=("en", "ta"))]
    offers = [kit.offer(one.model_id, "p") for one in models]
    abilities = {models[0].model_id: 66.0, models[1].model_id: 65.0, models[2].model_id: ability}
    catalog = kit.catalog(models, offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100.0] * 3)
    ranked = rank(prepare(kit.answers(use_case={"languages": ["en", "ta"]}), catalog, plans=plans), samples=1)
    row = next(row for row in range(3) if ranked.model_id(row) == models[0].model_id)
    found = spoken_rival(ranked, row)
    assert found is not None
    assert ranked.context(found).model.name.lower() == rival


@pytest.mark.parametrize(
    ("task", "reads", "items"),
    [
        ("classification_extraction", ["image"], "images"),
        ("classification_extraction", ["audio"], "recordings"),
        ("classification_extraction", ["pdf"], "documents"),
        ("classification_extraction", [], "prompts"),
        ("chat_assistant", ["image"], "prompts"),
        ("document_processing", ["image"], "documents"),
    ],
)
def test_photographs_and_recordings_are_no_prompts(kit: Any, task: str, reads: list[str], items: str) -> None:
    """What is sorted or summed up is named by what it is; what only comes along with a question is not."""
    use_case = kit.answers(use_case={"task": task, "modalities_in": reads}).use_cases[0]
    assert items_of(use_case) == items
    assert tell(told(f"items.{items}", count=30), "en").startswith("30 of your own ")
