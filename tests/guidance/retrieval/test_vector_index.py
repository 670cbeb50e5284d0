"""How large an index is: the published examples, and what is measured of it."""

from __future__ import annotations

import pytest
from guidance.retrieval.retrieval_cases import answers_of, need_of

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.retrieval_need import chunk_plan
from advisor.guidance.retrieval.vector_index import VectorIndex, measured, measured_recall, text_gb, vector_index


def gb(catalog: Catalog, store_id: str, vectors: int, dimensions: int, links: int = 16) -> float:
    """GB of an index of floats in a store."""
    store = next(row for row in catalog.vector_stores if row.store_id == store_id)
    return VectorIndex(vectors, dimensions, 4, links, 128, exact=False).gb(store)


def test_the_examples_of_the_documentations_come_out(catalog: Catalog) -> None:
    """Qdrant: a million of 1,024 take 6.144 GB. The formula of HNSW at Baidu: a million of 768 with M 16, 3.279 GiB."""
    assert gb(catalog, "qdrant", 1_000_000, 1_024) == pytest.approx(6.144)
    assert gb(catalog, "opensearch", 1_000_000, 768) * 1e9 / 2**30 == pytest.approx(3.279, rel=0.001)


def test_measured_indexes_come_out(catalog: Catalog) -> None:
    """550,000 vectors of 1,024: 4,249 MiB on disk with pgvector, 3,450 with Weaviate; Chroma's 1.7 million in 8 GiB."""
    assert gb(catalog, "pgvector", 550_000, 1_024) * 1e9 / 2**20 == pytest.approx(4_249.4, rel=0.01)
    assert gb(catalog, "weaviate", 550_000, 1_024) * 1e9 / 2**20 == pytest.approx(3_449.5, rel=0.01)
    assert gb(catalog, "chroma", 1_700_000, 1_024) * 1e9 / 2**30 == pytest.approx(8, rel=0.01)


def test_a_large_index_is_stored_at_a_byte(catalog: Catalog) -> None:
    """From 64 GB of floats on; few vectors are compared one by one and keep no graph."""
    for tokens, each, exact in ((1e6, 4, True), (1e9, 4, False), (1e10, 1, False)):
        need = need_of(answers_of(case={"workload": {"corpus_tokens": tokens}}), catalog)
        index = vector_index(need, chunk_plan(need, None), 1_024)
        assert (index.bytes_per_dimension, index.exact) == (each, exact)


def test_recall_is_told_as_it_was_measured(catalog: Catalog) -> None:
    """Wider searches find more and wait longer, in the one sweep that changes nothing else."""
    need = need_of(answers_of(), catalog)
    sweep = [row for row in measured_recall(need) if row.store_id == "pgvector" and row.links == 16]
    assert [row.search_width for row in sweep] == [16, 32, 64, 128, 256]
    assert [row.wait_p95_ms for row in sweep] == sorted(row.wait_p95_ms or 0 for row in sweep)
    assert measured(need, "pgvector-550k-ef128") == 0.9
    assert measured(need, "no-such-row") is None
    assert text_gb(chunk_plan(need, None)) == pytest.approx(0.04)
