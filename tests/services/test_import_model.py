"""A model of the Hub is imported into the user's own overlay."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor.catalog.load import load_catalog
from advisor.errors import CatalogError
from advisor.services.import_model import import_from_hub
from advisor.settings import Settings
from tests.catalog.hub.hub_server import hub
from tests.catalog.hub.test_to_rows import repository


def test_what_is_imported_is_in_the_catalog_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read from the server that HF_ENDPOINT names, saved among the user's own models, said where."""
    with hub({"acme/alpha": repository()}) as endpoint:
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        told = import_from_hub("acme/alpha")
    overlay = Settings().overlay_dir
    saved = load_catalog(overlay=overlay)
    model = next(model for model in saved.models if model.hub_id == "acme/alpha")
    assert model.model_id in saved.own_model_ids
    assert Path(str(told["saved_to"])) == overlay / "model_catalog.csv"


def test_what_cannot_be_imported_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that is no model of the catalog is refused before anything is written."""
    with hub({"acme/eyes": repository(pipeline_tag="object-detection")}) as endpoint:
        monkeypatch.setenv("HF_ENDPOINT", endpoint)
        with pytest.raises(CatalogError, match="object-detection"):
            import_from_hub("acme/eyes")
    assert not (Settings().overlay_dir / "model_catalog.csv").exists()
