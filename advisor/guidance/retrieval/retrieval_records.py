"""Records of a plan for retrieval: what is planned, what it costs and waits, which store was chosen by which rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from advisor.hosting.records import Deployment
from advisor.units import Basis, Record, Spoken

Rights = Literal["shared", "by_document"]
"""Whether everybody who asks may read everything."""


class RetrievalWishes(Record):
    """What the answers do not say; None takes what is usual.

    ``changing_share`` is the share of the corpus that changes in a month (1: all of it, above: several times over).
    """

    changing_share: Annotated[float, Field(ge=0, le=100)] | None = None
    rights: Rights | None = None


class StoreChoice(Spoken):
    """One store of vectors as the rules see it; ``points`` is None where a rule excludes it. Sizes are GB."""

    store_id: str
    name: str
    kind: str
    licence: str | None
    points: float | None
    index_gb: float | None
    usd_per_month: Decimal | None
    reason: str = ""
    released_on: date | None = None
    source: str


class RetrievalCost(Spoken):
    """One line of what retrieval costs: US dollars a month to the cent, None where no price is known."""

    line: str
    label: str = ""
    usd_per_month: Decimal | None
    basis: Basis
    note: str = ""
    source: str | None = None


class RetrievalWait(Spoken):
    """One step before the first token, in milliseconds, with its range."""

    step: str
    label: str = ""
    ms: float
    low_ms: float
    high_ms: float
    basis: Basis
    source: str | None = None


class MeasuredRecall(Record):
    """A published measurement of the share of true neighbours that an index finds, and of the wait for it."""

    measure_id: str
    store_id: str | None
    vectors: int | None
    dimensions: int | None
    links: int | None
    build_width: int | None
    search_width: int | None
    recall: float
    wait_p95_ms: float | None
    dated: date
    source: str


class QualityScore(Record):
    """What a public board says of an embedding model, in points of 100."""

    board: str
    score: float
    dated: date | None
    source: str


class RetrievalPlan(Spoken):
    """The retrieval of one use case.

    ``verdict``: ``whole_prompt`` (no retrieval: everything fits into the prompt) or ``retrieve``. The ``costs`` add up
    to ``total_usd_per_month`` to the cent. ``added_ms`` is what retrieval adds before the first token;
    ``first_token_ms`` includes the language model's own wait, where it is known. GB is 10^9 bytes.
    """

    verdict: Literal["whole_prompt", "retrieve"]
    advice: str = ""
    points: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    corpus_tokens: float
    corpus_assumed: bool
    documents: float | None
    changing_share: float
    rights: Rights
    chunk_tokens: int
    overlap_tokens: int
    chunk_count: int
    prompt_chunks: int
    context_tokens: int
    candidates: int
    embedding_model_id: str | None
    embedding_deployment: Deployment | None
    embedding_dimensions: int | None
    embedding_ability: float | None
    embedding_beside: bool
    embedding_scores: tuple[QualityScore, ...]
    bytes_per_dimension: int
    links: int
    search_width: int
    exact: bool
    index_gb: float | None
    text_gb: float
    stores: tuple[StoreChoice, ...]
    store_id: str | None
    reranker_id: str | None
    costs: tuple[RetrievalCost, ...]
    total_usd_per_month: Decimal
    whole_prompt_usd_per_month: Decimal | None
    waits: tuple[RetrievalWait, ...]
    added_ms: float
    first_token_ms: float | None
    limit_ms: float | None
    recall: tuple[MeasuredRecall, ...]
    sources: tuple[str, ...]
