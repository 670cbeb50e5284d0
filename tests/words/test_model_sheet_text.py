"""The sheet of a model in words."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.hosting.sizing.model_sheet import model_sheet
from advisor.words.model_sheet_text import sheet_text


def test_a_sheet_names_sizes_sources_and_what_is_unknown(catalog: Catalog) -> None:
    """Memory at three precisions, the licence, and no fact without its source or its lack."""
    lines = sheet_text(model_sheet(catalog, "meta/llama-3.3-70b-instruct")).splitlines()
    assert lines[0].startswith("Llama 3.3 70B")
    assert [line.split(":")[0] for line in lines if line.startswith("Memory at")] == [
        f"Memory at {bits} bits" for bits in (16, 8, 4)
    ]
    assert any(line.startswith("Licence: ") for line in lines)
    assert any(line.startswith("Unknown: ") for line in lines)


def test_a_sheet_names_sources_and_doubts(catalog: Catalog) -> None:
    """Facts carry their source in brackets; a conflict of sources is told."""
    disputed = next(offer for offer in catalog.offers if offer.agreement == "conflict")
    text = sheet_text(model_sheet(catalog, disputed.model_id))
    assert "[" in text
    assert f"conflict: {disputed.conflict}" in text
