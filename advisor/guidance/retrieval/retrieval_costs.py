"""What retrieval costs a month, line by line to the cent, and what it would cost to put everything into each prompt."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from advisor.guidance.retrieval.retrieval_need import JUDGED, ChunkPlan, RetrievalNeed
from advisor.guidance.retrieval.retrieval_records import RetrievalCost, StoreChoice
from advisor.guidance.retrieval.search_models import Embedder, Reranker, rerank_usd
from advisor.guidance.retrieval.stores import cents
from advisor.hosting.assumptions import assumptions_of
from advisor.hosting.costs.migrations import WORKDAYS
from advisor.hosting.costs.monthly_costs import QUERY_TOKENS
from advisor.hosting.costs.staffing import team_of, usd_per_person
from advisor.units import Basis, Told, told

MILLION: Final = Decimal(1_000_000)


def retrieval_costs(
    need: RetrievalNeed,
    chunks: ChunkPlan,
    embedder: Embedder | None,
    store: StoreChoice | None,
    reranker: Reranker | None,
) -> tuple[RetrievalCost, ...]:
    """Every line at today's prices and the load of the start; their sum is the headline."""
    lines = [*_embedding(need, chunks, embedder)]
    if store is not None:
        lines.append(_line("store", store.usd_per_month, basis="estimated", source=store.source))
    if reranker is not None:
        lines.append(_reranking(need, chunks, reranker))
    if not need.searches_only and need.deployment is not None:
        lines.append(_context(need, chunks))
    lines.append(_upkeep(need))
    return tuple(lines)


def _embedding(need: RetrievalNeed, chunks: ChunkPlan, embedder: Embedder | None) -> Iterator[RetrievalCost]:
    """The corpus once over the horizon, what changes of it, and every question; on own machines what those cost."""
    if embedder is None:
        yield _line("embed_first", None, basis="unknown")
        return
    if embedder.beside:
        yield _line("embed_beside", cents(0), note=told("retrieval.cost.note.beside"))
        return
    if embedder.usd_per_mtok is None:
        own = need.monthly_usd if need.searches_only else embedder.own_usd_per_month
        yield _line("embed_server", None if own is None else cents(own), basis="estimated")
        return
    months = need.answers.budget.horizon_months
    tokens = {
        "embed_first": chunks.embedded_tokens / months,
        "embed_changed": chunks.embedded_tokens * need.changing_share,
        "embed_questions": need.requests_per_month * QUERY_TOKENS,
    }
    notes = {"embed_first": told("retrieval.cost.note.once", months=("months", months))}
    for name, count in tokens.items():
        usd = cents(Decimal(count) * embedder.usd_per_mtok / MILLION)
        yield _line(name, usd, note=notes.get(name), basis="published", source=embedder.source)


def _reranking(need: RetrievalNeed, chunks: ChunkPlan, reranker: Reranker) -> RetrievalCost:
    usd = rerank_usd(reranker, need, chunk_tokens=chunks.tokens)
    if reranker.offer is None:
        return _line("rerank", cents(0), note=told("retrieval.cost.note.beside"))
    whole = None if usd is None else cents(usd * Decimal(need.requests_per_month))
    return _line("rerank", whole, basis="published", source=reranker.offer.source)


def _context(need: RetrievalNeed, chunks: ChunkPlan) -> RetrievalCost:
    """The passages in every prompt at the model's price of fresh input; own servers are paid for already."""
    offer = need.offer(need.deployment)
    if offer is None or offer.input_usd_per_mtok is None:
        return _line("context", cents(0), note=told("retrieval.cost.note.servers"))
    usd = Decimal(need.requests_per_month * chunks.context_tokens) * offer.input_usd_per_mtok / MILLION
    return _line("context", cents(usd), basis="published", source=offer.source)


def _upkeep(need: RetrievalNeed) -> RetrievalCost:
    days = need.judged("retrieval-upkeep-days")
    pay = usd_per_person(team_of(need.answers, need.catalog), assumptions_of(need.catalog))
    note = told("retrieval.cost.note.days", days=("days", days))
    return _line("upkeep", cents(days * pay / WORKDAYS), basis="estimated", source=JUDGED, note=note)


def _line(
    name: str, usd: Decimal | None, *, note: Told | None = None, basis: Basis = "stated", source: str | None = None
) -> RetrievalCost:
    said = {"label": told(f"retrieval.cost.{name}")} | ({} if note is None else {"note": note})
    return RetrievalCost(line=name, usd_per_month=usd, basis=basis, source=source, told=said)


def total_usd(lines: tuple[RetrievalCost, ...]) -> Decimal:
    """The sum of what is known."""
    return sum((line.usd_per_month for line in lines if line.usd_per_month is not None), Decimal("0.00"))


def whole_prompt_usd(need: RetrievalNeed) -> Decimal | None:
    """US dollars a month to read the whole corpus with every question, from the provider's cache where it has one."""
    offer = need.offer(need.deployment)
    if offer is None:
        return cents(0) if need.own_machines else None
    price = offer.cached_input_usd_per_mtok or offer.input_usd_per_mtok
    return None if price is None else cents(Decimal(need.requests_per_month * need.corpus_tokens) * price / MILLION)
