"""The embedding and the reranking model, by the engine and its gates."""

from __future__ import annotations

from decimal import Decimal

import pytest
from guidance.retrieval.retrieval_cases import AZURE, GOOGLE, OPENAI, answers_of, api, need_of, own

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.search_models import Reranker, rerank_usd, search_models


def test_an_embedding_model_as_good_is_taken_where_the_language_model_is_called(catalog: Catalog) -> None:
    """One contract: at Google one that Google serves; at Azure none within those few points, so that the best is."""
    answers = answers_of(hosting={"allowed": ["provider_api"]})
    for place, theirs in ((GOOGLE, True), (AZURE, False)):
        models = search_models(need_of(answers, catalog, api(catalog, place)))
        host, few = place.partition(":")[0], models.need.judged("retrieval-same-provider")
        best = max(models.ranking, key=lambda entry: entry.score)
        near = max(entry.score for entry in models.ranking if entry.deployment.provider == host)
        assert best.deployment.provider != host
        assert (100 * (best.score - near) <= few) == theirs
        found = models.embedder()
        assert found is not None
        assert found.deployment is not None
        assert (found.deployment.provider == host) == theirs
        assert found.usd_per_mtok is not None


def test_the_gates_hold_for_the_search_too(catalog: Catalog) -> None:
    """Open weights alone, nothing from China: neither the embedding nor the reranking model breaks it."""
    answers = answers_of(
        hosting={"allowed": ["on_prem"]},
        licence={"open_weights_required": True},
        origin={"countries_excluded": ["CN"]},
    )
    models = search_models(need_of(answers, catalog, ("meta/llama-3.3-70b-instruct", own("on_prem", "h200-sxm-141gb"))))
    embedder = models.embedder()
    assert embedder is not None
    assert embedder.beside
    assert embedder.own_usd_per_month is None
    again = models.reranker(embedder)
    assert again is not None
    for model in (embedder.model, again.model):
        vendor = catalog.vendor[model.vendor]
        assert model.openness == "open_weights"
        assert vendor.country != "CN"
    assert models.scores(embedder.model) == tuple(models.scores(embedder.model))


def test_a_licence_that_forbids_business_keeps_a_model_off_own_servers(catalog: Catalog) -> None:
    """Weights for research alone may rank nothing here."""
    answers = answers_of(hosting={"allowed": ["on_prem"]})
    models = search_models(need_of(answers, catalog, ("alibaba/qwen3-32b", own("on_prem", "h100-sxm-80gb"))))
    embedder = models.embedder()
    assert embedder is not None
    again = models.reranker(embedder)
    assert again is not None
    licence = catalog.licence[again.model.licence_id or ""]
    assert licence.commercial_use


def test_the_price_of_ranking_by_hand(catalog: Catalog) -> None:
    """By the search: 2 USD a thousand. By tokens: 50 passages of 562 tokens with the question."""
    need = need_of(answers_of(), catalog, api(catalog, OPENAI))
    by_search = next(offer for offer in catalog.offers if offer.usd_per_1k_searches == Decimal(2))
    model = catalog.model[by_search.model_id]
    assert rerank_usd(Reranker(model, by_search), need, chunk_tokens=512) == Decimal("0.002")
    by_token = catalog.offers_of["voyage/rerank-3"][0]
    usd = rerank_usd(Reranker(model, by_token), need, chunk_tokens=512)
    assert float(usd or 0) == pytest.approx(50 * 562 * 0.05 / 1e6)
    assert rerank_usd(Reranker(model, None), need, chunk_tokens=512) is None
