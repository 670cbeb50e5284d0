"""The sheet of a model: its card with what it needs in memory."""

from __future__ import annotations

import pytest

from advisor.catalog.browse.card import build_card
from advisor.catalog.catalog import Catalog
from advisor.errors import InputError
from advisor.hosting.sizing.model_sheet import model_sheet


def test_a_sheet_is_the_card_with_memory_at_three_precisions(catalog: Catalog) -> None:
    """All fields of the card, and needs that shrink with the bits."""
    sheet, card = model_sheet(catalog, "llama-3.3-70b-instruct"), build_card(catalog, "llama-3.3-70b-instruct")
    assert (sheet.model_id, sheet.facts, sheet.offers) == (card.model_id, card.facts, card.offers)
    assert [need.bits for need in sheet.memory] == [16, 8, 4]
    sizes = [need.weights_gb for need in sheet.memory]
    assert sizes == sorted(sizes, reverse=True)


def test_a_closed_model_has_a_sheet_without_memory(catalog: Catalog) -> None:
    """Nobody serves it, so that nothing is needed; an unknown name is an error."""
    closed = next(model for model in catalog.models if model.openness != "open_weights" and model.kind == "text")
    assert model_sheet(catalog, closed.model_id).memory == ()
    with pytest.raises(InputError, match="no such model"):
        model_sheet(catalog, "nobody/nothing")
