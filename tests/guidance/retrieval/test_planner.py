"""Written cases of retrieval: what somebody who has built a few would plan, and that the planner says the same.

Each expectation was written down before its run, with the reason beside it.
"""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from guidance.retrieval.retrieval_cases import AZURE, OPENAI, answers_of, api, own, plan_of

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.planner import plan_retrieval
from advisor.guidance.retrieval.retrieval_records import RetrievalPlan, RetrievalWishes
from advisor.words.written import written

SERVICE: dict[str, Any] = {"hosting": {"allowed": ["provider_api"], "operations_skills": "some"}}


def handbook(requests_per_day: float, **given: Any) -> dict[str, Any]:
    """A staff handbook of 60,000 tokens, asked so many times a day."""
    load = {"corpus_tokens": 60_000, "requests_per_day": requests_per_day, "input_tokens": 4_000}
    return {"case": {"workload": load}, **SERVICE} | given


def keys(plan: RetrievalPlan) -> set[str]:
    """The sentences that a plan says, by key."""
    points = plan.told["points"]
    assert isinstance(points, tuple)
    return {point.key for point in points}


def store_of(plan: RetrievalPlan) -> str:
    """The kind of the chosen store."""
    return next(store.kind for store in plan.stores if store.store_id == plan.store_id)


def test_a_small_handbook_goes_into_the_prompt_whole(catalog: Catalog) -> None:
    """100 pages asked 50 times a day: nothing to build or to miss, for less than a person-day a month."""
    plan = plan_of(answers_of(**handbook(50)), catalog, api(catalog, OPENAI), ttft_ms=900)
    assert plan.verdict == "whole_prompt"
    assert "retrieval.whole.fits" in keys(plan)
    assert plan.whole_prompt_usd_per_month is not None
    assert plan.whole_prompt_usd_per_month < plan.total_usd_per_month


def test_the_same_handbook_asked_all_day_is_searched(catalog: Catalog) -> None:
    """60,000 tokens with each of 50,000 questions a day are dearer than a small index."""
    plan = plan_of(answers_of(**handbook(50_000)), catalog, api(catalog, OPENAI), ttft_ms=900)
    assert plan.verdict == "retrieve"
    assert "retrieval.whole.dear" in keys(plan)
    assert plan.store_id == "pgvector"
    assert plan.exact, "a few hundred vectors are compared one by one"
    assert plan.reranker_id is None, "nothing to correct among a few hundred chunks"


def test_three_million_products_are_not_cut(catalog: Catalog) -> None:
    """A record of 150 tokens is one vector; 3 million of them fill the memory of one or two servers, not of a file."""
    usage = {"documents_held": 3_000_000, "pages_per_document": 0.25}
    answers = answers_of("semantic_search", case={"usage": usage, "workload": {"requests_per_day": 20_000}})
    offer = next(offer for offer in catalog.offers if offer.model_id == "alibaba/qwen3-embedding-8b")
    plan = plan_of(answers, catalog, api(catalog, offer.offer_id))
    assert (plan.chunk_count, plan.overlap_tokens, plan.chunk_tokens) == (3_000_000, 0, 150)
    assert store_of(plan) != "embedded"
    assert not plan.exact
    assert plan.index_gb is not None
    assert 10 <= plan.index_gb <= 100
    assert plan.context_tokens == 0, "the passages are the answer: no prompt"


def test_multilingual_manuals_get_an_embedding_model_that_reads_them(catalog: Catalog) -> None:
    """20,000 manuals of 40 pages in four languages: cut with an overlap, embedded by a model known for all four."""
    usage = {"documents_held": 20_000, "pages_per_document": 40}
    case = {"usage": usage, "languages": ["de", "fr", "pl", "en"], "workload": {"input_tokens": 6_000}}
    plan = plan_of(answers_of(case=case, **SERVICE), catalog, api(catalog, OPENAI), ttft_ms=900)
    model = catalog.model[plan.embedding_model_id or ""]
    assert "multi" in model.languages or {"de", "fr", "pl", "en"} <= {*model.languages} or not model.languages
    assert plan.overlap_tokens == plan.chunk_tokens / 4 == 128
    assert plan.chunk_count == 20_000 * 63
    assert plan.prompt_chunks == 10, "what 6,000 tokens hold beside 500 of instructions"
    assert plan.reranker_id is not None


def test_strict_rights_want_a_store_that_refuses(catalog: Catalog) -> None:
    """Personnel files: never whole in a prompt, however few, and kept where the store checks who may read."""
    answers = answers_of(**handbook(50, data={"classification": "confidential"}))
    plan = plan_of(answers, catalog, api(catalog, OPENAI), ttft_ms=900)
    assert plan.verdict == "retrieve"
    assert plan.rights == "by_document"
    assert {"retrieval.whole.rights", "retrieval.rights.enforced"} <= keys(plan)
    shared = plan_of(answers, catalog, api(catalog, OPENAI), ttft_ms=900, wishes=RetrievalWishes(rights="shared"))
    assert shared.verdict == "whole_prompt", "the same few pages that everybody may read"


def test_behind_an_air_gap_nothing_is_called(catalog: Catalog) -> None:
    """No managed store, nothing behind an interface: all beside the language model, in a database here."""
    hosting = {"allowed": ["on_prem"], "air_gapped": True}
    case = {"workload": {"corpus_tokens": 5e7, "input_tokens": 6_000}}
    answers = answers_of(case=case, hosting=hosting, data={"classification": "restricted"})
    model = ("alibaba/qwen3-32b", own("on_prem", "h100-sxm-80gb"))
    plan = plan_of(answers, catalog, model, ttft_ms=800)
    assert plan.store_id == "pgvector"
    assert all(store.points is None for store in plan.stores if store.kind == "managed")
    assert plan.embedding_beside
    assert plan.embedding_deployment == model[1]
    assert catalog.model[plan.reranker_id or ""].openness == "open_weights"
    assert {line.line for line in plan.costs} == {"embed_beside", "store", "rerank", "context", "upkeep"}


def test_a_device_carries_a_file_and_no_server(catalog: Catalog) -> None:
    """Manuals on a machine without a network: a file in the application, few passages, no second ranking."""
    hosting = {"allowed": ["edge"], "air_gapped": True, "high_availability": False}
    case = {"workload": {"corpus_tokens": 8e6, "input_tokens": 2_500}}
    answers = answers_of(case=case, hosting=hosting, data={"classification": "restricted"})
    model = ("alibaba/qwen3-8b", own("edge", "jetson-agx-orin-64gb", "q4_k_m"))
    plan = plan_of(answers, catalog, model, ttft_ms=3_000)
    assert store_of(plan) == "embedded"
    assert plan.reranker_id is None
    assert "retrieval.rerank.device" in keys(plan)
    assert plan.prompt_chunks == 3
    assert plan.rights == "shared", "one device, one reader"


def test_news_are_embedded_anew(catalog: Catalog) -> None:
    """An archive that turns over three times a month costs three times itself, and the newest must win."""
    case = {"workload": {"corpus_tokens": 2e8, "input_tokens": 6_000}}
    answers = answers_of(case=case, budget={"horizon_months": 10}, **SERVICE)
    plan = plan_of(answers, catalog, api(catalog, OPENAI), ttft_ms=900, wishes=RetrievalWishes(changing_share=3))
    lines = {line.line: line.usd_per_month or Decimal(0) for line in plan.costs}
    assert lines["embed_changed"] == pytest.approx(30 * lines["embed_first"], abs=Decimal("0.30"))
    assert "retrieval.fresh.whole" in keys(plan)


def test_a_tight_limit_leaves_the_second_ranking_out(catalog: Catalog) -> None:
    """500 ms to the first token of which the model takes 300: a question is embedded and searched, no more."""
    case = {"workload": {"corpus_tokens": 5e7, "input_tokens": 6_000}, "latency": {"ttft_p95_ms": 500}}
    plan = plan_of(answers_of(case=case, **SERVICE), catalog, api(catalog, OPENAI), ttft_ms=300)
    assert plan.reranker_id is None
    assert {"retrieval.rerank.slow", "retrieval.wait.kept"} <= keys(plan)
    late = plan_of(answers_of(case=case, **SERVICE), catalog, api(catalog, OPENAI), ttft_ms=480)
    assert "retrieval.wait.missed" in keys(late)


def test_on_own_servers_a_tight_limit_takes_passages_out(catalog: Catalog) -> None:
    """Where every passage is read by the GPU before the answer begins, fewer of them buy the time."""
    case = {"workload": {"corpus_tokens": 5e7, "input_tokens": 11_000}, "latency": {"ttft_p95_ms": 1_000}}
    answers = answers_of(case=case, hosting={"allowed": ["on_prem"]})
    model = ("alibaba/qwen3-32b", own("on_prem", "l40s-48gb"))
    plan, free = (plan_of(answers, catalog, model, ttft_ms=wait) for wait in (1_300, 500))
    assert 3 <= plan.prompt_chunks < free.prompt_chunks == 20
    assert {"retrieval.chunks.fewer", "retrieval.wait.kept"} <= keys(plan)


def test_a_house_without_operators_takes_the_service_of_its_cloud(catalog: Catalog) -> None:
    """Nobody runs servers and the model is called in one cloud, which also sells a search: one contract, no server."""
    case = {"workload": {"corpus_tokens": 5e7, "input_tokens": 6_000}}
    hosting = {"allowed": ["provider_api"], "operations_skills": "none"}
    plan = plan_of(answers_of(case=case, hosting=hosting), catalog, api(catalog, AZURE), ttft_ms=900)
    assert plan.store_id == "azure-ai-search"
    assert "at least" in written(plan).advice, "no citable source states the price of that search"


def test_a_hundred_million_passages_leave_the_database(catalog: Catalog) -> None:
    """More vectors than one database was ever shown to carry: a store that was built for them, a byte a dimension."""
    case = {"workload": {"corpus_tokens": 4e10, "requests_per_day": 50_000}}
    offer = next(offer for offer in catalog.offers if offer.model_id == "openai/text-embedding-3-small")
    plan = plan_of(answers_of("semantic_search", case=case), catalog, api(catalog, offer.offer_id))
    assert store_of(plan) in ("server", "managed")
    assert plan.bytes_per_dimension == 1
    assert next(store for store in plan.stores if store.store_id == "pgvector").points is None


def test_work_that_looks_nothing_up_has_no_plan(catalog: Catalog) -> None:
    """A translation retrieves nothing."""
    answers = answers_of("translation")
    assert plan_retrieval(answers, answers.use_cases[0], catalog) is None


def test_lines_add_up_to_the_cent_and_all_sources_exist(catalog: Catalog) -> None:
    """The headline is the sum of its lines; every source that is cited stands in the catalog."""
    case = {"workload": {"corpus_tokens": 5e7, "input_tokens": 6_000}}
    plan = plan_of(answers_of(case=case, **SERVICE), catalog, api(catalog, OPENAI), ttft_ms=900)
    assert sum(line.usd_per_month or 0 for line in plan.costs) == plan.total_usd_per_month
    assert all(line.usd_per_month is None or line.usd_per_month.as_tuple().exponent == -2 for line in plan.costs)
    assert {*plan.sources} <= {*catalog.source}


def test_a_larger_corpus_never_costs_less(catalog: Catalog) -> None:
    """Chunks, index and the price of embedding grow with the corpus."""
    plans = [
        plan_of(
            answers_of(case={"workload": {"corpus_tokens": tokens, "input_tokens": 6_000}}, **SERVICE),
            catalog,
            api(catalog, OPENAI),
            ttft_ms=900,
        )
        for tokens in (1e6, 1e7, 1e8)
    ]
    for smaller, larger in pairwise(plans):
        assert smaller.chunk_count < larger.chunk_count
        assert (smaller.costs[0].usd_per_month or 0) < (larger.costs[0].usd_per_month or 0)
