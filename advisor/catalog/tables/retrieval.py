"""Typed rows of retrieval: stores of vectors, and what was measured of search, chunks and ranking again.

The conventions of ``advisor.catalog.tables.schema`` hold here too.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from advisor.catalog.tables.cells import Count, Positive, Row, Slug, SourceRef, YesNo

Dollars = Annotated[float, Field(ge=0, le=1_000_000)]


class VectorStore(Row):
    """A store that finds vectors near a vector, as its documentation and measurements tell of it.

    ``kind``: an ``extension`` of a database, a ``server`` of its own, ``embedded`` in the application or ``managed`` by
    its maker; ``cloud`` is the provider in whose contract it stands. ``max_dimensions`` is the widest vector that its
    index takes, ``most_vectors`` what one installation was shown to carry; blank: not found. ``rights``: the store
    itself refuses what somebody may not read (``enforced``; ``paid``: not in every subscription), or the application
    sets a ``filter``. ``upkeep`` is a judgement. A vector takes ``overhead`` x (4 x dimensions + ``link_bytes`` x M)
    bytes. Prices are US dollars a month; ``client_released_on`` is the month of its Python client's newest release.
    """

    store_id: Slug
    name: str
    kind: Literal["extension", "server", "embedded", "managed"]
    cloud: Slug | None
    licence: str | None
    open_source: YesNo
    max_dimensions: Count | None
    most_vectors: Positive | None
    keywords: YesNo
    rights: Literal["enforced", "paid", "filter"]
    upkeep: Literal["light", "middle", "heavy"]
    overhead: Annotated[float, Field(ge=1, le=4)] | None
    link_bytes: Annotated[float, Field(ge=0, le=64)] | None
    floor_usd_per_month: Dollars | None
    usd_per_gb_month: Dollars | None
    usd_per_million_queries: Dollars | None
    client_version: str | None
    client_released_on: date | None
    dated: date
    source: SourceRef
    size_source: SourceRef | None
    rights_source: SourceRef
    price_source: SourceRef | None
    note: str | None


class RetrievalMeasurement(Row):
    """A published measurement of retrieval; what it is about stands in ``setting``.

    ``recall``: the share of the true ten nearest that an index finds at ``links`` (M), ``build_width``
    (ef_construction) and ``search_width`` (ef). ``failed``: questions whose passage is missed. ``overlap``: of chunks.
    ``stored``: quality that is kept with fewer bits. ``rerank_wait``: of ranking again.
    """

    measure_id: Slug
    topic: Literal["recall", "failed", "overlap", "stored", "rerank_wait"]
    setting: str
    store_id: Slug | None
    vectors: Count | None
    dimensions: Count | None
    links: Count | None
    build_width: Count | None
    search_width: Count | None
    value: Annotated[float, Field(ge=0)]
    unit: str
    wait_p95_ms: Positive | None
    dated: date
    source: SourceRef
    note: str | None


RETRIEVAL_TABLES: dict[str, type[Row]] = {
    "vector_stores": VectorStore,
    "retrieval_measurements": RetrievalMeasurement,
}
RETRIEVAL_KEYS: dict[str, tuple[str, ...]] = {"vector_stores": ("store_id",), "retrieval_measurements": ("measure_id",)}
