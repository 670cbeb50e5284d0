"""What stands beside the choices: where a cheaper one is behind the best, and prices that are old."""

from __future__ import annotations

from typing import Any

import pytest

from advisor.assessment import Assessment, assess
from advisor.catalog.catalog import Catalog
from advisor.decision.prepared import prepare
from advisor.decision.ranked import rank
from advisor.decision.results.beside import beside_told
from advisor.decision.results.choice_facts import LOSES, OLD_PRICE
from advisor.questionnaire.answers import Answers
from advisor.units import Quantity
from advisor.words.tell import tell


@pytest.fixture(scope="module")
def rented(catalog: Catalog) -> Assessment:
    """Code for many developers on rented GPUs, three months after the catalog was read."""
    answers: dict[str, Any] = {
        "title": "Code",
        "as_of": "2027-03-01",
        "use_cases": [{"task": "code", "workload": {"requests_per_day": 60_000, "input_tokens": 4_000}}],
        "hosting": {"allowed": ["cloud_gpu"], "country": "DE"},
    }
    return assess(Answers.model_validate(answers), catalog, samples=200)


def test_what_gives_points_up_names_where(rented: Assessment) -> None:
    """The criterion with both figures, own below the best's; nothing is lost by the best."""
    behind = [choice for choice in rented.shortlist if choice.score_given_up > 0.005]
    assert behind
    for choice in behind:
        fact = choice.told[LOSES]
        assert not isinstance(fact, tuple)
        own, best = (fact.values[name] for name in ("own", "best"))
        assert isinstance(own, Quantity)
        assert isinstance(best, Quantity)
        assert float(str(own.value)) < float(str(best.value))
        assert choice.loses in choice.reason
    assert all(not choice.loses for choice in rented.shortlist if choice.score_given_up == 0)


def test_an_old_rent_is_said_beside_the_price(rented: Assessment) -> None:
    """With its age and its day, in the reason that every page and report prints."""
    dated = [choice for choice in rented.shortlist if OLD_PRICE in choice.told]
    assert dated
    assert all("its rent is" in choice.old_price and choice.old_price in choice.reason for choice in dated)


def test_the_store_of_vectors_is_named_where_none_is_counted(catalog: Catalog) -> None:
    """By hand: 11.2 billion tokens at 500 a passage are 22.4 million vectors, with as many numbers as the model has."""
    answers = {
        "title": "Search",
        "use_cases": [{"task": "semantic_search", "workload": {"corpus_tokens": 11_200_000_000}}],
        "hosting": {"allowed": ["provider_api"]},
    }
    found = assess(Answers.model_validate(answers), catalog, samples=200)
    (told,) = beside_told(rank(prepare(Answers.model_validate(answers), catalog), samples=200), ())
    assert told == found.told["beside"][0]  # type: ignore[index] # a tuple of what is told
    (sentence,) = found.beside
    chosen = next(choice for choice in found.shortlist if choice.chosen)
    numbers = catalog.model[chosen.model_id].embedding_dim or 1_024
    assert f"about 22.4 million, some {22.4e6 * numbers * 4 / 1e9:,.0f} GB" in sentence
    assert f"has {numbers:,} numbers" in sentence
    prices = [float(one.usd_per_gb_month) for one in catalog.vector_stores if one.usd_per_gb_month is not None]
    least = min(prices) * 22.4e6 * numbers * 4 / 1e9
    assert f"make that {least:,.0f}"[:13] in sentence
    plan = next(plan for plan in found.hosting.plans if plan.alternative.deployment.kind == "provider_api")
    assert {part.component for part in plan.components} & {"corpus", "retrieval"} == {"corpus"}


@pytest.mark.parametrize(
    ("requests", "available", "said"),
    [(1_000, True, "it is not needed."), (1_000, False, "costs next to nothing."), (3_000_000, True, None)],
)
def test_machines_that_idle_are_told_with_what_stands_for_a_failure(
    catalog: Catalog, *, requests: int, available: bool, said: str | None
) -> None:
    """A little chat on own servers, with and without a spare; not where the load fills them."""
    hosting = {"allowed": ["on_prem"], "country": "DE", "high_availability": available}
    use_case = {"name": "Chat", "task": "chat_assistant", "workload": {"requests_per_day": requests}}
    answers = Answers.model_validate({"title": "t", "use_cases": [use_case], "hosting": hosting})
    told = [one for one in beside_told(rank(prepare(answers, catalog), samples=200), ()) if "idle" in one.key]
    assert [tell(one).endswith(said or "") for one in told] == [True] * (said is not None)
    assert not any("less than 0%" in tell(one) for one in told)
    assert not any("{" in tell(one, language) for one in told for language in ("de", "fr"))


@pytest.mark.parametrize(("tokens", "said"), [(140e9, True), (1e9, False)])
def test_how_long_own_machines_embed_a_corpus_is_said_where_that_is_too_long(
    catalog: Catalog, *, tokens: float, said: bool
) -> None:
    """In days of the machines alone, which are more than the first index may take."""
    use_case = {"task": "semantic_search", "workload": {"corpus_tokens": tokens}}
    answers = {"title": "Search", "use_cases": [use_case], "hosting": {"allowed": ["on_prem"], "country": "DE"}}
    asked = Answers.model_validate(answers | {"priorities": {"fitness": 5, "cost": 1}})
    found = beside_told(rank(prepare(asked, catalog), samples=200), ())
    days = [one.values["days"] for one in found if one.key == "beside.corpus_long"]
    assert [isinstance(each, Quantity) and float(str(each.value)) > 30 for each in days] == [True] * said
