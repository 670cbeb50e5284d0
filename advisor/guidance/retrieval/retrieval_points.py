"""What is said of a retrieval plan, as keys and values: the advice, one point for each step, what was assumed."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.guidance.retrieval.draft import RetrievalDraft
from advisor.guidance.retrieval.vector_index import measured, text_gb
from advisor.questionnaire.money_facts import rough_money
from advisor.units import Told, told


def advice_of(draft: RetrievalDraft) -> Told:
    """The one sentence that a reader takes along."""
    need, store = draft.need, draft.store
    if draft.whole == "fits":
        usd = float(draft.whole_usd or 0)
        return told(
            "retrieval.advice.whole",
            tokens=("tokens", need.corpus_tokens),
            money=rough_money(usd, need.answers.budget),
            other=rough_money(float(draft.total), need.answers.budget),
        )
    if draft.embedder is None:
        return told("retrieval.advice.no_embedder")
    if store is None:
        return told("retrieval.advice.no_store")
    return told(
        "retrieval.advice.retrieve" if store.usd_per_month is not None else "retrieval.advice.at_least",
        chunks=("count", draft.chunks.count),
        model=("model", draft.embedder.model.name),
        store=("text", store.name),
        money=rough_money(float(draft.total), need.answers.budget),
        again=told("retrieval.advice.again" if draft.reranker else "retrieval.advice.once"),
    )


def points_of(draft: RetrievalDraft) -> tuple[Told, ...]:
    """One point for each step, in the order of the work."""
    return tuple(
        point
        for step in (_whole, _chunking, _embedding, _index, _recall, _reranking, _rights, _freshness, _wait)
        for point in step(draft)
    )


def _whole(draft: RetrievalDraft) -> Iterator[Told]:
    need = draft.need
    if draft.whole == "no_model":
        return
    limit = need.judged("retrieval-whole-prompt-tokens")
    money = rough_money(float(draft.whole_usd or 0), need.answers.budget)
    yield told(
        f"retrieval.whole.{draft.whole}",
        tokens=("tokens", need.corpus_tokens),
        most=("tokens", limit),
        money=money,
    )
    if draft.whole == "fits":
        yield told("retrieval.whole.later")


def _chunking(draft: RetrievalDraft) -> Iterator[Told]:
    chunks = draft.chunks
    key = "cut" if chunks.overlap else "short"
    yield told(
        f"retrieval.chunks.{key}",
        chunks=("count", chunks.count),
        tokens=("tokens", chunks.tokens),
        overlap=("tokens", chunks.overlap),
    )
    if chunks.in_prompt:
        key = "fewer" if chunks.in_prompt < draft.cut.in_prompt else "prompt"
        yield told(
            f"retrieval.chunks.{key}",
            passages=("count", chunks.in_prompt),
            tokens=("tokens", chunks.context_tokens),
            limit=("ms", draft.need.limit_ms or 0.0),
        )


def _embedding(draft: RetrievalDraft) -> Iterator[Told]:
    embedder, need = draft.embedder, draft.need
    if embedder is None or embedder.deployment is None:
        return
    key = "chosen" if need.searches_only else "beside" if embedder.beside else "ranked"
    yield told(
        f"retrieval.embedding.{key}",
        model=("model", embedder.model.name),
        place=("hosted", embedder.deployment.kind),
        languages=("language", need.use_case.languages),
        dimensions=("count", embedder.model.embedding_dim or 0),
    )


def _index(draft: RetrievalDraft) -> Iterator[Told]:
    index, store = draft.index, draft.store
    if store is None:
        return
    yield told(
        "retrieval.index.bytes" if index.bytes_per_dimension == 1 else "retrieval.index.full",
        size=("gb", store.index_gb or 0.0),
        texts=("gb", text_gb(draft.chunks)),
        vectors=("count", index.vectors),
        dimensions=("count", index.dimensions),
        kept=("share", measured(draft.need, "stored-int8") or 0.0),
    )


def _recall(draft: RetrievalDraft) -> Iterator[Told]:
    index, need = draft.index, draft.need
    if index.exact:
        yield told("retrieval.recall.exact", vectors=("count", index.vectors))
        return
    at, wider = measured(need, "pgvector-550k-ef128"), measured(need, "pgvector-550k-ef256")
    yield told(
        "retrieval.recall.graph",
        links=("count", index.links),
        width=("count", index.search_width),
        found=("share", at or 0.0),
        wider=("share", wider or 0.0),
    )


def _reranking(draft: RetrievalDraft) -> Iterator[Told]:
    need = draft.need
    name = "" if draft.reranker is None else draft.reranker.model.name
    yield told(
        f"retrieval.rerank.{draft.reranking}",
        model=("model", name),
        candidates=("count", int(need.judged("retrieval-candidates"))),
        before=("share", measured(need, "failed-context-words") or 0.0),
        after=("share", measured(need, "failed-context-words-rerank") or 0.0),
        least=("count", int(need.judged("retrieval-rerank-from"))),
        limit=("ms", need.limit_ms or 0.0),
        money=rough_money(float(draft.rerank_usd), need.answers.budget),
    )


def _rights(draft: RetrievalDraft) -> Iterator[Told]:
    store = draft.store
    if draft.need.rights == "shared":
        yield told("retrieval.rights.shared")
    elif store is not None:
        row = next(row for row in draft.need.catalog.vector_stores if row.store_id == store.store_id)
        yield told(f"retrieval.rights.{row.rights}", store=("text", store.name))


def _freshness(draft: RetrievalDraft) -> Iterator[Told]:
    share = draft.need.changing_share
    line = next((line for line in draft.costs if line.line == "embed_changed"), None)
    usd = None if line is None else line.usd_per_month
    key = "own" if usd is None else "whole" if share >= 1 else "part"
    yield told(
        f"retrieval.fresh.{key}",
        share=("share", share),
        money=rough_money(float(usd or 0), draft.need.answers.budget),
    )


def _wait(draft: RetrievalDraft) -> Iterator[Told]:
    limit, whole = draft.need.limit_ms, draft.first_token_ms
    added = sum(wait.ms for wait in draft.added)
    if whole is None:
        yield told("retrieval.wait.added", added=("ms", added))
    elif limit is None:
        yield told("retrieval.wait.whole", added=("ms", added), whole=("ms", whole))
    else:
        key = "kept" if whole <= limit else "missed"
        yield told(f"retrieval.wait.{key}", added=("ms", added), whole=("ms", whole), limit=("ms", limit))


def assumed_of(draft: RetrievalDraft) -> tuple[Told, ...]:
    """What the answers do not say and the plan takes as usual."""
    need = draft.need
    found = []
    if not need.stated_tokens:
        found.append(told("retrieval.assumed.corpus", tokens=("tokens", need.corpus_tokens)))
    if need.wishes.changing_share is None:
        found.append(told("retrieval.assumed.changing", share=("share", need.changing_share)))
    if need.wishes.rights is None:
        found.append(told(f"retrieval.assumed.{need.rights}"))
    if draft.store is not None and draft.store.usd_per_month is None:
        found.append(told("retrieval.assumed.price", store=("text", draft.store.name)))
    if draft.embedder is None:
        found.append(told("retrieval.assumed.dimensions", dimensions=("count", draft.index.dimensions)))
    return tuple(found)
