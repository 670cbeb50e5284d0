"""What retrieval is asked to do: the corpus, who may read it, and the model that answers from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.schema import Model, Offer
from advisor.guidance.retrieval.retrieval_records import RetrievalWishes, Rights
from advisor.hosting.records import SELF_HOSTED, Deployment
from advisor.questionnaire.answers import Answers, UseCase
from advisor.units import DAYS_PER_MONTH

RETRIEVES: Final = frozenset({"rag", "semantic_search"})
"""Tasks that look into documents by their nature; others where the answers name a corpus."""
JUDGED: Final = "own-assumptions#judgements"
"""The source of what nobody measured."""


def retrieves(use_case: UseCase) -> bool:
    """Whether a piece of work looks into documents that are held."""
    return use_case.task in RETRIEVES or use_case.workload.corpus_tokens > 0 or bool(use_case.usage.documents_held)


@dataclass(frozen=True)
class RetrievalNeed:
    """One use case, and the language model with its deployment and wait, where one is chosen."""

    answers: Answers
    use_case: UseCase
    catalog: Catalog
    model: Model | None
    deployment: Deployment | None
    ttft_ms: float | None
    monthly_usd: float | None
    wishes: RetrievalWishes

    def judged(self, name: str) -> float:
        """A judgement of the planner (``retrieval-`` or ``store-``)."""
        return self.catalog.judgement[name]

    @property
    def searches_only(self) -> bool:
        """Whether the passages themselves are the answer: the chosen model is the embedding model."""
        return self.use_case.task == "semantic_search"

    @cached_property
    def corpus_tokens(self) -> float:
        """Tokens of all documents: as stated, by the documents that are held, else what is usual."""
        return self.stated_tokens or self.judged("retrieval-usual-corpus")

    @property
    def stated_tokens(self) -> float:
        """Tokens of all documents by the answers; 0 where they do not say."""
        usage, load = self.use_case.usage, self.use_case.workload
        if load.corpus_tokens:
            return load.corpus_tokens
        return (usage.documents_held or 0) * (usage.pages_per_document or 1) * self.judged("usage-tokens-per-page")

    @property
    def requests_per_month(self) -> float:
        """Questions a month at the start."""
        return self.use_case.workload.requests_per_day * DAYS_PER_MONTH

    @property
    def changing_share(self) -> float:
        """Share of the corpus that changes in a month."""
        wished = self.wishes.changing_share
        return self.judged("retrieval-changing") if wished is None else wished

    @property
    def on_device(self) -> bool:
        """Whether everything runs on edge devices."""
        return self.answers.hosting.allowed == ("edge",) or (
            self.deployment is not None and self.deployment.kind == "edge"
        )

    @property
    def rights(self) -> Rights:
        """As wished; by document where the data is confidential or restricted and several people share the index."""
        if self.wishes.rights is not None:
            return self.wishes.rights
        guarded = self.answers.data.classification in ("confidential", "restricted")
        return "by_document" if guarded and not self.on_device else "shared"

    @property
    def own_machines(self) -> bool:
        """Whether the language model runs on machines of the user's choice, so that smaller models may stand beside."""
        return self.deployment is not None and self.deployment.kind in SELF_HOSTED

    @property
    def limit_ms(self) -> float | None:
        """The limit to the first token."""
        return self.use_case.latency.ttft_p95_ms

    def offer(self, deployment: Deployment | None) -> Offer | None:
        """The price at which a deployment is called."""
        if deployment is None or deployment.offer_id is None:
            return None
        return self.catalog.offer.get(deployment.offer_id)


@dataclass(frozen=True, slots=True)
class ChunkPlan:
    """How documents are cut: tokens of a chunk and of its overlap, how many there are, and how many go to the prompt.

    ``embedded_tokens`` are those of all chunks, overlaps counted twice.
    """

    tokens: int
    overlap: int
    count: int
    in_prompt: int
    embedded_tokens: float

    @property
    def context_tokens(self) -> int:
        """Tokens that retrieval puts into each prompt."""
        return self.tokens * self.in_prompt


def chunk_plan(need: RetrievalNeed, longest: int | None) -> ChunkPlan:
    """Short documents stay whole; others are cut, with an overlap, into what the model reads (``longest``)."""
    size = int(min(need.judged("retrieval-chunk-tokens"), longest or math.inf))
    documents = need.use_case.usage.documents_held
    each = need.corpus_tokens / documents if documents else math.inf
    if documents and each <= size:
        size = max(math.ceil(each), 1)
        return ChunkPlan(size, 0, math.ceil(documents), _in_prompt(need, size), need.corpus_tokens)
    overlap = round(need.judged("retrieval-overlap") * size)
    step = size - overlap
    count = documents * math.ceil((each - overlap) / step) if documents else need.corpus_tokens / step
    count = max(math.ceil(count), 1)
    return ChunkPlan(size, overlap, count, _in_prompt(need, size), need.corpus_tokens * size / step)


def _in_prompt(need: RetrievalNeed, size: int) -> int:
    """What the stated prompt has room for beside its instructions, between the least and what serves answers best."""
    if need.searches_only:
        return 0
    room = need.use_case.workload.input_tokens - need.judged("usage-prompt-tokens")
    most = need.judged("retrieval-prompt-chunks")
    return int(max(min(room // size, most), need.judged("retrieval-least-chunks")))
