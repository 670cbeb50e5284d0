"""A retrieval worked out step by step, each from those before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final, Literal

from advisor.guidance.retrieval.retrieval_costs import retrieval_costs, total_usd, whole_prompt_usd
from advisor.guidance.retrieval.retrieval_need import ChunkPlan, RetrievalNeed, chunk_plan
from advisor.guidance.retrieval.retrieval_records import RetrievalCost, RetrievalWait, StoreChoice
from advisor.guidance.retrieval.search_models import (
    Embedder,
    Reranker,
    SearchModels,
    rerank_usd,
    search_models,
)
from advisor.guidance.retrieval.stores import first, store_choices
from advisor.guidance.retrieval.vector_index import VectorIndex, vector_index
from advisor.guidance.retrieval.waits import embed_wait, prefill_wait, reading_s, rerank_wait, search_wait
from advisor.hosting.planning.latency import PROMPT_INCLUDED
from advisor.hosting.speed.api_speeds import prompt_ms_per_token

USUAL_DIMENSIONS: Final = 1024
"""Of vectors where no embedding model passes the gates: the middle of today's models."""
Reranking = Literal["yes", "few", "device", "none", "dear", "slow"]
Whole = Literal["fits", "large", "rights", "window", "slow", "dear", "no_model"]


@dataclass(frozen=True)
class RetrievalDraft:
    """The steps for one need; each is worked out when it is asked for."""

    need: RetrievalNeed

    @cached_property
    def models(self) -> SearchModels:
        """Embedding models ranked by the engine."""
        return search_models(self.need)

    @cached_property
    def embedder(self) -> Embedder | None:
        """The embedding model."""
        return self.models.embedder()

    @cached_property
    def cut(self) -> ChunkPlan:
        """Chunks before the wait is looked at."""
        model = None if self.embedder is None else self.embedder.model
        return chunk_plan(self.need, None if model is None else model.max_input_tokens or model.context_tokens)

    @cached_property
    def index(self) -> VectorIndex:
        """The index of the chunks."""
        dimensions = None if self.embedder is None else self.embedder.model.embedding_dim
        return vector_index(self.need, self.cut, dimensions or USUAL_DIMENSIONS)

    @cached_property
    def stores(self) -> tuple[StoreChoice, ...]:
        """Every store, the best first."""
        return store_choices(self.need, self.index)

    @property
    def store(self) -> StoreChoice | None:
        """The best store."""
        return first(self.stores)

    @cached_property
    def searched(self) -> tuple[RetrievalWait, ...]:
        """The waits for the question embedded and the search."""
        managed = self.store is not None and self.store.kind == "managed"
        found = [] if self.embedder is None else [embed_wait(self.need, self.embedder)]
        return (*found, search_wait(self.need, managed=managed))

    @cached_property
    def _admitted(self) -> Reranker | None:
        return None if self.embedder is None else self.models.reranker(self.embedder)

    @cached_property
    def _ranked_again(self) -> RetrievalWait | None:
        own = self._admitted is not None and self._admitted.offer is None
        return rerank_wait(self.need, own=own)

    @cached_property
    def reranking(self) -> Reranking:
        """Whether passages are ranked again, or why not: few chunks, a device, no model, its price, its time."""
        need = self.need
        if self.cut.count < need.judged("retrieval-rerank-from"):
            return "few"
        if need.on_device:
            return "device"
        if self._admitted is None or self._ranked_again is None:
            return "none"
        rest = total_usd(retrieval_costs(need, self.cut, self.embedder, self.store, None))
        if self.rerank_usd > rest * Decimal(need.judged("retrieval-rerank-most")):
            return "dear"
        if need.limit_ms is None or need.ttft_ms is None:
            return "yes"
        with_it = need.ttft_ms + sum(wait.ms for wait in self.searched) + self._ranked_again.ms
        return "slow" if with_it > need.limit_ms else "yes"

    @cached_property
    def rerank_usd(self) -> Decimal:
        """US dollars a month that ranking every question again would cost; 0 on own machines."""
        if self._admitted is None:
            return Decimal(0)
        each = rerank_usd(self._admitted, self.need, chunk_tokens=self.cut.tokens) or Decimal(0)
        return each * Decimal(self.need.requests_per_month)

    @property
    def reranker(self) -> Reranker | None:
        """The model that ranks again, where one does."""
        return self._admitted if self.reranking == "yes" else None

    @cached_property
    def added(self) -> tuple[RetrievalWait, ...]:
        """The waits before the language model begins."""
        again = self._ranked_again if self.reranking == "yes" else None
        return self.searched if again is None else (*self.searched, again)

    @cached_property
    def _reading(self) -> RetrievalWait | None:
        return prefill_wait(self.need, self.cut.context_tokens)

    @cached_property
    def chunks(self) -> ChunkPlan:
        """The chunks, with as many in the prompt as the limit to the first token leaves time to read."""
        least, most = int(self.need.judged("retrieval-least-chunks")), self.cut.in_prompt
        if self._reading is None or not self._reading.ms or most <= least or self._in_time(most):
            return self.cut
        while least < most:
            middle = (least + most + 1) // 2
            least, most = (middle, most) if self._in_time(middle) else (least, middle - 1)
        return replace(self.cut, in_prompt=least)

    def _in_time(self, passages: int) -> bool:
        """Whether the first token comes within the limit with so many passages in the prompt."""
        limit, first_token = self.need.limit_ms, self.need.ttft_ms
        if limit is None or first_token is None or self._reading is None:
            return True
        reading = prefill_wait(self.need, self.cut.tokens * passages)
        read = self._reading.ms if reading is None else reading.ms
        return first_token - self._reading.ms + read + sum(wait.ms for wait in self.added) <= limit

    @cached_property
    def reading(self) -> RetrievalWait | None:
        """What the passages add to the reading of the prompt."""
        return self._reading if self.chunks == self.cut else prefill_wait(self.need, self.chunks.context_tokens)

    @property
    def first_token_ms(self) -> float | None:
        """The wait for the first token with everything; None where the language model's own is not known."""
        if self.need.ttft_ms is None:
            return None
        saved = (self._reading.ms if self._reading else 0.0) - (self.reading.ms if self.reading else 0.0)
        return self.need.ttft_ms - saved + sum(wait.ms for wait in self.added)

    @cached_property
    def costs(self) -> tuple[RetrievalCost, ...]:
        """What it costs a month by line."""
        return retrieval_costs(self.need, self.chunks, self.embedder, self.store, self.reranker)

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return total_usd(self.costs)

    @cached_property
    def whole_usd(self) -> Decimal | None:
        """What the whole corpus in each prompt would cost, where it might go there."""
        if self.need.searches_only or self.need.corpus_tokens > self.need.judged("retrieval-whole-prompt-tokens"):
            return None
        return whole_prompt_usd(self.need)

    @cached_property
    def whole(self) -> Whole:
        """Whether everything goes into the prompt instead, or the first reason why not."""
        need = self.need
        if need.searches_only or need.model is None:
            return "no_model"
        if need.corpus_tokens > need.judged("retrieval-whole-prompt-tokens") or not need.stated_tokens:
            return "large"
        if need.rights == "by_document":
            return "rights"
        load = need.use_case.workload
        own = max(load.input_tokens - self.cut.context_tokens, 0) + load.output_tokens
        if (need.model.context_tokens or 0) < need.corpus_tokens + own or not self._fits(int(need.corpus_tokens + own)):
            return "window"
        if need.limit_ms is not None and self._whole_wait() > need.limit_ms:
            return "slow"
        return "fits" if self.whole_usd is not None and self.whole_usd <= self.total else "dear"

    def _fits(self, tokens: int) -> bool:
        """Whether own GPUs hold so long a prompt."""
        need = self.need
        if not need.own_machines or need.model is None or need.deployment is None:
            return True
        return reading_s(need, need.model, need.deployment, tokens) is not None

    def _whole_wait(self) -> float:
        """Milliseconds to the first token with everything in the prompt of a service, from its cache at the best."""
        if self.need.own_machines:
            return self.need.ttft_ms or 0.0
        longer = max(self.need.corpus_tokens - PROMPT_INCLUDED, 0.0) * prompt_ms_per_token(self.need.catalog)
        return (self.need.ttft_ms or 0.0) + longer


def sources_of(parts: Sequence[str | None]) -> tuple[str, ...]:
    """Source ids, each once, in order."""
    return tuple(sorted({part.partition("#")[0] for part in parts if part}))
