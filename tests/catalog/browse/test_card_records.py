"""The records of a model card."""

from __future__ import annotations

from typing import get_args

import pytest

from advisor.catalog.browse.card import build_card
from advisor.catalog.browse.card_records import CardFact, ModelCard
from advisor.catalog.catalog import Catalog


def test_every_card_survives_its_way_through_json(catalog: Catalog) -> None:
    """What the command line gives out is the card: amounts, dates and what is unknown."""
    for model in catalog.models[::60]:
        sheet = build_card(catalog, model.model_id)
        assert ModelCard.model_validate_json(sheet.model_dump_json()) == sheet


@pytest.mark.parametrize("group", get_args(CardFact.model_fields["group"].annotation))
def test_every_group_of_facts_is_used(catalog: Catalog, group: str) -> None:
    """A group that no card has would be a heading without a body."""
    assert any(fact.group == group for fact in build_card(catalog, "meta/llama-3.1-8b-instruct").facts)
