"""The sheet of a model in words."""

from __future__ import annotations

from advisor.catalog.catalog import Catalog
from advisor.hosting.sizing.model_sheet import model_sheet


def test_the_sheet_in_words_names_sources_and_doubts(catalog: Catalog) -> None:
    """Facts carry their source in brackets; a conflict of sources is told."""
    disputed = next(offer for offer in catalog.offers if offer.agreement == "conflict")
    text = model_sheet(catalog, disputed.model_id).to_text()
    assert "[" in text
    assert f"conflict: {disputed.conflict}" in text
