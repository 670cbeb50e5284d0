"""The steps of a retrieval, each from those before it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from guidance.retrieval.retrieval_cases import OPENAI, answers_of, api, need_of

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.draft import RetrievalDraft, sources_of


def draft_of(catalog: Catalog, tokens: float, requests: float = 500, **given: object) -> RetrievalDraft:
    """A draft for a language model as a service."""
    case = {"workload": {"corpus_tokens": tokens, "requests_per_day": requests, "input_tokens": 6_000}}
    answers = answers_of(case=case, hosting={"allowed": ["provider_api"]}, **given)
    return RetrievalDraft(need_of(answers, catalog, api(catalog, OPENAI), ttft_ms=900))


@pytest.mark.parametrize(("tokens", "whole"), [(50_000, "fits"), (5e6, "large")])
def test_how_much_there_is_decides_whether_to_search(catalog: Catalog, tokens: float, whole: str) -> None:
    """Up to the stated limit everything may go into the prompt."""
    assert draft_of(catalog, tokens).whole == whole


def test_a_window_that_is_too_small_keeps_the_corpus_out(catalog: Catalog) -> None:
    """The same corpus before a model with a short window."""
    draft = draft_of(catalog, 150_000)
    assert draft.need.model is not None
    short = draft.need.model.model_copy(update={"context_tokens": 16_000})
    assert RetrievalDraft(replace(draft.need, model=short)).whole == "window"


def test_a_second_ranking_dearer_than_the_rest_is_left_out(catalog: Catalog) -> None:
    """What it costs grows with the questions, the store does not."""
    assert draft_of(catalog, 5e7).reranking == "yes"
    assert draft_of(catalog, 1e6).reranking == "few"
    search = answers_of("semantic_search", case={"workload": {"corpus_tokens": 5e7, "requests_per_day": 2_000_000}})
    offer = next(offer for offer in catalog.offers if offer.model_id == "openai/text-embedding-3-small")
    busy = RetrievalDraft(need_of(search, catalog, api(catalog, offer.offer_id)))
    assert busy.reranking == "dear"
    assert busy.first_token_ms is None


def test_sources_are_named_once() -> None:
    """By id, without their rows."""
    assert sources_of(["b#1", None, "a", "b#2"]) == ("a", "b")
