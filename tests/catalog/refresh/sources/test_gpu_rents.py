"""Rents of GPUs."""

from __future__ import annotations

import pytest
from refresh_shapes import LATER, rents

from advisor.catalog.catalog import Catalog
from advisor.catalog.refresh.sources.gpu_rents import SOURCE

LISTED = {"id": "runpod-h100", "provider_id": "runpod", "gpu_model": "H100", "interconnect": "SXM", "vram_gb": 80}


def test_a_listing_names_provider_gpu_and_commitment(catalog: Catalog) -> None:
    """A new listing of a known provider and GPU is a whole row."""
    content = rents(LISTED | {"price_usd_hour": 2.69, "is_spot": True, "tier": "marketplace"})
    (statement,) = SOURCE.read(SOURCE.parsed(content).value, catalog, LATER).statements
    assert statement.whole
    assert statement.cells["usd_per_gpu_hour"] == "2.69"
    assert (statement.match["gpu_id"], statement.match["commitment"]) == ("h100-sxm-80gb", "spot")
    assert "marketplace" in statement.match["note"]


@pytest.mark.parametrize("price", [0, -1, 26900, "gratis", None])
def test_what_is_no_rent_is_refused(catalog: Catalog, price: object) -> None:
    """Nothing, less than nothing, cents for dollars, and words."""
    found = SOURCE.read(SOURCE.parsed(rents(LISTED | {"price_usd_hour": price})).value, catalog, LATER)
    assert found.statements == ()
    assert len(found.refused) == 1
