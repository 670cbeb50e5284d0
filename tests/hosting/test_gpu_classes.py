"""Kinds of GPUs that planning and prices tell apart."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.hosting.gpu_classes import EDGE_SEGMENTS, SOLDERED_LINK_GB_S


def test_segments_of_the_edge_are_segments_of_the_catalog(catalog: Catalog) -> None:
    """And a data centre's is none of them."""
    segments = {gpu.segment for gpu in catalog.gpus}
    assert segments >= EDGE_SEGMENTS
    assert segments - EDGE_SEGMENTS


def test_cards_are_linked_slower_than_baseboards(catalog: Catalog) -> None:
    """PCIe 5.0 x16 carries 64 GB/s each way; SXM parts are linked far above it."""
    links = {gpu.gpu_id: gpu.link_gb_s or 0.0 for gpu in catalog.gpus}
    assert links["h100-sxm-80gb"] > SOLDERED_LINK_GB_S
    assert links["l4-24gb"] < SOLDERED_LINK_GB_S
