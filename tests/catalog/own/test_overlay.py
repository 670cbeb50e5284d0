"""The user's own rows: merged and marked, checked before they are saved, and never lost."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.catalog.catalog import Catalog
from advisor.catalog.load import SHIPPED, load_catalog
from advisor.catalog.own.import_csv import draft_rows, export_csv, export_zip, read_upload
from advisor.catalog.own.overlay import OVERLAY_TABLES, OWN_ENTRY, overlay_stamp
from advisor.catalog.own.store import REPLACED, OverlayStore
from advisor.errors import CatalogError

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


def test_every_bad_row_is_reported_and_the_others_can_be_saved(catalog: Catalog, folder: Path) -> None:
    """Three bad rows among four give three reports with place and value; the sound one is kept."""
    rows = [
        MODEL,
        MODEL | {"model_id": "acme/bad-kind", "kind": "chatbot"},
        MODEL | {"model_id": "acme/bad-licence", "licence_id": "no-such"},
        MODEL | {"model_id": "acme/bad-column", "colour": "blue"},
    ]
    draft = draft_rows({"model_catalog": rows}, catalog, today=TODAY)
    said = "\n".join(map(str, draft.problems))
    assert "acme/bad-kind" in said
    assert "chatbot" in said
    assert "no-such" in said
    assert "colour" in said
    assert len(draft.problems) == 3
    assert draft.save(OverlayStore(folder)) == 1
    assert load_catalog(overlay=folder).own_model_ids == {"acme/house-8b"}


def test_a_price_of_an_unknown_model_is_reported(catalog: Catalog) -> None:
    """An own offer must name a model that the catalog or the upload has."""
    draft = draft_rows({"offers": [OFFER]}, catalog, today=TODAY)
    assert draft.count == 0
    assert "acme/house-8b" in str(draft.problems[0])


def test_a_damaged_row_is_left_out_and_survives_the_next_save(own: Catalog, folder: Path) -> None:
    """A row that can no longer be read is told, not used, and stays in the file when another is saved."""
    path = folder / "model_catalog.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("House 8B,acme", "House 8B,ACME!"), encoding="utf-8")
    broken = load_catalog(overlay=folder)
    assert "acme/house-8b" not in broken.model
    assert "ACME!" in str(broken.own_problems[0])
    assert any("acme/house-8b" in str(problem) for problem in broken.own_problems if "offers.csv" in problem.place)
    second = MODEL | {"model_id": "acme/second", "name": "Second"}
    draft_rows({"model_catalog": [second]}, broken, today=TODAY).save(OverlayStore(folder))
    assert "ACME!" in path.read_text(encoding="utf-8")
    assert load_catalog(overlay=folder).own_model_ids == {"acme/second"}


def test_a_file_that_is_no_table_is_never_overwritten(own: Catalog, folder: Path) -> None:
    """Saving into a damaged file is refused and leaves its bytes alone."""
    path = folder / "offers.csv"
    path.write_bytes(b'offer_id,model_id\n"open')
    with pytest.raises(CatalogError, match="nothing was changed"):
        draft_rows({"offers": [OFFER]}, own, today=TODAY).save(OverlayStore(folder))
    assert path.read_bytes() == b'offer_id,model_id\n"open'


def test_columns_of_another_version_are_kept(own: Catalog, folder: Path) -> None:
    """A table with a column this version does not know is told and keeps that column through a save."""
    path = folder / "aliases.csv"
    path.write_text("alias,scheme,model_id,variant,reviewed_on,mood\nhouse,own,acme/house-8b,,2026-11-21,good\n")
    assert "mood" in str(load_catalog(overlay=folder).own_problems[0])
    OverlayStore(folder).put("aliases", [{"alias": "home", "scheme": "own", "model_id": "acme/house-8b"}])
    assert "good" in path.read_text(encoding="utf-8")


def test_what_was_replaced_or_removed_is_kept(own: Catalog, folder: Path) -> None:
    """Every earlier state of a row stands in the folder of replaced rows."""
    store = OverlayStore(folder)
    draft_rows({"offers": [OFFER | {"input_usd_per_mtok": "0.3"}]}, own, today=TODAY).save(store)
    assert store.remove("offers", "own:together:acme/house-8b:unspecified")
    assert not store.remove("offers", "own:together:acme/house-8b:unspecified")
    past = (folder / REPLACED / "offers.csv").read_text(encoding="utf-8").splitlines()
    assert len(past) == 3
    assert store.rows("offers") == []


def test_the_stamp_changes_with_every_write(own: Catalog, folder: Path) -> None:
    """A cache keyed by the stamp sees what another session saved."""
    before = overlay_stamp(folder)
    OverlayStore(folder).remove("offers", "own:together:acme/house-8b:unspecified")
    assert overlay_stamp(folder) != before


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


def test_a_file_tells_its_table_by_name_or_columns() -> None:
    """A price list without a name of ours is recognised by its columns."""
    content = b"model_id,provider_id,input_usd_per_mtok,output_usd_per_mtok\na/b,c,1,2\n"
    assert list(read_upload(content, "our prices.csv")) == ["offers"]
    assert list(read_upload(b"model_id,name,kind,openness\na/b,B,text,proprietary\n", "list.csv")) == ["model_catalog"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"a,b\n1,2\n", "x.csv"),
        (b"PK\x03\x04rubbish", "x.zip"),
        (b"\xff\xfe", "offers.csv"),
        (b"a,a\n1,2\n", "offers.csv"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, name: str) -> None:
    """Wrong columns, no archive, no text, doubled columns: each is named."""
    with pytest.raises(CatalogError) as caught:
        read_upload(content, name)
    assert name in str(caught.value)


def test_an_archive_that_unpacks_to_too_much_is_refused() -> None:
    """A small ZIP of a huge file is not unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("offers.csv", b"0" * 20_000_001)
    with pytest.raises(CatalogError, match="too large"):
        read_upload(packed.getvalue(), "bomb.zip")


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
