"""Stores of vectors and measurements of retrieval: what the shipped tables hold, and what a row may not."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from advisor.catalog.catalog import Catalog
from advisor.catalog.tables.retrieval import RetrievalMeasurement, VectorStore


def test_the_stores_that_architects_ask_about_are_there(catalog: Catalog) -> None:
    """Each with what states its size, its rights and, where it is managed, its price if any may be cited."""
    stores = {row.store_id: row for row in catalog.vector_stores}
    assert {"pgvector", "qdrant", "opensearch", "weaviate", "milvus", "elasticsearch", "chroma"} <= stores.keys()
    assert {row.kind for row in stores.values()} == {"extension", "server", "embedded", "managed"}
    for row in stores.values():
        assert (row.overhead is None) == (row.size_source is None), row.store_id
        assert (row.floor_usd_per_month is None) == (row.price_source is None), row.store_id


def test_a_share_of_true_neighbours_is_no_more_than_all(catalog: Catalog) -> None:
    """Of every measurement of recall; a row says where it was measured."""
    for row in catalog.retrieval_measurements:
        assert row.value <= 1 or row.unit.startswith("ms"), row.measure_id
        assert row.setting


def test_impossible_rows_are_refused(catalog: Catalog) -> None:
    """An overhead below the vectors themselves, a negative measurement."""
    store = catalog.vector_stores[0].model_dump() | {"overhead": 0.5}
    with pytest.raises(ValidationError):
        VectorStore.model_validate(store)
    with pytest.raises(ValidationError):
        RetrievalMeasurement.model_validate(catalog.retrieval_measurements[0].model_dump() | {"value": -1})
