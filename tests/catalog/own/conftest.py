"""What the tests of one's own rows share: a private model with its price, and a folder for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import load_catalog
from advisor.catalog.own.import_csv import draft_rows
from advisor.catalog.own.store import OverlayStore

TODAY = date(2026, 11, 21)


MODEL = {
    "model_id": "acme/house-8b",
    "name": "House 8B",
    "kind": "text",
    "openness": "open_weights",
    "modalities_in": "text",
    "modalities_out": "text",
    "total_params_b": "8",
    "licence_id": "apache-2.0",
}


OFFER = {
    "model_id": "acme/house-8b",
    "provider_id": "together",
    "input_usd_per_mtok": "0.2",
    "output_usd_per_mtok": "0.4",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for own tables that does not exist yet."""
    return tmp_path / "overlay"


@pytest.fixture
def own(folder: Path, catalog: Catalog) -> Catalog:
    """The shipped catalog with a private model and its price."""
    draft = draft_rows({"model_catalog": [MODEL], "offers": [OFFER]}, catalog, today=TODAY)
    assert draft.problems == ()
    assert draft.save(OverlayStore(folder)) == 2
    return load_catalog(overlay=folder)
