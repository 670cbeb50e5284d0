"""The catalog in memory: look-ups over frozen tables."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from advisor.catalog.catalog import Catalog


def test_every_row_is_found_by_its_id(catalog: Catalog) -> None:
    """No two rows of a table share one."""
    assert len(catalog.model) == len(catalog.models)
    assert len(catalog.offer) == len(catalog.offers)
    assert len(catalog.gpu) == len(catalog.gpus)
    assert len(catalog.source) == len(catalog.sources)


def test_grouped_rows_are_all_rows(catalog: Catalog) -> None:
    """Each in one group, and nothing beside them."""
    assert sum(map(len, catalog.offers_of.values())) == len(catalog.offers)
    assert sum(map(len, catalog.gpu_offers_of.values())) == len(catalog.gpu_offers)
    assert all(offer.model_id == name for name, offers in catalog.offers_of.items() for offer in offers)


def test_tariffs_stand_from_the_smallest_consumer_up(catalog: Catalog) -> None:
    """Bands are looked up in this order."""
    for rows in catalog.electricity_tariffs_of.values():
        assert [row.mwh_from for row in rows] == sorted(row.mwh_from for row in rows)


def test_of_several_indices_of_transparency_the_newest_counts(catalog: Catalog) -> None:
    """In points of 100."""
    row = next(row for row in catalog.vendor_disclosures if row.topic == "all")
    older = row.model_copy(update={"dated": date(2000, 1, 1), "points": 0})
    more = replace(catalog, vendor_disclosures=(*catalog.vendor_disclosures, older))
    assert more.disclosed == catalog.disclosed
    assert all(0 <= points <= 100 for points in catalog.disclosed.values())


def test_a_catalog_does_not_change(catalog: Catalog) -> None:
    """Another one is made instead, and remembers nothing of the first."""
    with pytest.raises(FrozenInstanceError):
        catalog.models = ()  # type: ignore[misc] # that is the point
    catalog.memories["x"] = 1
    assert "x" not in replace(catalog).memories
    del catalog.memories["x"]
