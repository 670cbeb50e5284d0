"""Spend that is committed at a provider already counts against no cap, up to its sum."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pytest

from advisor.catalog.catalog import Catalog
from advisor.decision.criteria.of_effort import operations
from advisor.decision.prepared import Prepared, prepare
from advisor.hosting.costs.committed import already_paid, committed_at, committed_usd
from advisor.hosting.records import Alternative, Deployment
from advisor.questionnaire.answers import Answers
from advisor.words.tell import tell

CASE = {"task": "chat_assistant", "workload": {"requests_per_day": 20_000}}


def _answers(cases: int = 1, **hosting: Any) -> Answers:
    budget = {"currency": "EUR", "usd_per_unit": 1.2, "monthly_cap": 300}
    uses = [CASE | {"name": f"case {number}"} for number in range(cases)]
    return Answers.model_validate({"title": "t", "use_cases": uses, "budget": budget, "hosting": hosting})


def _at(provider: str) -> Alternative:
    deployment = Deployment(kind="provider_api", provider=provider)
    return Alternative(alternative_id=provider, model_id="m/m", deployment=deployment)


def test_a_commitment_pays_up_to_its_sum_in_the_budgets_currency(catalog: Catalog) -> None:
    """100 euros at 1.2 dollars pay 120 of a dearer plan, all of a cheaper one, and nothing elsewhere."""
    answers = _answers(committed=[{"provider": "p", "monthly": 100}])
    held = committed_at([_at("p"), _at("p"), _at("q")], answers, catalog)
    paid = already_paid(np.array([500.0, 50.0, 500.0]), np.zeros(3), held)
    assert paid.tolist() == pytest.approx([120.0, 50.0, 0.0])
    assert np.isnan(already_paid(np.array([np.nan]), np.zeros(1), held[:1])).all()


def test_a_commitment_pays_no_work_of_the_houses_own_people() -> None:
    """Of 100 dollars, 30 of them own work, it pays 70."""
    assert already_paid(np.array([100.0]), np.array([30.0]), np.array([500.0])).tolist() == [70.0]


def test_several_use_cases_share_a_commitment(catalog: Catalog) -> None:
    """It is spent once, however many use cases could spend it."""
    asked = _answers(cases=4, committed=[{"provider": "p", "monthly": 100}])
    assert committed_usd("p", asked, catalog) == pytest.approx(30.0)
    assert committed_usd(None, asked, catalog) == 0.0


def _feasible(answers: Answers, catalog: Catalog, provider: str) -> tuple[Prepared, set[str]]:
    prepared = prepare(answers, catalog)
    kept = [prepared.contexts[row].alternative for row in prepared.feasible.tolist()]
    return prepared, {one.alternative_id for one in kept if one.deployment.provider == provider}


def test_a_cap_lets_through_what_a_commitment_pays_and_says_so(catalog: Catalog) -> None:
    """More passes at the provider with the commitment; its cost is the same, and the card says what is paid."""
    plain, before = _feasible(_answers(), catalog, "anthropic")
    asked = _answers(committed=[{"provider": "anthropic", "monthly": 100_000}])
    prepared, after = _feasible(asked, catalog, "anthropic")
    assert before < after
    assert np.array_equal(plain.plans.cost_usd, prepared.plans.cost_usd, equal_nan=True)
    row = next(row for row, one in enumerate(prepared.contexts) if one.alternative.alternative_id in after - before)
    said = [tell(warning, "en") for warning in prepared.verdicts[row].warnings]
    assert any("are committed at" in sentence and "count in the ranking" in sentence for sentence in said), said


def _sold(covers: Literal["agreement", "commitment"], catalog: Catalog) -> list[tuple[str, str]]:
    return [(row.provider_id, row.seller_id) for row in catalog.sold_under if getattr(row, covers)]


def test_what_is_committed_at_a_cloud_pays_for_what_that_cloud_sells(catalog: Catalog) -> None:
    """Every service of the table: a sum committed at its seller pays what the same sum at the service itself pays."""
    sold = _sold("commitment", catalog)
    assert {("aws-bedrock", "aws"), ("azure-foundry", "azure"), ("google-vertex", "gcp")} <= set(sold)
    rows = [_at(provider.provider_id) for provider in catalog.providers]
    for service, seller in sold:
        held = {
            name: committed_at(rows, _answers(committed=[{"provider": name, "monthly": 100}]), catalog)
            for name in (service, seller)
        }
        at = [one.deployment.provider for one in rows]
        assert held[service][at.index(service)] == held[seller][at.index(service)] == pytest.approx(120.0)
        assert held[service][at.index(seller)] == 0.0, "what is committed for one service pays no other"


def test_a_cloud_stands_for_what_it_sells_wherever_answers_name_it(catalog: Catalog) -> None:
    """Committed, agreed, allowed: the same whether Bedrock or who sells it is named; excluded, none of both is left."""
    by_name = {}
    for name in ("aws-bedrock", "aws"):
        asked = _answers(committed=[{"provider": name, "monthly": 500}], contracts=[name], providers_allowed=[name])
        prepared, kept = _feasible(asked, catalog, "aws-bedrock")
        rows = [row for row in prepared.feasible.tolist() if prepared.contexts[row].alternative.alternative_id in kept]
        ease = operations(
            "provider_api", 0, asked, sellers=prepared.contexts[rows[0]].sellers, judged=catalog.judgement
        )
        by_name[name] = (kept, prepared.plans.outside_cap_usd[rows].tolist(), ease.middle)
    assert by_name["aws-bedrock"] == by_name["aws"]
    bare = operations("provider_api", 0, _answers(), sellers=("aws-bedrock", "aws"), judged=catalog.judgement)
    assert by_name["aws"][2] == bare.middle + catalog.judgement["operations-contract"]
    assert not _feasible(_answers(providers_excluded=["aws"]), catalog, "aws-bedrock")[1]
