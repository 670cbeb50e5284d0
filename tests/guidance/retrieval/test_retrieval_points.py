"""What is said of a plan, in every language."""

from __future__ import annotations

import pytest
from guidance.retrieval.retrieval_cases import OPENAI, answers_of, api, plan_of

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.retrieval_points import advice_of, assumed_of, points_of
from advisor.words.language import LANGUAGES
from advisor.words.written import in_language

PARTS = (advice_of, assumed_of, points_of)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_said_without_a_gap(catalog: Catalog, language: str) -> None:
    """No placeholder stays open, nothing is empty, and no language says the English."""
    case = {"workload": {"corpus_tokens": 5e7, "input_tokens": 6_000}}
    plan = plan_of(answers_of(case=case), catalog, api(catalog, OPENAI), ttft_ms=900)
    said = in_language(plan, language)
    texts = [said.advice, *said.points, *said.assumed, *(store.reason for store in said.stores)]
    texts += [line.label for line in said.costs] + [wait.label for wait in said.waits]
    assert all(texts)
    assert not any("{" in text for text in texts)
    english = in_language(plan, "en")
    assert (said.points == english.points) == (language == "en")
    assert len(PARTS) == 3
