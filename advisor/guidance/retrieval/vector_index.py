"""How large an index is, and what is known of what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from advisor.catalog.tables.retrieval import VectorStore
from advisor.guidance.retrieval.retrieval_need import ChunkPlan, RetrievalNeed
from advisor.guidance.retrieval.retrieval_records import MeasuredRecall
from advisor.hosting.costs.monthly_costs import BYTES_PER_TOKEN
from advisor.units import BYTES_PER_GB

USUAL_OVERHEAD, USUAL_LINK_BYTES = 1.1, 8.0
"""Of a store whose overhead nobody states: the formula of OpenSearch, the lightest of those that keep a graph."""
FLOAT_BYTES: Final = 4


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """Vectors of so many dimensions and bytes in a graph of ``links`` (M), searched ``search_width`` (ef) wide.

    ``exact``: few enough that every vector is compared and no graph is kept.
    """

    vectors: int
    dimensions: int
    bytes_per_dimension: int
    links: int
    search_width: int
    exact: bool

    def gb(self, store: VectorStore | None) -> float:
        """GB of the index in a store: overhead x (dimensions x bytes + bytes of the links) x vectors.

        The overheads are those that ``vector_stores.csv`` cites, stated for four bytes a dimension.
        """
        overhead = USUAL_OVERHEAD if store is None or store.overhead is None else store.overhead
        link_bytes = USUAL_LINK_BYTES if store is None or store.link_bytes is None else store.link_bytes
        links = 0.0 if self.exact else link_bytes * self.links
        return self.vectors * overhead * (self.dimensions * self.bytes_per_dimension + links) / BYTES_PER_GB


def vector_index(need: RetrievalNeed, chunks: ChunkPlan, dimensions: int) -> VectorIndex:
    """The index of all chunks: at full precision, a byte a dimension where that would fill large machines."""
    exact = chunks.count <= need.judged("retrieval-exact-up-to")
    full = chunks.count * dimensions * FLOAT_BYTES / BYTES_PER_GB
    bytes_each = 1 if full >= need.judged("retrieval-int8-from") else FLOAT_BYTES
    links, width = need.judged("retrieval-links"), need.judged("retrieval-search-width")
    return VectorIndex(chunks.count, dimensions, bytes_each, int(links), int(width), exact)


def text_gb(chunks: ChunkPlan) -> float:
    """GB of the texts beside their vectors, which stay on disk."""
    return chunks.embedded_tokens * BYTES_PER_TOKEN / BYTES_PER_GB


def measured_recall(need: RetrievalNeed) -> tuple[MeasuredRecall, ...]:
    """The published measurements of recall against wait, by store and width."""
    rows = [row for row in need.catalog.retrieval_measurements if row.topic == "recall"]
    return tuple(
        MeasuredRecall(
            measure_id=row.measure_id,
            store_id=row.store_id,
            vectors=row.vectors,
            dimensions=row.dimensions,
            links=row.links,
            build_width=row.build_width,
            search_width=row.search_width,
            recall=row.value,
            wait_p95_ms=row.wait_p95_ms,
            dated=row.dated,
            source=row.source,
        )
        for row in sorted(rows, key=lambda row: (row.store_id or "", row.vectors or 0, row.links or 0, row.value))
    )


def measured(need: RetrievalNeed, measure_id: str) -> float | None:
    """The value of one published measurement; None where the catalog has none."""
    rows = (row.value for row in need.catalog.retrieval_measurements if row.measure_id == measure_id)
    return next(rows, None)
