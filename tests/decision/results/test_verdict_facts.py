"""The verdict as facts to be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.criteria.fitness import Fitness
from advisor.decision.prepared import prepare
from advisor.decision.ranked import Ranked, rank
from advisor.decision.results.shortlist import shortlist_of
from advisor.decision.results.verdict_facts import verdict_told
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers
from advisor.questionnaire.presets import load_sample
from advisor.units import told
from advisor.words.tell import tell


def ranked(kit: Any, *, cost: float = 100.0, **given: Any) -> Ranked:
    """A decision with one model."""
    model = kit.model("only")
    offer = kit.offer(model.model_id, "p")
    catalog = kit.catalog([model], offers=[offer], providers=[kit.provider("p")], abilities={model.model_id: 60.0})
    plans = kit.plans([kit.api(offer)], cost=[cost])
    return rank(prepare(kit.answers(**given), catalog, plans=plans), samples=100)


def test_where_nothing_fits_nothing_is_chosen(kit: Any) -> None:
    """A cap below every cost."""
    assert verdict_told(ranked(kit, budget={"monthly_cap": 1})).key == "verdict.nothing"


def test_what_only_nobody_has_timed_is_named_as_the_one_to_test(catalog: Catalog) -> None:
    """Open voices without a published speed fail nothing: the verdict says what is unknown, and what to do about it."""
    use = {"task": "speech_synthesis", "workload": {"characters_per_request": 500, "output_tokens": 0}}
    asked = {"title": "t", "use_cases": [use], "hosting": {"allowed": ["on_prem"]}}
    asked |= {"governance": {"vendors_excluded": ["alibaba", "hexgrad"]}}
    said = verdict_told(rank(prepare(Answers.model_validate(asked), catalog), samples=50))
    assert said.key == "verdict.untested"
    for language, words in {"en": "Test first", "de": "Erst testen", "fr": "À essayer d’abord"}.items():
        assert words in tell(said, language)
        assert "None" not in tell(said, language)


def test_a_choice_is_named_with_its_place_and_its_money(kit: Any) -> None:
    """In the currency of the decision."""
    said = verdict_told(ranked(kit, budget={"currency": "EUR", "usd_per_unit": "2.0"}))
    text = tell(said)
    assert "Only" in text
    assert "P" in text
    assert "EUR" in text


@pytest.mark.parametrize(
    ("ability", "error", "key"),
    [(60.0, 4.0, "verdict.chosen"), (40.0, 2.0, "verdict.chosen"), (40.0, 8.0, "verdict.enough_first")],
)
def test_what_may_be_too_weak_for_the_work_is_tested_first_though_nothing_else_fits(
    kit: Any, ability: float, error: float, key: str
) -> None:
    """The low end of its ability lies below what a chat takes; the middle alone does not make it a clear choice."""
    model = kit.model("only")
    offer = kit.offer(model.model_id, "p")
    world = kit.catalog([model], offers=[offer], providers=[kit.provider("p")], abilities={model.model_id: ability})
    known = {model.model_id: Fitness(ability, error, "estimated", None, "test")}
    plans = kit.plans([kit.api(offer)], cost=[100.0])
    found = rank(prepare(kit.answers(), world, plans=plans, fitness=known), samples=100)
    said = verdict_told(found)
    assert said.key == key
    assert ("40 (27 to 53)" in tell(said)) == (key == "verdict.enough_first")


@pytest.mark.parametrize("seed", range(0, 40, 8))
def test_every_verdict_can_be_said_in_every_language(kit: Any, seed: int) -> None:
    """No key and no value is left over."""
    world = kit.world(seed)
    said = verdict_told(rank(prepare(world.answers, world.catalog, plans=world.plans), samples=200))
    for language in ("en", "de", "fr"):
        assert "{" not in tell(said, language)


def test_a_language_that_nobody_documents_is_tested_first_though_of_no_option_somebody_does(kit: Any) -> None:
    """One model is left, and no source lists its languages: the test is against what is used today."""
    said = verdict_told(ranked(kit, use_case={"languages": ["en", "fi"]}))
    assert said.key == "verdict.language_first"
    assert "what you use today" in tell(said)
    assert verdict_told(ranked(kit, use_case={"languages": ["en"]})).key == "verdict.chosen"


@pytest.mark.parametrize(
    ("demand", "named"), [({"tools": True}, "tool calls"), ({"structured_output": True}, "strict JSON")]
)
def test_what_nobody_says_to_do_what_is_demanded_leads_only_to_be_tested(
    kit: Any, demand: dict[str, bool], named: str
) -> None:
    """Another option that is documented for it stands for today; where nothing is demanded nothing is in doubt."""
    ahead, other = kit.model("ahead", **dict.fromkeys(demand)), kit.model("other")
    offers = [kit.offer(one.model_id, "p") for one in (ahead, other)]
    abilities = {ahead.model_id: 70.0, other.model_id: 60.0}
    world = kit.catalog([ahead, other], offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100.0, 150.0])
    found = rank(prepare(kit.answers(use_case=demand), world, plans=plans), samples=200)
    said = verdict_told(found)
    assert said.key == "verdict.stated_first"
    assert f"No source states {named} for its model: try 100 calls" in tell(said)
    assert "If you must decide today: Other" in tell(said)
    seats = {choice.model_id: choice for choice in shortlist_of(found)}
    assert "lowest risk" not in {seats[ahead.model_id].role, *seats[ahead.model_id].also}
    for language in ("de", "fr"):
        assert "{" not in tell(said, language)
    undemanding = rank(prepare(kit.answers(), world, plans=plans), samples=200)
    assert undemanding.finding.verdict != "test first"


def test_what_nobody_says_to_know_the_language_leads_only_to_be_tested(kit: Any) -> None:
    """Another option that is documented for it stands for today, and alone can be the most proven."""
    ahead, other = kit.model("ahead"), kit.model("other", languages=("en", "fi"))
    offers = [kit.offer(one.model_id, "p") for one in (ahead, other)]
    abilities = {ahead.model_id: 70.0, other.model_id: 60.0}
    world = kit.catalog([ahead, other], offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100.0, 150.0])
    asked = kit.answers(use_case={"languages": ["en", "fi"]})
    found = rank(prepare(asked, world, plans=plans), samples=200)
    said = verdict_told(found)
    assert said.key == "verdict.language_first"
    assert found.finding.choice == found.matrix.ids.index(kit.api(offers[0]).alternative_id)
    assert "No source says that its model knows Finnish" in tell(said)
    assert "If you must decide today: Other" in tell(said)
    seats = {choice.model_id: {choice.role, *choice.also} for choice in shortlist_of(found)}
    assert "lowest risk" not in seats[ahead.model_id]
    for language in ("de", "fr"):
        assert "{" not in tell(said, language)


@pytest.mark.parametrize(("surer", "today"), [(58.0, "Surer"), (None, "Vouched")])
def test_what_a_sibling_alone_speaks_for_is_not_called_documented(kit: Any, surer: float | None, today: str) -> None:
    """It stands for today after what is documented itself, and is told as what it is."""
    abilities = {"v/ahead": 70.0, "w/vouched": 60.0} | ({} if surer is None else {"x/surer": surer})
    models = [
        kit.model("ahead", model_id="v/ahead", vendor="v"),
        kit.model("vouched", model_id="w/vouched", vendor="w"),
        kit.model("surer", model_id="x/surer", vendor="x", languages=("en", "fi")),
    ]
    models = [one for one in models if one.model_id in abilities]
    sibling = kit.model("sibling", model_id="w/sibling", vendor="w", languages=("en", "fi"))
    offers = [kit.offer(one.model_id, "p") for one in models]
    world = kit.catalog([*models, sibling], offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100.0] * len(offers))
    asked = kit.answers(use_case={"languages": ["en", "fi"]})
    said = tell(verdict_told(rank(prepare(asked, world, plans=plans), samples=200)))
    assert f"If you must decide today: {today}" in said
    assert ("is documented for your languages" in said) == (surer is not None)
    assert ("if for another of its models" in said) == (surer is None)


@pytest.mark.parametrize("commitment", ["on_demand", "reserved_3y"])
def test_nobody_reserves_for_years_before_a_language_is_tested(
    kit: Any, monkeypatch: pytest.MonkeyPatch, commitment: str
) -> None:
    """What stands for today is then had by the hour, and the sentence says so."""
    ahead, other = kit.model("ahead"), kit.model("other", languages=("en", "fi"))
    offers = [kit.offer(one.model_id, "p") for one in (ahead, other)]
    abilities = {ahead.model_id: 70.0, other.model_id: 60.0}
    world = kit.catalog([ahead, other], offers=offers, providers=[kit.provider("p")], abilities=abilities)
    plans = kit.plans([kit.api(one) for one in offers], cost=[100.0, 150.0])
    found = rank(prepare(kit.answers(use_case={"languages": ["en", "fi"]}), world, plans=plans), samples=200)
    seats = shortlist_of(found)
    real = Ranked.context

    def context(one: Ranked, row: int) -> Any:
        rented = Deployment(kind="cloud_gpu", provider="p", gpu="g", gpu_count=2, commitment=commitment)
        return replace(real(one, row), deployment=rented)

    monkeypatch.setattr(Ranked, "context", context)
    today = tell(verdict_told(found, seats)).split("If you must decide today: ")[1]
    assert today.startswith("Other on GPUs rented at P")
    assert ("by the hour" in today) == (commitment == "reserved_3y")
    assert "reserved" not in today


@pytest.mark.parametrize(
    ("data", "terms"),
    [
        ({"no_training": False}, ()),
        ({"no_training": False, "max_retention_days": 0}, ("zero retention",)),
        ({"no_training": True, "max_retention_days": 0}, ("zero retention", "the opt-out from training")),
    ],
)
def test_a_choice_that_only_an_agreement_makes_lawful_says_so_in_its_verdict(
    kit: Any, data: dict[str, Any], terms: tuple[str, ...]
) -> None:
    """What the answers demand is settled before the first call: by name where it is the only choice."""
    model = kit.model("only")
    offer = kit.offer(model.model_id, "p")
    house = kit.provider("p", training_default="opt_out", retention_default="abuse_monitoring", retention_days=30)
    world = kit.catalog([model], offers=[offer], providers=[house], abilities={model.model_id: 60.0})
    plans = kit.plans([kit.api(offer)], cost=[100.0])
    found = rank(prepare(kit.answers(data=data), world, plans=plans), samples=100)
    said = tell(verdict_told(found))
    assert said.startswith("Use Only at P")
    assert ("first settle" in said) == bool(terms)
    for term in terms:
        assert term in said


@pytest.mark.parametrize(("requests", "mostly"), [(1_000, True), (3_000_000, False)])
def test_where_people_are_most_of_what_own_servers_cost_it_is_said(
    catalog: Catalog, *, requests: int, mostly: bool
) -> None:
    """Whoever has them pays less; not where machines are the larger part."""
    hosting = {"allowed": ["on_prem"], "country": "DE"}
    use_case = {"name": "Chat", "task": "chat_assistant", "workload": {"requests_per_day": requests}}
    answers = Answers.model_validate({"title": "t", "use_cases": [use_case], "hosting": hosting})
    said = verdict_told(rank(prepare(answers, catalog), samples=200))
    assert ("(mostly for people) a month" in tell(said)) == mostly
    for language in ("de", "fr"):
        assert "{" not in tell(said, language)


def test_whom_a_test_is_against_follows_a_preposition_in_french() -> None:
    """No article is left beside it: neither "à le" nor "de le" is French."""
    for rival in ("beside.best", "beside.next", "beside.today", "beside.choice"):
        for key in ("trial", "trial.alike_in_short"):
            items = told("items.prompts", count=300)
            said = tell(told(key, one=told("trial.it"), rival=told(rival), items=items), "fr")
            assert not {" à le ", " de le "} & {said[at : at + 6] for at in range(len(said))}


def test_what_is_on_no_bill_is_said_from_a_share_on_that_is_a_judgement(catalog: Catalog) -> None:
    """A part of what the bank would pay is own work at changes of model."""
    answers = load_sample("eu-bank-customer-service")

    def told_with(share: float) -> str:
        rows = tuple(
            row.model_copy(update={"value": share}) if row.judgement == "worth-saying-billed" else row
            for row in catalog.judgements
        )
        other = replace(catalog, judgements=rows, digest=f"billed at {share}")
        return tell(verdict_told(rank(prepare(answers, other), samples=500)))

    assert "billed" in told_with(0.01)
    assert "billed" not in told_with(1.0)
