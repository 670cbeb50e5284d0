"""Records of the part of a card on adoption."""

from __future__ import annotations

import pytest

from advisor.catalog.browse.adoption import adoption_of
from advisor.catalog.browse.adoption_records import CardAdoption
from advisor.catalog.catalog import Catalog


@pytest.mark.parametrize("part", CardAdoption.model_fields)
def test_every_part_is_known_of_some_model(catalog: Catalog, part: str) -> None:
    """A part that no model of the catalog has would never be shown."""
    found = (adoption_of(catalog, model) for model in catalog.models)
    assert any(getattr(record, part) for record in found)
