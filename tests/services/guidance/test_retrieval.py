"""The retrieval of a decision, from its record."""

from __future__ import annotations

import pytest

from advisor.assessment import assess, choice_of
from advisor.catalog.catalog import Catalog
from advisor.questionnaire.presets import load_sample
from advisor.services.guidance.retrieval import asks_for_retrieval, retrieval_of


@pytest.mark.parametrize(
    ("sample", "kind"), [("city-administration-rag", "extension"), ("semantic-search-20m", "server")]
)
def test_a_sample_gets_its_store(catalog: Catalog, sample: str, kind: str) -> None:
    """A city's regulations fit a database; fifteen million passages want a server. Sentences are filled."""
    assessment = assess(load_sample(sample), catalog, samples=500)
    plan = retrieval_of(assessment, catalog)
    assert plan is not None
    assert next(store.kind for store in plan.stores if store.store_id == plan.store_id) == kind
    assert plan.advice
    choice = choice_of(assessment)
    assert choice is not None
    assert plan.first_token_ms is None or plan.first_token_ms > (choice.ttft_ms.value or 0)


def test_a_decision_that_looks_nothing_up_has_none(catalog: Catalog) -> None:
    """Nor is it asked for."""
    assessment = assess(load_sample("marketing-images"), catalog, samples=500)
    assert not asks_for_retrieval(assessment)
    assert retrieval_of(assessment, catalog) is None
