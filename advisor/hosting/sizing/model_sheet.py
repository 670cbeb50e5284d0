"""The whole sheet of a model: its card with what it needs in memory."""

from __future__ import annotations

from advisor.catalog.browse.card import build_card
from advisor.catalog.browse.card_records import ModelCard
from advisor.catalog.catalog import Catalog
from advisor.hosting.sizing.memory_by_precision import MemoryNeed, memory_needs


class ModelSheet(ModelCard):
    """A model card with GPU memory at 16, 8 and 4 bits (none without published weights of a known size)."""

    memory: tuple[MemoryNeed, ...]


def model_sheet(catalog: Catalog, name: str) -> ModelSheet:
    """The sheet of the model that goes by ``name``; raises InputError with near matches."""
    card = build_card(catalog, name)
    needs = memory_needs(catalog, catalog.model[card.model_id])
    return ModelSheet(**{field: getattr(card, field) for field in ModelCard.model_fields}, memory=needs)
