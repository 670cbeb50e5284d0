"""``plan_retrieval``: whether to retrieve at all, and if so with which chunks, models, index, store, wait and cost.

Sources of the rules: Lewis et al. 2020 (retrieval-augmented generation), Malkov and Yashunin 2018 (HNSW: M, ef),
Anthropic 2024 (small corpora whole in the prompt; ranking again), Azure AI Search's documentation of 2025 (chunks);
the figures stand in ``vector_stores.csv``, ``retrieval_measurements.csv`` and, unmeasured, in ``judgements.csv``.
"""

from __future__ import annotations

from typing import Any

from advisor.catalog.catalog import Catalog
from advisor.decision.records import Recommendation
from advisor.guidance.retrieval.draft import RetrievalDraft, sources_of
from advisor.guidance.retrieval.retrieval_need import RetrievalNeed, retrieves
from advisor.guidance.retrieval.retrieval_points import advice_of, assumed_of, points_of
from advisor.guidance.retrieval.retrieval_records import RetrievalPlan, RetrievalWishes
from advisor.guidance.retrieval.vector_index import measured_recall, text_gb
from advisor.hosting.records import Deployment
from advisor.questionnaire.answers import Answers, UseCase


def plan_retrieval(
    answers: Answers,
    use_case: UseCase,
    catalog: Catalog,
    *,
    model_id: str | None = None,
    deployment: Deployment | None = None,
    ttft_ms: float | None = None,
    monthly_usd: float | None = None,
    wishes: RetrievalWishes | None = None,
) -> RetrievalPlan | None:
    """The plan for a use case; None where the work looks into no documents.

    ``model_id``, ``deployment``, ``ttft_ms`` (the slow end) and ``monthly_usd`` are those of the chosen option: of the
    language model, or of the embedding model itself where the search is the whole task.
    """
    if not retrieves(use_case):
        return None
    need = RetrievalNeed(
        answers=answers,
        use_case=use_case,
        catalog=catalog,
        model=catalog.model.get(model_id or ""),
        deployment=deployment,
        ttft_ms=None if use_case.task == "semantic_search" else ttft_ms,
        monthly_usd=monthly_usd,
        wishes=wishes or RetrievalWishes(),
    )
    return _recorded(RetrievalDraft(need))


def plan_for_choice(
    answers: Answers, catalog: Catalog, choice: Recommendation | None, wishes: RetrievalWishes | None = None
) -> RetrievalPlan | None:
    """The plan for the first use case with the option that its verdict chooses; None where nothing is sought."""
    if choice is None:
        return plan_retrieval(answers, answers.use_cases[0], catalog, wishes=wishes)
    return plan_retrieval(
        answers,
        answers.use_cases[0],
        catalog,
        model_id=choice.model_id,
        deployment=choice.deployment,
        ttft_ms=choice.ttft_ms.value,
        monthly_usd=None if choice.monthly_cost_usd is None else choice.monthly_cost_usd.p50,
        wishes=wishes,
    )


def _recorded(draft: RetrievalDraft) -> RetrievalPlan:
    need, index, store = draft.need, draft.index, draft.store
    recall = measured_recall(need)
    waits = draft.added if draft.reading is None else (*draft.added, draft.reading)
    cited = [
        *(line.source for line in draft.costs),
        *(wait.source for wait in waits),
        *(row.source for row in need.catalog.retrieval_measurements),
        *(choice.source for choice in draft.stores),
    ]
    return RetrievalPlan(
        verdict="whole_prompt" if draft.whole == "fits" else "retrieve",
        told={"advice": advice_of(draft), "points": points_of(draft), "assumed": assumed_of(draft)},
        **_corpus(draft),
        **_embedding(draft),
        bytes_per_dimension=index.bytes_per_dimension,
        links=index.links,
        search_width=index.search_width,
        exact=index.exact,
        index_gb=None if store is None else store.index_gb,
        stores=draft.stores,
        store_id=None if store is None else store.store_id,
        reranker_id=None if draft.reranker is None else draft.reranker.model.model_id,
        costs=draft.costs,
        total_usd_per_month=draft.total,
        whole_prompt_usd_per_month=draft.whole_usd,
        waits=waits,
        added_ms=round(sum(wait.ms for wait in draft.added), 1),
        first_token_ms=None if draft.first_token_ms is None else round(draft.first_token_ms, 1),
        limit_ms=need.limit_ms,
        recall=recall,
        sources=sources_of(cited),
    )


def _corpus(draft: RetrievalDraft) -> dict[str, Any]:
    """What is searched, and how it is cut."""
    need, chunks = draft.need, draft.chunks
    return {
        "corpus_tokens": need.corpus_tokens,
        "corpus_assumed": not need.stated_tokens,
        "documents": need.use_case.usage.documents_held,
        "changing_share": need.changing_share,
        "rights": need.rights,
        "chunk_tokens": chunks.tokens,
        "overlap_tokens": chunks.overlap,
        "chunk_count": chunks.count,
        "prompt_chunks": chunks.in_prompt,
        "context_tokens": chunks.context_tokens,
        "candidates": int(need.judged("retrieval-candidates")),
        "text_gb": round(text_gb(chunks), 3),
    }


def _embedding(draft: RetrievalDraft) -> dict[str, Any]:
    """The embedding model, where one passes."""
    embedder = draft.embedder
    if embedder is None:
        names = ("embedding_model_id", "embedding_deployment", "embedding_dimensions", "embedding_ability")
        return {**dict.fromkeys(names), "embedding_beside": False, "embedding_scores": ()}
    model = embedder.model
    ability = draft.need.catalog.capability.get((model.model_id, "embedding"))
    return {
        "embedding_model_id": model.model_id,
        "embedding_deployment": embedder.deployment,
        "embedding_dimensions": model.embedding_dim,
        "embedding_ability": None if ability is None else ability.estimate,
        "embedding_beside": embedder.beside,
        "embedding_scores": draft.models.scores(model),
    }
