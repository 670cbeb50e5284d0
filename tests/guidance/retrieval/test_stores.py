"""The rules by which a store of vectors is chosen."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from guidance.retrieval.retrieval_cases import answers_of, need_of

from advisor.catalog.catalog import Catalog
from advisor.guidance.retrieval.stores import EXCLUSIONS, RULES, excluded, first, store_choices, store_usd
from advisor.guidance.retrieval.vector_index import VectorIndex
from advisor.words.sentences import SENTENCES

SMALL = VectorIndex(100_000, 1_024, 4, 16, 128, exact=False)


def kept(catalog: Catalog, index: VectorIndex = SMALL, **given: Any) -> dict[str, float | None]:
    """Points of every store for these answers; None where it is excluded."""
    return {store.store_id: store.points for store in store_choices(need_of(answers_of(**given), catalog), index)}


def test_every_rule_has_its_points_and_its_words(catalog: Catalog) -> None:
    """A rule without a judgement or a sentence would fail in somebody's hands."""
    for rule in RULES:
        assert f"store-{rule.name}" in catalog.judgement
        assert f"retrieval.store.because.{rule.name}" in SENTENCES
    assert all(f"retrieval.store.out.{rule.name}" in SENTENCES for rule in EXCLUSIONS)


@pytest.mark.parametrize(
    ("given", "out"),
    [
        ({"hosting": {"allowed": ["on_prem"]}}, "pinecone"),
        ({"hosting": {"providers_excluded": ["aws-bedrock"]}}, "s3-vectors"),
        ({"data": {"residency": ["eu"]}}, "pinecone"),
        ({"hosting": {"allowed": ["edge"]}}, "pgvector"),
        ({"hosting": {"high_availability": True}}, "chroma"),
    ],
)
def test_an_answer_excludes(catalog: Catalog, given: dict[str, Any], out: str) -> None:
    """What the answers rule out gets no points, and is listed last with its reason."""
    points = kept(catalog, **given)
    assert points[out] is None
    assert list(points.values())[-1] is None


def test_the_width_and_the_number_of_vectors_exclude(catalog: Catalog) -> None:
    """A database's index takes 4,000 dimensions; below the need of an index it takes any."""
    wide = replace(SMALL, dimensions=4_096)
    assert kept(catalog, wide)["pgvector"] is None
    assert kept(catalog, replace(wide, exact=True))["pgvector"] is not None
    assert kept(catalog, replace(SMALL, vectors=60_000_000))["pgvector"] is None


def test_among_equals_the_cheaper_is_chosen(catalog: Catalog) -> None:
    """Within the stated points the price that is known decides, and no unknown one is taken for nothing."""
    need = need_of(answers_of(), catalog)
    choices = store_choices(need, replace(SMALL, vectors=20_000_000, dimensions=1_024))
    chosen = first(choices)
    assert chosen is not None
    most = max(store.points for store in choices if store.points is not None)
    equals = [store for store in choices if store.points is not None and store.points >= most - 10]
    assert chosen in equals
    assert chosen.usd_per_month == min(store.usd_per_month for store in equals if store.usd_per_month is not None)


def test_the_price_of_memory_by_hand(catalog: Catalog) -> None:
    """100 GB on two servers at 6.05 USD; the least of a server below; a managed floor; nothing on a device."""
    need = need_of(answers_of(), catalog)
    store = {row.store_id: row for row in catalog.vector_stores}
    assert store_usd(store["qdrant"], need, 100) == Decimal("1210.00")
    assert store_usd(store["qdrant"], need, 0.1) == Decimal("48.40")
    assert store_usd(store["opensearch-serverless"], need, 1) == Decimal("350.64")
    assert store_usd(store["azure-ai-search"], need, 1) is None
    device = need_of(answers_of(hosting={"allowed": ["edge"]}), catalog)
    assert store_usd(store["chroma"], device, 1) == Decimal("0.00")
    assert excluded(store["qdrant"], need, SMALL) is None
