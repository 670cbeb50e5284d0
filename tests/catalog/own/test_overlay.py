"""The user's own rows: merged and marked, checked before they are saved, and never lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED, load_catalog
from advisor.catalog.own.import_csv import draft_rows, export_csv, export_zip, read_upload
from advisor.catalog.own.overlay import OVERLAY_TABLES, OWN_ENTRY
from advisor.catalog.own.store import OverlayStore
from advisor.errors import CatalogError
from tests.catalog.own.conftest import MODEL, OFFER, TODAY


def test_without_an_overlay_nothing_differs(catalog: Catalog, folder: Path) -> None:
    """A folder that is not there leaves digest and marks alone."""
    merged = load_catalog(overlay=folder)
    assert merged.digest == catalog.digest
    assert merged.own_model_ids == frozenset()


def test_own_rows_are_merged_and_marked(own: Catalog, catalog: Catalog) -> None:
    """The private model is found among all others, marked, with its source named."""
    assert own.own_model_ids == {"acme/house-8b"}
    assert own.own_offer_ids == {"own:together:acme/house-8b:unspecified"}
    assert len(own.models) == len(catalog.models) + 1
    model = own.model["acme/house-8b"]
    assert own.source[model.identity_source].kind == "own"
    assert model.params_source == OWN_ENTRY
    assert own.offers_of["acme/house-8b"][0].priced_on == TODAY


def test_the_digest_covers_the_overlay(own: Catalog, catalog: Catalog, folder: Path) -> None:
    """Another price of one's own gives another digest; the same rows give the same."""
    assert own.digest != catalog.digest
    assert load_catalog(overlay=folder).digest == own.digest
    draft_rows({"offers": [OFFER | {"input_usd_per_mtok": "0.3"}]}, own, today=TODAY).save(OverlayStore(folder))
    assert load_catalog(overlay=folder).digest != own.digest


def test_the_shipped_files_stay_untouched(own: Catalog, catalog: Catalog) -> None:
    """Saving own rows changes nothing in the shipped folder."""
    assert load_catalog(SHIPPED).digest == catalog.digest


def test_the_catalogs_date_is_not_moved(own: Catalog, catalog: Catalog) -> None:
    """Staleness is judged by the published sources, not by what was typed in today."""
    assert own.dated == catalog.dated


def test_an_own_row_takes_the_place_of_a_shipped_one(catalog: Catalog, folder: Path) -> None:
    """A negotiated price under the shipped offer's id replaces it, at its place, and is marked."""
    shipped = catalog.offers[10]
    cells = {"offer_id": shipped.offer_id, "model_id": shipped.model_id, "provider_id": shipped.provider_id}
    draft_rows({"offers": [cells | {"input_usd_per_mtok": "7.77"}]}, catalog, today=TODAY).save(OverlayStore(folder))
    merged = load_catalog(overlay=folder)
    assert len(merged.offers) == len(catalog.offers)
    assert str(merged.offers[10].input_usd_per_mtok) == "7.77"
    assert merged.own_offer_ids == {shipped.offer_id}


def test_an_export_can_be_imported_elsewhere(own: Catalog, catalog: Catalog, folder: Path, tmp_path: Path) -> None:
    """The ZIP of one installation gives the same catalog in another."""
    content = export_zip(OverlayStore(folder))
    assert content == export_zip(OverlayStore(folder))
    draft = draft_rows(read_upload(content, "own.zip"), catalog, today=date(2030, 1, 1))
    assert draft.problems == ()
    draft.save(OverlayStore(tmp_path / "other"))
    assert load_catalog(overlay=tmp_path / "other").digest == own.digest


def test_an_export_is_safe_in_a_spreadsheet(own: Catalog, folder: Path) -> None:
    """A cell that begins like a formula is exported as text and comes back as it was."""
    name = '=HYPERLINK("http://x","y")'
    draft_rows({"model_catalog": [MODEL | {"name": name}]}, own, today=TODAY).save(OverlayStore(folder))
    content = export_csv(OverlayStore(folder), "model_catalog")
    assert b"'=HYPERLINK" in content
    draft = draft_rows(read_upload(content, "model_catalog.csv"), own, today=TODAY)
    assert draft.rows["model_catalog"][0]["name"] == name


@pytest.mark.parametrize("table", ["gpus", "boards", "capabilities", "nonsense"])
def test_shipped_tables_cannot_be_extended(table: str, catalog: Catalog, folder: Path) -> None:
    """Only the tables of models, prices and what they refer to are the user's."""
    with pytest.raises(CatalogError, match="cannot be extended"):
        draft_rows({table: [{}]}, catalog, today=TODAY)
    with pytest.raises(CatalogError, match="cannot be extended"):
        OverlayStore(folder).put(table, [])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(note=st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=40))
def test_any_text_survives_export_and_import(note: str, catalog: Catalog, tmp_path: Path) -> None:
    """Whatever a user writes into a note comes back through the spreadsheet-safe export."""
    store = OverlayStore(tmp_path / "any")
    wanted = note.strip()
    draft_rows({"model_catalog": [MODEL | {"note": wanted}]}, catalog, today=TODAY).save(store)
    saved = store.rows("model_catalog")[0]["note"]
    again = draft_rows(read_upload(export_csv(store, "model_catalog"), "model_catalog.csv"), catalog, today=TODAY)
    assert again.rows["model_catalog"][0].get("note", "") == saved


def test_every_table_of_the_overlay_exists() -> None:
    """The list of own tables names tables of the catalog."""
    assert len(set(OVERLAY_TABLES)) == len(OVERLAY_TABLES) == 9
